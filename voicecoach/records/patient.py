"""``Patient``: one person and their settings, with what those may be. Pure."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypedDict, Unpack

from voicecoach.errors import RequestError
from voicecoach.routine.plan import Side
from voicecoach.settings import RATE_RANGE_WPM

GAIN_RANGE_DB = (-20.0, 8.0)
"""As far as "louder" and "quieter" go in a session."""
HOLD_RANGE_S = (1.0, 600.0)
"""What a routine script may ask for."""
LONGEST_VOICE_NAME = 80
_NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]{1,23}")


class Verbosity(StrEnum):
    """How much is said of what is to be done."""

    FULL = "full"
    SHORT = "short"
    AUTO = "auto"
    """In full until the routine has been done to its end once, then short."""


@dataclass(frozen=True, slots=True)
class Patient:
    """What the coach knows of somebody. A setting that is None is the program's or the script's."""

    id: int
    name: str
    created: datetime
    voice: str | None = None
    rate_wpm: int | None = None
    gain_db: float | None = None
    hold_s: float | None = None
    leave_out_side: Side | None = None
    first_side: Side | None = None
    verbosity: Verbosity = Verbosity.AUTO
    emergency_number: str | None = None
    gate_passed_on: date | None = None
    """When the warning signs were last asked about and none was there."""
    gate_again: bool = False
    """Something has happened since, such as "it hurts", that asks for them before the next session."""
    flags: frozenset[str] = frozenset()
    """The warning signs said yes to when last asked, by their keys in the language file."""


class Changes(TypedDict, total=False):
    """The fields of a patient that can be changed. None takes a setting back."""

    voice: str | None
    rate_wpm: int | None
    gain_db: float | None
    hold_s: float | None
    leave_out_side: Side | None
    first_side: Side | None
    verbosity: Verbosity
    emergency_number: str | None
    gate_passed_on: date | None
    gate_again: bool
    flags: frozenset[str]


def changed(patient: Patient, **changes: Unpack[Changes]) -> Patient:
    """The patient with these fields changed. Raises RequestError when one cannot be so."""
    if (rate_wpm := changes.get("rate_wpm")) is not None:
        _within("The speaking rate", rate_wpm, RATE_RANGE_WPM, "words a minute")
    if (gain_db := changes.get("gain_db")) is not None:
        _within("The volume", gain_db, GAIN_RANGE_DB, "dB")
    if (hold_s := changes.get("hold_s")) is not None:
        _within("A hold", hold_s, HOLD_RANGE_S, "seconds")
    if (voice := changes.get("voice")) is not None and (
        not voice.strip() or len(voice) > LONGEST_VOICE_NAME or any(unicodedata.category(c)[0] == "C" for c in voice)
    ):
        raise RequestError(f"{voice[:LONGEST_VOICE_NAME]!r} is no name of a voice.")
    if (number := changes.get("emergency_number")) is not None and not _NUMBER.fullmatch(number):
        raise RequestError(f"{number[:40]!r} is no telephone number: digits, spaces and a leading + are.")
    return replace(patient, **changes)


def _within(what: str, value: float, limits: tuple[float, float], unit: str) -> None:
    low, high = limits
    if not math.isfinite(value) or not low <= value <= high:
        raise RequestError(f"{what} must be {low:g} to {high:g} {unit}, not {value:g}.")
