"""Implements the room of a sound card: plays, records, keeps both in step, and reopens devices that are lost.

Loudspeaker and microphone are opened as two streams and joined by ``StreamSync``, rather than as one duplex
stream, in which miniaudio itself drops and repeats samples between the two without a word and so moves the
echo about.

The card's threads only render, copy and queue. ``step`` runs in the thread that called ``run``, in order and
however late: blocks wait for it and none is dropped.

A device that stops calling is lost, and opened again by ``DeviceKeeper`` until it runs; so is one that is no longer the
default. While the loudspeaker is gone a clock takes its place (``Playback``), while the microphone is gone, silence. A
microphone that calls and delivers no sound is found by ``MicrophoneCheck``. Each loss and each return is told once;
where nobody is to be told, a device that does not come back ends the run with a DeviceError.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from voicecoach.audio.pcm import Samples, from_int16, silence
from voicecoach.audio.room.default_devices import DefaultDevices
from voicecoach.audio.room.device_keeper import DeviceKeeper, KeptDevice
from voicecoach.audio.room.devices import Device, Devices, Stream
from voicecoach.audio.room.interface import BlockStep, Render
from voicecoach.audio.room.microphone_check import MicrophoneCheck, MicrophoneFault
from voicecoach.audio.room.playback import Playback
from voicecoach.audio.room.sleep_watch import SleepWatch
from voicecoach.audio.room.stream_sync import StreamSync
from voicecoach.audio.room.watched_device import REOPEN_AFTER_S, WatchedDevice

BUFFERS_MS = (60, 90, 150)
"""How far ahead the loudspeaker is filled. A machine that cannot keep up with one gets the next, at the next
pause. With 30 ms a virtual machine of two cores ran dry four times in four minutes, with 60 ms not once.
"""
UNDERRUNS_TO_GROW = 2
WAKING_S = 0.5
"""How long outputs such as Bluetooth and HDMI are woken before the first word."""
_LOOK_S = 0.2
_CLOCK_S = 0.01
_HELD_UP_S = 0.5
"""A session that did not look for so long was held up itself, and the devices perhaps with it."""
_EXCHANGED_S = 1.0
"""How much longer a device that takes the place of another may take to call: outputs fill long buffers first."""
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
    """How often a device was opened anew: for a larger buffer, or because it was gone or another had its place."""
    drift_ppm: float | None = None
    """The microphone's clock against the loudspeaker's; None while unknown. See ``StreamSync.drift_ppm``."""


@dataclass(frozen=True, slots=True)
class CardReports:
    """Callbacks, called from ``run``'s thread. Those for losses get a sentence that says what is wrong."""

    microphone_lost: Callable[[str], None] | None = None
    microphone_back: Callable[[], None] | None = None
    speaker_lost: Callable[[str], None] | None = None
    speaker_back: Callable[[], None] | None = None
    time_lost: Callable[[float], None] | None = None
    """The seconds that the computer slept, or for which the loudspeaker had stopped before it was noticed."""
    echo_moved: Callable[[int], None] | None = None
    """By how many samples the echo comes later from the next step on."""


class SoundCard:
    """Implements ``Room`` with the default devices of this computer. For one ``run``."""

    def __init__(
        self,
        *,
        speaker: bool = True,
        microphone: bool = True,
        reports: CardReports | None = None,
        devices: Devices | None = None,
    ) -> None:
        """Nothing is opened yet.

        Without ``speaker`` what is rendered goes nowhere and the microphone sets the pace; without ``microphone`` its
        blocks are silent.
        """
        self._devices = devices or DefaultDevices()
        self._pairing = StreamSync(microphone=microphone)
        self._woken = threading.Event()
        self._buffer = 0
        self._underruns_before = 0
        self._quiet_blocks = 0
        self._looked_s = 0.0
        told = reports or CardReports()
        self._time_lost = told.time_lost
        self._echo_moved = told.echo_moved
        self._microphone = WatchedDevice(
            KeptDevice("microphone", lambda found: found.microphone, self._open_microphone),
            told.microphone_lost,
            told.microphone_back,
        )
        self._speaker = WatchedDevice(
            KeptDevice("loudspeaker", lambda found: found.loudspeaker, self._open_speaker),
            told.speaker_lost,
            told.speaker_back,
        )
        self._wants_speaker = speaker
        both = ((self._microphone, microphone), (self._speaker, speaker))
        self._watched = [device for device, wanted in both if wanted]
        self._keeper = DeviceKeeper(self._devices, [device.kept for device in self._watched])
        self._check = MicrophoneCheck()
        self._fault: MicrophoneFault | None = None

    @property
    def live(self) -> bool:
        return True

    @property
    def statistics(self) -> CardStatistics:
        return CardStatistics(
            underruns=self._pairing.underruns,
            microphone_gaps=self._pairing.microphone_gaps,
            buffer_ms=BUFFERS_MS[self._buffer],
            reopened=sum(max(device.kept.openings - 1, 0) for device in self._watched),
            drift_ppm=self._pairing.drift_ppm,
        )

    def run(self, render: Render, step: BlockStep) -> None:
        """See ``Room``. Raises DeviceError when a device cannot be opened at the beginning."""
        usual_s = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_INTERVAL_S)
        self._playback = Playback(render, self._pairing.played)
        try:
            self._keeper.open()
            self._looked_s = time.monotonic()
            for device in self._watched:
                device.started(self._looked_s)
            self._keep_stepping(step)
        finally:
            self._keeper.close()
            sys.setswitchinterval(usual_s)

    def _keep_stepping(self, step: BlockStep) -> None:
        sleep = SleepWatch()
        while True:
            for microphone, played, position in self._pairing.pairs():
                self._attend(microphone, played)
                if not step(microphone, played, position):
                    return
            if self._playback.failure is not None:
                raise self._playback.failure
            now_s = time.monotonic()
            slept_s = sleep.slept_s()
            if slept_s:
                self._tell_time_lost(slept_s)
            if slept_s or now_s - self._looked_s > _HELD_UP_S:
                self._forgive(now_s)
            self._looked_s = now_s
            self._mind_the_devices(now_s)
            self._playback.catch_up(now_s)
            self._woken.wait(_CLOCK_S if self._playback.by_clock else _LOOK_S)
            self._woken.clear()

    def _attend(self, microphone: Samples, played: Samples) -> None:
        """What is to be done for each pair before the session has it."""
        self._quiet_blocks = 0 if played.any() else self._quiet_blocks + 1
        shift = self._pairing.take_shift()
        if shift and self._echo_moved is not None:
            self._echo_moved(shift)
        if not self._pairing.microphone_missing:
            sounded = silence(len(played)) if self._playback.by_clock else played
            self._fault = self._check.feed(microphone, sounded)

    # -- devices that are lost, and come back --

    def _mind_the_devices(self, now_s: float) -> None:
        for device in self._watched:
            if device.opened_anew():
                self._pairing.restart()
                if not device.calls.lost:
                    device.calls.forgive(now_s + _EXCHANGED_S)
            if device.look(now_s):
                self._keeper.look()
                if device is self._watched[-1]:
                    self._change_pace(now_s, device)
        self._mind_the_microphone(now_s)
        if self._buffer_too_small() and self._quiet_blocks > 20 and not self._speaker.calls.lost:
            self._underruns_before = self._pairing.underruns
            self._buffer += 1
            self._speaker.kept.want_anew()
            self._keeper.look()

    def _change_pace(self, now_s: float, device: WatchedDevice) -> None:
        """The device whose calls are the session's clock was lost, or is back."""
        self._pairing.restart()
        lost = device.calls.lost
        if lost and device.reported:
            self._playback.start_clock(now_s)
        elif not lost:
            self._playback.stop_clock()
        if device is self._speaker:
            device.tell(device.stopped() if lost else "")
        if lost:
            self._tell_time_lost(device.calls.silent_s(now_s))

    def _mind_the_microphone(self, now_s: float) -> None:
        device = self._microphone
        if device not in self._watched:
            return
        if device.exchanged():
            self._check, self._fault = MicrophoneCheck(), None
        if device.calls.lost:
            if not device.calls.calling(now_s):
                self._pairing.stand_in()
            device.tell(device.stopped())
        else:
            if self._fault is not None and now_s - device.kept.opened_s > REOPEN_AFTER_S:
                device.kept.want_anew()
            device.tell(self._fault or "")

    def _buffer_too_small(self) -> bool:
        underruns = self._pairing.underruns - self._underruns_before
        return underruns >= UNDERRUNS_TO_GROW and self._buffer + 1 < len(BUFFERS_MS)

    def _forgive(self, now_s: float) -> None:
        """Nothing ran for a while, neither the devices nor this; the time between is left out."""
        for device in self._watched:
            device.calls.forgive(now_s)
        if self._playback.by_clock:
            self._playback.start_clock(now_s)

    def _tell_time_lost(self, seconds: float) -> None:
        if self._time_lost is not None:
            self._time_lost(seconds)

    # -- in the keeper's thread, then in the devices' --

    def _open_microphone(self, _device: Device | None) -> Stream:
        return self._devices.open_microphone(self._hear)

    def _open_speaker(self, device: Device | None) -> Stream:
        slow = device is not None and device.slow_to_wake
        self._playback.wake(WAKING_S if slow else 0.0, keep_awake=slow)
        return self._devices.open_loudspeaker(self._fill, BUFFERS_MS[self._buffer])

    def _fill(self, count: int) -> bytes:
        """The loudspeaker's next ``count`` samples, at the playback rate."""
        now_s = time.monotonic()
        self._speaker.calls.called(now_s)
        sound = self._playback.fill(count, now_s)
        self._woken.set()
        return sound

    def _hear(self, data: bytes) -> None:
        """What the microphone heard. Where there is no loudspeaker to ask for sound, this does."""
        now_s = time.monotonic()
        self._microphone.calls.called(now_s)
        samples = from_int16(data)
        if not self._wants_speaker:
            self._playback.keep_pace(len(samples), now_s)
        self._pairing.heard(samples, now_s)
        self._woken.set()
