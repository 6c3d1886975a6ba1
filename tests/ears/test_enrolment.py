"""Learning a person's way of speaking."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.ears.enrolment import MOST_RELIEF, Enrolment, Repetition, delete, learn, load, save
from voicecoach.errors import StorageError
from voicecoach.language.vocabulary import Command

STOP, NEXT = Command.STOP, Command.NEXT


def _said(command: Command, **log_odds: float) -> Repetition:
    return Repetition(command, {Command(name): odds for name, odds in log_odds.items()})


def test_a_word_that_the_model_doubts_is_eased_until_it_passes() -> None:
    repetitions = [_said(NEXT, next=-0.8, stop=-9), _said(NEXT, next=-1.0, stop=-9), _said(NEXT, next=-0.6, stop=-9)]
    enrolment, gain = learn(repetitions, gate=0.0)
    assert 0.8 <= enrolment.relief[NEXT] <= MOST_RELIEF
    assert (gain.understood_before, gain.understood_after, gain.repetitions) == (0, 3, 3)


def test_a_word_that_is_understood_needs_no_relief() -> None:
    enrolment, gain = learn([_said(STOP, stop=4.0, next=-9), _said(STOP, stop=3.0, next=-9)], gate=0.0)
    assert enrolment.relief[STOP] == 0.0
    assert gain.understood_before == gain.understood_after == 2


def test_one_cough_does_not_open_the_gate() -> None:
    clear = [_said(STOP, stop=1.5, next=-9) for _ in range(3)]
    enrolment, _ = learn([*clear, _said(STOP, stop=-11.0, next=-9)], gate=0.0)
    assert enrolment.relief[STOP] == 0.0


def test_once_is_not_enough() -> None:
    assert STOP not in learn([_said(STOP, stop=-1.0)], gate=0.0)[0].relief


_ODDS = st.floats(-11, 6)


@given(st.lists(st.tuples(st.sampled_from([STOP, NEXT]), _ODDS, _ODDS), max_size=8))
def test_relief_is_bounded_and_takes_no_understood_word_away(said: list[tuple[Command, float, float]]) -> None:
    repetitions = [Repetition(command, {STOP: stop, NEXT: following}) for command, stop, following in said]
    enrolment, _ = learn(repetitions, gate=0.0)
    for odds in enrolment.relief.values():
        assert 0.0 <= odds <= MOST_RELIEF
    for each in repetitions:
        other = NEXT if each.said is STOP else STOP
        eased_other = each.log_odds[other] + enrolment.relief.get(other, 0.0)
        if enrolment.relief.get(other, 0.0) > 0.0 and each.log_odds[each.said] >= 0.5:
            assert eased_other <= max(0.0, each.log_odds[each.said] - 0.5) + 1e-9


def test_what_was_learnt_is_kept_and_can_be_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "someone" / "voice.json"
    assert load(path) is None
    save(Enrolment({STOP: 0.5}), path)
    assert load(path) == Enrolment({STOP: 0.5})
    assert list(path.parent.iterdir()) == [path]
    assert delete(path)
    assert not delete(path)
    assert load(path) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff\xfe\x00",
        b'{"relief": {"dance": 1}}',
        b'{"relief": [1]}',
        b'{"relief": {"stop": NaN}}',
        b'{"relief": {"stop": -Infinity}}',
        b'{"relief": {"stop": "1"}}',
        b'{"relief": {"stop": 1' + 400 * b"0" + b"}}",
        100_000 * b"[",
    ],
)
def test_a_foreign_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "voice.json"
    path.write_bytes(content)
    with pytest.raises(StorageError, match=r"voice\.json"):
        load(path)
