"""Keeps the default devices open from a thread of its own, and reopens one that stopped until that succeeds.

Opening, closing and looking may each wait for a sound server that does not answer; the session must not.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from voicecoach.audio.room.devices import Device, Devices, Found, Stream
from voicecoach.errors import DeviceError

RETRY_S = 1.0
"""How often it looks which devices are the default, and tries again what could not be opened."""
CLOSING_S = 1.0
"""How long the end of a session waits for a sound server that does not answer."""


class KeptDevice:
    """A loudspeaker or a microphone, whichever is the default. Only its keeper opens and closes it."""

    def __init__(self, what: str, default: Callable[[Found], Device | None], opened: Callable[[Device | None], Stream]):
        """``opened`` opens it; it is told which device is the default now, None where that is unknown."""
        self.what = what
        self._default = default
        self._opened = opened
        self._stream: Stream | None = None
        self._device: Device | None = None
        self._wanted = True
        self._began_as_real = False
        self.openings = 0
        self.opened_s = 0.0
        """When it was last opened, on the monotonic clock."""
        self.trouble = ""
        """Why it is closed now, as a clause; empty while it is open."""

    @property
    def key(self) -> bytes:
        """Tells the device that was opened last from others; empty where it is unknown."""
        return b"" if self._device is None else self._device.key

    def want_anew(self, *, wanted: bool = True) -> None:
        """Asks for it to be closed and opened again, or takes that back. Safe from any thread."""
        self._wanted = wanted

    def open(self, found: Found) -> None:
        """Closes it and opens what is the default now. Raises DeviceError."""
        self.close()
        device = self._default(found)
        try:
            self._stream = self._opened(device)
        except DeviceError as error:
            self.trouble = str(error)
            raise
        self.opened_s = time.monotonic()
        self._wanted = False
        self._device = device
        if self.openings == 0:
            self._began_as_real = device is not None and not device.stand_in
        self.openings += 1
        self.trouble = ""

    def look_after(self, found: Found) -> None:
        """Opens it where that is wanted or another device has become the default; closes it where none is left.

        A sound system that has lost its last device may put another in its place that plays to nobody, or that hears
        what is played. That counts as none, except where the session began with it. That nothing is found says nothing
        about a device that runs: the sound system may only have been busy.
        """
        device = self._default(found)
        if self._began_as_real and (self._wanted if device is None else device.stand_in):
            self.close()
            self.trouble = f"no {self.what} is connected"
            self._wanted = True
        elif self._wanted or (device is not None and device.key != self.key):
            try:
                self.open(found)
            except DeviceError:
                self._wanted = True

    def close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()


class DeviceKeeper:
    """Opens all of them at once, then looks after them until it is closed."""

    def __init__(self, devices: Devices, kept: Sequence[KeptDevice]) -> None:
        self._devices = devices
        self._kept = tuple(kept)
        self._closing = threading.Event()
        self._asked = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="devices", daemon=True)

    def open(self) -> None:
        """Opens all, in order. Raises DeviceError when one cannot be opened, after closing the others."""
        found = self._devices.found()
        try:
            for kept in self._kept:
                kept.open(found)
        except DeviceError:
            self._close_all()
            raise
        self._thread.start()

    def look(self) -> None:
        """Asks it to look at once. Safe from any thread."""
        self._asked.set()

    def close(self) -> None:
        """Closes all. Returns after ``CLOSING_S`` at the latest, also where the sound system does not answer."""
        self._closing.set()
        self._asked.set()
        if self._thread.is_alive():
            self._thread.join(CLOSING_S)

    def _keep(self) -> None:
        while not self._closing.is_set():
            self._asked.wait(RETRY_S)
            self._asked.clear()
            if self._closing.is_set():
                break
            found = self._devices.found()
            for kept in self._kept:
                kept.look_after(found)
        self._close_all()

    def _close_all(self) -> None:
        for kept in reversed(self._kept):
            kept.close()
