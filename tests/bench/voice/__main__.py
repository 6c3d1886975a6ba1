"""How well a voice is understood: python -m tests.bench.voice [--voice NAME] [--lines FROM:TO | --numbers].

A transcriber (see ``judge``) hears the lines of all routines, topics and sentences, clean and in pink noise 10 dB below
the voice, or every number as it is said in a hold. The lines come in an order drawn by lot, the same for every voice,
so that any piece of it, or a run that is broken off, is a fair sample. About four seconds of processor time a line.
"""

from __future__ import annotations

import argparse
import random

from rich.console import Console

from tests.bench.voice.judge import in_pink_noise, mistakes, transcribed, words_of
from tests.bench.voice.material import all_spoken, numbers_in_context
from voicecoach.audio.pcm import SAMPLE_RATE_HZ, VOICE_RATE_HZ, Samples, resampled
from voicecoach.language.loading import load
from voicecoach.voice.choose import open_voice
from voicecoach.voice.interface import Voice

NOISE_DB = 10.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voice", default="auto")
    parser.add_argument("--rate", type=int, default=150)
    parser.add_argument("--lines", default=":", help="a piece of the order of the lines, such as 0:100")
    parser.add_argument("--numbers", action="store_true", help="the numbers instead of the lines")
    options = parser.parse_args()
    voice = open_voice(options.voice, "en").voice
    console = Console(width=160)
    if options.numbers:
        _numbers(console, voice, options.rate)
    else:
        texts = all_spoken()
        first, _, last = options.lines.partition(":")
        piece = slice(int(first or 0), int(last or len(texts)))
        _lines(console, voice, options.rate, random.Random(0).sample(texts, len(texts))[piece])


def _heard(voice: Voice, text: str, rate_wpm: int) -> Samples:
    return resampled(voice.synthesise(text, rate_wpm), VOICE_RATE_HZ, SAMPLE_RATE_HZ)


def _numbers(console: Console, voice: Voice, rate_wpm: int) -> None:
    wrong = {"clean": list[str](), "noise": list[str]()}
    numbers = list(numbers_in_context(load("en")))
    for number, text in numbers:
        clip = _heard(voice, text, rate_wpm)
        for condition, sound in (("clean", clip), ("noise", in_pink_noise(clip, NOISE_DB, seed=number))):
            heard = transcribed(sound)
            if set(words_of(heard)) & set(_NUMBER_WORDS) != set(words_of(text)) & set(_NUMBER_WORDS):
                wrong[condition].append(f"{number}: {heard}")
    for condition, misheard in wrong.items():
        console.print(
            f"{voice.name}: numbers understood, {condition}: {len(numbers) - len(misheard)} of {len(numbers)}"
        )
        for line in misheard:
            console.print(f"    {line}")


_NUMBER_WORDS = words_of(" ".join(str(number) for number in range(100)))


def _lines(console: Console, voice: Voice, rate_wpm: int, texts: list[str]) -> None:
    errors = {"clean": 0, "noise": 0}
    words = 0
    for number, text in enumerate(texts, 1):
        clip = _heard(voice, text, rate_wpm)
        words += len(words_of(text))
        for condition, sound in (("clean", clip), ("noise", in_pink_noise(clip, NOISE_DB, seed=len(text)))):
            heard = transcribed(sound)
            made = mistakes(text, heard)
            errors[condition] += made
            if made:
                console.print(f"{condition} {made}: {text}\n    heard: {heard}", highlight=False)
        if number % 20 == 0 or number == len(texts):
            told = ", ".join(
                f"{condition} {count} ({100 * count / words:.2f} %)" for condition, count in errors.items()
            )
            console.print(f"{voice.name}: of {words} words in {number} lines misheard: {told}", highlight=False)


if __name__ == "__main__":
    main()
