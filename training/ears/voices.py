"""Synthetic speakers: espeak-ng variants, flite and festival, from Debian's packages of those names.

``SETS["tune"]`` trains and tunes, ``SETS["report"]`` is only ever measured. They share no voice.
"""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

ACCENTS = ("en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-us-nyc", "en-029")
VARIANTS_TUNE = [
    "m1",
    "m2",
    "m4",
    "m5",
    "m7",
    "f1",
    "f3",
    "f5",
    "Alex",
    "Andrea",
    "Andy",
    "Annie",
    "adam",
    "antonio",
    "belinda",
    "benjamin",
    "caleb",
    "david",
    "ed",
    "edward",
    "Gene",
    "grandpa",
    "Henrique",
    "Jacky",
    "john",
    "klatt",
    "klatt2",
    "klatt4",
    "Lee",
    "linda",
    "Marco",
    "max",
    "Michael",
    "Mike",
    "pablo",
    "paul",
    "quincy",
    "rob",
    "steph",
    "steph2",
    "Storm",
    "travis",
    "anika",
    "zac",
]
VARIANTS_REPORT = [
    "m3",
    "m6",
    "m8",
    "f2",
    "f4",
    "Alicia",
    "Diogo",
    "edward2",
    "grandma",
    "Hugo",
    "iven",
    "klatt3",
    "Mario",
    "pedro",
    "robert",
    "shelby",
    "victor",
]

SETS = {
    "tune": {"espeak": VARIANTS_TUNE, "flite": ("slt", "awb", "kal"), "festival": ("kal_diphone",)},
    "report": {"espeak": VARIANTS_REPORT, "flite": ("rms",), "festival": ("ked_diphone",)},
}


def random_voice(dice: random.Random, which: str) -> tuple[str, ...]:
    """An engine and its settings, such as ``("espeak", "en-us+f3", "150", "60")``."""
    voices = SETS[which]
    if dice.random() < 0.6:
        variant = dice.choice(voices["espeak"])
        # The plain voices are what most programs speak with; they belong to the half that trains.
        plain = which == "tune" and dice.random() < 0.1
        name = dice.choice(ACCENTS) if plain else f"{dice.choice(ACCENTS)}+{variant}"
        return ("espeak", name, str(dice.randint(105, 205)), str(dice.randint(25, 80)))
    return ("flite", dice.choice(voices["flite"]), f"{dice.uniform(0.85, 1.35):.2f}")


def speak(voice: tuple[str, ...], text: str, path: Path) -> None:
    """``text`` in that voice to a WAV file."""
    engine, name, *settings = voice
    if engine == "espeak":
        command = ["espeak-ng", "-v", name, "-s", settings[0], "-p", settings[1], "-w", str(path), text]
    elif engine == "flite":
        command = ["flite", "-voice", name, "--setf", f"duration_stretch={settings[0]}", "-t", text, "-o", str(path)]
    else:
        command = ["text2wave", "-eval", f"(voice_{name})", "-o", str(path)]
        subprocess.run(command, input=text.encode(), check=True, capture_output=True)
        return
    subprocess.run(command, check=True, capture_output=True)
