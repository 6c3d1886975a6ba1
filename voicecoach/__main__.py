"""``python -m voicecoach``: the same as the command ``voicecoach``."""

from __future__ import annotations

import sys


def main() -> None:
    from voicecoach.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
