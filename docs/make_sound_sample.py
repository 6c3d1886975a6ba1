"""Makes ``a-hold.mp3``: twenty seconds of what ``voicecoach record`` makes of a short routine, its one hold.

    python docs/make_sound_sample.py

A test records it again and fails when the sound in the file is no longer that of the program.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import soundfile

from voicecoach import cli
from voicecoach.audio.files.sound_file import SoundFileWriter
from voicecoach.audio.pcm import Samples

SAMPLE = Path(__file__).with_name("a-hold.mp3")
LASTS_S = 20.0
BEGINS_EARLIER_S = 2.0
"""Than the chapter of the hold: so long is the sentence that leads into it."""
SCRIPT = """\
name: A short hold
summary: The hold of the deep piriformis stretch, made short.
language: en
steps:
  - wait: ready
  - hold: 10s
    say: Gently press it down.
    cues:
      - {at: 1s, say: Breathe deeply and slowly.}
    release: Take your hands off your knee.
"""
"""The words are those of ``scripts/deep-piriformis.yaml``."""


def recorded() -> tuple[Samples, int]:
    """Twenty seconds, from the last words before the hold to the first after it; and their rate in hertz."""
    with tempfile.TemporaryDirectory() as folder:
        script, whole = Path(folder) / "hold.yaml", Path(folder) / "whole.wav"
        script.write_text(SCRIPT, encoding="utf-8")
        if cli.run(["record", str(script), "-o", str(whole), "--wait", "1", "--voice", "heart"]):
            raise RuntimeError("nothing was recorded")
        sound, rate_hz = soundfile.read(whole, dtype="float32")
        minutes, seconds, frames = map(
            int, re.findall(r"INDEX 01 (\d+):(\d+):(\d+)", whole.with_suffix(".cue").read_text(encoding="utf-8"))[-1]
        )
    begins = round((60 * minutes + seconds + frames / 75 - BEGINS_EARLIER_S) * rate_hz)
    return sound[begins : begins + round(LASTS_S * rate_hz)], rate_hz


def main() -> None:
    sound, rate_hz = recorded()
    with SoundFileWriter(SAMPLE, rate_hz) as writer:
        writer.write(sound)
    SAMPLE.chmod(0o644)
    sys.stdout.write(f"{SAMPLE}: {SAMPLE.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
