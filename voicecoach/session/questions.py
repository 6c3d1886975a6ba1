"""Questions asked before a session and after it, one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voicecoach.language.vocabulary import Expectation


class QuestionKind(StrEnum):
    """What a question is about, and so what its answer does."""

    RESUME = "resume"
    """Go on where the last session stood? "No" begins anew."""
    WARNING_SIGN = "warning-sign"
    """"Yes" means that there is no session."""
    NOT_FOR = "not-for"
    """One of the routine's own reasons not to do it; "yes" means that there is no session."""
    DOCTOR_SEEN = "doctor-seen"
    """Whether a doctor has looked at a warning sign that was reported before; "no" means that there is no session."""
    REMEMBER = "remember"
    """Whether a guest wants to be remembered."""
    PAIN_BEFORE = "before"
    PAIN_AFTER = "after"
    CHOICE = "choice"
    """A number out of a few."""


@dataclass(frozen=True, slots=True)
class Question:
    """``key`` names it in the records; ``on_yes`` is what is said when a "yes" ends the session before it began."""

    kind: QuestionKind
    key: str
    text: str
    on_yes: str = ""
    on_no: str = ""
    """What is said when a "no" ends the session before it began."""
    highest: int = 10
    """The highest number that is an answer."""
    lead: str = ""
    """What is said before it the first time: what these questions are for, and who names them."""

    @property
    def expectation(self) -> Expectation:
        wants_number = self.kind in (QuestionKind.PAIN_BEFORE, QuestionKind.PAIN_AFTER, QuestionKind.CHOICE)
        return Expectation.NUMBER if wants_number else Expectation.YES_NO
