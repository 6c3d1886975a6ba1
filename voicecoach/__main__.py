"""``python -m voicecoach``: the same as the command ``voicecoach``."""

from __future__ import annotations

import contextlib
import os
import sys


def main() -> None:
    try:
        from voicecoach.cli import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        # While modules are still being loaded, or a second time while everything is being closed.
        code = 130
    except ImportError as error:
        from voicecoach.outside.packages import what_to_do

        sys.stderr.write(what_to_do(error) + "\n")
        code = 1
    _leave(code)


def _leave(code: int) -> None:
    """Ends the process, without ending the interpreter where a thread is left that may be inside a library.

    A recogniser in the middle of a word is such a thread: when it comes back to an interpreter that has ended, Python
    ends the thread, and the C++ of onnxruntime calls abort.
    """
    import threading

    if any(thread.daemon for thread in threading.enumerate()):
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    main()
