"""Devices that a test drives: they call, stop, refuse to be opened and are exchanged."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from voicecoach.audio.pcm import BLOCK_SAMPLES, PLAYBACK_RATIO
from voicecoach.audio.room.devices import Device, Found
from voicecoach.errors import DeviceError


@dataclass
class Calls:
    """A device in a thread of its own that calls, by default as fast as it can, until closed or dead."""

    call: Callable[[], None]
    alive: threading.Event
    every_s: float = 0.0005
    running: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.running.set()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        while self.running.is_set():
            if self.alive.is_set():
                self.call()
            time.sleep(self.every_s)

    def close(self) -> None:
        self.running.clear()
        self.thread.join()


class FakeDevices:
    """Echoes what is played into the microphone, faster than real time, and asks for pieces that no block fills."""

    def __init__(self, loudspeaker: str = "Built-in") -> None:
        self.there = {"loudspeaker": Device(loudspeaker, True, b"1"), "microphone": Device("Built-in", True, b"2")}
        self.opened: list[str] = []
        self.running: dict[str, Calls] = {}
        self.played = bytearray()
        self.buffers_ms: list[int] = []
        self.refuse: set[str] = set()
        self.suspended: set[str] = set()
        """What can be opened and calls once."""
        self._heard = 0

    def found(self) -> Found:
        loudspeakers, microphones = (
            [self.there[what]] if what in self.there else [] for what in ("loudspeaker", "microphone")
        )
        return Found("test", tuple(loudspeakers), tuple(microphones))

    def open_microphone(self, hear: Callable[[bytes], None]) -> Calls:
        self._open("microphone")

        def call() -> None:
            end = self._heard + 2 * PLAYBACK_RATIO * BLOCK_SAMPLES
            if len(self.played) >= end:
                hear(np.frombuffer(self.played[self._heard : end], dtype="<i2")[::PLAYBACK_RATIO].tobytes())
                self._heard = end

        return self.calls("microphone", call)

    def open_loudspeaker(self, fill: Callable[[int], bytes], buffer_ms: int) -> Calls:
        self._open("loudspeaker")
        self.buffers_ms.append(buffer_ms)
        return self.calls("loudspeaker", lambda: self.played.extend(fill(PLAYBACK_RATIO * BLOCK_SAMPLES + 1)))

    def stop(self, what: str) -> None:
        """It calls no more, and cannot be opened."""
        self.refuse.add(what)
        self.running[what].alive.clear()

    def mend(self, what: str) -> None:
        """It can be opened again."""
        self.refuse.discard(what)

    def _open(self, what: str) -> None:
        if what in self.refuse:
            raise DeviceError(f"no {what} can be opened: it is a test")
        self.opened.append(what)

    def calls(self, what: str, call: Callable[[], None], every_s: float = 0.0005) -> Calls:
        alive = threading.Event()
        if what in self.suspended:
            call()  # the first sound is asked for at once
        else:
            alive.set()
        self.running[what] = Calls(call, alive, every_s)
        return self.running[what]


class DevicesInTime(FakeDevices):
    """Call every 10 ms, independently; the microphone hears the faint noise of a room, or ``heard``."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = np.random.default_rng(0).integers(-3, 4, BLOCK_SAMPLES).astype("<i2").tobytes()

    def open_microphone(self, hear: Callable[[bytes], None]) -> Calls:
        self._open("microphone")
        return self.calls("microphone", lambda: hear(self.heard), every_s=0.01)

    def open_loudspeaker(self, fill: Callable[[int], bytes], buffer_ms: int) -> Calls:  # noqa: ARG002
        self._open("loudspeaker")
        asked = PLAYBACK_RATIO * BLOCK_SAMPLES
        return self.calls("loudspeaker", lambda: self.played.extend(fill(asked)), every_s=0.01)
