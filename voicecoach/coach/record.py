"""A whole session as one sound file: for a phone, a CD, someone without a computer.

The session and the coach run in a room without microphone, as fast as the samples can be written. Where a session would
wait for an answer, the recording leaves a pause. Chapters go into the file, and for some formats on a cue sheet too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from voicecoach.audio.chapters import tags
from voicecoach.audio.chapters.chapter import Chapter, Contents
from voicecoach.audio.chapters.cue_sheet import MOST as MOST_TRACKS
from voicecoach.audio.chapters.cue_sheet import cue_sheet
from voicecoach.audio.files.sound_file import SoundFileWriter
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import BLOCK_SAMPLES, silence, to_seconds
from voicecoach.audio.room.interface import BlockStep, Render
from voicecoach.coach.loop import Coach
from voicecoach.coach.recording_chapters import chapters_of
from voicecoach.errors import RequestError, RunError, StorageError
from voicecoach.language.loading import Language
from voicecoach.limits import RATE_USUAL_WPM, RECORDED_WAIT_RANGE_S, RECORDED_WAIT_USUAL_S, within
from voicecoach.records.trace import Recorder
from voicecoach.routine.plan import Plan, WaitStep
from voicecoach.session.engine import Session
from voicecoach.session.records import EndReason, Record, StepStarted
from voicecoach.session.state import SessionSettings
from voicecoach.voice.interface import Voice
from voicecoach.voice.phrase_cache import PhraseCache
from voicecoach.voice.printed_voice import PRINTED

_WITH_CUE_SHEET = (".wav", ".flac")
"""Chapters inside these are read by few players, and a cue sheet by every program that burns CDs."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written."""

    path: Path
    cue_sheet: Path | None
    lasts_s: float
    chapters: tuple[Chapter, ...]


def files_of(path: Path) -> tuple[Path, ...]:
    """The files that a recording to ``path`` writes: itself, and with some formats a cue sheet."""
    return (path, path.with_suffix(".cue")) if path.suffix.lower() in _WITH_CUE_SHEET else (path,)


def record(
    plan: Plan,
    language: Language,
    voice: Voice,
    path: Path,
    *,
    wait_s: float = RECORDED_WAIT_USUAL_S,
    rate_wpm: int = RATE_USUAL_WPM,
    progress: Callable[[float], None] | None = None,
) -> Recorded:
    """Renders the session to ``path`` (WAV, MP3, FLAC or OGG by its ending), as fast as the machine can.

    ``wait_s`` is the time given where the session would wait for "ready"; ``progress`` is called with the finished
    share, 0 to 1, at each step. The voice stays open. Raises RequestError for a path, a wait or a voice that will not
    do, VoiceError, StorageError, and RunError for a session that does not reach its end; then there is no file.
    """
    if voice.name == PRINTED.name:
        raise RequestError("The printed voice makes no sound, so it cannot be recorded.")
    within("The wait in a recording", wait_s, RECORDED_WAIT_RANGE_S, "seconds")
    log = _Log(plan, rate_wpm, wait_s, progress)
    kind = path.suffix.lower()
    with SoundFileWriter(path) as writer:
        lasts_s = _perform(plan, language, voice, writer, log, wait_s, rate_wpm)
        most = min(tags.MOST[kind], MOST_TRACKS) if kind in _WITH_CUE_SHEET else tags.MOST[kind]
        chapters = chapters_of(plan, log.starts_s, language.wording, language.texts.recording, most=most)
        contents = Contents(plan.name, chapters, lasts_s)
        writer.close(lambda complete: tags.write(complete, kind, contents))
    sheet = _write_sheet(path, contents) if kind in _WITH_CUE_SHEET else None
    if progress is not None:
        progress(1.0)
    return Recorded(path, sheet, lasts_s, chapters)


def _perform(
    plan: Plan, language: Language, voice: Voice, writer: SoundFileWriter, log: _Log, wait_s: float, rate_wpm: int
) -> float:
    """Runs the session and returns its length in seconds."""
    settings = SessionSettings(rate_wpm=rate_wpm, recorded_wait_s=wait_s, short_second_side=False)
    tape = _Tape(writer)
    coach = Coach(
        Session(plan, language.wording, settings),
        mixer=Mixer(),
        phrases=PhraseCache(voice, ahead=False),
        vocabulary=language.vocabulary,
        ears=(),
        echo=None,
        recorders=(log,),
        rate_wpm=rate_wpm,
    )
    why = coach.run(tape)
    if why is not EndReason.FINISHED:
        raise RunError(f"The recording ended early ({why}).")
    return to_seconds(tape.position)


class _Tape:
    """A ``Room`` in which nothing is heard and everything that is played is written."""

    def __init__(self, writer: SoundFileWriter) -> None:
        self._writer = writer
        self.position = 0

    @property
    def live(self) -> bool:
        return False

    def run(self, render: Render, step: BlockStep) -> None:
        nothing = silence(BLOCK_SAMPLES)
        going = True
        while going:
            self._writer.write(render(BLOCK_SAMPLES))
            going = step(nothing, nothing, self.position)
            self.position += BLOCK_SAMPLES


class _Log(Recorder):
    """A ``Recorder`` that stores when each step begins, and reports progress."""

    def __init__(self, plan: Plan, rate_wpm: int, wait_s: float, progress: Callable[[float], None] | None) -> None:
        self.starts_s: dict[int, float] = {}
        self._progress = progress
        self._shares = [wait_s if isinstance(step, WaitStep) else step.duration_s(rate_wpm) for step in plan.steps]

    def keep(self, record: Record, at_s: float) -> None:
        if isinstance(record, StepStarted):
            self.starts_s.setdefault(record.step, at_s)
            if self._progress is not None:
                self._progress(sum(self._shares[: record.step - 1]) / (sum(self._shares) or 1.0))


def _write_sheet(path: Path, contents: Contents) -> Path:
    sheet = path.with_suffix(".cue")
    part = sheet.with_name(f".{sheet.name}.part")
    try:
        part.write_text(cue_sheet(path.name, contents), encoding="utf-8")
        part.replace(sheet)
    except OSError as error:
        raise StorageError(f"{sheet} cannot be written: {error.strerror}.") from error
    return sheet
