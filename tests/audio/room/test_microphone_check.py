"""Microphones that work, are muted, gated or broken, told apart by their sound."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain, cycle, islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples, silence
from voicecoach.audio.room.microphone_check import MicrophoneCheck, MicrophoneFault

WITHIN_BLOCKS = 200
"""Two seconds."""
NOISE = [(np.random.default_rng(seed).integers(-3, 4, BLOCK_SAMPLES) / 32768).astype(np.float32) for seed in range(50)]
"""The faint noise of a real card in a silent room, some 90 dB below full scale."""
VOICE = (0.2 * np.sin(np.arange(BLOCK_SAMPLES))).astype(np.float32)
ZEROS = silence(BLOCK_SAMPLES)


def room(seconds: float) -> Iterable[Samples]:
    return islice(cycle(NOISE), round(seconds * 100))


def constant(value: float, seconds: float) -> Iterable[Samples]:
    return [np.full(BLOCK_SAMPLES, value, dtype=np.float32)] * round(seconds * 100)


def clipped(seconds: float) -> Iterable[Samples]:
    block = np.where(np.arange(BLOCK_SAMPLES) % 7 < 3, -1.0, 32767 / 32768).astype(np.float32)
    return [block] * round(seconds * 100)


def zeros(seconds: float) -> Iterable[Samples]:
    return constant(0.0, seconds)


def verdicts(
    check: MicrophoneCheck, *pieces: Iterable[Samples], coach: Samples = ZEROS
) -> list[MicrophoneFault | None]:
    return [check.feed(block, coach) for block in chain(*pieces)]


def told(faults: Iterable[MicrophoneFault | None]) -> list[MicrophoneFault | None]:
    """The verdicts as they change."""
    changes: list[MicrophoneFault | None] = []
    for fault in faults:
        if fault is not (changes[-1] if changes else None):
            changes.append(fault)
    return changes


def gated_conversation(check: MicrophoneCheck, *, echo: bool) -> list[MicrophoneFault | None]:
    """The coach talks and is silent by turns; the microphone gives zeros but for the echo, 0.1 s late, if any."""
    faults = []
    for _ in range(4):
        coach = [VOICE] * 150 + [ZEROS] * 400
        heard = [ZEROS] * 10 + coach[:-10] if echo else [ZEROS] * len(coach)
        faults += [check.feed(block, played) for block, played in zip(heard, coach, strict=True)]
    return faults


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (zeros, MicrophoneFault.SILENT),
        (lambda seconds: constant(0.01, seconds), MicrophoneFault.CONSTANT),
        (lambda seconds: constant(-1.0, seconds), MicrophoneFault.FULL_SCALE),
        (clipped, MicrophoneFault.FULL_SCALE),
    ],
)
def test_what_breaks_is_told_within_two_seconds_and_once_and_so_is_its_return(
    broken: Callable[[float], Iterable[Samples]], fault: MicrophoneFault
) -> None:
    check = MicrophoneCheck()
    assert told(verdicts(check, room(30.0))) == []
    faults = verdicts(check, broken(60.0))
    assert faults.index(fault) < WITHIN_BLOCKS
    assert told(faults) == [fault]
    assert told(verdicts(check, room(1.0))) == [fault, None]


@given(st.lists(st.tuples(st.sampled_from([room, zeros, clipped]), st.floats(0.01, 1.4)), max_size=12))
def test_what_lasts_less_is_no_fault(pieces: list[tuple[Callable[[float], Iterable[Samples]], float]]) -> None:
    parted = chain.from_iterable((make(seconds), room(0.01)) for make, seconds in pieces)
    assert set(verdicts(MicrophoneCheck(), *parted)) <= {None}


def test_a_loud_voice_is_not_full_scale() -> None:
    shout = np.clip(3.0 * VOICE / 0.2, -1.0, 1.0)
    assert set(verdicts(MicrophoneCheck(), [shout] * 500)) == {None}


def test_a_silence_of_minutes_from_a_microphone_that_gives_zeros_in_pauses_is_no_fault() -> None:
    check = MicrophoneCheck()
    assert set(verdicts(check, zeros(60.0), [VOICE] * 60, zeros(300.0), [VOICE] * 60, zeros(300.0))) == {None}


@pytest.mark.parametrize("echo", [True, False])
def test_a_gate_that_shuts_in_every_pause_is_no_fault_with_loudspeakers_or_headphones(echo: bool) -> None:
    check = MicrophoneCheck()
    verdicts(check, zeros(0.5), [VOICE] * 20)
    assert set(gated_conversation(check, echo=echo)) == {None}


def test_a_gated_microphone_that_is_muted_is_told_when_the_coach_does_not_come_back() -> None:
    check = MicrophoneCheck()
    gated_conversation(check, echo=True)
    assert set(verdicts(check, zeros(5.0))) == {None}
    beats = [check.feed(ZEROS, VOICE if block % 100 < 20 else ZEROS) for block in range(300)]
    assert beats.index(MicrophoneFault.SILENT) < WITHIN_BLOCKS
    assert told(beats) == [MicrophoneFault.SILENT]


def test_zeros_from_the_first_block_are_told_once_the_coach_has_spoken_for_seconds() -> None:
    check = MicrophoneCheck()
    assert set(verdicts(check, zeros(3.0), coach=VOICE)) == {None}
    assert told(verdicts(check, zeros(60.0), coach=VOICE)) == [MicrophoneFault.SILENT]


def test_headphones_and_a_gate_are_told_once_at_most() -> None:
    check = MicrophoneCheck()
    faults = []
    for _ in range(20):
        faults += verdicts(check, zeros(10.0), coach=VOICE) + verdicts(check, [VOICE] * 80)
    assert told(faults) == [MicrophoneFault.SILENT, None]


def test_zeros_while_the_device_starts_do_not_hide_a_mute_switch() -> None:
    faults = verdicts(MicrophoneCheck(), zeros(0.2), room(10.0), zeros(2.0))
    assert told(faults) == [MicrophoneFault.SILENT]
