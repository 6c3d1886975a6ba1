"""Reports when a device is lost and when it is back, each once."""

from __future__ import annotations

from collections.abc import Callable

from voicecoach.audio.room.call_watch import CallWatch
from voicecoach.audio.room.device_keeper import KeptDevice
from voicecoach.errors import DeviceError

REOPEN_AFTER_S = 4.0
"""How long a device that was opened may take to call, or to deliver sound, before it is opened again."""
GIVE_UP_S = 5.0
"""How long a run goes on without a device where nobody is to be told."""


class WatchedDevice:
    """``called`` is for the device's thread, all else for the session's."""

    def __init__(self, kept: KeptDevice, lost: Callable[[str], None] | None, back: Callable[[], None] | None) -> None:
        self.kept = kept
        self.calls = CallWatch(0.0)
        self.told = ""
        """What is wrong, as it was told; empty while all is well."""
        self._tell_lost = lost
        self._tell_back = back
        self._openings = 0
        self._opened_as = b""

    def started(self, now_s: float) -> None:
        """The session begins; the device was opened."""
        self.calls = CallWatch(now_s)
        self._openings, self._opened_as = self.kept.openings, self.kept.key

    def opened_anew(self) -> bool:
        """True once for each time that it was opened again."""
        anew = self.kept.openings != self._openings
        self._openings = self.kept.openings
        return anew

    def exchanged(self) -> bool:
        """True once when it is another device than before."""
        exchanged = self.kept.key != self._opened_as
        self._opened_as = self.kept.key
        return exchanged

    def look(self, now_s: float) -> bool:
        """True when it has just stopped calling, or has just begun again. Asks for it to be opened while it is lost.

        Raises DeviceError when it has been lost for long and nobody is to be told.
        """
        was_lost = self.calls.lost
        if self.kept.trouble and not was_lost:
            self.calls.lose()
        else:
            self.calls.look(now_s)
        if self.calls.lost:
            if not was_lost or self.idle_s(now_s) > REOPEN_AFTER_S:
                self.kept.want_anew()
            if not self.reported and self.calls.silent_s(now_s) > GIVE_UP_S:
                raise DeviceError(f"The sound card is gone: {self.stopped()}")
        elif was_lost:
            self.kept.want_anew(wanted=False)
        return self.calls.lost is not was_lost

    def idle_s(self, now_s: float) -> float:
        """Seconds since it last called, or was opened."""
        return min(self.calls.silent_s(now_s), now_s - self.kept.opened_s)

    @property
    def reported(self) -> bool:
        """Somebody is told when it is lost, so that the session can go on without it."""
        return self._tell_lost is not None

    def stopped(self) -> str:
        """A sentence that says so."""
        return f"The {self.kept.what} has stopped{f': {self.kept.trouble}' if self.kept.trouble else ''}."

    def tell(self, wrong: str) -> None:
        """Tells what is wrong, once until it is over, and then that; ``wrong`` is empty while all is well."""
        if bool(wrong) == bool(self.told):
            return
        self.told = wrong
        if not wrong and self._tell_back is not None:
            self._tell_back()
        elif wrong and self._tell_lost is not None:
            self._tell_lost(wrong)
