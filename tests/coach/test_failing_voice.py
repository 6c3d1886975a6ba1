"""A voice that fails in the middle of a session, through the whole coach: it goes on, and "stop" is obeyed."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.conversation import LANGUAGE
from tests.faulty_voice import PACE, Fault, FaultyVoice, session_with
from voicecoach.coach.loop import Coach
from voicecoach.ears.interface import ActivePhrases, Hearing, Utterance, Verdict
from voicecoach.language.vocabulary import Command
from voicecoach.session.actions import Remember, Setting
from voicecoach.session.events import KEYBOARD
from voicecoach.session.records import Fault as FaultRecord
from voicecoach.session.records import Paused, Said, StopAsked
from voicecoach.session.view import View
from voicecoach.voice.backup_voice import BackupVoice
from voicecoach.voice.interface import Voice
from voicecoach.voice.phrase_cache import PhraseCache

LINE_S = 1.0 / PACE


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


@pytest.mark.parametrize("fault", [Fault.THROW, Fault.HANG])
def test_a_voice_that_breaks_is_followed_or_told_and_stop_is_obeyed(stage: Stage, fault: Fault) -> None:
    done: list[str] = []
    broke_s: list[float] = []

    def each_block(coach: Coach, now_s: float) -> None:
        if now_s >= 0.5 and not broke_s:
            stage.first.fault = fault
            broke_s.append(now_s)
        if now_s >= 4.0 and not done:
            done.append("stop")
            coach.command(Command.STOP, KEYBOARD)

    _, kept = session_with(stage.phrases, each_block=each_block, views=stage.views, lasts_s=4.5)
    [(stopped_s, _)] = kept.of(StopAsked)
    assert stopped_s - 4.0 <= 0.1
    assert [record.part for _, record in kept.of(FaultRecord)] == ["voice"]
    after = [said for _, said in kept.of(Said) if said.from_s >= broke_s[0]]
    assert after[0].from_s - broke_s[0] <= 3.0
    if stage.phrases.voice.name == "second":
        assert stage.second.said
        assert not any(view.faults for view in stage.views)
    else:
        assert [pause.why for _, pause in kept.of(Paused)] == ["voice-failed"]
        assert stage.views[-1].faults


class OtherVoicesThatWait:
    """Lists and opens voices only when the session has gone on for so long."""

    def __init__(self, voice: FaultyVoice) -> None:
        self.voice = voice
        self.listing, self.opening = threading.Event(), threading.Event()

    def names(self, *, besides: str) -> tuple[str, ...]:
        assert besides == "first"
        assert self.listing.wait(30.0), "the loop waits for the list"
        return (self.voice.name,)

    def open(self, name: str) -> Voice:
        assert name == self.voice.name
        assert self.opening.wait(30.0), "the loop waits for the voice"
        return BackupVoice(self.voice, line_s=LINE_S, patient_s=LINE_S)


class Asks:
    """Ears that hear "pause" and "another voice"."""

    name = "asks"

    def __init__(self) -> None:
        self._phrases: dict[float, str] = {0.5: "pause", 2.0: "another voice"}

    def listen_for(self, active: ActivePhrases) -> None: ...

    def hear(self, hearing: Hearing) -> list[Utterance]:
        now_s = hearing.position / 16_000
        due = [at_s for at_s in self._phrases if at_s <= now_s]
        return [Utterance(Verdict.ACCEPTED, self._phrases.pop(at_s), 1.0, at_s, at_s, now_s) for at_s in due]

    def close(self) -> None: ...


@pytest.mark.parametrize("fault", [None, Fault.THROW])
def test_another_voice_is_listed_opened_and_kept_beside_the_loop(fault: Fault | None) -> None:
    first, other = FaultyVoice("first"), FaultyVoice("other", fault)
    voices = OtherVoicesThatWait(other)
    phrases = PhraseCache(BackupVoice(first))
    answered: list[float] = []

    def each_block(coach: Coach, now_s: float) -> None:
        if now_s >= 2.5:
            voices.listing.set()
        if now_s >= 3.5:
            voices.opening.set()
        if now_s >= 7.0 and not answered:
            answered.append(now_s)
            coach.command(Command.YES, KEYBOARD)

    coach, kept = session_with(phrases, each_block=each_block, ears=[Asks()], voices=voices, lasts_s=8.0)
    phrases.close()
    assert phrases.voice.name == ("first" if fault else "other")
    assert kept.remembered == ([] if fault else [Remember(Setting.VOICE, "other")])
    assert bool(coach.trouble) is bool(fault)
    question = LANGUAGE.wording.say("ask_voice")
    assert any(said.text in question for _, said in kept.of(Said))
