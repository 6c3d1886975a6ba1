"""Which loudspeakers and microphones this computer has, and the interface through which they are opened.

Also where the sound libraries are kept from talking: on a machine without a sound card, ALSA alone prints a
dozen lines to stderr before it fails.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from voicecoach.errors import DeviceError

SLOW_TO_WAKE = ("bluez", "bluetooth", "hdmi", "displayport", "airpods")
"""Parts of the names of outputs that swallow up to half a second of sound while they wake up."""

_ALSA_PLUGINS = ("Plugin", "Discard all samples", "Sound Server", "Open Sound System", "JACK")


@dataclass(frozen=True, slots=True)
class Device:
    """One loudspeaker or microphone."""

    name: str
    default: bool
    key: bytes = b""
    """Tells it from all others."""
    stand_in: bool = False
    """It is there because there is no other: PulseAudio's dummy output, or what a loudspeaker plays as a microphone."""

    @property
    def slow_to_wake(self) -> bool:
        """True for outputs that need sound that nobody hears before the first word."""
        name = self.name.lower()
        return any(part in name for part in SLOW_TO_WAKE)


@dataclass(frozen=True, slots=True)
class Found:
    """All there is."""

    system: str
    """The sound system that was reached, such as ``PulseAudio`` or ``WASAPI``."""
    loudspeakers: tuple[Device, ...]
    microphones: tuple[Device, ...]

    @property
    def loudspeaker(self) -> Device | None:
        """The default one."""
        return next((device for device in self.loudspeakers if device.default), None)

    @property
    def microphone(self) -> Device | None:
        """The default one."""
        return next((device for device in self.microphones if device.default), None)


def backends() -> list[Any]:
    """The sound systems worth trying here, best first. JACK is left out: it prints, and nobody has it alone."""
    import miniaudio

    wanted = {
        "linux": [miniaudio.Backend.PULSEAUDIO, miniaudio.Backend.ALSA],
        "darwin": [miniaudio.Backend.COREAUDIO],
        "win32": [miniaudio.Backend.WASAPI, miniaudio.Backend.DSOUND, miniaudio.Backend.WINMM],
    }
    return wanted.get(sys.platform, [miniaudio.Backend.SNDIO, miniaudio.Backend.AUDIO4, miniaudio.Backend.OSS])


def sound_devices() -> Found:
    """What can be played to and listened to. A machine without sound has empty lists, and that is no error.

    Raises DeviceError when the sound library itself cannot be loaded.
    """
    try:
        from miniaudio import ffi, lib
    except (ImportError, OSError) as error:
        raise DeviceError(f"The sound library miniaudio cannot be loaded: {error}.") from error
    silence_alsa()
    names = backends()
    wanted = ffi.new("ma_backend[]", [backend.value for backend in names])
    context = ffi.new("ma_context*")
    if lib.ma_context_init(wanted, len(names), ffi.NULL, context) != lib.MA_SUCCESS:
        return Found("none", (), ())
    try:
        lists = [ffi.new("ma_device_info**"), ffi.new("ma_device_info**")]
        counts = [ffi.new("ma_uint32*"), ffi.new("ma_uint32*")]
        found = lib.ma_context_get_devices(context, lists[0], counts[0], lists[1], counts[1])
        if found != lib.MA_SUCCESS:
            return Found("none", (), ())
        playback, capture = (
            [_device(info[0][i]) for i in range(count[0])] for info, count in zip(lists, counts, strict=True)
        )
        system = ffi.string(lib.ma_get_backend_name(context[0].backend)).decode()
    finally:
        lib.ma_context_uninit(context)
    if system == "ALSA":
        playback, capture = _real(playback), _real(capture)
    return Found(system, tuple(playback), tuple(capture))


def _device(info: Any) -> Device:
    from miniaudio import ffi

    key = bytes(ffi.buffer(ffi.addressof(info, "id"))).rstrip(b"\0")
    stand_in = key == b"auto_null" or key.endswith(b".monitor")
    return Device(ffi.string(info.name).decode(errors="replace"), bool(info.isDefault), key, stand_in)


def _real(devices: list[Device]) -> list[Device]:
    """ALSA lists its plug-ins as devices, also on a machine without a single card."""
    cards = Path("/proc/asound/cards")
    if not cards.exists() or "no soundcards" in cards.read_text():
        return []
    return [device for device in devices if not any(word in device.name for word in _ALSA_PLUGINS)]


class Stream(Protocol):
    """A device that is running."""

    def close(self) -> None: ...


class Devices(Protocol):
    """Opens the devices that are the default now. Raises DeviceError, in one line, when it cannot."""

    def found(self) -> Found:
        """See ``sound_devices``."""
        ...

    def open_microphone(self, hear: Callable[[bytes], None]) -> Stream:
        """``hear`` is called from the device's thread with 16-bit samples of 16 kHz as they come, about 10 ms
        at a time.
        """
        ...

    def open_loudspeaker(self, fill: Callable[[int], bytes], buffer_ms: int) -> Stream:
        """``fill(count)`` is called from the device's thread for so many samples of 48 kHz, ``buffer_ms`` ahead."""
        ...


@cache
def silence_alsa() -> None:
    """Keeps libasound from printing to stderr, for the rest of the process; nothing where there is no
    libasound.

    ``snd_lib_error_set_handler`` is ALSA's own way to do this. The library is the one that miniaudio loads
    later, since a process holds each shared library once.
    """
    if sys.platform != "linux":
        return
    try:
        alsa = ctypes.CDLL("libasound.so.2")
    except OSError:
        return
    alsa.snd_lib_error_set_handler(_IGNORE)


_IGNORE = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)(
    lambda *_message: None
)
"""An ALSA error handler that says nothing, for as long as the process lives."""
