"""In a pause the patient may ask about causes and treatments: the coach explains, a sentence at a time, and waits."""

from __future__ import annotations

from abc import ABC
from collections.abc import Sequence

from voicecoach.language.wording import Wording
from voicecoach.routine.plan import Plan
from voicecoach.session.actions import LineKind
from voicecoach.session.calling import Calling
from voicecoach.session.questions import Question
from voicecoach.session.records import EndReason, TopicAsked
from voicecoach.session.stage import AFTER_INTERRUPTION_S, Sentence
from voicecoach.session.standing import Standing
from voicecoach.session.transitions import Phase
from voicecoach.session.waiting import SessionSettings


class Explaining(Calling, ABC):
    """A session that explains while it stands still. Whatever was set aside for the pause stays aside."""

    def __init__(
        self,
        plan: Plan,
        wording: Wording,
        settings: SessionSettings,
        *,
        before: Sequence[Question] = (),
        after: Sequence[Question] = (),
        standing: Standing | None = None,
    ) -> None:
        super().__init__(plan, wording, settings, before=before, after=after, standing=standing)
        self._explanation: tuple[Sentence, ...] = ()

    def _explain(self, topic: str, sentences: Sequence[str]) -> None:
        """Another topic takes the place of one that is being explained."""
        self._keep(TopicAsked(topic))
        self._explain_in([Sentence(text, LineKind.INSTRUCTION) for text in sentences])

    def _explain_again(self) -> None:
        self._explain_in(self._explanation)

    def _explain_in(self, sentences: Sequence[Sentence]) -> None:
        self._fall_silent()
        # Entering the pause anew takes back the time at which it would have been given up.
        self._enter(Phase.PAUSED)
        self._explanation = tuple(sentences)
        words = [*sentences, *self._sentence("explained", LineKind.CONTROL)]
        self._perform(words, self._wait_on, delay_s=AFTER_INTERRUPTION_S)

    def _break_off_explaining(self) -> bool:
        """Silence, and the pause goes on. False when nothing is being explained."""
        if not (self._explanation and self._sentences):
            return False
        self._fall_silent()
        self._sentences, self._then = [], None
        self._wait_on()
        return True

    def _wait_on(self) -> None:
        """The pause begins anew: whoever asked is there."""
        self._unanswered_at_s = None
        self._at(self._now_s + self._settings.give_up_s, lambda: self._close(EndReason.UNANSWERED))

    def _enter(self, phase: Phase) -> None:
        self._explanation = ()
        super()._enter(phase)
