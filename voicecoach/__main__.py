"""``python -m voicecoach``: the same as the command ``voicecoach``."""

from __future__ import annotations

import contextlib
import os
import sys


def main() -> None:
    try:
        from voicecoach.cli import run

        _leave(run(sys.argv[1:]))
    except KeyboardInterrupt:
        # While modules are still being loaded, or a second time while everything is being closed.
        _leave(130)


def _leave(code: int) -> None:
    """Ends the process, at once where a thread was left behind that hangs or still computes.

    Python, ending, would kill it inside the library in which it is, and some libraries then abort the process.
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
