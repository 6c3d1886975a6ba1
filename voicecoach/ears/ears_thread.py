"""Runs one recogniser in a thread: opens it, feeds it blocks, checks what it reports, and closes it."""

from __future__ import annotations

import math
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass

from voicecoach.audio.pcm import BLOCK_SAMPLES, to_seconds
from voicecoach.ears.interface import ActivePhrases, Ears, Hearing, Utterance, Verdict
from voicecoach.errors import EarsError


@dataclass(frozen=True, slots=True)
class HeardBlock:
    """A block, and what was listened for when it came."""

    hearing: Hearing
    active: ActivePhrases


class EarsThread:
    """Opens ears, feeds them and closes them. Nothing here waits for them but ``join``."""

    def __init__(self, name: str, open_ears: Callable[[], Ears]) -> None:
        """Raises RuntimeError when the system has no thread to give."""
        self._name = name
        self._open = open_ears
        self._blocks: queue.SimpleQueue[HeardBlock | None] = queue.SimpleQueue()
        self._decided: queue.SimpleQueue[Utterance] = queue.SimpleQueue()
        self._leaving = False
        self.opened = False
        self.processed = 0
        """Blocks that have been heard to the end."""
        self.ended = ""
        """Why the thread has ended, as a sentence; empty while it runs."""
        self._thread = threading.Thread(target=self._work, name=f"ears-{name}", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def give(self, block: HeardBlock) -> None:
        self._blocks.put(block)

    def take(self) -> list[Utterance]:
        """What has been decided since the last call."""
        decided: list[Utterance] = []
        while True:
            try:
                decided.append(self._decided.get_nowait())
            except queue.Empty:
                return decided

    def leave(self) -> None:
        """The thread ends after the block that it is at, if it ever comes to its end."""
        self._leaving = True
        self._blocks.put(None)

    def join(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)

    def _work(self) -> None:
        try:
            ears = self._open()
            self.opened = True
            try:
                self._serve(ears)
            finally:
                ears.close()
        except BaseException as error:  # noqa: BLE001 - told by ``ended``; SystemExit, too, would go unseen
            self.ended = f"The {self._name} ears failed: {' '.join(str(error).split()) or type(error).__name__}"
        else:
            self.ended = f"The {self._name} ears have ended."

    def _serve(self, ears: Ears) -> None:
        told: ActivePhrases | None = None
        asked_for: set[str] = set()
        while not self._leaving:
            block = self._blocks.get()
            if block is None:
                return
            if block.active is not told:
                told = block.active
                asked_for.update(told.phrases, told.topics)
                ears.listen_for(told)
            heard = ears.hear(block.hearing)
            now_s = to_seconds(block.hearing.position + BLOCK_SAMPLES)
            if not all(_possible(utterance, now_s) for utterance in heard):
                raise EarsError("they report what cannot be")
            if not all(each.text in asked_for for each in heard if each.verdict is Verdict.ACCEPTED):
                raise EarsError("they accept what was not asked for")
            for utterance in heard:
                self._decided.put(utterance)
            self.processed += 1


def _possible(utterance: Utterance, now_s: float) -> bool:
    """Whether sound ears could say this at this time of the session's clock."""
    times = (utterance.speech_start_s, utterance.speech_end_s, utterance.decided_s)
    return all(math.isfinite(at_s) and at_s <= now_s for at_s in times) and 0.0 <= utterance.confidence <= 1.0
