"""Feeds a sound file through ears, from beginning to end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Protocol, runtime_checkable

import numpy as np

from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples, silence
from voicecoach.ears.interface import ActivePhrases, Ears, Hearing, Utterance

_OPENING_BLOCKS = 150
_QUIET_BLOCKS = 6
_BEFORE_BLOCKS = 42
_INAUDIBLE_POWER = 1e-10


@runtime_checkable
class FinishingEars(Ears, Protocol):
    """Ears that can say what is still open when the sound ends."""

    def finish(self) -> list[Utterance]: ...


def utterances_in(pieces: Iterable[Samples], ears: Ears, active: ActivePhrases) -> Iterator[Utterance]:
    """Everything decided, as it is decided; times are positions in the sound. The end counts as silence.

    A file may begin in the middle of a word, before any background was heard. So the ears first hear a little of
    the quietest that the file has in its first seconds, at positions before 0.
    """
    ears.listen_for(active)
    blocks = _blocks(pieces)
    opening = list(islice(blocks, _OPENING_BLOCKS))
    before = _background(opening)
    position = -len(before) * BLOCK_SAMPLES
    for block in chain(before, opening, blocks):
        yield from ears.hear(Hearing(block, block, position))
        position += BLOCK_SAMPLES
    if isinstance(ears, FinishingEars):
        yield from ears.finish()


def _background(opening: Sequence[Samples]) -> list[Samples]:
    """Blocks like the quietest few in a row of these, forwards and backwards in turn so that nothing clicks."""
    if len(opening) < _QUIET_BLOCKS:
        return []
    power = np.array([np.mean(np.square(block, dtype=np.float64)) for block in opening])
    runs = np.convolve(power, np.ones(_QUIET_BLOCKS), mode="valid")
    # Digital silence says nothing about the background under the words.
    audible = np.where(runs > _QUIET_BLOCKS * _INAUDIBLE_POWER, runs, np.inf)
    first = int(np.argmin(audible if np.isfinite(audible).any() else runs))
    piece = np.concatenate(opening[first : first + _QUIET_BLOCKS])
    loop = np.concatenate((piece, piece[::-1]))
    return list(np.resize(loop, _BEFORE_BLOCKS * BLOCK_SAMPLES).reshape(-1, BLOCK_SAMPLES))


def _blocks(pieces: Iterable[Samples]) -> Iterator[Samples]:
    rest = silence(0)
    for piece in pieces:
        rest = np.concatenate((rest, piece))
        whole = rest.size // BLOCK_SAMPLES * BLOCK_SAMPLES
        for start in range(0, whole, BLOCK_SAMPLES):
            yield rest[start : start + BLOCK_SAMPLES]
        rest = rest[whole:]
    if rest.size:
        yield np.concatenate((rest, silence(BLOCK_SAMPLES - rest.size)))
