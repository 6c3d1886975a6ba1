"""The warning signs that a patient has said yes to, and on which day a doctor looked at each.

Only the last event of a sign counts: a "yes" leaves it open, a clearance closes it. Both stay in the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from voicecoach.errors import RequestError, did_you_mean
from voicecoach.records.columns import StoredRow, day, optional, text
from voicecoach.records.database import Database


class SignEvent(StrEnum):
    """What was said of a warning sign."""

    YES = "yes"
    CLEARED = "cleared"
    """A doctor has looked at it."""


@dataclass(frozen=True, slots=True)
class KnownSign:
    """A warning sign of which something is known."""

    key: str
    open: bool
    """It was said yes to, and no doctor has looked at it since, as far as is known."""
    said_on: date | None = None
    """The day of the last yes; None when there was none, or in a journal that did not keep the day."""
    cleared_on: date | None = None
    """The day on which a doctor last looked at it."""


def signs_of(database: Database, patient_id: int) -> tuple[KnownSign, ...]:
    """A patient's signs, in the order of their first event. Raises StorageError."""
    known: dict[str, KnownSign] = {}
    for row in database.rows("SELECT * FROM sign_events WHERE patient_id = ? ORDER BY id", (patient_id,)):
        columns = StoredRow(row, "a warning sign")
        sign, on = columns("sign", text), columns("day", optional(day))
        before = known.get(sign, KnownSign(sign, open=False))
        match columns("kind", lambda value: SignEvent(text(value))):
            case SignEvent.YES:
                known[sign] = KnownSign(sign, open=True, said_on=on, cleared_on=before.cleared_on)
            case SignEvent.CLEARED:
                known[sign] = KnownSign(sign, open=False, said_on=before.said_on, cleared_on=on)
    return tuple(known.values())


def clear_signs(
    database: Database, patient_id: int, sign: str | None, on: date, *, today: date, there_are: Sequence[str]
) -> tuple[str, ...]:
    """Notes that a doctor looked at a sign on this day, or at all that are open when ``sign`` is None.

    ``there_are`` are the signs that are asked for. Returns the keys of those cleared. Raises RequestError for an
    unknown sign, a day to come, and when no sign is open; StorageError.
    """
    if on > today:
        raise RequestError(f"{on.isoformat()} is still to come. A doctor has to have looked already.")
    if sign is not None and sign not in there_are:
        near = did_you_mean(sign, there_are)
        raise RequestError(f"There is no warning sign '{sign[:80]}'.{near} There are {', '.join(there_are)}.")
    with database.transaction() as connection:
        cleared = (sign,) if sign is not None else tuple(open_signs(signs_of(database, patient_id)))
        if not cleared:
            raise RequestError(
                f"No warning sign is open that could be cleared. --sign names one all the same: {', '.join(there_are)}."
            )
        connection.executemany(
            "INSERT INTO sign_events (patient_id, sign, kind, day) VALUES (?, ?, ?, ?)",
            [(patient_id, key, SignEvent.CLEARED.value, on.isoformat()) for key in cleared],
        )
    return cleared


def open_signs(signs: Iterable[KnownSign]) -> list[str]:
    """The keys of the signs that no doctor has looked at since the yes."""
    return [sign.key for sign in signs if sign.open]


def sign_document(sign: KnownSign) -> dict[str, object]:
    """A sign, fit for ``json.dumps``."""
    return {
        "sign": sign.key,
        "open": sign.open,
        "said_on": sign.said_on.isoformat() if sign.said_on is not None else None,
        "cleared_on": sign.cleared_on.isoformat() if sign.cleared_on is not None else None,
    }


def sign_from(document: Mapping[str, Any]) -> KnownSign:
    """The sign of a document that ``sign_document`` made."""
    said_on, cleared_on = (
        date.fromisoformat(on) if (on := document[key]) is not None else None for key in ("said_on", "cleared_on")
    )
    return KnownSign(document["sign"], document["open"], said_on, cleared_on)
