"""A voice with others behind it: each line has a time limit and is checked, and when one fails the next one speaks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from functools import partial
from threading import Thread

from voicecoach.audio.pcm import Samples
from voicecoach.errors import VoicecoachError, VoiceError
from voicecoach.voice.interface import Voice
from voicecoach.voice.line_check import why_unusable
from voicecoach.voice.printed_voice import PRINTED
from voicecoach.voice.time_limit import OutOfTime, within

LINE_S = 0.9
"""Of a line that is waited for: after two voices that hang it is less than two seconds late."""
LOADING_S = 10.0
"""Of the very first line that is waited for: a model is loaded for it."""
PATIENT_S = 60.0
"""Of a line that nobody waits for, as in a recording, which a busy computer must not change."""


class BackupVoice:
    """A ``Voice`` that gives way to the next, for good, at its first failure. ``synthesise`` always returns."""

    def __init__(
        self,
        first: Voice,
        others: Sequence[Callable[[], Voice]] = (),
        *,
        line_s: float = LINE_S,
        patient_s: float = PATIENT_S,
    ) -> None:
        """Each of ``others`` opens a voice, and is called when those before it have failed."""
        self._voice = first
        self._first: Callable[[], Voice] = lambda: first
        self._openers = [self._first, *others]
        self._opened = {self._first: first}
        self._hanging: dict[Callable[[], Voice], Thread] = {}
        self._left: list[Callable[[], Voice]] = []
        self._line_s, self._patient_s = line_s, patient_s
        self._has_spoken = False
        self._closed = False
        self.waited_for: Callable[[], bool] = lambda: False
        """Whether somebody waits for the line that is being rendered."""
        self.failure = ""
        """Why those before this one do not speak, in sentences."""

    @property
    def name(self) -> str:
        return self._voice.name

    @property
    def edition(self) -> str:
        return self._voice.edition

    def synthesise(self, text: str, rate_wpm: int) -> Samples:
        """See ``Voice``. Raises VoiceError when no voice can say it; the next line begins anew with the first."""
        failures: list[str] = []
        # What hangs is asked again only when it has come back: a second thread would hang as well.
        self._left = self._left or [each for each in self._openers if not self._hangs(each)]
        while self._left and not self._closed:
            wrong = ""
            try:
                self._voice = self._opened_voice(self._left[0])
                line = within(self._limit_s, partial(self._voice.synthesise, text, rate_wpm))
                if self.name != PRINTED.name:
                    wrong = why_unusable(text, line)
            except OutOfTime as late:
                wrong = "it does not answer"
                self._hanging[self._left[0]] = late.thread
            except VoicecoachError as failure:
                wrong = str(failure)
            except Exception as failure:  # noqa: BLE001 - engines fail in ways of their own
                wrong = f"it failed ({failure!r})"
            if not wrong:
                self._has_spoken = True
                if failures or self._left[0] is self._first:
                    self.failure = " ".join(failures)
                return line
            failures.append(wrong if wrong.endswith(".") else f"The voice {self.name} cannot say {text!r}: {wrong}.")
            self._left.pop(0)
        if self._closed:
            raise VoiceError("The voice has been closed.")
        self.failure = " ".join(failures) or "No voice answers."
        raise VoiceError(self.failure)

    def _opened_voice(self, opener: Callable[[], Voice]) -> Voice:
        if opener not in self._opened:
            self._opened[opener] = within(self._limit_s, opener)
        return self._opened[opener]

    def _hangs(self, opener: Callable[[], Voice]) -> bool:
        thread = self._hanging.get(opener)
        return thread is not None and thread.is_alive()

    def _limit_s(self) -> float:
        if self._closed:
            return 0.0
        if not self.waited_for():
            return self._patient_s
        loading = self._left[0] is self._first and not self._has_spoken
        return min(LOADING_S, self._patient_s) if loading else self._line_s

    def close(self) -> None:
        """Gives up a line that is still being rendered, and never waits for a voice that hangs."""
        self._closed = True
        for voice in self._opened.values():
            with contextlib.suppress(Exception):
                within(self._line_s, voice.close)
