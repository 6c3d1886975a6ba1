"""How well the ears hear: ``python -m tests.bench.ears [--speech FOLDER] [--half report] [--ears phrases,sphinx]``.

Recordings come from ``--speech`` or VOICECOACH_SPEECH (a folder as ``training.ears.recordings`` describes); without
them only synthetic voices are measured, and that is said. Synthetic voices need espeak-ng, flite or festival.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from tests.bench.ears.material import (
    CONDITIONS,
    Trial,
    human_trials,
    other_speech,
    read_aloud,
    synthetic_trials,
)
from tests.bench.ears.measure import FalseAccept, Result, Tally, cost_of, run_other_speech, run_trials
from tests.bench.ears.weights import with_head
from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples
from voicecoach.ears.choose import PHRASES, choose_ears
from voicecoach.errors import VoicecoachError
from voicecoach.language.loading import Language, load
from voicecoach.language.vocabulary import Expectation


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speech", type=Path, default=os.environ.get("VOICECOACH_SPEECH"))
    parser.add_argument("--half", choices=("report", "tune"), default="report", help="which speakers and voices")
    parser.add_argument("--ears", default="phrases,sphinx", help="names, comma between")
    parser.add_argument("--weights", type=Path, help="another head than the one that ships, for the ears 'phrases'")
    parser.add_argument("--every", type=int, default=1, help="take every n-th trial only")
    parser.add_argument("--no-other", action="store_true", help="leave out the false accepts")
    parser.add_argument("--aloud", type=float, default=0.0, help="hours of sentences read by synthetic voices as well")
    wanted = parser.parse_args()
    console = Console(width=140)
    speech = Path(wanted.speech) if wanted.speech else None
    if speech is None or not (speech / "manifest.jsonl").is_file():
        console.print("No recordings (--speech or VOICECOACH_SPEECH): human voices and false accepts are left out.")
        speech = None
    language = load("en")
    with tempfile.TemporaryDirectory(prefix="ears-bench-") as folder:
        for name in wanted.ears.split(","):
            try:
                _measure(console, name, language, speech, Path(folder), wanted)
            except VoicecoachError as error:
                console.print(f"{name}: left out. {error}")


def _measure(
    console: Console, name: str, language: Language, speech: Path | None, folder: Path, wanted: argparse.Namespace
) -> None:
    choice = with_head(language, wanted.weights) if wanted.weights and name == PHRASES else choose_ears(name, language)
    choice.open().close()
    vocabulary = language.vocabulary
    synthetic = synthetic_trials(speech, wanted.half, vocabulary, folder)
    human = human_trials(speech, wanted.half, vocabulary) if speech is not None else iter(())
    some: list[Trial] = []

    def sampled() -> Iterator[Trial]:
        for number, trial in enumerate(chain(human, synthetic)):
            if number % wanted.every == 0:
                if len(some) < 40:
                    some.append(trial)
                yield trial

    result = run_trials(sampled(), choice, vocabulary)
    table = Table(title=f"{name}, speakers and voices of the {wanted.half} half", show_header=True)
    for column in ("", *CONDITIONS):
        table.add_column(column, justify="left" if not column else "right")
    for group in ("human", "synthetic"):
        _add_rows(table, group, result)
    if any(tally.waits_s for tally in result.tallies.values()):
        table.add_row("end of word to decision, all conditions, median / 95 %", _waits(result))
    talk: Samples = np.zeros(SAMPLE_RATE_HZ, dtype=np.float32)
    if speech is not None and not wanted.no_other:
        talk, ends = other_speech(speech, wanted.half)
        _add_false_accepts(console, table, "people", run_other_speech(talk, ends, choice, vocabulary), talk)
    if wanted.aloud:
        aloud, ends = read_aloud(wanted.half, wanted.aloud, folder)
        _add_false_accepts(console, table, "synthetic", run_other_speech(aloud, ends, choice, vocabulary), aloud)
    cost = cost_of(choice, vocabulary, talk, some)
    table.add_row("CPU, share of a core: silence / talk", f"{cost.silence_share:.1%}", f"{cost.talk_share:.1%}")
    table.add_row(
        "CPU of the deciding call / since the trial began, median", f"{cost.decision_ms:.0f} / {cost.command_ms:.0f} ms"
    )
    table.add_row("memory, this bench included", f"{cost.memory_mb:.0f} MB")
    _print_details(console, result)
    console.print(table)


def _add_false_accepts(console: Console, table: Table, who: str, found: list[FalseAccept], talk: Samples) -> None:
    hours = talk.size / SAMPLE_RATE_HZ / 3600
    for expectation in Expectation:
        count = sum(accept.expectation is expectation for accept in found)
        label = f"false accepts an hour, {who}, {expectation.value}"
        table.add_row(label, f"{count / hours:.1f}", f"{count} in {hours:.2f} h")
    for accept in found:
        console.print(
            f"  false: {accept.expectation.value:8} {accept.at_s:8.2f} s  {accept.file}: “{accept.heard}”",
            highlight=False,
        )


def _add_rows(table: Table, group: str, result: Result) -> None:
    tallies = [result.tallies.get((group, condition), Tally()) for condition in CONDITIONS]
    if not sum(tally.count for tally in tallies):
        return
    count = max(tally.count for tally in tallies)
    table.add_row(f"{group}: right, of {count}", *(_share(tally.right, tally) for tally in tallies))
    table.add_row(f"{group}: wrong command", *(_share(tally.wrong, tally) for tally in tallies))
    urgent = [result.urgent.get((group, condition), Tally()) for condition in CONDITIONS]
    count = max(tally.count for tally in urgent)
    table.add_row(f"{group}: stop, pause, it hurts, of {count}", *(_share(tally.right, tally) for tally in urgent))


def _share(part: int, tally: Tally) -> str:
    return f"{part / tally.count:.1%}" if tally.count else "-"


def _waits(result: Result) -> str:
    waits = np.array([wait for tally in result.tallies.values() for wait in tally.waits_s])
    return f"{np.median(waits) * 1000:.0f} / {np.percentile(waits, 95) * 1000:.0f} ms"


def _print_details(console: Console, result: Result) -> None:
    for (meant, heard), count in result.confusions.most_common(25):
        console.print(f"  confused {count}: said “{meant}”, heard “{heard}”", highlight=False)
    missed: dict[str, dict[str, int]] = {}
    for (phrase, condition), count in result.misses.items():
        missed.setdefault(phrase, {})[condition] = count
    for phrase, where in sorted(missed.items(), key=lambda row: -sum(row[1].values()))[:40]:
        said = {condition: result.by_phrase[phrase, condition].count for condition in where}
        counts = ", ".join(f"{condition} {count}/{said[condition]}" for condition, count in where.items())
        console.print(f"  missed “{phrase}”: {counts}", highlight=False)


if __name__ == "__main__":
    main()
