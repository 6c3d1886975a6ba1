"""Wall-clock times as they are stored: UTC and the local offset.

The offset is stored because a session belongs to the local day on which it began, in whatever time zone it is read, and
even if it went on past midnight.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from voicecoach.errors import RequestError


def to_columns(at: datetime) -> tuple[str, int]:
    """UTC in ISO 8601 to the millisecond, which sorts as text, and the offset in minutes.

    Raises ValueError for a time without a time zone.
    """
    offset = at.utcoffset()
    if offset is None:
        raise ValueError("a wall-clock time needs a time zone")
    utc = at.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.") + f"{utc.microsecond // 1000:03d}Z", round(offset.total_seconds() / 60)


def from_columns(utc: str, offset_min: int) -> datetime:
    """The local time that was stored."""
    moment = datetime.strptime(utc, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    return moment.astimezone(timezone(timedelta(minutes=offset_min)))


def day_from(text: str) -> date:
    """A day as it is typed, such as 2026-11-02. Raises RequestError."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RequestError(f"{text[:40]!r} is no day. Write it as 2026-11-02.") from None
