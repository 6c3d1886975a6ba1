"""Who gives way when two lines want the same moment, checked on a real mixer with clips of known length."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import BLOCK_SAMPLES, PLAYBACK_RATE_HZ, PLAYBACK_RATIO, Samples, to_samples, to_seconds
from voicecoach.coach.speech_scheduler import (
    ECHO_TAIL_S,
    SpeechEnded,
    SpeechLeftOut,
    SpeechOutcome,
    SpeechScheduler,
    SpeechStarted,
)
from voicecoach.session.actions import RANKS, Line, LineKind


class Mouth:
    """A ``SpeechScheduler`` whose clips last a second for every "x" in the text."""

    def __init__(self) -> None:
        self.mixer = Mixer()
        self.ready = True
        self.speaking = SpeechScheduler(
            self.mixer, lambda text, _rate_wpm: self._clip(text) if self.ready else None, 150
        )
        self.outcomes: list[SpeechOutcome] = []
        self.heard: list[Samples] = []
        self._ids = 0

    @staticmethod
    def _clip(text: str) -> Samples:
        return np.full(text.count("x") * PLAYBACK_RATE_HZ, 0.1, dtype=np.float32)

    def say(self, kind: LineKind, at_s: float, seconds: int = 1, *, exact: bool = False) -> Line:
        self._ids += 1
        line = Line(self._ids, "x" * seconds, kind)
        self.speaking.say(line, at_s, exact=exact)
        return line

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds * 100)):
            self.heard.append(self.mixer.render(BLOCK_SAMPLES))
            self.outcomes += self.speaking.outcomes(self.mixer.position)

    def times(self, line: Line) -> tuple[float, float, bool] | None:
        """(from, to, cut) in seconds, None for a line that was left out."""
        for outcome in self.outcomes:
            if isinstance(outcome, SpeechEnded) and outcome.line == line:
                return to_seconds(outcome.started_at), to_seconds(outcome.at), outcome.cut
        assert any(isinstance(o, SpeechLeftOut) and o.line == line for o in self.outcomes), "the line is lost"
        return None


def test_a_line_sounds_from_its_very_sample() -> None:
    mouth = Mouth()
    mouth.say(LineKind.TIP, 1.23456)
    mouth.run(3.0)
    sound = np.concatenate(mouth.heard)
    assert int(np.flatnonzero(sound)[0]) == PLAYBACK_RATIO * to_samples(1.23456)


def test_a_tip_gives_way_to_a_count_and_the_count_keeps_its_beat() -> None:
    mouth = Mouth()
    tip = mouth.say(LineKind.TIP, 0.0, 6)
    mouth.run(2.0)
    count = mouth.say(LineKind.COUNT, 3.0)
    mouth.run(6.0)
    assert mouth.times(count) == (3.0, 4.0, False)
    assert mouth.times(tip) == (0.0, 3.02, True)


def test_a_planned_tip_moves_to_end_before_the_count() -> None:
    mouth = Mouth()
    tip = mouth.say(LineKind.TIP, 9.0, 3)
    mouth.say(LineKind.COUNT, 10.0)
    mouth.run(12.0)
    assert mouth.times(tip) == (10.0 - 0.15 - 3.0, 10.0 - 0.15, False)


def test_a_tip_that_cannot_move_is_left_out_whole() -> None:
    mouth = Mouth()
    mouth.say(LineKind.COUNT, 1.0)
    tip = mouth.say(LineKind.TIP, 0.5, 5)
    mouth.run(3.0)
    assert mouth.times(tip) is None


def test_an_answer_silences_a_sentence_within_its_fade() -> None:
    mouth = Mouth()
    sentence = mouth.say(LineKind.INSTRUCTION, 0.0, 10)
    mouth.run(1.0)
    answer = mouth.say(LineKind.CONTROL, 1.5)
    mouth.run(4.0)
    assert mouth.times(sentence) == (0.0, 1.52, True)
    assert mouth.times(answer) == (1.5, 2.5, False)


def test_stop_silences_and_forgets() -> None:
    mouth = Mouth()
    mouth.say(LineKind.INSTRUCTION, 0.0, 10)
    mouth.say(LineKind.COUNT, 11.0)
    mouth.run(1.0)
    mouth.speaking.stop()
    mouth.run(14.0)
    sound = np.concatenate(mouth.heard)
    assert not sound[PLAYBACK_RATIO * to_samples(1.021) :].any()
    assert [type(o) for o in mouth.outcomes] == [SpeechStarted, SpeechEnded]
    assert isinstance(mouth.outcomes[1], SpeechEnded)
    assert mouth.outcomes[1].by_session


def test_a_stopped_line_does_not_stand_in_the_way() -> None:
    mouth = Mouth()
    mouth.say(LineKind.SAFETY, 0.0, 10)
    mouth.run(1.0)
    mouth.speaking.stop()
    next_line = mouth.say(LineKind.INSTRUCTION, 1.2)
    mouth.run(3.0)
    assert mouth.times(next_line) == (1.2, 2.2, False)


def test_its_words_may_come_back_for_a_while() -> None:
    mouth = Mouth()
    mouth.say(LineKind.INSTRUCTION, 0.0, 1)
    mouth.run(1.5)
    assert mouth.speaking.text_around(to_samples(1.0 + ECHO_TAIL_S - 0.01)) == "x"
    assert mouth.speaking.text_around(to_samples(1.0 + ECHO_TAIL_S)) == ""


def test_a_sentence_without_a_clip_begins_when_it_has_one() -> None:
    mouth = Mouth()
    mouth.ready = False
    sentence = mouth.say(LineKind.INSTRUCTION, 0.5)
    mouth.run(1.5)
    assert mouth.outcomes == []
    mouth.ready = True
    mouth.run(2.0)
    from_s, to_s, cut = mouth.times(sentence) or (0.0, 0.0, True)
    assert from_s == pytest.approx(1.5, abs=0.02)
    assert to_s == pytest.approx(2.5, abs=0.02)
    assert not cut


def test_a_number_that_is_ready_in_time_keeps_its_time_and_one_that_is_not_is_left_out() -> None:
    mouth = Mouth()
    mouth.ready = False
    late, early = mouth.say(LineKind.COUNT, 1.0, exact=True), mouth.say(LineKind.COUNT, 3.0, exact=True)
    mouth.run(2.0)
    mouth.ready = True
    mouth.run(3.0)
    assert mouth.times(late) is None
    assert mouth.times(early) == (3.0, 4.0, False)


def test_what_is_stopped_before_it_has_a_clip_is_never_heard_of() -> None:
    mouth = Mouth()
    mouth.ready = False
    mouth.say(LineKind.INSTRUCTION, 0.5)
    mouth.run(1.0)
    mouth.speaking.stop()
    mouth.ready = True
    mouth.run(2.0)
    assert mouth.outcomes == []
    assert not np.concatenate(mouth.heard).any()


lines = st.lists(
    st.tuples(st.sampled_from(list(LineKind)), st.floats(0.0, 20.0), st.integers(1, 6), st.floats(0.0, 3.0)),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(lines)
def test_every_line_is_accounted_for_and_none_sounds_over_a_higher_one(
    wanted: list[tuple[LineKind, float, int, float]],
) -> None:
    mouth = Mouth()
    said = []
    for kind, at_s, seconds, wait_s in wanted:
        said.append(mouth.say(kind, at_s, seconds))
        mouth.run(wait_s)
    mouth.run(40.0)
    spans = [(line, mouth.times(line)) for line in said]
    sounded = [(line, span) for line, span in spans if span is not None and span[1] > span[0]]
    for line, (from_s, to_s, _) in sounded:
        for other, (other_from_s, other_to_s, _) in sounded:
            if RANKS[line.kind] < RANKS[other.kind]:
                overlap_s = min(to_s, other_to_s) - max(from_s, other_from_s)
                assert overlap_s <= 0.02 + 1e-9
    starts = [o.at for o in mouth.outcomes]
    assert all(b >= a - BLOCK_SAMPLES for a, b in pairwise(starts))
