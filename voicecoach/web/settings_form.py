"""Converts a patient's settings and prescription to and from the texts of a form; an empty text means not set. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from voicecoach.errors import RequestError
from voicecoach.limits import HOLD_RANGE_S, within
from voicecoach.records.patient import SETTINGS, Changes, Pace, Patient, Verbosity
from voicecoach.records.prescription import DAYS, Prescription, checked, weekdays_from
from voicecoach.routine.plan import Side

PRESCRIPTION = ("days", "per_day")
"""The fields of a prescription: days as ``mon,wed``, and how many sessions on each."""

Choice = TypeVar("Choice", bound=StrEnum)


def texts_of(patient: Patient) -> dict[str, str]:
    """The text of every field."""
    return {name: _text(getattr(patient, name)) for name in SETTINGS}


def changes_from(texts: Mapping[str, str]) -> Changes:
    """The changes in a filled form. Raises RequestError for an invalid number or choice."""
    return {
        "voice": texts["voice"].strip() or None,
        "rate_wpm": rate_from(texts["rate_wpm"]),
        "gain_db": _number(texts["gain_db"]),
        "hold_s": _number(texts["hold_s"]),
        "leave_out_side": _side(texts["leave_out_side"]),
        "first_side": _side(texts["first_side"]),
        "verbosity": _one_of(Verbosity, texts["verbosity"]) or Verbosity.AUTO,
        "emergency_number": texts["emergency_number"].strip() or None,
        "dose": texts["dose"].strip() or None,
        "pace": _one_of(Pace, texts["pace"]),
    }


def prescription_texts(prescriptions: Sequence[Prescription]) -> dict[str, str]:
    """The text of every field of the prescription in force."""
    if not prescriptions:
        return dict.fromkeys(PRESCRIPTION, "")
    days = ",".join(DAYS[weekday] for weekday in sorted(prescriptions[-1].weekdays))
    return {"days": days, "per_day": str(prescriptions[-1].a_day)}


def prescription_from(texts: Mapping[str, str], known: Sequence[Prescription], today: date) -> Prescription | None:
    """The prescription in a filled form, from today on; None where it is the one in force, or still none.

    Raises RequestError for one that asks for nothing or for too much.
    """
    days, a_day = texts["days"].strip(), _number(texts["per_day"])
    if not known and not days and a_day is None:
        return None
    if a_day is None or a_day != round(a_day):
        raise RequestError("How many sessions a day? Write a whole number, such as 1.")
    asked = Prescription(today, weekdays_from(days) if days else frozenset(), round(a_day))
    if known and replace(known[-1], from_day=today) == asked:
        return None
    return checked(asked)


def hold_from(text: str) -> float | None:
    """The length of every hold of one session, None for what the patient or the script says. Raises RequestError."""
    hold_s = _number(text)
    return None if hold_s is None else within("A hold", hold_s, HOLD_RANGE_S, "seconds")


def rate_from(text: str) -> int | None:
    """A speaking rate in words a minute, None for none. Raises RequestError."""
    return None if (rate := _number(text)) is None else round(rate)


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
