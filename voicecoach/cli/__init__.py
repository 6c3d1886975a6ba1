"""The front door: arguments in, exit codes and printed errors out. Nothing else knows that it exists.

Each command stands in a module of its own subject; ``app`` lists them. What a command needs is imported when the
command is given, so that the first word is spoken soon after the start.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

from voicecoach.errors import VoicecoachError

INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Runs one command line. Answers the exit code: 0 done, 1 failed, 2 wrong request, 130 interrupted."""
    import typer

    from voicecoach.cli.app import app

    # Typer exports no base class of its usage errors; it is the parent of the one that it does export.
    usage_error: type[Exception] = typer.BadParameter.__mro__[1]

    try:
        result = app(args=list(arguments), prog_name="voicecoach", standalone_mode=False)
    except VoicecoachError as error:
        _complain(str(error))
        return error.exit_code
    except usage_error as error:
        _complain(f"{_message(error).rstrip('.')}. See 'voicecoach --help'.")
        return 2
    except typer.Exit as leaving:
        return leaving.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; what is still buffered must not raise again at exit.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return result if isinstance(result, int) else 0


def _message(error: Exception) -> str:
    return str(getattr(error, "format_message", error.__str__)())


def _complain(message: str) -> None:
    sys.stderr.write(message.rstrip() + "\n")
