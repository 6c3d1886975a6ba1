"""Talking and listening at once, measured: ``python -m tests.bench.duplex [ROW …] [--speech FOLDER] [--hours H]``.

Rows: ``words`` (commands over the coach's speech), ``own-voice`` (the coach's voice taken for commands), ``silence``
(from the end of "stop" to silence), ``beats`` (numbers and holds), ``load`` (processor time),
``jumps`` (the echo's delay changes at once), ``card`` (in real time through PulseAudio without hardware). Without
rows, all of them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.coach_lines import LINES
from tests.bench.duplex.jumps import JUMPS_MS, left_in_s
from tests.bench.duplex.over_speech import Heard, Word, commands_over_speech, own_voice, words
from tests.bench.duplex.sessions import percentiles, silence_after_stop, timing
from tests.bench.duplex.talk import ROOMS, coach_voice, line, run_talk
from tests.bench.ears.weights import with_head
from voicecoach.ears.choose import EarsChoice, choose_ears
from voicecoach.language.loading import Language, load
from voicecoach.language.vocabulary import Command, Expectation

LEVELS_DB = (0.0, -6.0)


class Bench:
    """The rows of one table, filled one after another."""

    def __init__(self, wanted: argparse.Namespace, folder: Path) -> None:
        self.language: Language = load("en")
        self.choice: EarsChoice = (
            with_head(self.language, wanted.weights) if wanted.weights else choose_ears("phrases", self.language)
        )
        self.rooms: list[str] = wanted.rooms.split(",") if wanted.rooms else list(ROOMS)
        self.hours: float = wanted.hours
        self.holds: int = wanted.holds
        self.minutes: float = wanted.minutes
        self.console = Console(width=150)
        self.table = Table("", "", title="talking and listening at once")
        speech = Path(wanted.speech) if wanted.speech else None
        if speech is None or not (speech / "manifest.jsonl").is_file():
            self.console.print("No recordings (--speech or VOICECOACH_SPEECH): synthetic voices alone.")
            speech = None
        self.words: list[Word] = words(speech, wanted.half, self.language, folder)[:: wanted.every]

    def row(self, name: str, what: str) -> None:
        self.table.add_row(name, what)
        self.console.print(f"{name}: {what}", highlight=False)

    def over_speech(self) -> None:
        for level_db in LEVELS_DB:
            for room in self.rooms:
                heard = commands_over_speech(self.words, room, level_db, self.choice, self.language)
                for group, tally in heard.items():
                    if tally.count:
                        self.row(f"patient {level_db:+.0f} dB against the echo, {room}, {group}", _described(tally))

    def own_voice(self) -> None:
        count = 0
        share = self.hours / len(self.rooms) / len(Expectation)
        for room in self.rooms:
            for expectation in Expectation:
                for at_s, text, saying in own_voice(share, self.choice, self.language, room, expectation):
                    count += 1
                    self.console.print(f"  {room}, {expectation.value}, {at_s:.1f} s: “{text}” in “{saying}”")
        self.row(f"own voice taken for a command in {self.hours:g} h, {len(self.rooms)} rooms", str(count))

    def silence(self) -> None:
        urgent = [(word.command, word.clip) for word in self.words if word.command in (Command.STOP, Command.PAUSE)]
        for level_db in LEVELS_DB:
            waits = []
            asked = obeyed = 0
            for room in self.rooms:
                found = silence_after_stop(room, urgent, level_db, self.choice)
                waits += found.waits_s
                asked, obeyed = asked + found.asked, obeyed + found.obeyed
            middle, late = percentiles(waits)
            said = f"{middle * 1000:.0f} / {late * 1000:.0f} ms of {len(waits)} (obeyed {obeyed} of {asked})"
            self.row(f"end of “stop”, “pause” to silence, median / 95 %, patient {level_db:+.0f} dB", said)

    def beats(self) -> None:
        for pauses in (False, True):
            found = timing(self.holds, 30.0, pauses=pauses)
            name = f"{self.holds} holds of 30 s, stalls of 200 ms" + (", paused" if pauses else "")
            off_ms = max(abs(beat) for beat in found.beats_ms)
            hold_ms = max(abs(hold) for hold in found.holds_ms)
            self.row(name, f"numbers off by {off_ms:.2f} ms, a hold by {hold_ms:.2f} ms, all by {found.sum_ms:.2f} ms")

    def load(self) -> None:
        for text in LINES:
            line(text)
        coach_voice()
        began_s = time.process_time()
        seconds = 300.0
        run_talk(ROOMS["living room"], LINES, self.choice, self.language, Expectation.SESSION, seconds=seconds)
        self.row(
            "echo cancelling and ears, the coach talking, of one core",
            f"{(time.process_time() - began_s) / seconds:.1%}",
        )

    def jumps(self) -> None:
        for room in self.rooms:
            found = ", ".join(f"{jump_ms:+g} ms {left_in_s(room, jump_ms):.1f} s" for jump_ms in JUMPS_MS)
            self.row(f"echo left in after its delay jumped, {room}", found)

    def card(self) -> None:
        # Here, because it needs PulseAudio, which other systems do not have.
        from tests.bench.duplex.card import live_silences, underruns

        if shutil.which("pulseaudio") is None:
            self.row("through a card", "left out: pulseaudio is not installed")
            return
        for cores in (0, os.cpu_count() or 1):
            played = underruns(self.minutes * 60, self.choice, cores)
            counted = f"{played.statistics.underruns} counted, {played.gaps_heard} heard in {played.minutes:g} min"
            self.row(f"underruns, {cores} busy processes", f"{counted}; {played.cpu:.0%} of a core")
        urgent = [(word.command, word.clip) for word in self.words if word.command in (Command.STOP, Command.PAUSE)]
        for cores in (0, os.cpu_count() or 1):
            live = live_silences(urgent[:12], self.choice, cores)
            middle, late = percentiles(live.waits_s)
            obeyed = f"of {len(live.waits_s)} (obeyed {live.obeyed} of {live.asked})"
            name = f"end of “stop”, “pause” to silence on the card, {cores} busy processes"
            self.row(name, f"{middle * 1000:.0f} / {late * 1000:.0f} ms {obeyed}")


def _described(tally: Heard) -> str:
    middle, late = percentiles(tally.waits_s)
    missed = ", ".join(
        f"{said} {'missed' if heard == '-' else f'as “{heard}”'}{f' {count}' if count > 1 else ''}"
        for (said, heard), count in tally.by_phrase.most_common(6)
    )
    right = f"{tally.right} of {tally.count} right ({tally.right / tally.count:.1%}), {tally.wrong} wrong"
    return f"{right}, {middle * 1000:.0f} / {late * 1000:.0f} ms; {missed}"


ROWS: dict[str, Callable[[Bench], None]] = {
    "words": Bench.over_speech,
    "own-voice": Bench.own_voice,
    "silence": Bench.silence,
    "beats": Bench.beats,
    "load": Bench.load,
    "jumps": Bench.jumps,
    "card": Bench.card,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--speech", default=os.environ.get("VOICECOACH_SPEECH"))
    parser.add_argument("--half", choices=("report", "tune"), default="report", help="which speakers and voices")
    parser.add_argument("--weights", type=Path, help="another head than the one that ships")
    parser.add_argument("--every", type=int, default=1, help="take every n-th word only")
    parser.add_argument("--rooms", default="", help="names, comma between: " + ", ".join(ROOMS))
    parser.add_argument("--hours", type=float, default=1.0, help="of the coach talking alone")
    parser.add_argument("--holds", type=int, default=120)
    parser.add_argument("--minutes", type=float, default=10.0, help="on the card")
    wanted = parser.parse_args()
    unknown = set(wanted.rows) - set(ROWS)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="duplex-bench-") as folder:
        bench = Bench(wanted, Path(folder))
        for name in wanted.rows or ROWS:
            ROWS[name](bench)
    bench.console.print(bench.table)


if __name__ == "__main__":
    main()
