"""The welcome: which routine, and whose session. A session without exercises, at most two questions long. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voicecoach.language.wording import Wording
from voicecoach.routine.plan import Plan
from voicecoach.session.actions import LineKind
from voicecoach.session.engine import Session
from voicecoach.session.questions import Question, Topic
from voicecoach.session.records import EndReason
from voicecoach.session.transitions import Phase
from voicecoach.session.waiting import SessionSettings

AT_ONCE = 3
"""So many choices are remembered by somebody who only hears them; "zero" brings the next ones."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A routine to choose: its key in the library, and its name."""

    key: str
    name: str


class Reception(Session):
    """Run it like a session; then ``routine`` is what was chosen, None if nothing was, and ``patient`` for whom."""

    def __init__(
        self,
        offers: Sequence[Offer],
        people: Sequence[str],
        words: Mapping[str, str],
        wording: Wording,
        settings: SessionSettings | None = None,
        *,
        language: str,
    ) -> None:
        """``words`` is the section ``reception`` of the language file; ``language`` is its code."""
        self.plan = Plan("", words["title"], "", language, (), ())
        super().__init__(self.plan, wording, settings)
        self._offers = tuple(offers)
        self._people = tuple(people)
        self._reception_words = words
        self._page = 0
        self.routine: str | None = None
        self.patient: str | None = None

    def _open(self) -> None:
        self._enter(Phase.OPENING)
        self._perform(self._own_words(self._reception_words["welcome"], LineKind.INSTRUCTION), self._ask_before)

    def _ask_before(self) -> None:
        self._ask([self._which_routine()], self._whose)

    def _begin_step(self) -> None:
        """Nothing is exercised here: what would begin a step ends the welcome."""
        self._end(EndReason.FINISHED)

    def _whose(self) -> None:
        if self.patient is not None or not self._people:
            self._end(EndReason.FINISHED)
            return
        names = self._people[:9]
        listed = " ".join(
            self._reception_words["choice"].format(number=self._wording.number(n), name=name)
            for n, name in enumerate(names, 1)
        )
        text = f"{self._reception_words['whose']} {listed} {self._reception_words['guest']}"
        self._ask([Question(Topic.CHOICE, "patient", text, highest=len(names))], lambda: self._end(EndReason.FINISHED))

    def _which_routine(self) -> Question:
        offers = self._shown()
        listed = " ".join(
            self._reception_words["choice"].format(number=self._wording.number(n), name=offer.name)
            for n, offer in enumerate(offers, 1)
        )
        ask = self._reception_words["which"] if self._page == 0 else ""
        more = self._reception_words["more"] if len(self._offers) > AT_ONCE else ""
        return Question(Topic.CHOICE, "routine", f"{ask} {listed} {more}", highest=len(offers))

    def _shown(self) -> tuple[Offer, ...]:
        return self._offers[self._page : self._page + AT_ONCE]

    def _take_number(self, question: Question, number: int) -> None:
        if question.key == "patient":
            self.patient = self._people[number - 1] if number else None
            self._end(EndReason.FINISHED)
        elif number:
            self.routine = self._shown()[number - 1].key
            self._whose()
        else:
            following = self._page + AT_ONCE
            self._page = following if following < len(self._offers) else 0
            self._ask([self._which_routine()], self._whose)
