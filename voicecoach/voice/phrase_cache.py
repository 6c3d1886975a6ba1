"""Lines rendered before they are needed, so that the first word of a sentence never waits for the rest.

Live, a thread renders what ``prepare`` announced, in the order of need; a ``get`` for a line that is not there yet
is rendered next. Without the thread everything is rendered where it is asked for, which is what a room made of files
wants: nothing there waits, and nothing depends on which thread was faster.

Lines are held as 16-bit samples at the voices' rate, a quarter of what they take when they are played. What was
announced is also kept on disk where there is a ``LineStore``; what a session makes up as it goes, such as a patient's
name or number, is not.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Iterable
from types import TracebackType
from typing import Self

import numpy as np

from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, VOICE_RATE_HZ, Samples, from_int16, resampled, to_int16
from voicecoach.errors import VoiceError
from voicecoach.voice.interface import Voice
from voicecoach.voice.line_store import LineStore, Pcm

_Key = tuple[str, int]

KEPT_SAMPLES = VOICE_RATE_HZ * 60 * 20
"""Twenty minutes of speech, 58 MB; beyond that the lines that were used longest ago are let go."""


def line_key(voice: Voice, text: str, rate_wpm: int) -> str:
    """What a ``LineStore`` finds a line by."""
    return "\0".join((voice.name, voice.edition, str(rate_wpm), text))


class PhraseCache:
    """The lines of one voice at a time. All methods may be called from any thread."""

    def __init__(self, voice: Voice, *, ahead: bool = True, store: LineStore | None = None) -> None:
        """``ahead`` starts the rendering thread; without it nothing is rendered before it is asked for."""
        self._voice = voice
        self._store = store
        self._announced: set[str] = set()
        self._lock = threading.Condition()
        self._rendering = threading.Lock()  # a voice serves one thread at a time
        self._lines: OrderedDict[_Key, Pcm] = OrderedDict()
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
        """The line at the playback rate. Raises VoiceError when the voice fails."""
        return resampled(from_int16(self._line((text, rate_wpm)).tobytes()), VOICE_RATE_HZ, PLAYBACK_RATE_HZ)

    def _line(self, key: _Key) -> Pcm:
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
        with self._lock:
            self._announced.update(texts := list(texts))
            if self._thread is None:
                return
            keys = dict.fromkeys((text, rate_wpm) for text in texts)
            later = [key for key in self._wanted if key not in keys]
            self._wanted = deque([key for key in keys if key not in self._lines] + later)
            self._lock.notify_all()

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

    def _look_up(self, key: _Key) -> Pcm | None:
        line = self._lines.get(key)
        if line is not None:
            self._lines.move_to_end(key)
        return line

    def _render(self, key: _Key) -> Pcm:
        with self._rendering:
            with self._lock:
                known = self._look_up(key)  # another thread may have rendered it while this one waited
                if known is not None:
                    return known
                if self._closed:
                    raise VoiceError("The voice has been closed.")
            line = self._kept_or_new(*key)
            with self._lock:
                self._lines[key] = line
                self._kept += line.size
                while self._kept > KEPT_SAMPLES and len(self._lines) > 1:
                    self._kept -= self._lines.popitem(last=False)[1].size
            return line

    def _kept_or_new(self, text: str, rate_wpm: int) -> Pcm:
        """From the store where it has the line, else from the voice."""
        edition = self._voice.edition
        store = self._store if edition else None
        name = line_key(self._voice, text, rate_wpm)
        line = None if store is None else store.load(name)
        if line is None:
            line = np.frombuffer(to_int16(self._voice.synthesise(text, rate_wpm)), dtype="<i2")
            # A voice that has just given way to another one is not kept under its own name.
            if store is not None and text in self._announced and self._voice.edition == edition:
                store.save(name, line)
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
