"""Lines rendered before they are needed, so that the first word of a sentence never waits for the rest.

Live, a thread renders what ``prepare`` announced, in the order of need; what ``clip`` was asked for and had not is
rendered next, and ``clip`` never waits. Where no voice is left it gives an earcon and the time to read the words
instead, and tells so. Without the thread everything is rendered where it is asked for, which is what a room made of
files wants: nothing there waits, and nothing depends on which thread was faster.

Lines are held as 16-bit samples at the voices' rate, a quarter of what they take when they are played. What was
announced is also kept on disk where there is a ``LineStore``; what a session makes up as it goes, such as a patient's
name or number, is not.
"""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Self

import numpy as np

from voicecoach.audio.earcons import EarconSound, earcon
from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, VOICE_RATE_HZ, Samples, from_int16, resampled, to_int16
from voicecoach.errors import VoicecoachError, VoiceError
from voicecoach.voice.backup_voice import PATIENT_S, BackupVoice
from voicecoach.voice.interface import Voice
from voicecoach.voice.line_check import why_unusable
from voicecoach.voice.line_store import LineStore, Pcm
from voicecoach.voice.printed_voice import PrintedVoice
from voicecoach.voice.time_limit import OutOfTime, within

_Key = tuple[str, int]

KEPT_SAMPLES = VOICE_RATE_HZ * 60 * 20
"""Twenty minutes of speech, 58 MB; beyond that the lines that were used longest ago are let go."""
CHANGE_S = 4.0
"""In which another voice has to be opened and to have said its first line; the lines of the session wait meanwhile."""
_CLOSE_S = 1.0
_MOST_FAILURES = 3
"""So many lines in a row that cannot be rendered, and nothing is rendered ahead until one has been said."""


def line_key(voice: Voice, text: str, rate_wpm: int) -> str:
    """What a ``LineStore`` finds a line by."""
    return "\0".join((voice.name, voice.edition, str(rate_wpm), text))


@dataclass(frozen=True, slots=True)
class VoiceReports:
    """Callbacks of a ``PhraseCache`` for changes of its voice; called from any thread."""

    failed: Callable[[str], None] = lambda _why: None
    """No voice is left: told once, until one speaks again."""
    recovered: Callable[[], None] = lambda: None
    replaced: Callable[[str], None] = lambda _why: None
    """The next voice has taken over."""
    refused: Callable[[str], None] = lambda _why: None
    """The voice that was asked for does not speak, and the present one stays."""


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """Another voice that is wanted, and the line that it has to say first."""

    name: str
    open: Callable[[], Voice]
    sample: str
    rate_wpm: int


class PhraseCache:
    """The lines of one voice at a time. All methods may be called from any thread."""

    def __init__(self, voice: Voice, *, ahead: bool = True, store: LineStore | None = None) -> None:
        """``ahead`` starts the rendering thread; without it nothing is rendered before it is asked for."""
        self._store = store
        self._announced: dict[str, None] = {}
        self._lock = threading.Condition()
        self._rendering = threading.Lock()  # a voice serves one thread at a time
        self._lines: OrderedDict[_Key, Pcm] = OrderedDict()
        self._kept = 0
        self._wanted: deque[_Key] = deque()
        self._needed: dict[_Key, None] = {}
        self._stand_ins: dict[_Key, Pcm] = {}
        self._in_work: _Key | None = None
        self._asking = 0  # gets under way: the thread lets them pass
        self._failures = 0
        self._mute = False
        self._change: _Change | None = None
        self._reports = VoiceReports()
        self._closed = False
        self._voice = self._backed(voice)
        self._thread: threading.Thread | None = None
        if ahead:
            self._thread = threading.Thread(target=self._render_ahead, name="voice", daemon=True)
            self._thread.start()

    def _backed(self, voice: Voice) -> BackupVoice:
        backed = voice if isinstance(voice, BackupVoice) else BackupVoice(voice)
        backed.waited_for = lambda: bool(self._needed) or (self._asking > 0 and self._thread is not None)
        return backed

    def report_to(self, reports: VoiceReports) -> None:
        """Tells these from now on, and at once that no voice is left where that is so."""
        with self._lock:
            self._reports = reports
            mute = self._mute
        if mute:
            reports.failed(self._voice.failure)

    @property
    def ahead(self) -> bool:
        """Whether there is a thread, so that ``clip`` never waits."""
        return self._thread is not None

    @property
    def voice(self) -> Voice:
        return self._voice

    def speak_with(self, name: str, open_voice: Callable[[], Voice], sample: str, rate_wpm: int) -> None:
        """Changes to the voice called ``name`` once it has said ``sample``; where it fails, the present one stays.

        With a thread that happens there, and what is not rendered yet waits for it. The present name changes nothing.
        """
        change = _Change(name, open_voice, sample, rate_wpm) if name != self._voice.name else None
        with self._lock:
            self._change = change
            self._lock.notify_all()
        if change is not None and self._thread is None:
            self._try(change)

    @property
    def changing(self) -> bool:
        """Whether another voice is being tried, and has not said its first line yet."""
        return self._change is not None

    def clip(self, text: str, rate_wpm: int) -> Samples | None:
        """The line at the playback rate; None where it is not there yet: it is rendered next, so ask again.

        Never waits where there is a thread. Without one it is ``get``.
        """
        if self._thread is None:
            return self.get(text, rate_wpm)
        key = (text, rate_wpm)
        with self._lock:
            line = None if self._change is not None else self._stand_ins.pop(key, None)
            if line is None and self._change is None:
                line = self._look_up(key)
            if line is None:
                self._needed[key] = None
                self._lock.notify_all()
                return None
        return _played(line)

    def get(self, text: str, rate_wpm: int) -> Samples:
        """The line at the playback rate. Raises VoiceError when the voice fails."""
        return _played(self._line((text, rate_wpm)))

    def _line(self, key: _Key) -> Pcm:
        with self._lock:
            self._asking += 1
            self._lock.wait_for(lambda: self._in_work != key)
            line = self._look_up(key)
        try:
            return line if line is not None else self._render(key)
        finally:
            with self._lock:
                self._asking -= 1
                self._lock.notify_all()

    def ready(self, text: str, rate_wpm: int) -> bool:
        """Whether ``get`` would answer without rendering."""
        with self._lock:
            return (text, rate_wpm) in self._lines

    def prepare(self, texts: Iterable[str], rate_wpm: int) -> None:
        """These lines will be needed next, in this order: they go before all that was announced earlier."""
        with self._lock:
            self._announced.update(dict.fromkeys(texts := list(texts)))
            if self._thread is None:
                return
            keys = dict.fromkeys((text, rate_wpm) for text in texts)
            later = [key for key in self._wanted if key not in keys]
            self._wanted = deque([key for key in keys if key not in self._lines] + later)
            self._lock.notify_all()

    def close(self) -> None:
        """Ends the thread after the line that it is rendering, then the voice. Does not wait for one that hangs."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._wanted.clear()
            self._reports = VoiceReports()
            self._lock.notify_all()
        if self._thread is not None:
            self._thread.join(_CLOSE_S)
        self._voice.close()
        self._voice.waited_for = lambda: False  # a circle would keep the model until it is collected

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
            line, keep = self._kept_or_new(*key)
            with self._lock:
                self._lines[key] = line
                self._kept += line.size
                while self._kept > KEPT_SAMPLES and len(self._lines) > 1:
                    self._kept -= self._lines.popitem(last=False)[1].size
        if keep is not None:
            with contextlib.suppress(Exception):  # only a cache: what is not kept is rendered once more
                keep()
        return line

    def _kept_or_new(self, text: str, rate_wpm: int) -> tuple[Pcm, Callable[[], None] | None]:
        """From the store where it has the line, else from the voice; and how it is kept, where it is to be."""
        name, edition = self._voice.name, self._voice.edition
        store, key = self._store if edition else None, line_key(self._voice, text, rate_wpm)
        if store is not None:
            with contextlib.suppress(Exception):
                line = store.load(key, lambda kept: not why_unusable(text, from_int16(kept.tobytes())))
                if line is not None:
                    return line, None
        new = np.frombuffer(to_int16(self._voice.synthesise(text, rate_wpm)), dtype="<i2")
        self._spoke(name)
        # A voice that has just given way to another one is not kept under its own name.
        if store is not None and text in self._announced and self._voice.edition == edition:
            return new, partial(store.save, key, new)
        return new, None

    # -- what the voice does --------------------------------------------------------------------------------------

    def _spoke(self, name_before: str) -> None:
        with self._lock:
            reports, recovered = self._reports, self._mute
            self._failures, self._mute = 0, False
            self._stand_ins.clear()
        if self._voice.name != name_before:
            reports.replaced(self._voice.failure)
        if recovered:
            reports.recovered()

    def _failed(self, key: _Key, why: str) -> None:
        """A line cannot be rendered: where it is needed, an earcon and silence stand for it."""
        with self._lock:
            self._failures += 1
            if key not in self._needed or self._closed:
                return
            self._stand_ins[key] = _stand_in(*key)
            reports, told, self._mute = self._reports, self._mute, True
        if not told:
            reports.failed(why)

    def _render_ahead(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(self._something_to_do)
                if self._closed:
                    return
                change = self._change
                if change is None:
                    key = self._in_work = next(iter(self._needed), None) or self._wanted.popleft()
            if change is not None:
                self._try(change)
                continue
            try:
                self._render(key)
            except Exception as failure:  # noqa: BLE001 - the thread has to live on, whatever a voice or a disk does
                self._failed(key, str(failure))
            finally:
                with self._lock:
                    self._in_work = None
                    self._needed.pop(key, None)
                    self._lock.notify_all()

    def _something_to_do(self) -> bool:
        if self._closed or self._change is not None or self._needed:
            return True
        return bool(self._wanted) and not self._asking and self._failures < _MOST_FAILURES

    def _try(self, change: _Change) -> None:
        """Opens another voice; when it has spoken, it replaces the present one, whose lines are forgotten."""
        opened: list[Voice] = []

        def speak() -> None:
            opened.append(change.open())
            opened[0].synthesise(change.sample, change.rate_wpm)

        why = ""
        try:
            within(CHANGE_S if self.ahead else PATIENT_S, speak)
            if opened[0].name != change.name:
                why = f"The voice {change.name} does not speak."
        except OutOfTime:
            why = f"The voice {change.name} does not answer."
        except VoicecoachError as failure:
            why = str(failure)
        except Exception as failure:  # noqa: BLE001 - engines fail in ways of their own
            why = f"The voice {change.name} failed: {failure!r}."
        with self._rendering, self._lock:
            left: Voice = self._voice
            wanted = self._change is change
            if wanted:
                self._change = None
            if wanted and not why:
                self._voice = self._backed(opened[0])
                self._lines.clear()
                self._stand_ins.clear()
                self._kept = 0
                self._wanted = deque((text, change.rate_wpm) for text in self._announced) if self._thread else deque()
            elif opened:
                left = opened[0]
            reports = self._reports
            self._lock.notify_all()
        if why:
            reports.refused(why)
        if left is not self._voice:
            with contextlib.suppress(Exception):
                left.close()


def _played(line: Pcm) -> Samples:
    return resampled(from_int16(line.tobytes()), VOICE_RATE_HZ, PLAYBACK_RATE_HZ)


def _stand_in(text: str, rate_wpm: int) -> Pcm:
    """An earcon, then silence for as long as the words would have taken, so that they can be read."""
    line = PrintedVoice().synthesise(text, rate_wpm)
    tone = resampled(earcon(EarconSound.WORDS), PLAYBACK_RATE_HZ, VOICE_RATE_HZ)
    line = np.concatenate([tone, line[tone.size :]])
    return np.frombuffer(to_int16(line), dtype="<i2")
