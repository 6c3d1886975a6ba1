"""Detects a microphone that delivers no sound: blocks of 10 ms in, the fault out.

Full scale all the time, or one and the same value that is not zero, comes from no working microphone.

Exact zeros may: noise gates and the noise suppression of sound systems give them whenever nobody speaks, as a virtual
card does, and a mute switch gives them, too. The two cannot be told apart by a silence. So zeros count as a fault

* where this microphone has never given them before: a mute switch, or a driver that died;
* from a microphone that gives zeros in every pause, once the coach sounds and its voice, which used to come back, does
  not;
* from the beginning, once the coach has spoken for seconds and nothing came back.

What cannot be told: that a microphone with a noise gate is muted while the coach is silent, or where its voice never
comes back, as with headphones; that one hears nothing but noise; and that a mute switch is on that lets noise through.
Zeros that ended by themselves were no fault, or are one no longer: from then on this microphone counts as gated, and
the coach's voice has to be heard coming back anew before its absence counts again. So nobody is told over and over.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from voicecoach.audio.pcm import Samples, power

_FAULTY_BLOCKS = 150
"""For so long it must last (1.5 s), to be told within two seconds."""
_WORKING_BLOCKS = 5
"""So many good blocks in a row end a fault: any spoken word has them."""
_GATE_BLOCKS = 30
"""Fewer zeros (0.3 s) come from no gate: they stand for what was lost, or come while a device starts."""
_FULL_SCALE = 0.99
_FULL_SCALE_SHARE = 0.9
_SOUNDING = 1e-4
"""Power (-40 dB) above which the coach is heard in any room in which it is heard at all."""
_RETURN_BLOCKS = 50
"""Within so long (0.5 s) what was played has come back."""
_SOUNDED_BLOCKS = 30
"""So much of the coach's voice (0.3 s) must have failed to come back to a microphone to which it used to."""
_NEVER_HEARD_BLOCKS = 400
"""So much of it (4 s), where it never did."""
_ECHO_BLOCKS = 150
_ECHO_SHARE = 0.8
"""The voice comes back when it did in so many of so many blocks at least."""


class MicrophoneFault(StrEnum):
    """What is wrong, as a sentence for screen and trace."""

    SILENT = "The microphone delivers digital silence; it may be muted."
    CONSTANT = "The microphone delivers one constant value, and no sound."
    FULL_SCALE = "The microphone is stuck at full scale."


class MicrophoneCheck:
    """``feed`` for each block; keeps what it learns about one microphone."""

    def __init__(self) -> None:
        self._fault: MicrophoneFault | None = None
        self._seen: MicrophoneFault | None = None
        """What the last block looked like."""
        self._value = 0.0
        self._alike_blocks = 0
        """Blocks in a row that looked like the last one."""
        self._has_sounded = False
        self._gated = False
        self._played_blocks = self._returned_blocks = 0
        self._unreturned_blocks = self._waited_blocks = 0
        """What the coach has sounded since zeros began, and how long ago it began to."""

    def feed(self, microphone: Samples, played: Samples) -> MicrophoneFault | None:
        """What is wrong now. ``played`` is what the loudspeaker gave out in the same 10 ms; silence without one."""
        seen, value = _looks(microphone)
        alike = seen is self._seen and (seen is not MicrophoneFault.CONSTANT or value == self._value)
        if not alike and self._seen is MicrophoneFault.SILENT:
            self._zeros_ended()
        self._alike_blocks = self._alike_blocks + 1 if alike else 1
        self._seen, self._value = seen, value
        self._follow_the_echo(zeros=seen is MicrophoneFault.SILENT, sounding=power(played) > _SOUNDING)
        if seen is None:
            self._has_sounded = True
            if self._alike_blocks >= _WORKING_BLOCKS:
                self._fault = None
        elif self._alike_blocks >= _FAULTY_BLOCKS and (seen is not MicrophoneFault.SILENT or self._zeros_are_a_fault()):
            self._fault = seen
        return self._fault

    def _zeros_ended(self) -> None:
        if self._fault is MicrophoneFault.SILENT:
            self._played_blocks = self._returned_blocks = self._unreturned_blocks = self._waited_blocks = 0
        if self._alike_blocks >= _GATE_BLOCKS:
            self._gated = True

    def _follow_the_echo(self, *, zeros: bool, sounding: bool) -> None:
        """Counts how much of the coach's voice came back. What sounds while zeros come may be on its way."""
        if zeros:
            self._unreturned_blocks += sounding
            self._waited_blocks += self._unreturned_blocks > 0
            return
        in_time = self._waited_blocks <= _RETURN_BLOCKS
        self._played_blocks += self._unreturned_blocks + sounding
        self._returned_blocks += (self._unreturned_blocks if in_time else 0) + sounding
        self._unreturned_blocks = self._waited_blocks = 0

    def _zeros_are_a_fault(self) -> bool:
        if not self._has_sounded:
            return self._unreturned_blocks >= _NEVER_HEARD_BLOCKS
        if not self._gated:
            return True
        returns = self._played_blocks >= _ECHO_BLOCKS and self._returned_blocks >= _ECHO_SHARE * self._played_blocks
        return returns and self._unreturned_blocks >= _SOUNDED_BLOCKS and self._waited_blocks > _RETURN_BLOCKS


def _looks(block: Samples) -> tuple[MicrophoneFault | None, float]:
    """What a block would be if it went on, and its first value."""
    first = float(block[0])
    lowest, highest = float(block.min()), float(block.max())
    if lowest == highest:
        if abs(first) < _FULL_SCALE:
            return (MicrophoneFault.SILENT if first == 0.0 else MicrophoneFault.CONSTANT), first
        return MicrophoneFault.FULL_SCALE, first
    if max(highest, -lowest) >= _FULL_SCALE:
        clipped = int(np.count_nonzero(np.abs(block) >= _FULL_SCALE))
        if clipped >= _FULL_SCALE_SHARE * len(block):
            return MicrophoneFault.FULL_SCALE, first
    return None, first
