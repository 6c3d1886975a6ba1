"""What fails in a session, through the whole coach: it is said, the hold stands still, and the end is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conversation import LANGUAGE, Heard, KeptRecords, coach_voice, converse
from tests.rehearsal import plan_of, two_sided
from tests.simulated_room import SimulatedRoom
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import Samples, to_samples
from voicecoach.audio.room.interface import BlockStep, Render
from voicecoach.coach.loop import Coach
from voicecoach.ears.interface import ActivePhrases, Hearing, Utterance
from voicecoach.errors import DeviceError, EarsError
from voicecoach.language.wording import sentences_of
from voicecoach.routine.plan import HoldStep
from voicecoach.session.engine import Session
from voicecoach.session.part import Part
from voicecoach.session.phase import Phase
from voicecoach.session.records import EndReason, Fault, HoldEnded, HoldStarted, Paused, Said, SessionEnded
from voicecoach.session.state import SessionSettings
from voicecoach.session.view import View

AT_LATEST_S = 2.0
HOLD = plan_of(HoldStep(exercise=0, side=None, hold_s=30.0, set_number=1, sets=1, release="Let go slowly."))


def coach_of_a_hold(kept: KeptRecords, watch: Callable[[View], None] | None = None) -> Coach:
    """Nobody answers it, so it ends soon after it has paused."""
    return Coach(
        Session(HOLD, LANGUAGE.wording, SessionSettings(give_up_s=20.0)),
        mixer=Mixer(),
        phrases=coach_voice(),
        vocabulary=LANGUAGE.vocabulary,
        ears=[],
        echo=None,
        recorders=[kept],
        watch=watch,
    )


def lost_in_a_hold(*, deaf: bool) -> KeptRecords:
    """A session whose microphone is gone four seconds into its hold."""
    kept = KeptRecords()

    def watch(view: View) -> None:
        if view.phase is Phase.HOLDING and 0.0 < (view.left_s or 0.0) < 26.0 and not kept.of(Fault):
            coach.part_failed(Part.MICROPHONE, "gone", deaf=deaf)

    coach = coach_of_a_hold(kept, watch)
    coach.run(SimulatedRoom(lasts_s=300.0))
    return kept


@pytest.mark.parametrize(("deaf", "words"), [(False, "hearing_failed"), (True, "hearing_failed_deaf")])
def test_a_microphone_that_is_lost_in_a_hold_is_said_aloud_and_the_hold_stops(deaf: bool, words: str) -> None:
    kept = lost_in_a_hold(deaf=deaf)
    [(lost_s, _)] = kept.of(Fault)
    said = [record for _, record in kept.of(Said) if record.from_s >= lost_s]
    assert said[0].text == sentences_of(LANGUAGE.wording.say(words))[0]
    assert said[0].from_s - lost_s <= AT_LATEST_S
    assert not said[0].cut
    assert "Let go slowly." in [record.text for record in said]
    assert [pause.why for _, pause in kept.of(Paused)] == ["microphone-failed"]
    assert "full" not in [hold.why for _, hold in kept.of(HoldEnded)]


class BrokenEars:
    """Hears nothing, and fails after so many seconds."""

    name = "broken"

    def __init__(self, after_s: float) -> None:
        self._blocks_left = round(after_s * 100)

    def listen_for(self, active: ActivePhrases) -> None: ...

    def hear(self, hearing: Hearing) -> list[Utterance]:  # noqa: ARG002
        self._blocks_left -= 1
        if self._blocks_left < 0:
            raise EarsError("the recogniser is gone")
        return []

    def close(self) -> None: ...


def test_ears_that_fail_are_said_aloud_too() -> None:
    heard: Heard = converse(two_sided(), ears=[BrokenEars(5.0)])
    [(lost_s, _)] = heard.of(Fault)
    first = next(said for _, said in heard.of(Said) if said.from_s >= lost_s)
    assert first.text == sentences_of(LANGUAGE.wording.say("hearing_failed_deaf"))[0]
    assert first.from_s - lost_s <= AT_LATEST_S
    assert not heard.of(HoldStarted)


class FailingRoom:
    """A room that fails in a hold."""

    live = False

    def __init__(self, error: Exception) -> None:
        self._error = error

    def run(self, render: Render, step: BlockStep) -> None:
        def until_the_hold(microphone: Samples, played: Samples, position: int) -> bool:
            if position > to_samples(40.0):
                raise self._error
            return step(microphone, played, position)

        SimulatedRoom(lasts_s=300.0).run(render, until_the_hold)


@pytest.mark.parametrize("error", [DeviceError("gone"), ZeroDivisionError("a fault of the program")])
def test_a_session_that_an_error_ends_is_kept_as_failed(error: Exception) -> None:
    kept = KeptRecords()
    coach = coach_of_a_hold(kept)
    with pytest.raises(type(error)):
        coach.run(FailingRoom(error))
    assert [ended.why for _, ended in kept.of(SessionEnded)] == [EndReason.FAILED]
