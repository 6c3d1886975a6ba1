"""Does the patient speak while the coach does? Told from what the linear canceller leaves over.

AEC3 alone decides this well for sentences and swallows one short word in thirty that is quieter than the echo. What the
linear canceller leaves of the coach is a steady share of the echo that it takes out, a twentieth to a thousandth; a
voice in the room lifts that share far above its usual value. In rooms where the loudspeaker distorts, the usual share
is larger, and so is what is asked for. A canceller that has to learn the room anew, because somebody moved, leaves more
as well, but that resembles what it takes out; a voice does not.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from voicecoach.audio.pcm import Samples, power

ABOVE_USUAL = 10**1.2
"""12 dB: in minutes of the coach alone in seven simulated rooms nothing reached it; 9 dB was reached in two."""
LIKELY_ABOVE_USUAL = 10**0.6
"""6 dB, in a single block."""
CLEAN = 10**-2.4
"""Where more of the echo is usually left than that, a single block tells nothing: a loudspeaker that distorts leaves
the coach's own words clear enough to be taken for the patient's."""
FAIRLY_CLEAN = 10**-2.0
"""Where less of the echo than that is usually left, a patient's word is far above it: in simulated rooms at least 11 dB
with a patient 12 dB below the echo. Of what the coach's own words were taken for, nothing reached 4 dB."""
ALONE_BELOW_USUAL = 10**0.4
LIKENESS = 0.1
"""Correlation of what is left with what is taken out: 0.02 is the median with a patient speaking, and 0.27 after all
reflections of a room have changed at once."""
_LEAST_POWER = 1e-5
"""Mean square (-50 dB) below which nobody speaks to the coach."""
_SMOOTHED_BLOCKS = 5
_COMPARED_BLOCKS = 10
_HELD_BLOCKS = 15
"""The room still rings after the coach's word: so long its loudest moment counts."""
_REMEMBERED_BLOCKS = 600
_KNOWN_BLOCKS = 150
_JUDGED_EVERY = 25
_USUAL_PERCENTILE = 75.0
_AUDIBLE = 1e-7


class DoubleTalk:
    """Fed every block of the coach's speech. Deterministic."""

    def __init__(self) -> None:
        self._blocks: deque[tuple[float, float, float]] = deque(maxlen=_COMPARED_BLOCKS)
        self._echoes: deque[float] = deque(maxlen=_HELD_BLOCKS)
        self._shares: deque[float] = deque(maxlen=_REMEMBERED_BLOCKS)
        self._usual: float | None = None
        self._counted = 0
        self.likely = False
        """A voice is likely in the last block, and not yet certain enough to act on."""
        self.echo_alone = False
        """The last blocks hold no more than the echo usually leaves: nobody but the coach speaks."""

    def feed(self, left: Samples, taken: Samples) -> bool:
        """One block: what the linear canceller left, and the echo that it took out.

        True where what is left is too much, and too little like an echo, to be the coach's. False until 1.5 s of echo
        were heard.
        """
        self._blocks.append((power(left), power(taken), float(np.dot(left, taken)) / len(left)))
        recent = list(self._blocks)[-_SMOOTHED_BLOCKS:]
        now = sum(block[0] for block in recent) / len(recent)
        self._echoes.append(sum(block[1] for block in recent) / len(recent))
        echo = max(self._echoes)
        if echo > _AUDIBLE:
            self._remember(now / echo)
        if self._usual is None:
            return False
        self.echo_alone = self._usual < FAIRLY_CLEAN and now < ALONE_BELOW_USUAL * self._usual * echo
        self.likely = self._usual < CLEAN and power(left) > max(LIKELY_ABOVE_USUAL * self._usual * echo, _LEAST_POWER)
        if now <= max(ABOVE_USUAL * self._usual * echo, _LEAST_POWER):
            return False
        lefts, takens, products = (sum(block[place] for block in self._blocks) for place in range(3))
        return abs(products) <= LIKENESS * math.sqrt(lefts * takens)

    def _remember(self, share: float) -> None:
        self._shares.append(share)
        self._counted += 1
        if self._counted % _JUDGED_EVERY == 0 and len(self._shares) >= _KNOWN_BLOCKS:
            self._usual = float(np.percentile(self._shares, _USUAL_PERCENTILE))
