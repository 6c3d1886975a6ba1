"""Writes reminders as an iCalendar file (RFC 5545). Pure.

One event for each time of day, repeated on the prescribed weekdays, each with an alarm at its beginning. Times are
floating: eight o'clock is eight o'clock wherever the calendar is, also after the clocks have changed.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from voicecoach.errors import RequestError

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMESPACE = uuid.UUID("6a0d4f0e-6f1c-4b9d-9a38-7d1f6c1b8a55")
LONGEST_LINE_BYTES = 75
"""RFC 5545, 3.1; longer ones are folded."""
FIRST_HOUR, LAST_HOUR = 9, 19
"""Between which reminders are spread when no times are given."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a calendar reminds of, and when."""

    key: str
    """The same for the same patient for ever, so that a new file replaces what an older one put into the calendar."""
    summary: str
    description: str
    weekdays: frozenset[int]
    """0 is Monday."""
    times: tuple[time, ...]
    minutes: int = 15
    """How long an event lasts."""


def calendar(reminder: Reminder, first_day: date, written: datetime) -> str:
    """The file's text, with the line ends that the format asks for: write it without changing them.

    ``first_day`` is the first on which there may be a reminder; ``written`` is now, with its time zone.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//voicecoach//reminders//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    for at in reminder.times:
        lines += _event(reminder, at, first_day, written)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines)


def spread_times(a_day: int) -> tuple[time, ...]:
    """So many times a day, evenly spread: one at nine, two at nine and seven in the evening."""
    if a_day == 1:
        return (time(FIRST_HOUR),)
    step_min = (LAST_HOUR - FIRST_HOUR) * 60 / (a_day - 1)
    minutes = [FIRST_HOUR * 60 + 5 * round(number * step_min / 5) for number in range(a_day)]
    return tuple(time(minute // 60, minute % 60) for minute in minutes)


def times_from(texts: Sequence[str]) -> tuple[time, ...]:
    """ "8:00" and "18:30", each once and in order. Raises RequestError."""
    found = set()
    for text in texts:
        try:
            found.add(datetime.strptime(text.strip(), "%H:%M").time())
        except ValueError as error:
            raise RequestError(f"{text!r} is no time of day. Write it as 8:00 or 18:30.") from error
    return tuple(sorted(found))


def _event(reminder: Reminder, at: time, first_day: date, written: datetime) -> list[str]:
    start = datetime.combine(_first_on(first_day, reminder.weekdays), at)
    weekdays = ",".join(_DAYS[day] for day in sorted(reminder.weekdays))
    return [
        "BEGIN:VEVENT",
        f"UID:{uuid.uuid5(_NAMESPACE, f'{reminder.key} {at:%H:%M}')}@voicecoach",
        f"DTSTAMP:{written.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{start:%Y%m%dT%H%M%S}",
        f"DURATION:PT{reminder.minutes}M",
        "RRULE:FREQ=DAILY" if len(reminder.weekdays) == len(_DAYS) else f"RRULE:FREQ=WEEKLY;WKST=MO;BYDAY={weekdays}",
        f"SUMMARY:{_text(reminder.summary)}",
        f"DESCRIPTION:{_text(reminder.description)}",
        "TRANSP:TRANSPARENT",
        "CLASS:PRIVATE",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(reminder.summary)}",
        "TRIGGER:PT0S",
        "END:VALARM",
        "END:VEVENT",
    ]


def _first_on(day: date, weekdays: frozenset[int]) -> date:
    """The start of a repeated event has to be one of its days."""
    if not weekdays:
        raise RequestError("A reminder needs at least one day of the week.")
    while day.weekday() not in weekdays:
        day += timedelta(days=1)
    return day


def _text(text: str) -> str:
    """RFC 5545, 3.3.11. Control characters have no place in it."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    plain = "\n".join(escaped.splitlines())
    return "".join(c for c in plain if c == "\n" or c.isprintable() or c in "\u200c\u200d").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A content line with its end, cut where it grows too long, never within a character."""
    rows, row, room = [], "", LONGEST_LINE_BYTES
    for character in line:
        size = len(character.encode())
        if size > room:
            rows.append(row)
            row, room = " ", LONGEST_LINE_BYTES - 1
        row += character
        room -= size
    return "\r\n".join([*rows, row]) + "\r\n"
