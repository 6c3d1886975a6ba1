"""On which days a patient is to exercise, and how often. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from voicecoach.errors import RequestError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""As they are written on the command line; weeks begin on Monday."""
MOST_A_DAY = 12


@dataclass(frozen=True, slots=True)
class Prescription:
    """What holds from a day on, until another takes its place."""

    from_day: date
    weekdays: frozenset[int] = frozenset(range(7))
    """0 is Monday."""
    a_day: int = 1

    def sessions_on(self, day: date) -> int:
        """How many sessions this asks for on a day, whenever the day is."""
        return self.a_day if day.weekday() in self.weekdays else 0


def prescribed_on(prescriptions: Sequence[Prescription], day: date) -> int:
    """The sessions asked for on this day by what held then; none before the first prescription."""
    in_force = max((p for p in prescriptions if p.from_day <= day), key=lambda p: p.from_day, default=None)
    return in_force.sessions_on(day) if in_force is not None else 0


def weekdays_from(text: str) -> frozenset[int]:
    """ "mon,wed,fri" or "daily". Raises RequestError."""
    if text.strip().lower() in ("daily", "all"):
        return frozenset(range(7))
    words = [word.strip().lower()[:3] for word in text.replace(" ", ",").split(",") if word.strip()]
    unknown = [word for word in words if word not in DAYS]
    if unknown or not words:
        raise RequestError(f"{text!r} is not a list of days. Write mon,wed,fri, or daily.")
    return frozenset(DAYS.index(word) for word in words)


def checked(prescription: Prescription) -> Prescription:
    """The prescription itself. Raises RequestError when it asks for nothing or for too much."""
    if not prescription.weekdays or not prescription.weekdays <= frozenset(range(7)):
        raise RequestError("A prescription needs at least one day of the week.")
    if not 1 <= prescription.a_day <= MOST_A_DAY:
        raise RequestError(f"Between 1 and {MOST_A_DAY} sessions a day can be prescribed, not {prescription.a_day}.")
    return prescription
