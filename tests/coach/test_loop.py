"""Whole conversations in the simulated room: real voice, real ears, a synthetic patient."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.beats import vowel_rise
from tests.conversation import Cue, converse
from tests.rehearsal import plan_of, two_sided
from tests.simulated_room import Stall
from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples, to_samples
from voicecoach.routine.plan import HoldStep, Side
from voicecoach.session.records import (
    Counted,
    EndReason,
    HoldEnded,
    HoldStarted,
    HurtReported,
    Paused,
    Resumed,
    Said,
    SideSwitched,
    StopAsked,
)


def one_hold(hold_s: float = 30.0) -> HoldStep:
    return HoldStep(exercise=0, side=None, hold_s=hold_s, set_number=1, sets=1)


def test_a_patient_is_obeyed_by_voice_from_beginning_to_end() -> None:
    heard = converse(
        two_sided(),
        [
            Cue("waiting", 2.5, "i'm ready"),
            Cue("holding", 8.0, "switch legs"),
            Cue("waiting", 2.5, "i'm ready"),
            Cue("holding", 11.0, "pause"),
            Cue("paused", 6.0, "carry on"),
            Cue("holding", 3.0, "how long"),
            Cue("waiting", 2.5, "i'm ready"),
        ],
    )
    assert heard.obeyed == ["ready", "switch", "ready", "pause", "resume", "how-long", "ready"]
    assert [(h.side, h.why) for _, h in heard.of(HoldEnded)] == [
        (Side.RIGHT, "switch"),
        (Side.LEFT, "full"),
        (Side.RIGHT, "full"),
    ]
    assert [h.held_s for _, h in heard.of(HoldEnded)][1:] == [30.0, 30.0]
    assert [s.to for _, s in heard.of(SideSwitched)] == [Side.LEFT, Side.RIGHT]
    assert len(heard.of(Paused)) == len(heard.of(Resumed)) == 1
    assert heard.why is EndReason.FINISHED
    times = [at_s for at_s, _ in heard.kept.records]
    assert times == sorted(times)


def test_stop_is_obeyed_in_mid_sentence_and_can_be_taken_back() -> None:
    heard = converse(
        two_sided(wait=False),
        [
            Cue("opening", 4.0, "stop"),
            Cue("stopped", 8.0, "carry on"),
            Cue("holding", 3.0, "it hurts"),
            Cue("hurt", 25.0, "stop"),
        ],
    )
    assert heard.obeyed == ["stop", "resume", "hurts", "stop"]
    (stop_s, _), *_ = heard.of(StopAsked)
    cut = [said for _, said in heard.of(Said) if said.cut]
    assert cut[0].to_s - stop_s <= 0.05
    assert len(heard.of(HurtReported)) == 1
    assert heard.why is EndReason.HURT


class Drowned:
    """A room in which the coach cannot be heard through."""

    ducking_needed = True
    settling = True
    disturbed = voiced = echo_alone = False

    def process(self, microphone: Samples, played: Samples) -> tuple[Samples, Samples]:  # noqa: ARG002
        return microphone, microphone


def test_that_its_voice_drowns_the_patient_is_said_once() -> None:
    heard = converse(plan_of(one_hold(12.0)), echo=Drowned())
    assert len([said for _, said in heard.of(Said) if "I will go quiet" in said.text and not said.cut]) == 1


def test_an_unanswered_session_ends_by_itself() -> None:
    heard = converse(two_sided(), ears=[])
    assert heard.why is EndReason.UNANSWERED
    assert not heard.of(HoldStarted)


def test_counted_numbers_are_on_the_beat_in_the_sound_itself() -> None:
    heard = converse(plan_of(one_hold()), ears=[], coach_speaks="heart")
    (start_s, _), *_ = heard.of(HoldStarted)
    counted = heard.of(Counted)
    assert [c.number for _, c in counted] == [5, 4, 3, 2, 1]
    for at_s, record in counted:
        assert at_s == pytest.approx(start_s + 30.0 - record.number, abs=1 / 16_000)
        beat = vowel_rise(heard.room.played, to_samples(at_s - 0.3), to_samples(at_s + 0.3))
        assert beat / SAMPLE_RATE_HZ == pytest.approx(at_s, abs=0.015)


@pytest.mark.parametrize("phase", ["holding", "preparing"])
def test_a_loop_that_is_held_up_moves_nothing(phase: str) -> None:
    calm = converse(plan_of(one_hold()), ears=[])
    begins_s = next(scene.at_s for scene in calm.scenes if scene.phase.value == phase)
    stalls = [Stall(begins_s + k * 1.3, 0.2) for k in range(1, 20)]
    held_up = converse(plan_of(one_hold()), ears=[], stalls=stalls)
    assert [at_s for at_s, _ in held_up.of(Counted)] == pytest.approx([at_s for at_s, _ in calm.of(Counted)], abs=0.21)
    beats = [at_s for at_s, _ in held_up.of(Counted)]
    assert [b - a for a, b in pairwise(beats)] == pytest.approx([1.0] * 4, abs=1e-9)
    assert [h.held_s for _, h in held_up.of(HoldEnded)] == [30.0]


def test_the_same_conversation_twice_is_the_same_to_the_sample() -> None:
    cues = [Cue("waiting", 2.5, "i'm ready"), Cue("holding", 4.0, "next"), Cue("waiting", 2.5, "ready")]
    first, second = converse(two_sided(), cues), converse(two_sided(), cues)
    assert first.kept.records == second.kept.records
    assert np.array_equal(first.room.played, second.room.played)


def test_nothing_is_clipped_and_words_are_loud_enough() -> None:
    played = converse(plan_of(one_hold()), ears=[]).room.played
    assert 0.2 < float(np.abs(played).max()) <= 1.0
