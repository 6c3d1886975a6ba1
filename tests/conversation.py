"""Conversations as timelines: a coach in the simulated room, and a patient who speaks when something happens."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from tests.simulated_room import SimulatedRoom, Stall
from voicecoach.audio.mixer import LIVE_LEVEL_DB, Mixer
from voicecoach.audio.pcm import SAMPLE_RATE_HZ, VOICE_RATE_HZ, Samples, resampled, to_seconds
from voicecoach.audio.room.acoustics import Acoustics
from voicecoach.coach.command_input import EchoRemover
from voicecoach.coach.loop import Coach, Remembered
from voicecoach.ears.choose import open_judge
from voicecoach.ears.interface import Ears
from voicecoach.ears.phrase_judge import PhraseJudge
from voicecoach.ears.phrase_scorer import PhraseScorer
from voicecoach.language.adjustments import NO_ADJUSTMENTS, Adjustment
from voicecoach.language.loading import load
from voicecoach.records.trace import Recorder
from voicecoach.routine.plan import Plan
from voicecoach.session.engine import Session
from voicecoach.session.records import EndReason, Record
from voicecoach.session.state import SessionSettings
from voicecoach.session.view import View
from voicecoach.voice.choose import open_voice
from voicecoach.voice.interface import OtherVoices
from voicecoach.voice.phrase_cache import PhraseCache

LANGUAGE = load("en")
AnyRecord = TypeVar("AnyRecord")


@cache
def spoken(text: str, voice: str = "en-gb+f2", rate_wpm: int = 140) -> Samples:
    """The patient's words at 16 kHz, in another voice than the coach's."""
    return resampled(open_voice(voice, "en").voice.synthesise(text, rate_wpm), VOICE_RATE_HZ, SAMPLE_RATE_HZ)


COACH = os.environ.get("VOICECOACH_TEST_VOICE", "en-us")
"""The coach's voice where it does not matter: eSpeak's, which needs no time to load."""


def coach_voice(name: str = COACH) -> PhraseCache:
    """One cache for all conversations: the coach always sounds the same."""
    return _coach_voice(name)


@cache
def _coach_voice(name: str) -> PhraseCache:
    # ``cache`` takes a default that is written out for another argument than one that is not.
    return PhraseCache(open_voice(name, "en").voice, ahead=False)


@cache
def _judge() -> PhraseJudge:
    return open_judge(LANGUAGE)


def phrase_ears() -> Ears:
    """The default ears, new for each conversation, around one model."""
    return PhraseScorer(_judge(), LANGUAGE.vocabulary)


@dataclass(frozen=True)
class Cue:
    """The patient says ``text`` when the session has been in ``phase`` for ``after_s`` seconds."""

    phase: str
    after_s: float
    text: str


class KeptRecords(Recorder):
    """A ``Recorder`` that remembers."""

    def __init__(self) -> None:
        self.records: list[tuple[float, Record]] = []
        self.remembered: list[Remembered] = []
        """For a coach's ``remember``."""

    def keep(self, record: Record, at_s: float) -> None:
        self.records.append((at_s, record))

    def of(self, kind: type[AnyRecord]) -> list[tuple[float, AnyRecord]]:
        return [(at_s, record) for at_s, record in self.records if isinstance(record, kind)]


@dataclass
class Heard:
    """What is left of a conversation."""

    why: EndReason | None
    kept: KeptRecords
    room: SimulatedRoom
    scenes: list[View]

    def of(self, kind: type[AnyRecord]) -> list[tuple[float, AnyRecord]]:
        return self.kept.of(kind)

    @property
    def obeyed(self) -> list[str]:
        from voicecoach.session.records import Heard as HeardRecord

        return [record.command for _, record in self.of(HeardRecord)]


def converse(
    plan: Plan,
    cues: Sequence[Cue] = (),
    *,
    acoustics: Acoustics | None = None,
    echo: EchoRemover | None = None,
    mixer: Mixer | None = None,
    ears: Sequence[Ears] | None = None,
    stalls: Sequence[Stall] = (),
    settings: SessionSettings | None = None,
    noise_db: float | None = None,
    adjustments: Mapping[str, Adjustment] = NO_ADJUSTMENTS,
    remember: Callable[[Remembered], None] | None = None,
    recorders: Sequence[Recorder] = (),
    voices: OtherVoices | None = None,
    voice: str = "en-gb+f2",
    coach_speaks: str = COACH,
    **room_options: Any,
) -> Heard:
    """Plays a whole session and returns what happened. Each cue is given once, in order."""
    kept = KeptRecords()
    waiting = list(cues)
    scenes: list[View] = []
    phase_began: dict[str, int] = {}

    def watch(scene: View) -> None:
        if not scenes or scenes[-1].phase is not scene.phase:
            scenes.append(scene)
            phase_began["at"] = round(scene.at_s * 1000)

    def patient(position: int, _played: Samples) -> Samples | None:
        if not waiting or not scenes:
            return None
        cue = waiting[0]
        in_phase_s = to_seconds(position) - phase_began["at"] / 1000
        if scenes[-1].phase.value == cue.phase and in_phase_s >= cue.after_s:
            waiting.pop(0)
            return spoken(cue.text, voice)
        return None

    mixer = mixer or Mixer(level_db=LIVE_LEVEL_DB)
    coach = Coach(
        Session(plan, LANGUAGE.wording, settings or SessionSettings(give_up_s=60.0)),
        mixer=mixer,
        phrases=coach_voice(coach_speaks),
        vocabulary=LANGUAGE.vocabulary,
        ears=[phrase_ears()] if ears is None else ears,
        echo=echo,
        recorders=[kept, *recorders],
        watch=watch,
        adjustments=adjustments,
        remember=remember,
        voices=voices,
    )
    room = SimulatedRoom(acoustics, patient=patient, stalls=stalls, noise_db=noise_db, lasts_s=1200.0, **room_options)
    coach.run(room)
    return Heard(coach.ended, kept, room, scenes)
