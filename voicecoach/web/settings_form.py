"""Converts a patient's settings to and from the texts of a form; an empty text means not set. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from voicecoach.errors import RequestError
from voicecoach.limits import HOLD_RANGE_S, within
from voicecoach.records.patient import SETTINGS, Changes, Pace, Patient, Verbosity
from voicecoach.routine.plan import Side

Choice = TypeVar("Choice", bound=StrEnum)


def texts_of(patient: Patient) -> dict[str, str]:
    """The text of every field."""
    return {name: _text(getattr(patient, name)) for name in SETTINGS}


def changes_from(texts: Mapping[str, str]) -> Changes:
    """The changes in a filled form. Raises RequestError for an invalid number or choice."""
    return {
        "voice": texts["voice"].strip() or None,
        "rate_wpm": None if (rate := _number(texts["rate_wpm"])) is None else round(rate),
        "gain_db": _number(texts["gain_db"]),
        "hold_s": _number(texts["hold_s"]),
        "leave_out_side": _side(texts["leave_out_side"]),
        "first_side": _side(texts["first_side"]),
        "verbosity": _one_of(Verbosity, texts["verbosity"]) or Verbosity.AUTO,
        "emergency_number": texts["emergency_number"].strip() or None,
        "dose": texts["dose"].strip() or None,
        "pace": _one_of(Pace, texts["pace"]),
    }


def hold_from(text: str) -> float | None:
    """The length of every hold of one session, None for what the patient or the script says. Raises RequestError."""
    hold_s = _number(text)
    return None if hold_s is None else within("A hold", hold_s, HOLD_RANGE_S, "seconds")


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
        raise RequestError(f"{text[:40]!r} is not a number.")
    return number


def _side(text: str) -> Side | None:
    try:
        return Side(text) if text else None
    except ValueError:
        raise RequestError(f"{text[:40]!r} is not a side.") from None


def _one_of(choices: type[Choice], text: str) -> Choice | None:
    try:
        return choices(text) if text else None
    except ValueError:
        raise RequestError(f"{text[:40]!r} is not one of {', '.join(choices)}.") from None
