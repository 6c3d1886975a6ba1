"""``python -m voicecoach``: the same as the command ``voicecoach``."""

from __future__ import annotations

import sys


def main() -> None:
    try:
        from voicecoach.cli import run

        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        # While modules are still being loaded, or a second time while everything is being closed.
        sys.exit(130)
    except ImportError as error:
        from voicecoach.outside.packages import what_to_do

        sys.stderr.write(what_to_do(error) + "\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
