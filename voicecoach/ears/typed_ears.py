"""Commands from the keyboard: keys, command words, phrases and numbers. Never blocks.

What is typed comes in by ``type``: from a screen key by key, from a file or a plain terminal line by line.
"""

from __future__ import annotations

import queue
import sys
from collections.abc import Callable, Collection, Mapping

from voicecoach.audio.pcm import BLOCK_SAMPLES, to_seconds
from voicecoach.ears.interface import ActivePhrases, Hearing, Utterance, Verdict
from voicecoach.language.match import match, normalised
from voicecoach.language.vocabulary import Command, Vocabulary

NO_ANSWER_KEYS: Mapping[str, str] = {}
PAUSE_OR_RESUME = "pause-or-resume"


class TypedEars:
    """Implements Ears. What is typed counts whatever is listened for: a key is never misheard."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        keys: Mapping[str, str],
        *,
        answer_keys: Mapping[str, str] = NO_ANSWER_KEYS,
        courtesies: Collection[str] = (),
        topics: Callable[[], Collection[str]] = tuple,
        paused: Callable[[], bool] = lambda: False,
    ) -> None:
        """``keys`` maps a key to a command, ``answer_keys`` to what it is while that answers the open question.

        ``topics`` are the phrases by which one asks for an explanation, asked for when a line is no command.
        ``paused`` tells what the space bar means now.
        """
        self._vocabulary = vocabulary
        self._keys = keys
        self._courtesies = courtesies
        self._topics = topics
        self._paused = paused
        self._answer_keys = answer_keys
        self._active: Collection[str] = ()
        self._typed: queue.SimpleQueue[str] = queue.SimpleQueue()

    @property
    def name(self) -> str:
        return "typed"

    def type(self, typed: str) -> None:
        """A key by its name, or a line without its end. Safe from any thread."""
        self._typed.put(typed)

    def listen_for(self, active: ActivePhrases) -> None:
        """Notes which answers are asked for. Whether a command makes sense now is for the session to say."""
        self._active = active.phrases

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
        """What a key or a line stands for: a phrase of the vocabulary or of a topic."""
        name = self._keys.get(typed.lower()) or normalised(typed).replace(" ", "-")
        answer = self._answer_keys.get(typed.lower())
        if answer is not None and self._vocabulary.phrases[Command(answer)][0] in self._active:
            name = answer
        if name == PAUSE_OR_RESUME:
            name = Command.RESUME if self._paused() else Command.PAUSE
        if name in set(Command):
            return self._vocabulary.phrases[Command(name)][0]
        command = match(typed, self._vocabulary.spoken(), self._vocabulary, self._courtesies)
        return command or match(typed, self._topics(), self._vocabulary, self._courtesies)

    def close(self) -> None:
        """Nothing to release."""


def keyboard_present() -> bool:
    """Whether somebody can type: stdin is a terminal."""
    try:
        return sys.stdin is not None and sys.stdin.isatty()
    except ValueError:
        return False
