"""The command line: arguments in, exit codes and printed errors out. No other package imports it.

Each command is in a module of its own; ``app`` lists them. The imports of a command are made when it runs, so that the
first word is spoken soon after the start.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence

from voicecoach.errors import VoicecoachError

INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Runs one command line. Returns the exit code: 0 done, 1 failed, 2 wrong request, 130 interrupted."""
    _mend_streams()
    import typer

    from voicecoach.cli import completion
    from voicecoach.cli.app import app

    if completion.VARIABLE in os.environ:
        return completion.answer(app)

    # Typer exports no base class of its usage errors; it is the parent of the one that it does export.
    usage_error: type[Exception] = typer.BadParameter.__mro__[1]

    try:
        result = app(args=list(arguments), prog_name="voicecoach", standalone_mode=False)
        sys.stdout.flush()
    except VoicecoachError as error:
        _complain(str(error))
        return error.exit_code
    except usage_error as error:
        from voicecoach.cli.help import in_words

        _complain(in_words(error))
        return 2
    except typer.Exit as leaving:
        return leaving.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone.
        _forget_output()
        return 1
    except OSError as error:
        _forget_output()
        why = error.strerror or error
        _complain(f"{error.filename} cannot be used: {why}." if error.filename else f"{why}.")
        return 1
    return result if isinstance(result, int) else 0


def _forget_output() -> None:
    """Drops buffered output, which would fail again when Python ends."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _mend_streams() -> None:
    """Replaces closed streams, as under cron, and what is no character in the terminal's encoding by "?".

    One wrong byte must not end what is typed.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - as long as we run
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _complain(message: str) -> None:
    sys.stderr.write(message.rstrip() + "\n")
