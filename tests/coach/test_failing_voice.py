"""A voice that fails in the middle of a session, through the whole coach: it goes on, and "stop" is obeyed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faulty_voice import PACE, Fault, FaultyVoice, session_with
from voicecoach.audio.pcm import Samples
from voicecoach.coach.loop import Coach
from voicecoach.errors import VoiceError
from voicecoach.language.adjustments import Adjustment
from voicecoach.language.vocabulary import Command
from voicecoach.session.actions import Remember, Setting
from voicecoach.session.events import KEYBOARD, AdjustmentHeard
from voicecoach.session.records import EndReason, HoldEnded, LeftOut, Paused, Said, StopAsked
from voicecoach.session.records import Fault as FaultRecord
from voicecoach.session.view import View
from voicecoach.voice.backup_voice import BackupVoice
from voicecoach.voice.interface import Voice
from voicecoach.voice.phrase_cache import PhraseCache

LINE_S = 1.0 / PACE
BREAKS = (Fault.THROW, Fault.HANG, Fault.SILENCE)


class Stage:
    """Two voices, and what is done at which second."""

    def __init__(self, *, second: bool) -> None:
        self.first, self.second = FaultyVoice("first"), FaultyVoice("second")
        others = [lambda: self.second] if second else []
        self.phrases = PhraseCache(BackupVoice(self.first, others, line_s=LINE_S, patient_s=LINE_S))
        self.views: list[View] = []

    def close(self) -> None:
        self.first.released.set()
        self.phrases.close()


@pytest.fixture(params=[True, False], ids=["another voice", "no other voice"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    stage = Stage(second=request.param)
    yield stage
    stage.close()


@pytest.mark.parametrize("fault", BREAKS)
def test_a_voice_that_breaks_is_followed_or_told_and_stop_is_obeyed(stage: Stage, fault: Fault) -> None:
    done: list[str] = []
    broke_s: list[float] = []

    def each_block(coach: Coach, now_s: float) -> None:
        if now_s >= 1.0 and not broke_s:
            stage.first.fault = fault
            broke_s.append(now_s)
        if now_s >= 6.0 and not done:
            done.append("stop")
            coach.command(Command.STOP, KEYBOARD)

    _, kept = session_with(stage.phrases, each_block=each_block, views=stage.views, lasts_s=9.0)
    [(stopped_s, _)] = kept.of(StopAsked)
    assert stopped_s - 6.0 <= 0.1
    assert FaultRecord("voice", kept.of(FaultRecord)[0][1].what) in [record for _, record in kept.of(FaultRecord)]
    after = [said for _, said in kept.of(Said) if said.from_s >= broke_s[0]]
    assert after[0].from_s - broke_s[0] <= 3.0
    if stage.phrases.voice.name == "second":
        assert stage.second.said
        assert not any(view.faults for view in stage.views)
    else:
        assert [pause.why for _, pause in kept.of(Paused)] == ["voice-failed"]
        assert stage.views[-1].faults


def test_a_number_that_comes_too_late_is_left_out_and_the_hold_keeps_its_length() -> None:
    stage = Stage(second=False)

    class SlowNumbers(FaultyVoice):
        def synthesise(self, text: str, rate_wpm: int) -> Samples:
            self.fault = Fault.SLOW if text in ("five", "four") else None
            return super().synthesise(text, rate_wpm)

    voice = SlowNumbers()
    voice.released.wait(0)
    phrases = PhraseCache(BackupVoice(voice, line_s=30.0, patient_s=30.0))
    _, kept = session_with(phrases, lasts_s=40.0)
    phrases.close()
    stage.close()
    assert [record.held_s for _, record in kept.of(HoldEnded)] == [10.0]
    late = {record.text for _, record in kept.of(LeftOut)}
    assert late <= {"five", "four", "three", "two", "one"}
