"""The questions before and after a session. Pure.

The warning signs are those on which guidance for back pain agrees: NHS, "Back pain"; Finucane and others,
"International framework for red flags for potential serious spinal pathologies", JOSPT 2020;50(7):350-372; and, for
pressure on the nerves to bladder and bowel, the Getting It Right First Time national pathway for suspected cauda equina
syndrome (2023).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from voicecoach.language.language_file import GateTexts
from voicecoach.language.wording import Wording
from voicecoach.routine.plan import Contraindication
from voicecoach.session.questions import Question, QuestionKind

ASKED_EVERY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ScreeningHistory:
    """What the choice of questions depends on."""

    gate_passed_on: date | None = None
    gate_again: bool = False
    """They have to be asked again, as after "it hurts"."""
    cleared: bool = False
    """All contraindications of this routine have been denied before."""
    emergency_number: str | None = None


def signs_due(known: ScreeningHistory, today: date) -> bool:
    """Whether to ask for warning signs: before the first session, weekly, after pain, after a clock was set back."""
    passed_on = known.gate_passed_on
    return known.gate_again or passed_on is None or not passed_on <= today < passed_on + ASKED_EVERY


def questions_before(
    gate: GateTexts,
    wording: Wording,
    known: ScreeningHistory,
    not_for: Sequence[Contraindication],
    today: date,
    *,
    broke_off: timedelta | None = None,
) -> list[Question]:
    """The questions in order. ``gate`` is the section of that name in the language file.

    ``broke_off`` is the age of an interrupted session that can be resumed.
    """
    questions = []
    if signs_due(known, today):
        questions += [
            Question(
                QuestionKind.WARNING_SIGN,
                sign.key,
                sign.ask,
                on_yes=_what_to_do(gate, sign.do, known),
                lead=gate.leads.signs,
            )
            for sign in gate.signs
        ]
    if not known.cleared:
        questions += [
            Question(
                QuestionKind.NOT_FOR,
                reason.ask,
                reason.ask,
                on_yes=f"{reason.because} {gate.do['not_for']}",
                lead=gate.leads.not_for,
            )
            for reason in not_for
        ]
    if broke_off is not None:
        ago = wording.duration(max(60.0, 60.0 * round(broke_off.total_seconds() / 60)))
        questions.append(Question(QuestionKind.RESUME, "resume", gate.resume.format(ago=ago)))
    questions.append(Question(QuestionKind.PAIN_BEFORE, "before", gate.pain_before))
    return questions


def questions_after(gate: GateTexts) -> list[Question]:
    """The question for the pain score after the session."""
    return [Question(QuestionKind.PAIN_AFTER, "after", gate.pain_after)]


def _what_to_do(gate: GateTexts, how_urgent: str, known: ScreeningHistory) -> str:
    words: str = gate.do[how_urgent]
    if how_urgent == "emergency" and known.emergency_number:
        # Digit by digit: a telephone number read as a quantity helps nobody.
        words += " " + gate.number.format(number=" ".join(known.emergency_number))
    return words
