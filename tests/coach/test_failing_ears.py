"""Ears that fail, through the whole coach: said, the hold stands still, the keys work, and others listen soon."""

from __future__ import annotations

import math
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.conversation import LANGUAGE, KeptRecords, coach_voice
from tests.failing_ears import DoubleEars, FailingWorker, Keys, session_with, thrown
from tests.rehearsal import plan_of
from tests.simulated_room import SimulatedRoom
from voicecoach import settings
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import BLOCK_SAMPLES, silence, to_seconds
from voicecoach.coach import parts
from voicecoach.coach.loop import Coach
from voicecoach.coach.parts import Sound, gather
from voicecoach.ears.choose import EarsChoice
from voicecoach.ears.interface import ActivePhrases, Ears, Hearing, Utterance
from voicecoach.ears.worker import OPENING_S, EarsWorker
from voicecoach.errors import EarsError
from voicecoach.language.vocabulary import Command
from voicecoach.language.wording import sentences_of
from voicecoach.routine.plan import HoldStep
from voicecoach.session.engine import Session
from voicecoach.session.part import Part
from voicecoach.session.phase import Phase
from voicecoach.session.records import Fault, Recovered, Said
from voicecoach.session.state import SessionSettings
from voicecoach.session.view import View

NOTICED_S, OBEYED_S, RESTARTED_S = 2.0, 1.0, 5.0
HOLD = plan_of(HoldStep(exercise=0, side=None, hold_s=30.0, set_number=1, sets=1, release="Let go slowly."))
IN_THE_HOLD_S = 12.0


@pytest.mark.parametrize("fault", ["throw", "exit", "hang", "slow", "rubbish"])
def test_ears_that_fail_in_a_hold_are_noticed_and_replaced_and_stop_works_meanwhile(fault: str) -> None:
    after = session_with(HOLD, fault, IN_THE_HOLD_S, random.Random(1))
    assert after.noticed_s <= NOTICED_S
    assert after.holding
    assert after.paused
    assert after.obeyed_s <= OBEYED_S
    assert after.restarted_s <= RESTARTED_S


class AtTheStart:
    """Implements Ears: a worker on simulated time whose ears are opened by ``open_ears``."""

    name = "double"

    def __init__(self, open_ears: Callable[[], Ears]) -> None:
        self._now_s = 0.0
        self.coach: Coach | None = None
        self._worker = EarsWorker(self.name, open_ears, on_failure=self._failed, clock=lambda: self._now_s)

    def _failed(self, what: str) -> None:
        if self.coach is not None:
            self.coach.part_failed(Part.EARS, what)

    def listen_for(self, active: ActivePhrases) -> None:
        self._worker.listen_for(active)

    def hear(self, hearing: Hearing) -> list[Utterance]:
        self._now_s = to_seconds(hearing.position + BLOCK_SAMPLES)
        return self._worker.hear(hearing)

    def close(self) -> None:
        self._worker.close()


@pytest.fixture
def hanging() -> Iterator[Callable[[], Ears]]:
    held = threading.Event()

    def hang() -> Ears:
        held.wait()
        raise EarsError("given up")

    yield hang
    held.set()


def begun(ears: AtTheStart | FailingWorker) -> KeptRecords:
    """The beginning of a session in which somebody goes on by the keys eight seconds after a failure."""
    kept, keys = KeptRecords(), Keys()
    gone_on: list[float] = []

    def watch(view: View) -> None:
        if view.phase is Phase.PAUSED and not gone_on and view.at_s > kept.of(Fault)[0][0] + 8.0:
            gone_on.append(view.at_s)
            keys.press(Command.RESUME)

    coach = Coach(
        Session(HOLD, LANGUAGE.wording, SessionSettings(give_up_s=60.0, guest=False)),
        mixer=Mixer(),
        phrases=coach_voice(),
        vocabulary=LANGUAGE.vocabulary,
        ears=[ears, keys],
        echo=None,
        recorders=[kept],
        watch=watch,
    )
    ears.coach = coach
    coach.run(SimulatedRoom(lasts_s=25.0, keep=False))
    ears.close()
    return kept


def first_words(key: str) -> str:
    return sentences_of(LANGUAGE.wording.say(key))[0]


def test_ears_that_do_not_open_are_known_before_anybody_is_told_to_talk(hanging: Callable[[], Ears]) -> None:
    for open_ears in (hanging, thrown_at_opening):
        kept = begun(AtTheStart(open_ears))
        [(failed_s, _)] = kept.of(Fault)
        assert failed_s <= OPENING_S + 0.1
        said = [record.text for _, record in kept.of(Said)]
        assert first_words("hearing_failed") in said
        assert first_words("keys_at_any_time") in said
        assert first_words("at_any_time") not in said


def thrown_at_opening() -> Ears:
    raise ImportError("no runtime")


def test_with_ears_that_open_the_patient_is_told_to_talk() -> None:
    kept = begun(FailingWorker("never", math.inf, random.Random(1)))
    assert not kept.of(Fault)
    assert first_words("at_any_time") in [record.text for _, record in kept.of(Said)]


@pytest.mark.parametrize("page", [False, True])
def test_a_live_session_is_told_of_its_ears(page: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = DoubleEars(thrown(EarsError("broken"))), DoubleEars()
    opened = [first, second]

    def choose(*_of: object) -> EarsChoice:
        return EarsChoice("double", "", thrown_at_opening, lambda: opened.pop(0))

    monkeypatch.setattr(parts, "sound_here", lambda: Sound(speaker=False, microphone=True))
    monkeypatch.setattr(parts, "choose_ears", choose)
    kept, pause = KeptRecords(), threading.Event()
    with ExitStack() as closing:
        here = gather(settings.load({"voice": "printed"}), LANGUAGE, None, closing, page=page)
        coach = Coach(
            Session(HOLD, LANGUAGE.wording, SessionSettings(give_up_s=20.0)),
            mixer=here.mixer,
            phrases=here.phrases,
            vocabulary=LANGUAGE.vocabulary,
            ears=here.ears,
            echo=here.echo,
            recorders=[kept],
        )
        here.room_for(coach)
        for block in range(2000):
            coach.step(silence(BLOCK_SAMPLES), silence(BLOCK_SAMPLES), block * BLOCK_SAMPLES)
            pause.wait(0.001)
            if kept.of(Recovered):
                break
    assert [(fault.part, "broken" in fault.what) for _, fault in kept.of(Fault)] == [("ears", True)]
    assert [record.part for _, record in kept.of(Recovered)] == ["ears"]
