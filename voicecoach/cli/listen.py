"""``listen``: shows recognised commands and their confidence, from sound files or the sound card."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from voicecoach.audio.files import sound_file
from voicecoach.audio.pcm import Samples, rms_db
from voicecoach.ears.choose import TYPED, EarsChoice, choose_ears
from voicecoach.ears.interface import ActivePhrases, Ears, Hearing, Utterance, Verdict
from voicecoach.ears.listen_to_file import utterances_in
from voicecoach.errors import DeviceError, EarsError
from voicecoach.language.loading import Language, load
from voicecoach.language.vocabulary import Command, Expectation, Vocabulary

if TYPE_CHECKING:
    from rich.console import RenderableType

    from voicecoach.audio.room.interface import Room

_QUIETEST_DB = -60.0
_METER_CELLS = 40


@dataclass(frozen=True, slots=True)
class Recognised:
    """An accepted command and where it was decided."""

    at_s: float
    command: Command
    utterance: Utterance


def listen_to_file(path: Path, expectation: Expectation, language: Language, ears: Ears) -> Iterator[Recognised]:
    """The commands in a sound file, in order. Raises RequestError for a file that is not sound."""
    for utterance in _utterances(path, expectation, language, ears):
        if utterance.verdict is Verdict.ACCEPTED:
            command = language.vocabulary.active(expectation)[utterance.text]
            yield Recognised(utterance.decided_s, command, utterance)


def _utterances(path: Path, expectation: Expectation, language: Language, ears: Ears) -> Iterator[Utterance]:
    return utterances_in(sound_file.pieces(path), ears, _phrases_for(expectation, language.vocabulary))


def _phrases_for(expectation: Expectation, vocabulary: Vocabulary) -> ActivePhrases:
    active, urgent = vocabulary.active(expectation), vocabulary.urgent(expectation)
    return ActivePhrases(tuple(active), urgent, vocabulary.invited(expectation))


def print_phrases(language: Language) -> int:
    """Every command with its phrases, as one JSON object."""
    phrases = {command.value: list(spoken) for command, spoken in language.vocabulary.phrases.items()}
    typer.echo(json.dumps(phrases, ensure_ascii=False))
    return 0


def listen(
    files: Sequence[Path],
    *,
    as_json: bool = False,
    expect: Expectation = Expectation.SESSION,
    phrases: bool = False,
    ears: str = "auto",
    language: str = "en",
) -> int:
    """Runs the command and returns its exit code. Raises VoicecoachError."""
    spoken = load(language)
    if phrases:
        return print_phrases(spoken)
    choice = choose_ears(ears, spoken)
    if choice.why:
        typer.echo(choice.why, err=True)
    if choice.name == TYPED:
        raise EarsError("Typed input has no sound: choose other ears with --ears.")
    if not files:
        return _listen_live(choice, expect, spoken, as_json)
    for path in files:
        opened = choice.open()
        try:
            if as_json:
                for heard in listen_to_file(path, expect, spoken, opened):
                    typer.echo(_json_line(heard, str(path)))
            else:
                _print_file(path, expect, spoken, opened)
        finally:
            opened.close()
    return 0


def _json_line(heard: Recognised, file: str | None) -> str:
    row: dict[str, object] = {} if file is None else {"file": file}
    row |= {
        "at_s": round(heard.at_s, 3),
        "command": heard.command.value,
        "heard": heard.utterance.text,
        "confidence": heard.utterance.confidence,
    }
    return json.dumps(row, ensure_ascii=False)


def _print_file(path: Path, expect: Expectation, language: Language, ears: Ears) -> None:
    typer.echo(f"{path}:")
    active = language.vocabulary.active(expect)
    for utterance in _utterances(path, expect, language, ears):
        typer.echo(f"  {utterance.speech_start_s:8.2f} s  {describe(utterance, active)}")


def describe(utterance: Utterance, active: dict[str, Command]) -> str:
    """One utterance as a line: the phrase, the confidence, and the command."""
    sure = f"{utterance.confidence:4.0%}"
    if utterance.verdict is Verdict.ACCEPTED:
        return f"{sure}  “{utterance.text}”  →  {active[utterance.text].value}"
    if utterance.verdict is Verdict.NEARLY:
        return f"{sure}  perhaps “{utterance.text}”: not sure enough, nothing done"
    return "      somebody spoke; nothing that is listened for"


class _Meter:
    """What the live screen shows: the level, and the last things heard."""

    def __init__(self, expect: Expectation) -> None:
        self._expect = expect
        self._level_db = _QUIETEST_DB
        self._lines: list[str] = []

    def level(self, samples: Samples) -> None:
        now_db = max(rms_db(samples), _QUIETEST_DB)
        self._level_db = max(now_db, self._level_db - 0.5)

    def add(self, line: str) -> None:
        self._lines = [*self._lines[-7:], line]

    def __rich__(self) -> RenderableType:
        from rich.text import Text

        filled = round(_METER_CELLS * (self._level_db - _QUIETEST_DB) / -_QUIETEST_DB)
        colour = "red" if self._level_db > -6 else "green" if self._level_db > -45 else "dim"
        text = Text("level ")
        text.append("█" * filled, colour)
        text.append("░" * (_METER_CELLS - filled), "dim")
        text.append(f" {self._level_db:4.0f} dB   listening for: {self._expect.value}   Ctrl-C ends\n\n")
        text.append("\n".join(self._lines) or "Say one of the phrases that 'voicecoach listen --phrases' lists.")
        return text


def microphone() -> Room:
    """The sound card without its loudspeaker. Raises DeviceError, with what to do, where it has no microphone."""
    from voicecoach.audio.room.sound_card import SoundCard
    from voicecoach.coach.parts import sound_here

    if not sound_here().microphone:
        raise DeviceError("There is no microphone here. Connect one; 'voicecoach doctor' shows what there is.")
    return SoundCard(speaker=False)


def _listen_live(choice: EarsChoice, expect: Expectation, language: Language, as_json: bool) -> int:
    from rich.console import Console
    from rich.live import Live

    from voicecoach.audio.room.interface import render_silence
    from voicecoach.ears.worker import EarsWorker

    card = microphone()
    failures: list[str] = []
    worker = EarsWorker(choice.name, choice.open_anew, on_failure=failures.append, late_s=choice.late_s)
    active = language.vocabulary.active(expect)
    worker.listen_for(_phrases_for(expect, language.vocabulary))
    meter = _Meter(expect)
    console = Console(stderr=as_json, markup=False, emoji=False)

    def step(microphone: Samples, _played: Samples, position: int) -> bool:
        meter.level(microphone)
        for utterance in worker.hear(Hearing(microphone, microphone, position)):
            if as_json and utterance.verdict is Verdict.ACCEPTED:
                typer.echo(_json_line(Recognised(utterance.decided_s, active[utterance.text], utterance), None))
            if not as_json:
                meter.add(describe(utterance, active))
        if failures:
            raise EarsError(f"{failures[0]} Try again when the computer has less to do.")
        return True

    try:
        with Live(meter, console=console, refresh_per_second=12, transient=as_json):
            card.run(render_silence, step)
    except KeyboardInterrupt:
        return 0
    finally:
        worker.close()
    return 0
