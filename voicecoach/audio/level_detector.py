"""Detects what is louder than the recent background: a patient near the microphone, not a television.

Where others talk all the time, a speech detector finds one endless sentence that contains the command. The command
differs by its level: the talk around it is the background.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np
import numpy.typing as npt

from voicecoach.audio.pcm import BLOCK_S, Samples

SMOOTH_BLOCKS = 5
"""Smoothing, so that neither a glottal cycle nor a short silence within a word looks like its end."""
LATELY_BLOCKS = 300
"""The window of the background level, which is the median in it. A word is shorter than half of it."""
ABOVE_DB = 6.0
"""The least level of a voice above the background."""
BELOW_PEAK_DB = 15.0
"""Sound that is further below the last peak counts as reverberation."""
LONGEST_BLOCKS = 350
"""Louder sound that lasts longer is a new background, not a command."""
BEFORE_BLOCKS = 130
"""The time before a word that is searched for other words of the same sentence."""
TALK_DB = 9.0
"""Sound that is not further below a word may be another word of the same sentence."""
QUIET_DB = 25.0
"""The room counts as quiet when the level falls this far below a word, even between two words."""
_HISTORY_BLOCKS = 600
_ONSET_BLOCKS = 8
"""The rise of a word itself."""
_PEAK_FALL_DB = 20.0 * BLOCK_S
_SILENCE = 1e-12


class LevelDetector:
    """Fed every block in order; deterministic."""

    def __init__(self) -> None:
        self._powers: deque[float] = deque(maxlen=SMOOTH_BLOCKS)
        self._levels_db = np.zeros(_HISTORY_BLOCKS, dtype=np.float32)
        """A ring: block n lies at n modulo its size."""
        self._count = 0
        self._peak_db = -math.inf
        self._background_db = 0.0
        self._standing_blocks = 0

    def feed(self, block: Samples) -> bool:
        """One block of shape (160,): True where it stands out, and is not what a louder sound leaves in the room."""
        power = float(np.mean(np.square(block, dtype=np.float64)))
        # What is not a number is no sound.
        self._powers.append(power if math.isfinite(power) else 0.0)
        level_db = 10.0 * math.log10(sum(self._powers) / len(self._powers) + _SILENCE)
        self._levels_db[self._count % _HISTORY_BLOCKS] = level_db
        self._count += 1
        self._peak_db = max(level_db, self._peak_db - _PEAK_FALL_DB)
        if not 0 < self._standing_blocks < LONGEST_BLOCKS:
            # A voice is compared with what was before it, not with itself.
            self._background_db = self._median_db()
        stands_out = level_db > self._background_db + ABOVE_DB and level_db > self._peak_db - BELOW_PEAK_DB
        self._standing_blocks = self._standing_blocks + 1 if stands_out else 0
        return stands_out

    def in_a_sentence(self, began_blocks: int, ended_blocks: int) -> bool:
        """Whether what began and ended so many blocks ago follows other talk in a quiet room.

        A stressed word stands out of its own sentence. Where it is quiet between the words, the speech detector knows
        better where what was said begins.
        """
        history_db = self._latest_db(_HISTORY_BLOCKS)
        first = history_db.size - began_blocks
        last = history_db.size - ended_blocks
        before_db = history_db[max(first - BEFORE_BLOCKS, 0) : max(first - _ONSET_BLOCKS, 0)]
        word_db = history_db[max(first, 0) : last]
        if not before_db.size or not word_db.size:
            return False
        loudest_db = float(word_db.max())
        return bool(before_db.max() > loudest_db - TALK_DB and before_db.min() < loudest_db - QUIET_DB)

    def _median_db(self) -> float:
        lately_db = self._latest_db(LATELY_BLOCKS)
        middle = (lately_db.size - 1) // 2
        return float(np.partition(lately_db, middle)[middle])

    def _latest_db(self, blocks: int) -> npt.NDArray[np.float32]:
        """The levels of so many blocks, or of all there were, oldest first."""
        return self._levels_db[np.arange(self._count - min(self._count, blocks), self._count) % _HISTORY_BLOCKS]
