"""The questions before and after a session. Pure.

The warning signs are those on which guidance for back pain agrees: NHS, "Back pain"; Finucane and others,
"International framework for red flags for potential serious spinal pathologies", JOSPT 2020;50(7):350-372; and, for
pressure on the nerves to bladder and bowel, the Getting It Right First Time national pathway for suspected cauda equina
syndrome (2023).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from voicecoach.language.language_file import GateTexts, WarningSign
from voicecoach.language.wording import Wording
from voicecoach.records.patient import Patient
from voicecoach.records.warning_signs import KnownSign, open_signs
from voicecoach.routine.plan import Contraindication
from voicecoach.session.questions import Question, QuestionKind

ASKED_EVERY = timedelta(days=7)
CLEARED_FOR = timedelta(weeks=26)
"""How long a sign that a doctor has looked at is not asked again. No guidance names a time: half a year is a cautious
choice for what a person may live with for years, such as pain at night."""


@dataclass(frozen=True, slots=True)
class ScreeningHistory:
    """What the choice of questions depends on."""

    gate_passed_on: date | None = None
    gate_again: bool = False
    """They have to be asked again, as after "it hurts"."""
    cleared: bool = False
    """All contraindications of this routine have been denied before."""
    emergency_number: str | None = None
    open_signs: Sequence[str] = ()
    """The signs that were said yes to, and that no doctor has looked at since."""
    cleared_signs: Mapping[str, date] = field(default_factory=dict)
    """The day on which a doctor looked at a sign."""

    @classmethod
    def of(cls, patient: Patient, signs: Iterable[KnownSign], *, cleared: bool) -> ScreeningHistory:
        """What is known of a patient; ``cleared`` for this routine."""
        signs = tuple(signs)
        return cls(
            gate_passed_on=patient.gate_passed_on,
            gate_again=patient.gate_again,
            cleared=cleared,
            emergency_number=patient.emergency_number,
            open_signs=open_signs(signs),
            cleared_signs={s.key: s.cleared_on for s in signs if not s.open and s.cleared_on is not None},
        )


def signs_due(known: ScreeningHistory, today: date) -> bool:
    """Whether to ask for warning signs: before the first session, weekly, after pain, after a clock was set back."""
    passed_on = known.gate_passed_on
    return known.gate_again or passed_on is None or not passed_on <= today < passed_on + ASKED_EVERY


def _is_asked(sign: WarningSign, known: ScreeningHistory, today: date) -> bool:
    """A sign that a doctor has looked at is left alone, but not an urgent one after pain in a session since."""
    cleared_on = known.cleared_signs.get(sign.key)
    if cleared_on is None or not cleared_on <= today < cleared_on + CLEARED_FOR:
        return True
    return known.gate_again and sign.do == "emergency" and today >= cleared_on + ASKED_EVERY


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
    questions = [
        Question(
            QuestionKind.DOCTOR_SEEN,
            sign.key,
            gate.doctor_seen.format(sign=sign.sign),
            on_no=_what_to_do(gate, sign.do, known),
        )
        for sign in gate.signs
        if sign.key in known.open_signs
    ]
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
            if sign.key not in known.open_signs and _is_asked(sign, known, today)
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
    questions.append(Question(QuestionKind.PAIN_BEFORE, "before", gate.pain_before, lead=gate.leads.pain))
    return questions


def questions_after(gate: GateTexts) -> list[Question]:
    """The question for the pain score after the session."""
    return [Question(QuestionKind.PAIN_AFTER, "after", gate.pain_after)]


def question_to_guest(gate: GateTexts) -> list[Question]:
    """Asks a guest after the session whether to remember them."""
    return [Question(QuestionKind.REMEMBER, "remember", gate.remember)]


def _what_to_do(gate: GateTexts, how_urgent: str, known: ScreeningHistory) -> str:
    words: str = gate.do[how_urgent]
    if how_urgent == "emergency" and known.emergency_number:
        # Digit by digit: a telephone number read as a quantity helps nobody.
        words += " " + gate.number.format(number=" ".join(known.emergency_number))
    return words
