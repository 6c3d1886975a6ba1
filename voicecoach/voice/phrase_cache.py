"""Lines rendered before they are needed, so that the first word of a sentence never waits for the rest.

Live, a thread renders what ``prepare`` announced, in the order of need; a ``get`` for a line that is not there yet
is rendered next. Without the thread everything is rendered where it is asked for, which is what a room made of files
wants: nothing there waits, and nothing depends on which thread was faster.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from voicecoach.audio.pcm import Samples
from voicecoach.errors import VoiceError
from voicecoach.voice.interface import Voice

_Key = tuple[str, int]

KEPT_SAMPLES = 16_000 * 60 * 20
"""Twenty minutes of speech, 77 MB; beyond that the lines that were used longest ago are let go."""


class PhraseCache:
    """The lines of one voice at a time. All methods may be called from any thread."""

    def __init__(self, voice: Voice, *, ahead: bool = True) -> None:
        """``ahead`` starts the rendering thread; without it ``prepare`` does nothing."""
        self._voice = voice
        self._lock = threading.Condition()
        self._rendering = threading.Lock()  # a voice serves one thread at a time
        self._lines: OrderedDict[_Key, Samples] = OrderedDict()
        self._kept = 0
        self._wanted: deque[_Key] = deque()
        self._in_work: _Key | None = None
        self._needed_now = 0  # gets under way: the thread lets them pass
        self._closed = False
        self._thread: threading.Thread | None = None
        if ahead:
            self._thread = threading.Thread(target=self._render_ahead, name="voice", daemon=True)
            self._thread.start()

    @property
    def voice(self) -> Voice:
        return self._voice

    def speak_with(self, voice: Voice) -> None:
        """Another voice from now on; the one before is closed, and its lines are forgotten."""
        with self._rendering, self._lock:
            before, self._voice = self._voice, voice
            self._lines.clear()
            self._wanted.clear()
            self._kept = 0
        before.close()

    def get(self, text: str, rate_wpm: int) -> Samples:
        """The line as sound; do not write to it. Raises VoiceError when the voice fails."""
        key = (text, rate_wpm)
        with self._lock:
            self._lock.wait_for(lambda: self._in_work != key)
            line = self._look_up(key)
            if line is not None:
                return line
            self._needed_now += 1
        try:
            return self._render(key)
        finally:
            with self._lock:
                self._needed_now -= 1
                self._lock.notify_all()

    def ready(self, text: str, rate_wpm: int) -> bool:
        """Whether ``get`` would answer without rendering."""
        with self._lock:
            return (text, rate_wpm) in self._lines

    def prepare(self, texts: Iterable[str], rate_wpm: int) -> None:
        """These lines will be needed next, in this order: they go before all that was announced earlier."""
        if self._thread is None:
            return
        with self._lock:
            keys = list(dict.fromkeys((text, rate_wpm) for text in texts))
            later = [key for key in self._wanted if key not in set(keys)]
            self._wanted = deque([key for key in keys if key not in self._lines] + later)
            self._lock.notify_all()

    def wait_until_prepared(self, timeout_s: float | None = None) -> bool:
        """Until every announced line is there; False when that took longer than ``timeout_s``."""
        with self._lock:
            return self._lock.wait_for(lambda: not self._wanted and self._in_work is None, timeout_s)

    def close(self) -> None:
        """Ends the thread after the line that it is rendering, then the voice."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._wanted.clear()
            self._lock.notify_all()
        if self._thread is not None:
            self._thread.join()
        with self._rendering:
            self._voice.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _look_up(self, key: _Key) -> Samples | None:
        line = self._lines.get(key)
        if line is not None:
            self._lines.move_to_end(key)
        return line

    def _render(self, key: _Key) -> Samples:
        with self._rendering:
            with self._lock:
                known = self._look_up(key)  # another thread may have rendered it while this one waited
                if known is not None:
                    return known
                if self._closed:
                    raise VoiceError("The voice has been closed.")
            line = self._voice.synthesise(*key)
            line.setflags(write=False)
            with self._lock:
                self._lines[key] = line
                self._kept += line.size
                while self._kept > KEPT_SAMPLES and len(self._lines) > 1:
                    self._kept -= self._lines.popitem(last=False)[1].size
            return line

    def _render_ahead(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._closed or (self._wanted and not self._needed_now))
                if self._closed:
                    return
                key = self._wanted.popleft()
                self._in_work = key
            try:
                self._render(key)
            except VoiceError:
                pass  # the get that needs this line tries again, and says so
            finally:
                with self._lock:
                    self._in_work = None
                    self._lock.notify_all()
