"""What is going on right now: the phase, the sentences still to be said, the deadlines still to come.

The stage knows how to speak one sentence after another, how to be interrupted at one, and how to set everything aside
for a pause and take it up again. It knows nothing of steps and commands; those are the flow's and the engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voicecoach.language.vocabulary import Expectation
from voicecoach.language.wording import Wording, sentences_of
from voicecoach.session.actions import (
    Action,
    Earcon,
    Keep,
    Line,
    LineKind,
    Listen,
    PlayEarcon,
    Say,
    SetDeadline,
    StopSpeaking,
)
from voicecoach.session.records import Record
from voicecoach.session.transitions import Phase

SENTENCE_GAP_S = 0.3
"""Between two sentences: long enough to sound like one who breathes."""
STEP_GAP_S = 0.6
"""From the last word of one step to the first of the next: never less than within a step."""
AFTER_INTERRUPTION_S = 0.25
"""Between falling silent and answering."""

_READY_COUNTS = frozenset({Phase.WAITING, Phase.PAUSED, Phase.STOPPED, Phase.HURT, Phase.RESTING, Phase.SWITCHING})

Then = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something to say when its turn comes."""

    text: str
    kind: LineKind


@dataclass(frozen=True, slots=True)
class SetAside:
    """What a pause interrupted."""

    phase: Phase
    sentences: tuple[Sentence, ...]
    then: Then | None
    left_s: float | None
    """Seconds that a rest or a change of sides still had."""


class Stage:
    """Base of the session: speaking and noting down."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self.phase = Phase.OPENING
        self._now_s = 0.0
        self._out: list[Action] = []
        self._sentences: list[Sentence] = []
        self._speaking: int | None = None
        self._then: Then | None = None
        self._deadlines: dict[int, Then] = {}
        self._last_id = 0
        self._words: tuple[Sentence, ...] = ()
        self._last_word_s = -STEP_GAP_S

    # -- orders ---------------------------------------------------------------------------------------------------

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _keep(self, record: Record) -> None:
        self._out.append(Keep(record, self._now_s))

    def _enter(self, phase: Phase) -> None:
        """A new phase: what was set to happen in the old one no longer does."""
        self.phase = phase
        self._deadlines.clear()
        self._listen()

    def _listen(self, expectation: Expectation | None = None) -> None:
        self._out.append(Listen(expectation or self._expectation()))

    def _expectation(self) -> Expectation:
        """What is expected in this phase besides the commands that always count."""
        return Expectation.READY if self.phase in _READY_COUNTS else Expectation.SESSION

    def _at(self, at_s: float, then: Then) -> None:
        """Do this at that time, unless the phase has changed by then."""
        deadline_id = self._next_id()
        self._deadlines[deadline_id] = then
        self._out.append(SetDeadline(deadline_id, at_s))

    def _place(self, text: str, kind: LineKind, at_s: float, *, seconds_left: int | None = None) -> None:
        """A line at an exact time, beside the sentences that follow one another."""
        self._out.append(Say(Line(self._next_id(), text, kind, seconds_left), at_s))

    def _earcon(self, earcon: Earcon, at_s: float | None = None) -> None:
        self._out.append(PlayEarcon(earcon, self._now_s if at_s is None else at_s))

    def _sentence(self, key: str, kind: LineKind, **values: object) -> list[Sentence]:
        return [Sentence(text, kind) for text in sentences_of(self._wording.say(key, **values))]

    @staticmethod
    def _own_words(text: str | None, kind: LineKind) -> list[Sentence]:
        return [Sentence(part, kind) for part in sentences_of(text or "")]

    # -- speaking -------------------------------------------------------------------------------------------------

    def _fall_silent(self) -> None:
        """Stops what sounds and forgets what was placed; the sentences stay, the cut one first."""
        self._out.append(StopSpeaking())
        self._speaking = None

    def _perform(self, sentences: Sequence[Sentence], then: Then | None, *, delay_s: float = 0.0) -> None:
        """Say these one after another, and then go on. They are what "repeat" brings back."""
        self._words = tuple(sentences)
        self._sentences = list(sentences)
        self._then = then
        self._speak_next(max(delay_s, self._last_word_s + STEP_GAP_S - self._now_s))

    def _interject(self, sentences: Sequence[Sentence]) -> None:
        """An answer: what is being said is cut, and taken up again at its beginning after the answer."""
        self._fall_silent()
        self._sentences = [*sentences, *self._sentences]
        self._speak_next(AFTER_INTERRUPTION_S)

    def _speak_next(self, delay_s: float = 0.0) -> None:
        if self._sentences:
            sentence = self._sentences[0]
            line = Line(self._next_id(), sentence.text, sentence.kind)
            self._speaking = line.id
            self._out.append(Say(line, self._now_s + delay_s))
            return
        self._speaking = None
        then, self._then = self._then, None
        if then is not None:
            then()

    def _line_finished(self, line_id: int) -> None:
        if line_id != self._speaking:
            return
        self._sentences.pop(0)
        self._last_word_s = self._now_s
        self._speak_next(SENTENCE_GAP_S if self._sentences else 0.0)

    def _when_silent(self, then: Then) -> None:
        """Now, or after the sentences that are still being said."""
        if self._sentences:
            self._then = then
        else:
            then()

    def _deadline_passed(self, deadline_id: int) -> None:
        then = self._deadlines.pop(deadline_id, None)
        if then is not None:
            then()

    def _set_aside(self, left_s: float | None) -> SetAside:
        aside = SetAside(self.phase, tuple(self._sentences), self._then, left_s)
        self._sentences = []
        self._then = None
        return aside
