"""The calendar file, by the letter of RFC 5545."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.errors import RequestError
from voicecoach.reports.reminders import LONGEST_LINE_BYTES, Reminder, calendar, spread_times, times_from

WEDNESDAY = date(2026, 11, 4)
WRITTEN = datetime(2026, 11, 4, 21, 30, tzinfo=timezone(timedelta(hours=-5)))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def a_reminder(
    *,
    summary: str = "Stretching: Anna",
    description: str = "Time for it.",
    weekdays: frozenset[int] = frozenset({0, 2, 4}),
    times: tuple[time, ...] = (time(8), time(18, 30)),
) -> Reminder:
    return Reminder("1 anna", summary, description, weekdays, times)


def unfolded(text: str) -> list[str]:
    """The content lines (3.1). Refuses what is not folded as it should be."""
    assert text.endswith("\r\n")
    rows = text.removesuffix("\r\n").split("\r\n")
    assert not any(len(row.encode()) > LONGEST_LINE_BYTES or "\n" in row or "\r" in row for row in rows)
    lines: list[str] = []
    for row in rows:
        if row.startswith(" "):
            lines[-1] += row[1:]
        else:
            lines.append(row)
    return lines


def values(text: str, name: str) -> list[str]:
    return [line.split(":", 1)[1] for line in unfolded(text) if line.split(":", 1)[0] == name]


def test_components_are_nested_and_whole() -> None:
    lines = unfolded(calendar(a_reminder(), WEDNESDAY, WRITTEN))
    open_: list[str] = []
    for line in lines:
        name, value = line.split(":", 1)
        if name == "BEGIN":
            open_.append(value)
        elif name == "END":
            assert open_.pop() == value
    assert not open_
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    assert lines.count("BEGIN:VEVENT") == lines.count("BEGIN:VALARM") == 2


def test_begins_on_a_prescribed_day_at_floating_times() -> None:
    text = calendar(a_reminder(weekdays=frozenset({0, 4})), WEDNESDAY, WRITTEN)
    assert values(text, "DTSTART") == ["20261106T080000", "20261106T183000"]
    assert values(text, "RRULE") == ["FREQ=WEEKLY;WKST=MO;BYDAY=MO,FR"] * 2
    assert values(text, "DTSTAMP") == ["20261105T023000Z"] * 2


def test_every_day_is_said_so() -> None:
    text = calendar(a_reminder(weekdays=frozenset(range(7)), times=(time(9),)), WEDNESDAY, WRITTEN)
    assert values(text, "RRULE") == ["FREQ=DAILY"]
    assert values(text, "DTSTART") == ["20261104T090000"]


def test_a_new_file_replaces_the_older_ones_events() -> None:
    first = calendar(a_reminder(), WEDNESDAY, WRITTEN)
    later = calendar(a_reminder(summary="Other"), WEDNESDAY + timedelta(days=9), WRITTEN)
    assert values(first, "UID") == values(later, "UID")
    assert len(set(values(first, "UID"))) == 2


def test_text_is_escaped() -> None:
    text = calendar(a_reminder(summary="a,b;c\\d\ne:f"), WEDNESDAY, WRITTEN)
    assert values(text, "SUMMARY")[0] == "a\\,b\\;c\\\\d\\ne:f"


@given(TEXT)
def test_any_text_comes_back(text: str) -> None:
    [summary, _] = values(calendar(a_reminder(summary=text), WEDNESDAY, WRITTEN), "SUMMARY")
    plain, rest = "", iter(summary)
    for character in rest:
        plain += {"n": "\n"}.get(following := next(rest), following) if character == "\\" else character
    shown = "\n".join("".join(c for c in line if c.isprintable() or c in "\u200c\u200d") for line in text.splitlines())
    assert plain == shown


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.frozensets(st.integers(0, 6), min_size=1))
def test_the_first_is_one_of_the_days(day: date, weekdays: frozenset[int]) -> None:
    [start] = values(calendar(a_reminder(weekdays=weekdays, times=(time(9),)), day, WRITTEN), "DTSTART")
    first = datetime.strptime(start, "%Y%m%dT%H%M%S").date()
    assert first.weekday() in weekdays
    assert 0 <= (first - day).days < 7


def test_times_as_they_are_written() -> None:
    assert times_from(["18:30", "8:00", "08:00"]) == (time(8), time(18, 30))
    with pytest.raises(RequestError, match="no time of day"):
        times_from(["at eight"])


def test_times_are_spread_over_the_day() -> None:
    assert spread_times(1) == (time(9),)
    assert spread_times(2) == (time(9), time(19))
    assert spread_times(3) == (time(9), time(14), time(19))
    assert all(len(set(spread_times(a_day))) == a_day for a_day in range(1, 13))


def test_no_days_is_refused() -> None:
    with pytest.raises(RequestError):
        calendar(a_reminder(weekdays=frozenset()), WEDNESDAY, datetime.now(UTC))
