"""Lowers the coach's voice while somebody speaks, wherever its echo cannot be cancelled.

That is so in its first seconds, before the canceller has settled, and for good with loudspeakers that distort or clocks
that wander. Elsewhere commands are understood through the coach's voice, and nothing is lowered.
"""

from __future__ import annotations

from voicecoach.audio.echo.canceller import EchoCanceller
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import Samples, power

DUCKED_DB = -24.0
_ATTACK_S = 0.03
_RELEASE_S = 0.4
_LOUD_BLOCKS = 6
"""So many of the last ten blocks must hold speech."""
_QUIET_BLOCKS = 90
"""For so long after the last of it the coach stays quiet: an answer is often two words."""
_ABOVE_FLOOR = 10**1.2
_LEAST_POWER = 10**-5.2
_FLOOR_RISE = 1.003
"""A block; about 1.3 dB a second."""


class DuckingEcho:
    """An ``EchoCanceller`` that lowers the mixer's voice when it has to. Same ``process``."""

    def __init__(self, canceller: EchoCanceller, mixer: Mixer) -> None:
        self._canceller = canceller
        self._mixer = mixer
        self._floor = _LEAST_POWER / _ABOVE_FLOOR
        self._loud = [False] * 10
        self._blocks = 0
        self._quiet = _QUIET_BLOCKS
        self.ducked = False

    @property
    def voiced(self) -> bool:
        return self._canceller.voiced

    @property
    def echo_alone(self) -> bool:
        return self._canceller.echo_alone

    @property
    def settling(self) -> bool:
        return self._canceller.settling

    @property
    def disturbed(self) -> bool:
        return self._canceller.disturbed

    def moved(self, later: int) -> None:
        self._canceller.moved(later)

    @property
    def ducking_needed(self) -> bool:
        return self._canceller.ducking_needed

    def close(self) -> None:
        self._canceller.close()

    def process(self, microphone: Samples, played: Samples) -> tuple[Samples, Samples]:
        """``(detect, recognise)``, as from ``EchoCanceller``."""
        detect, recognise = self._canceller.process(microphone, played)
        self._mind(power(detect))
        return detect, recognise

    def _mind(self, loudness: float) -> None:
        loud = loudness > max(self._floor * _ABOVE_FLOOR, _LEAST_POWER)
        self._floor = min(loudness, self._floor * _FLOOR_RISE) if loudness > 0.0 else self._floor
        self._loud[self._blocks % len(self._loud)] = loud
        self._blocks += 1
        if sum(self._loud) >= _LOUD_BLOCKS and not self._canceller.settled:
            self._quiet = 0
            if not self.ducked:
                self.ducked = True
                self._mixer.duck(DUCKED_DB, ramp_s=_ATTACK_S)
        elif self.ducked:
            self._quiet += 1
            if self._quiet >= _QUIET_BLOCKS:
                self.ducked = False
                self._mixer.duck(0.0, ramp_s=_RELEASE_S)
