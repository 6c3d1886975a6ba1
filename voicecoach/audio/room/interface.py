"""Interface of a room: plays what the mixer renders and returns what the microphone hears."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ, Samples, silence

Render = Callable[[int], Samples]
"""``render(count)`` gives what to play in the next ``count`` samples of the clock, at the playback rate: shape
(3 * count,). It may be called from the sound card's thread."""


def render_silence(count: int) -> Samples:
    """Renders nothing, for who only listens."""
    return silence(count * PLAYBACK_RATE_HZ // SAMPLE_RATE_HZ)


BlockStep = Callable[[Samples, Samples, int], bool]
"""``step(microphone, played, position)``: one 10 ms block heard, the block that was played in the same 10 ms, both at
16 kHz, and the session sample at which both begin. Called in order from the thread that called ``run``; False ends the
run."""


class Room(Protocol):
    """A live card, a pair of sound files, or a simulation; all run on the clock of the samples they play."""

    def run(self, render: Render, step: BlockStep) -> None:
        """Plays and listens until ``step`` answers False. Raises DeviceError when the hardware goes away."""
        ...

    @property
    def live(self) -> bool:
        """True when time is real, so that slow work has to happen in another thread."""
        ...
