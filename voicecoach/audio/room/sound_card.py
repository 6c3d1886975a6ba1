"""The live card: plays what the mixer renders, listens, and keeps the two in step.

Loudspeaker and microphone are opened as two streams and joined by ``StreamSync``, rather than as one duplex
stream, in which miniaudio itself drops and repeats samples between the two without a word and so moves the
echo about.

The card's threads only render, copy and queue. ``step`` runs in the thread that called ``run``, in order and
however late: blocks wait for it and none is dropped.

When the card stops calling, the default devices are opened anew, which follows a plug that was pulled; the
session's time stands still meanwhile. A microphone that cannot be had again is replaced by silence and
reported; without a loudspeaker the run ends with a DeviceError.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from voicecoach.audio.decimation import Decimator
from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, PLAYBACK_RATIO, Samples, from_int16, silence, to_int16
from voicecoach.audio.room.devices import DefaultDevices, Devices, Stream, sound_devices
from voicecoach.audio.room.interface import BlockStep, Render
from voicecoach.audio.room.sleep_watch import SleepWatch
from voicecoach.audio.room.stream_sync import StreamSync
from voicecoach.errors import DeviceError

BUFFERS_MS = (60, 90, 150)
"""How far ahead the loudspeaker is filled. A machine that cannot keep up with one gets the next, at the next
pause. With 30 ms a virtual machine of two cores ran dry four times in four minutes, with 60 ms not once.
"""
UNDERRUNS_TO_GROW = 2
FIRST_CALL_S = 4.0
"""How long a device may take before it first calls."""
LOST_AFTER_S = 1.0
"""How long it may be silent afterwards before it counts as gone."""
REOPEN_TRIES = 3
WAKING_S = 0.5
"""How long outputs such as Bluetooth and HDMI are woken before the first word."""
_SWITCH_INTERVAL_S = 0.001
"""How long Python lets another thread run before the card's thread gets its turn; by default 5 ms."""


@dataclass(frozen=True, slots=True)
class CardStatistics:
    """What went wrong so far, and how the clocks compare."""

    underruns: int = 0
    """Seconds in which the loudspeaker ran out of sound."""
    microphone_gaps: int = 0
    """Seconds in which something of the microphone's was lost."""
    buffer_ms: int = BUFFERS_MS[0]
    reopened: int = 0
    """How often the devices were opened anew, for a larger buffer or because they were gone."""
    drift_ppm: float | None = None
    """The microphone's clock against the loudspeaker's; None while unknown. See ``StreamSync.drift_ppm``."""


class SoundCard:
    """Implements ``Room`` with the default devices of this computer."""

    def __init__(
        self,
        *,
        speaker: bool = True,
        microphone: bool = True,
        waking_s: float | None = None,
        microphone_lost: Callable[[], None] | None = None,
        time_lost: Callable[[float], None] | None = None,
        echo_moved: Callable[[int], None] | None = None,
        devices: Devices | None = None,
    ) -> None:
        """Nothing is opened yet.

        Without ``speaker`` what is rendered goes nowhere and the microphone sets the pace; without
        ``microphone`` its blocks are silent. ``waking_s`` of sound that nobody hears is played before the
        first sample of the session: with None, 0.5 s where the output's name says that it needs it.
        ``microphone_lost`` is called when the microphone is gone for good, ``time_lost`` with the seconds
        that the computer slept, ``echo_moved`` with the samples by which the echo comes later from the next
        step on, all from ``run``'s thread.
        """
        self._wants_speaker = speaker
        self._wants_microphone = microphone
        self._waking_s = waking_s
        self._microphone_lost = microphone_lost
        self._time_lost = time_lost
        self._echo_moved = echo_moved
        self._devices = devices or DefaultDevices()
        self._streams: list[Stream] = []
        self._pairing = StreamSync(microphone=microphone)
        self._buffer = 0
        self._underruns_before = 0
        self._quiet_blocks = 0
        self._microphone_retried = False
        self._woken = threading.Event()
        self._failure: BaseException | None = None
        self._last_call_s = 0.0
        self._to_wake = 0
        self._decimator = Decimator()
        self._unplayed = silence(0)
        self._keep_awake = False
        self._reopened = 0

    @property
    def live(self) -> bool:
        return True

    @property
    def statistics(self) -> CardStatistics:
        return CardStatistics(
            underruns=self._pairing.underruns,
            microphone_gaps=self._pairing.microphone_gaps,
            buffer_ms=BUFFERS_MS[self._buffer],
            reopened=self._reopened,
            drift_ppm=self._pairing.drift_ppm,
        )

    def run(self, render: Render, step: BlockStep) -> None:
        """See ``Room``. Raises DeviceError when a device cannot be opened or the loudspeaker goes away."""
        usual_s = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_INTERVAL_S)
        try:
            self._prepare_to_wake()
            self._open(render)
            self._keep_stepping(render, step)
        finally:
            self._close()
            sys.setswitchinterval(usual_s)

    def _keep_stepping(self, render: Render, step: BlockStep) -> None:
        sleep = SleepWatch()
        while True:
            for microphone, played, position in self._pairing.pairs():
                self._quiet_blocks = 0 if played.any() else self._quiet_blocks + 1
                shift = self._pairing.take_shift()
                if shift and self._echo_moved is not None:
                    self._echo_moved(shift)
                if not step(microphone, played, position):
                    return
            if self._failure is not None:
                raise self._failure
            slept_s = sleep.slept_s()
            if slept_s and self._time_lost is not None:
                self._time_lost(slept_s)
            self._mind_the_devices(render)
            self._woken.wait(LOST_AFTER_S / 4)
            self._woken.clear()

    # -- opening and losing --

    def _prepare_to_wake(self) -> None:
        waking_s = self._waking_s
        if waking_s is None:
            outputs = sound_devices().loudspeakers if self._wants_speaker else ()
            self._keep_awake = any(device.default and device.slow_to_wake for device in outputs)
            waking_s = WAKING_S if self._keep_awake else 0.0
        self._to_wake = round(waking_s * PLAYBACK_RATE_HZ)

    def _open(self, render: Render) -> None:
        self._last_call_s = time.monotonic() + FIRST_CALL_S - LOST_AFTER_S
        if self._wants_microphone:
            hear = self._hear if self._wants_speaker else partial(self._hear, render=render)
            self._streams.append(self._devices.open_microphone(hear))
        if self._wants_speaker:
            fill = partial(self._fill, render)
            self._streams.append(self._devices.open_loudspeaker(fill, BUFFERS_MS[self._buffer]))

    def _close(self) -> None:
        while self._streams:
            self._streams.pop().close()

    def _mind_the_devices(self, render: Render) -> None:
        if time.monotonic() - self._last_call_s > LOST_AFTER_S:
            self._reopen(render)
        elif self._pairing.microphone_missing and not self._microphone_retried:
            self._microphone_retried = True
            self._reopen(render)
        elif self._pairing.microphone_missing and self._wants_microphone:
            self._go_on_deaf(render)
        elif self._buffer_too_small() and self._quiet_blocks > 20:
            self._underruns_before = self._pairing.underruns
            self._buffer += 1
            self._reopen(render)

    def _buffer_too_small(self) -> bool:
        underruns = self._pairing.underruns - self._underruns_before
        return underruns >= UNDERRUNS_TO_GROW and self._buffer + 1 < len(BUFFERS_MS)

    def _reopen(self, render: Render) -> None:
        """Opens what is the default now, without a microphone where that fails: the patient is to be told at once.

        Raises DeviceError when there is no loudspeaker any more.
        """
        self._reopened += 1
        for tries_left in reversed(range(REOPEN_TRIES)):
            self._close()
            self._pairing.restart()
            try:
                self._open(render)
            except DeviceError as error:
                failure = self._without_microphone(render, error)
                if failure is None:
                    return
                if not tries_left:
                    raise DeviceError(f"the sound card is gone: {failure}") from failure
                time.sleep(LOST_AFTER_S)
            else:
                return

    def _without_microphone(self, render: Render, failure: DeviceError) -> DeviceError | None:
        """Goes on deaf after this failure. Answers why that cannot be done either; None when it goes on."""
        if not (self._wants_speaker and self._wants_microphone):
            return failure
        try:
            self._go_on_deaf(render)
        except DeviceError as error:
            return error
        return None

    def _go_on_deaf(self, render: Render) -> None:
        self._close()
        self._pairing.restart()
        self._wants_microphone = False
        try:
            self._open(render)
        except DeviceError:
            self._wants_microphone = True
            raise
        self._pairing.deafen()
        if self._microphone_lost is not None:
            self._microphone_lost()

    # -- in the card's threads --

    def _fill(self, render: Render, count: int) -> bytes:
        """The loudspeaker's next ``count`` samples, at the playback rate."""
        now_s = self._last_call_s = time.monotonic()
        if self._to_wake > 0:
            self._to_wake -= count
            return _inaudible(count)
        missing = max(count - len(self._unplayed), 0)
        if missing:
            sound = self._rendered(render, -(-missing // PLAYBACK_RATIO))
            self._pairing.played(self._decimator.process(sound), now_s)
            self._unplayed = np.concatenate([self._unplayed, sound])
        samples, self._unplayed = self._unplayed[:count], self._unplayed[count:]
        self._woken.set()
        if self._keep_awake and not samples.any():
            return _inaudible(count)
        return to_int16(samples)

    def _hear(self, data: bytes, render: Render | None = None) -> None:
        """What the microphone heard. Where there is no loudspeaker to ask for sound, this does."""
        now_s = time.monotonic()
        samples = from_int16(data)
        if render is not None:
            self._last_call_s = now_s
            self._pairing.played(self._decimator.process(self._rendered(render, len(samples))), now_s)
        self._pairing.heard(samples, now_s)
        self._woken.set()

    def _rendered(self, render: Render, count: int) -> Samples:
        """What ``render`` gives; its errors are raised in ``run``'s thread, since the card's has nobody to tell."""
        if self._failure is None:
            try:
                return render(count)
            except Exception as error:  # noqa: BLE001
                self._failure = error
        return silence(count * PLAYBACK_RATIO)


def _inaudible(count: int) -> bytes:
    """The smallest sound there is in 16 bits (-90 dB), to keep an output awake that sleeps on digital silence."""
    return np.tile(np.array([0, 1, 0, -1], dtype="<i2"), -(-count // 4))[:count].tobytes()
