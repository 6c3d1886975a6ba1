"""Takes the coach's own voice out of what the microphone hears: for the detector one way, for the recogniser another.

AEC3 decides *whether* the patient speaks: from the first second on it lets almost nothing of the coach through, but it
swallows short commands. A linear canceller's output is what is recognised, and decides where it holds far more than an
echo leaves (``DoubleTalk``). Each works on the raw microphone; one after the other they are worse than either alone.

The linear canceller starts with no idea of the echo's delay. It finds and follows it: the part of its response that
holds the echo is kept near the beginning by delaying what was played (``Reference``), a slow movement of the response
is two clocks that differ, which is undone by reading what was played at the microphone's rate, and a jump
(``EchoJump``) takes what was learnt along.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from voicecoach.audio.echo.aec3 import Aec3
from voicecoach.audio.echo.delay import EnvelopeDelay
from voicecoach.audio.echo.double_talk import DoubleTalk
from voicecoach.audio.echo.interpolation import HALF_TAPS
from voicecoach.audio.echo.jump import LONGEST, EchoJump
from voicecoach.audio.echo.levels import EchoLevels
from voicecoach.audio.echo.linear_canceller import PARTITIONS, LinearCanceller, Spectra
from voicecoach.audio.echo.reference import Reference
from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples, power
from voicecoach.errors import DeviceError

_SETTLING_BLOCKS = 800
"""Eight seconds of the coach's speech: by then what cancelling leaves has stopped shrinking in every simulated room."""
_ECHO_LASTS_BLOCKS = 100
"""After so much digital silence of the coach nothing of it is left in the room (1 s)."""
_AUDIBLE = 1e-8
"""Power (-80 dB) above which the coach makes a sound."""
_PEAK_BLOCKS = 3
"""Where the strongest part of the echo is kept within the canceller's response."""
_TAIL_BLOCKS = 8
"""What the response should hold after it at least."""
_CHECK_BLOCKS = 50
_PATIENCE_BLOCKS = 250
"""For so long (2.5 s of speech) it may learn before the delay is looked for by other means."""
_SWALLOWED = 0.1
"""Of a word's power: what AEC3 leaves less of is lost to the detector."""
_DISTURBED_BLOCKS = 300
"""After an echo jumped untold: until a word that began before the jump was noticed has been decided on (3 s)."""
_VOICE = 10**0.6
"""Of the background's power: what is quieter is nobody, also in the coach's pauses."""
_MAXIMUM_DRIFT = 1000e-6
_FOUND_DB = 1.5
_DRIFT_GAIN = 0.5
_DRIFT_NOTICED = 4e-6


@dataclass(frozen=True, slots=True)
class EchoState:
    """What is known about the echo now."""

    return_loss_db: float
    """How much quieter the coach is at the microphone than as played, before anything is cancelled."""
    enhancement_db: float
    """By how much the linear canceller lowers that (ERLE), over the last seconds of the coach's speech."""
    delay_s: float | None
    """From playing to hearing; None while unknown."""
    drift_ppm: float
    """How much slower the microphone's clock runs than the loudspeaker's, as far as the echo shows it."""
    settled: bool
    """Commands can be heard through the coach's own voice."""
    ducking_needed: bool
    """Cancelling does not work here: when somebody speaks, the coach has to go quiet to understand them."""


class Suppressor(Protocol):
    """Takes out the echo whatever it costs: ``audio.aec3``."""

    def process(self, microphone: Samples, played: Samples) -> Samples: ...

    def close(self) -> None: ...


def open_echo_canceller() -> tuple[EchoCanceller, str]:
    """A canceller with AEC3 where livekit runs, else with the linear part alone, and a clause that says which."""
    try:
        return EchoCanceller(Aec3()), "AEC3 and a linear canceller"
    except DeviceError as error:
        return EchoCanceller(None), f"a linear canceller alone: {error}"


class EchoCanceller:
    """Fed every block, in order, with what was played in the same 10 ms."""

    def __init__(self, suppressor: Suppressor | None = None) -> None:
        """``suppressor`` decides whether somebody speaks; without one the linear output does."""
        self._suppressor = suppressor
        self._linear = LinearCanceller()
        self._reference = Reference()
        self._envelopes = EnvelopeDelay()
        self._levels = EchoLevels()
        self._double_talk = DoubleTalk()
        self._jump = EchoJump()
        self._blocks = 0
        self._silent_blocks = _ECHO_LASTS_BLOCKS + 1
        self._audible_blocks = 0
        self._learning_blocks = 0
        self._settled_from = _SETTLING_BLOCKS
        self._disturbed_until = 0
        self._before: tuple[int, Spectra] | None = None
        self.voiced = False
        """While the coach speaks: the last block holds more than its echo leaves."""
        self.echo_alone = False
        """While the coach speaks: the last block holds nothing but what is left of its echo."""

    def process(self, microphone: Samples, played: Samples) -> tuple[Samples, Samples]:
        """``(detect, recognise)``, shape (160,) each: the microphone itself when the coach has been silent for 1 s."""
        self._blocks += 1
        self._reference.add(played)
        sent = power(played)
        audible = sent > _AUDIBLE
        self._silent_blocks = 0 if audible else self._silent_blocks + 1
        if self._silent_blocks > _ECHO_LASTS_BLOCKS:
            self._levels.add_background(power(microphone))
            self.voiced = self.echo_alone = False
            return microphone, microphone
        recognise = self._linear.process(microphone, self._reference.window())
        suppressor = self._suppressor
        detect = recognise if suppressor is None else suppressor.process(microphone, played)
        heard, left = power(microphone), power(recognise)
        later = self._jump.feed(microphone, microphone - recognise)
        if later is not None:
            self._disturbed_until = self._blocks + _DISTURBED_BLOCKS
            self.moved(later)
        if self._double_talk.feed(recognise, microphone - recognise) and power(detect) < _SWALLOWED * left:
            detect = recognise
        self.echo_alone = self._double_talk.echo_alone
        self.voiced = self._double_talk.likely and left > _VOICE * self._levels.background
        self._envelopes.add(heard, sent)
        self._levels.add_background(left)
        if audible:
            self._levels.add_echo(heard, left, sent)
            self._audible_blocks += 1
            self._learning_blocks += 1
            if self._audible_blocks % _CHECK_BLOCKS == 0:
                self._follow()
        return detect, recognise

    @property
    def settled(self) -> bool:
        """See ``EchoState``; cheap enough for every block."""
        return self._levels.settled

    @property
    def settling(self) -> bool:
        """True while it still leaves more of the coach than it will later on."""
        return self._audible_blocks < self._settled_from or not self._levels.settled or self.disturbed

    @property
    def disturbed(self) -> bool:
        """True for the time that a word needs to be decided on, after the echo was let through because it jumped."""
        return self._blocks < self._disturbed_until

    @property
    def ducking_needed(self) -> bool:
        """See ``EchoState``; cheap enough for every block."""
        return self._levels.hopeless

    @property
    def state(self) -> EchoState:
        known = self._levels.settled
        delay = (self._reference.delay + HALF_TAPS + self._linear.peak()) / SAMPLE_RATE_HZ
        return EchoState(
            return_loss_db=self._levels.return_loss_db,
            enhancement_db=self._levels.enhancement_db,
            delay_s=delay if known and self._levels.enhancement_db > 3.0 else None,
            drift_ppm=self._reference.drift * 1e6,
            settled=known,
            ducking_needed=self._levels.hopeless,
        )

    def close(self) -> None:
        """Frees the suppressor; nothing can be processed then."""
        if self._suppressor is not None:
            self._suppressor.close()

    def _follow(self) -> None:
        """Twice a second of the coach's speech: where is the echo, and where is it going?"""
        if self._levels.enhancement_db < _FOUND_DB:
            self._before = None
            if self._learning_blocks > _PATIENCE_BLOCKS:
                self._search()
            return
        self._centre()
        self._follow_drift()

    def _centre(self) -> None:
        """Keeps the echo early in the response, and some delay in hand for clocks that make it come ever earlier."""
        lies_at = self._linear.peak() // BLOCK_SAMPLES
        if lies_at > 2 * _PEAK_BLOCKS:
            self._move(lies_at - _PEAK_BLOCKS)
        elif lies_at == 0 and self._reference.delay > 2 * BLOCK_SAMPLES:
            self._move(-1)
        elif lies_at > 0 and self._reference.delay < BLOCK_SAMPLES:
            self._move(1)

    def _follow_drift(self) -> None:
        now = self._linear.response()
        if self._before is not None:
            then, response = self._before
            elapsed = (self._blocks - then) * BLOCK_SAMPLES
            residual = self._linear.moved(response) / elapsed
            if self._reference.drift != 0.0 or abs(residual) > _DRIFT_NOTICED:
                drift = self._reference.drift + _DRIFT_GAIN * residual
                self._reference.drift = min(max(drift, -_MAXIMUM_DRIFT), _MAXIMUM_DRIFT)
        self._before = (self._blocks, now)

    def _search(self) -> None:
        """The echo was not found where it was looked for: perhaps it is later than the canceller reaches."""
        self._learning_blocks = 0
        blocks = self._envelopes.blocks()
        if blocks is None:
            return
        reached = round(self._reference.delay / BLOCK_SAMPLES)
        if not 0 <= blocks - reached < PARTITIONS - _TAIL_BLOCKS:
            self._reference.move(blocks - _PEAK_BLOCKS - reached)
            self._start_over()

    def _start_over(self) -> None:
        self._linear.forget()
        self._jump.forget()
        self._before = None
        self._settled_from = self._audible_blocks + _SETTLING_BLOCKS

    def moved(self, later: int) -> None:
        """From the next block on the echo comes so many samples later (negative: sooner); what is known of it stays."""
        if abs(later) > LONGEST:
            self._start_over()
            return
        blocks = self._reference.shift(later)
        if blocks:
            self._linear.shift(blocks)
        for ago in reversed(range(PARTITIONS)):
            self._linear.remember(self._reference.window(ago))
        self._jump.forget()
        self._before = None

    def _move(self, blocks: int) -> None:
        moved = self._reference.move(blocks)
        if moved:
            self._linear.shift(moved)
            self._before = None
