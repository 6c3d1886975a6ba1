"""Opens loudspeaker and microphone through miniaudio: whichever are the default."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ
from voicecoach.audio.room.devices import Found, Stream, backends, silence_alsa, sound_devices
from voicecoach.errors import DeviceError

CAPTURE_MS = 10

_PERIODS = 2
_PROPERTIES = "PULSE_PROP"


class DefaultDevices:
    """Implements ``Devices``."""

    def found(self) -> Found:
        return sound_devices()

    def open_microphone(self, hear: Callable[[bytes], None]) -> Stream:
        import miniaudio

        def call() -> Generator[None, bytes, None]:
            while True:
                hear((yield))

        return _started(
            lambda: _device_class("CaptureDevice")(
                input_format=miniaudio.SampleFormat.SIGNED16, buffersize_msec=CAPTURE_MS, **_common(SAMPLE_RATE_HZ)
            ),
            call(),
            "microphone",
        )

    def open_loudspeaker(self, fill: Callable[[int], bytes], buffer_ms: int) -> Stream:
        import miniaudio

        def call() -> Generator[bytes, int, None]:
            sound = b""
            while True:
                sound = fill((yield sound))

        # PulseAudio is asked by miniaudio for a buffer of one period, every other system for all of them. Linux without
        # it gets twice the buffer, which is late rather than torn.
        period_ms = buffer_ms if sys.platform.startswith("linux") else buffer_ms // _PERIODS
        with _lowering_music():
            return _started(
                lambda: _device_class("PlaybackDevice")(
                    output_format=miniaudio.SampleFormat.SIGNED16,
                    buffersize_msec=period_ms,
                    callback_periods=_PERIODS,
                    **_common(PLAYBACK_RATE_HZ),
                ),
                call(),
                "loudspeaker",
            )


@contextmanager
def _lowering_music() -> Iterator[None]:
    """A stream opened meanwhile has the role of a telephone call, before which PulseAudio lowers other programs' music
    (``module-role-ducking``) or pauses it (``module-role-cork``, there by default), until the stream is gone.

    For the loudspeaker alone: a microphone in that role would switch a Bluetooth headset to its telephone sound.
    Who sets ``PULSE_PROP`` has their own will. No other system lets miniaudio ask for as much.
    """
    if not sys.platform.startswith("linux") or _PROPERTIES in os.environ:
        yield
        return
    os.environ[_PROPERTIES] = "media.role=phone"
    try:
        yield
    finally:
        os.environ.pop(_PROPERTIES, None)


def _common(rate_hz: int) -> dict[str, Any]:
    return {
        "nchannels": 1,
        "sample_rate": rate_hz,
        "backends": backends(),
        "app_name": "voicecoach",
    }


def _started(open_device: Callable[[], Any], calls: Generator[Any, Any, None], what: str) -> Stream:
    import miniaudio

    silence_alsa()
    next(calls)
    try:
        device = open_device()
        device.start(calls)
    except miniaudio.MiniaudioError as error:
        raise DeviceError(f"No {what} can be opened: {error.args[0]}.") from error
    stream: Stream = device
    return stream


@cache
def _device_class(name: str) -> Any:
    """miniaudio's class of that name, whose ``close`` ends the connection to the sound system as well.

    miniaudio leaves it open with every device, also with one that failed: a computer whose devices are opened anew for
    hours would run out of file descriptors.
    """
    import miniaudio

    class Device(getattr(miniaudio, name)):  # type: ignore[misc]
        def close(self) -> None:
            super().close()
            context = self.__dict__.pop("_context", None)
            if context is not None:
                miniaudio.lib.ma_context_uninit(context)

    return Device
