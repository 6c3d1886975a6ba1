"""Runs all benches of faults, one after another: ``python -m tests.bench.faults [SHARE]``.

``SHARE`` is how much of the full numbers is done, 0.1 by default; 1 is 1,000 kills, 200 faults of devices, 100 of each
fault of ears and voice, and 6,000 seconds of fuzzing.
"""

from __future__ import annotations

import subprocess
import sys

FULL = {
    "killed at random instants": ("kills", 1000),
    "devices that fail in live sessions": ("devices", 200),
    "recognisers that fail": ("ears", 100),
    "voices that fail": ("voice", 100),
    "strangers at the page": ("strangers", None),
    "damaged input, for so many seconds": ("fuzz", 6000),
    "a day, and many sessions": ("soak", None),
}


def main(share: float) -> int:
    """Returns how many of them broke off."""
    broke_off = 0
    for title, (module, full) in FULL.items():
        times = [] if full is None else [str(max(1, round(full * share)))]
        print(f"\n== {title}: {' '.join(times)}", flush=True)
        broke_off += subprocess.run([sys.executable, "-m", f"tests.bench.faults.{module}", *times]).returncode != 0
    return broke_off


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 0.1))
