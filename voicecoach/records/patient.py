"""A patient's settings and their checks. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypedDict, Unpack

from voicecoach.errors import RequestError
from voicecoach.limits import (
    FEWEST_PHONE_DIGITS,
    GAIN_RANGE_DB,
    HOLD_RANGE_S,
    LONGEST_PHONE_NUMBER,
    LONGEST_VOICE_NAME,
    MOST_PHONE_DIGITS,
    PACES,
    RATE_RANGE_WPM,
    within,
)
from voicecoach.routine.plan import Side

_NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]*")


class Verbosity(StrEnum):
    """How much of the instructions is said."""

    FULL = "full"
    SHORT = "short"
    AUTO = "auto"
    """In full until the routine has been done to its end once, then short."""


class Pace(StrEnum):
    """How long the quiet after each movement is."""

    SLOW = "slow"
    NORMAL = "normal"
    QUICK = "quick"

    @property
    def factor(self) -> float:
        """What the usual quiet is multiplied by."""
        return PACES[self.value]


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient. A setting that is None is taken from the program or the script."""

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
    dose: str | None = None
    """The name of the dose that counts in every routine that has it."""
    pace: Pace | None = None
    gate_passed_on: date | None = None
    """When all warning signs were last denied."""
    gate_again: bool = False
    """The warning signs have to be asked again before the next session, as after "it hurts"."""


class Changes(TypedDict, total=False):
    """The fields of a patient that can be changed. None clears a setting."""

    voice: str | None
    rate_wpm: int | None
    gain_db: float | None
    hold_s: float | None
    leave_out_side: Side | None
    first_side: Side | None
    verbosity: Verbosity
    emergency_number: str | None
    dose: str | None
    pace: Pace | None
    gate_passed_on: date | None
    gate_again: bool


SETTINGS = (
    "voice",
    "rate_wpm",
    "gain_db",
    "hold_s",
    "leave_out_side",
    "first_side",
    "verbosity",
    "emergency_number",
    "dose",
    "pace",
)
"""The fields that the command line and the page set, in the order in which they are shown."""


def changed(patient: Patient, **changes: Unpack[Changes]) -> Patient:
    """The patient with these fields changed. Raises RequestError for a value out of range."""
    check(changes)
    return replace(patient, **changes)


def check(changes: Changes) -> None:
    """Raises RequestError for a value out of range."""
    if (rate_wpm := changes.get("rate_wpm")) is not None:
        within("The speaking rate", rate_wpm, RATE_RANGE_WPM, "words a minute")
    if (gain_db := changes.get("gain_db")) is not None:
        within("The volume", gain_db, GAIN_RANGE_DB, "dB")
    if (hold_s := changes.get("hold_s")) is not None:
        within("A hold", hold_s, HOLD_RANGE_S, "seconds")
    if (voice := changes.get("voice")) is not None and (
        not voice.strip() or len(voice) > LONGEST_VOICE_NAME or any(unicodedata.category(c)[0] == "C" for c in voice)
    ):
        raise RequestError(f"{voice[:LONGEST_VOICE_NAME]!r} is not the name of a voice.")
    if (number := changes.get("emergency_number")) is not None and not _is_phone_number(number):
        raise RequestError(
            f"{number[:40]!r} is not a telephone number: it has {FEWEST_PHONE_DIGITS} to {MOST_PHONE_DIGITS} digits,"
            " with spaces, ( ) . / - between them and perhaps a + before them."
        )
    if (dose := changes.get("dose")) is not None and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", dose[:80]) is None:
        raise RequestError(f"{dose[:40]!r} is no name of a dose: those have lower case letters and hyphens.")


def _is_phone_number(text: str) -> bool:
    digits = sum(character.isdecimal() for character in text)
    return (
        len(text) <= LONGEST_PHONE_NUMBER
        and _NUMBER.fullmatch(text) is not None
        and FEWEST_PHONE_DIGITS <= digits <= MOST_PHONE_DIGITS
    )
