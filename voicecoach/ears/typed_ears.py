"""Commands from the keyboard: single keys at a terminal, lines from a pipe. Never blocks.

At a terminal each key counts at once and nothing is echoed; a letter typed after ``:`` begins a line, so that whole
phrases can be typed too. From a pipe each line is a command word, a phrase or a number.
"""

from __future__ import annotations

import contextlib
import os
import queue
import select
import sys
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TextIO

from voicecoach.audio.pcm import BLOCK_SAMPLES, to_seconds
from voicecoach.ears.interface import ActivePhrases, Hearing, Utterance, Verdict
from voicecoach.language.match import match, normalised
from voicecoach.language.vocabulary import Command, Vocabulary

PAUSE_OR_RESUME = "pause-or-resume"
_LINE_KEY = ":"
_NAMED = {" ": "space", "\r": "enter", "\n": "enter"}
_POLL_S = 0.1


class TypedEars:
    """Implements Ears. What is typed counts whatever is listened for: a key is never misheard."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        keys: Mapping[str, str],
        *,
        courtesies: Collection[str] = (),
        topics: Callable[[], Collection[str]] = tuple,
        paused: Callable[[], bool] = lambda: False,
        ended: Callable[[], None] = lambda: None,
        source: TextIO | None = None,
    ) -> None:
        """Reads ``source`` (stdin when None). ``ended`` is called once when it has no more to give.

        ``topics`` are the phrases by which one asks for an explanation, asked for when a line is no command.
        ``paused`` tells what the space bar means now. The terminal is put back as it was by ``close``.
        """
        self._vocabulary = vocabulary
        self._keys = keys
        self._courtesies = courtesies
        self._topics = topics
        self._paused = paused
        self._ended = ended
        self._source = source or sys.stdin
        self._typed: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._at_terminal = self._source.isatty()
        self._thread = threading.Thread(target=self._read, name="keyboard", daemon=True)
        self._thread.start()

    @property
    def name(self) -> str:
        return "typed"

    def listen_for(self, active: ActivePhrases) -> None:
        """Nothing to do: whether a command makes sense now is for the session to say."""

    def hear(self, hearing: Hearing) -> list[Utterance]:
        at_s = to_seconds(hearing.position + BLOCK_SAMPLES)
        heard: list[Utterance] = []
        while True:
            try:
                typed = self._typed.get_nowait()
            except queue.Empty:
                return heard
            phrase = self.phrase_for(typed)
            verdict = Verdict.REJECTED if phrase is None else Verdict.ACCEPTED
            heard.append(Utterance(verdict, phrase or typed, 1.0, at_s, at_s, at_s))

    def phrase_for(self, typed: str) -> str | None:
        """What a key, or a line after its end, stands for: a phrase of the vocabulary or of a topic."""
        name = self._keys.get(typed) or normalised(typed).replace(" ", "-")
        if name == PAUSE_OR_RESUME:
            name = Command.RESUME if self._paused() else Command.PAUSE
        if name in set(Command):
            return self._vocabulary.phrases[Command(name)][0]
        command = match(typed, self._vocabulary.spoken(), self._vocabulary, self._courtesies)
        return command or match(typed, self._topics(), self._vocabulary, self._courtesies)

    def close(self) -> None:
        self._closing.set()
        if self._at_terminal:
            self._thread.join(timeout=4 * _POLL_S)

    def _read(self) -> None:
        if self._at_terminal:
            with _keys_at_once(self._source):
                self._read_keys()
        else:
            for line in self._source:
                if self._closing.is_set():
                    return
                if line.strip():
                    self._typed.put(line.strip())
        if not self._closing.is_set():
            self._ended()

    def _read_keys(self) -> None:
        line: str | None = None
        for key in _keys_of(self._source, self._closing):
            if line is not None:
                if key in "\r\n":
                    if line.strip():
                        self._typed.put(line.strip())
                    line = None
                else:
                    line = line[:-1] if key in "\x7f\b" else line + key
            elif key == _LINE_KEY:
                line = ""
            else:
                name = _NAMED.get(key, key.lower())
                if name in self._keys:
                    self._typed.put(name)


def keyboard_present() -> bool:
    """Whether somebody can type: stdin is a terminal."""
    try:
        return sys.stdin is not None and sys.stdin.isatty()
    except ValueError:
        return False


if sys.platform == "win32":
    import msvcrt
    import time

    @contextlib.contextmanager
    def _keys_at_once(source: TextIO) -> Iterator[None]:  # noqa: ARG001 - the console is the only source
        yield

    def _keys_of(source: TextIO, closing: threading.Event) -> Iterator[str]:  # noqa: ARG001
        while not closing.is_set():
            if not msvcrt.kbhit():
                time.sleep(_POLL_S / 4)
                continue
            key = msvcrt.getwch()
            if key in "\x00\xe0":
                msvcrt.getwch()
            else:
                yield key

else:
    import termios
    import tty

    @contextlib.contextmanager
    def _keys_at_once(source: TextIO) -> Iterator[None]:
        """The terminal without line editing or echo, and as it was afterwards; Ctrl-C keeps its meaning."""
        descriptor = source.fileno()
        try:
            before = termios.tcgetattr(descriptor)
        except termios.error:
            yield
            return
        try:
            tty.setcbreak(descriptor, termios.TCSANOW)
            yield
        finally:
            with contextlib.suppress(termios.error):  # the terminal may have been closed
                termios.tcsetattr(descriptor, termios.TCSANOW, before)

    def _keys_of(source: TextIO, closing: threading.Event) -> Iterator[str]:
        descriptor = source.fileno()
        while not closing.is_set():
            ready, _, _ = select.select([descriptor], [], [], _POLL_S)
            if not ready:
                continue
            try:
                data = os.read(descriptor, 64)
            except OSError:  # the terminal has been closed
                return
            if not data:
                return
            text = data.decode("utf-8", errors="ignore")
            if not text.startswith("\x1b"):
                yield from text
