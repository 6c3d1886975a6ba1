"""Reads sentences aloud in any room, outside a session, as ``tell`` does. It does not listen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import Samples, to_samples
from voicecoach.audio.room.interface import Room
from voicecoach.voice.phrase_cache import PhraseCache

SENTENCE_GAP_S = 0.35
TAIL_S = 0.3
"""Silence after the last word, so that no output cuts its end off."""


class ReadAloud:
    """Reads one text once. ``show`` is called with each sentence shortly before it sounds, from ``run``'s thread."""

    def __init__(
        self,
        sentences: Sequence[str],
        *,
        mixer: Mixer,
        phrases: PhraseCache,
        rate_wpm: int,
        show: Callable[[str], None] | None = None,
    ) -> None:
        self._sentences = tuple(sentences)
        self._mixer = mixer
        self._phrases = phrases
        self._rate_wpm = rate_wpm
        self._show = show
        self._begun = 0
        self._handle: int | None = None
        self._ends_at: int | None = None
        self._stopping = threading.Event()
        phrases.prepare(self._sentences, rate_wpm)

    def stop(self) -> None:
        """Falls silent within 20 ms and ends. Safe from any thread and from a signal handler."""
        self._stopping.set()

    def run(self, room: Room) -> bool:
        """Reads the whole text in this room. Returns False when it was stopped. Raises DeviceError and VoiceError."""
        self._go_on(self._mixer.position)
        room.run(self._mixer.render, self.step)
        return not self._stopping.is_set()

    def step(self, _microphone: Samples, played: Samples, position: int) -> bool:
        """Processes 10 ms. Returns False when the last sound has faded."""
        if self._handle is not None and self._stopping.is_set():
            self._mixer.cut(self._handle)
        for finished in self._mixer.finished():
            if finished.handle == self._handle:
                self._go_on(finished.ended_at + to_samples(SENTENCE_GAP_S))
        return self._ends_at is None or position + len(played) < self._ends_at

    def _go_on(self, at: int) -> None:
        """Places the next sentence at this sample, or sets the end after the last one."""
        if self._begun == len(self._sentences) or self._stopping.is_set():
            self._handle = None
            self._ends_at = self._mixer.position + to_samples(TAIL_S)
            return
        sentence = self._sentences[self._begun]
        self._begun += 1
        if self._show is not None:
            self._show(sentence)
        self._handle = self._mixer.play(self._phrases.get(sentence, self._rate_wpm), at).handle
