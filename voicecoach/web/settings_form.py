"""A patient's settings as the page shows and takes them: texts out, texts in. An empty text is nothing set. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping

from voicecoach.errors import RequestError
from voicecoach.records.patient import Changes, Patient, Verbosity
from voicecoach.routine.plan import Side

FIELDS = (
    "voice",
    "rate_wpm",
    "gain_db",
    "hold_s",
    "leave_out_side",
    "first_side",
    "verbosity",
    "emergency_number",
)
"""The names that the export and ``patients`` have for them as well."""


def texts_of(patient: Patient) -> dict[str, str]:
    """Every field as it stands in its box."""
    return {name: _text(getattr(patient, name)) for name in FIELDS}


def changes_from(texts: Mapping[str, str]) -> Changes:
    """What was filled in. Raises RequestError for what is no number or none of the choices."""
    return {
        "voice": texts["voice"].strip() or None,
        "rate_wpm": None if (rate := _number(texts["rate_wpm"])) is None else round(rate),
        "gain_db": _number(texts["gain_db"]),
        "hold_s": _number(texts["hold_s"]),
        "leave_out_side": _side(texts["leave_out_side"]),
        "first_side": _side(texts["first_side"]),
        "verbosity": _verbosity(texts["verbosity"]),
        "emergency_number": texts["emergency_number"].strip() or None,
    }


def hold_from(text: str) -> float | None:
    """The length of every hold of one session, None for what the patient or the script says. Raises RequestError."""
    hold_s = _number(text)
    if hold_s is not None and not 1 <= hold_s <= 600:
        raise RequestError(f"A hold must be 1 to 600 seconds, not {hold_s:g}.")
    return hold_s


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def _number(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise RequestError(f"{text[:40]!r} is no number.")
    return number


def _side(text: str) -> Side | None:
    try:
        return Side(text) if text else None
    except ValueError:
        raise RequestError(f"{text[:40]!r} is no side.") from None


def _verbosity(text: str) -> Verbosity:
    try:
        return Verbosity(text or Verbosity.AUTO)
    except ValueError:
        raise RequestError(f"{text[:40]!r} is not one of {', '.join(Verbosity)}.") from None
