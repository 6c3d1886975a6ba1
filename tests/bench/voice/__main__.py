"""How well a voice is understood: python -m tests.bench.voice [--voice NAME] [--rate WPM] [--every N] [--numbers].

A transcriber (see ``judge``) hears every N-th line of all routines, topics and sentences, clean and in pink noise 10 dB
below the voice, and every number as it is said in a hold. About two seconds of processor time for each line heard.
"""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.table import Table

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
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--numbers", action="store_true", help="only the numbers")
    options = parser.parse_args()
    voice = open_voice(options.voice, "en").voice
    console = Console(width=160)
    _numbers(console, voice, options.rate)
    if not options.numbers:
        _lines(console, voice, options.rate, all_spoken()[:: options.every])


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
    slips = Table("condition", "said", "heard", title=f"{voice.name}: misheard")
    for number, text in enumerate(texts):
        clip = _heard(voice, text, rate_wpm)
        words += len(words_of(text))
        for condition, sound in (("clean", clip), ("noise", in_pink_noise(clip, NOISE_DB, seed=number))):
            heard = transcribed(sound)
            made = mistakes(text, heard)
            errors[condition] += made
            if made:
                slips.add_row(condition, text, heard)
        if number % 50 == 49:
            told = ", ".join(f"{condition} {100 * count / words:.2f} %" for condition, count in errors.items())
            console.print(f"after {number + 1} lines, {words} words: {told}")
    console.print(slips)
    for condition, count in errors.items():
        console.print(f"{voice.name}: words misheard, {condition}: {100 * count / words:.2f} % of {words}")


if __name__ == "__main__":
    main()
