"""Speaks commands and what is not a command in many voices: ``python -m training.ears.synthesise FOLDER``.

Other speech is made of common words in random order, of commands with words before or after them, and of parts of
commands, so that the head has to hear a phrase whole.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from training.ears.voices import SETS, random_voice, speak
from voicecoach.ears.moonshine_model import find_model
from voicecoach.ears.tokenizer import Tokenizer
from voicecoach.language.loading import load

COMMANDS_EACH = {"tune": 44, "report": 6}
OTHERS = {"tune": 5200, "report": 900}


def common_words(count: int) -> list[str]:
    """The words that the recogniser's vocabulary holds in one piece, the commonest first."""
    files = find_model()
    assert files is not None
    tokenizer = Tokenizer.from_file(files.tokenizer)
    words = [piece[1:] for piece in tokenizer._ids if piece.startswith("\u2581")]
    return [word for word in words if word.isascii() and word.isalpha() and word.islower() and len(word) > 1][:count]


def other_text(dice: random.Random, words: list[str], phrases: list[str]) -> str:
    kind = dice.random()
    phrase = dice.choice(phrases)
    if kind < 0.35:
        return dice.choice(words)
    if kind < 0.6:
        return " ".join(dice.choice(words) for _ in range(dice.randint(2, 5)))
    if kind < 0.75:
        return f"{phrase} {' '.join(dice.choice(words) for _ in range(dice.randint(1, 3)))}"
    if kind < 0.88:
        return f"{' '.join(dice.choice(words) for _ in range(dice.randint(1, 3)))} {phrase}"
    parts = phrase.split()
    at = dice.randrange(len(parts))
    parts[at] = dice.choice(words)
    return " ".join(parts)


def main(folder: Path) -> None:
    phrases = list(load("en").vocabulary.spoken())
    words = common_words(6000)
    for which in SETS:
        dice = random.Random(f"voices {which}")
        (folder / which).mkdir(parents=True, exist_ok=True)
        jobs = [(phrase, "command") for phrase in phrases for _ in range(COMMANDS_EACH[which])]
        while len(jobs) < len(phrases) * COMMANDS_EACH[which] + OTHERS[which]:
            text = other_text(dice, words, phrases)
            if text not in phrases:
                jobs.append((text, "other"))
        dice.shuffle(jobs)
        with (folder / f"{which}.jsonl").open("w") as manifest:
            for number, (text, kind) in enumerate(jobs):
                voice = random_voice(dice, which)
                path = folder / which / f"{number:05d}.wav"
                speak(voice, text, path)
                row = {"file": str(path), "kind": kind, "text": text, "voice": " ".join(voice)}
                manifest.write(json.dumps(row) + "\n")
        for name in SETS[which]["festival"]:
            with (folder / f"{which}-festival.jsonl").open("w") as manifest:
                for number, phrase in enumerate(phrases):
                    path = folder / which / f"{name}-{number:03d}.wav"
                    speak(("festival", name), phrase, path)
                    row = {"file": str(path), "kind": "command", "text": phrase, "voice": name}
                    manifest.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
