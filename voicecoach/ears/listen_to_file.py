"""A sound file through ears, from beginning to end, in the order of its samples."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Protocol, runtime_checkable

import numpy as np

from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples, silence
from voicecoach.ears.interface import Ears, Hearing, Utterance


@runtime_checkable
class FinishingEars(Ears, Protocol):
    """Ears that can say what is still open when the sound ends."""

    def finish(self) -> list[Utterance]: ...


def utterances_in(
    pieces: Iterable[Samples], ears: Ears, phrases: Collection[str], urgent: Collection[str]
) -> Iterator[Utterance]:
    """Everything decided, as it is decided; times are positions in the sound. The end counts as silence."""
    ears.listen_for(phrases, urgent=urgent)
    position = 0
    for block in _blocks(pieces):
        yield from ears.hear(Hearing(block, block, position))
        position += BLOCK_SAMPLES
    if isinstance(ears, FinishingEars):
        yield from ears.finish()


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
