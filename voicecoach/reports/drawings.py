"""The drawings of a report as SVG that stands within the page: no outside reference, colours by class. Pure.

Each is drawn 360 units wide, so that its letters are as large on a phone as on paper. What colour tells is told by form
as well: a check, a half, a ring; hollow and filled; plain and hatched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from voicecoach.reports.figures import Day, DayState, Report, SessionFigures
from voicecoach.reports.words import Words
from voicecoach.routine.plan import Side

WIDTH = 360
_WIDEST = 480
"""A drawing that is wider than this is scrolled on a phone instead of made smaller."""
_LABEL = 52
"""The column of dates on the left."""
_CELL = 44
_MARK_R = 13.0
_MOST_SPREAD, _LEAST_SPREAD = 40.0, 13.0
"""Units between two sessions of the pain chart; below the least the chart grows wider."""


def calendar(report: Report, words: Words) -> str:
    """A row a week, Monday to Sunday, a mark for each day."""
    head = 24
    parts = [
        _text(_LABEL + _CELL * (weekday + 0.5), 15, words.weekday_short(weekday), "label middle")
        for weekday in range(7)
    ]
    for row, week in enumerate(report.weeks):
        top = head + row * _CELL
        parts.append(_text(0, top + 27, words.date_short(week.monday), "label"))
        for weekday, day in enumerate(week.days):
            x, y = _LABEL + _CELL * (weekday + 0.5), top + _CELL / 2
            if day.day == report.today:
                parts.append(f'<rect class="today" x="{_n(x - 20)}" y="{_n(y - 20)}" width="40" height="40" rx="8"/>')
            parts.append(_mark(x, y, day))
    states = [day.state for day in report.days]
    description = words.say(
        "calendar_described",
        range=words.range(report),
        done=states.count(DayState.DONE),
        partly=states.count(DayState.PARTLY),
        missed=states.count(DayState.MISSED),
    )
    return _svg(WIDTH, head + len(report.weeks) * _CELL, words["calendar"], description, parts)


def mark(state: DayState) -> str:
    """One day's mark alone, for the legend."""
    return f'<svg class="key" viewBox="-15 -15 30 30" aria-hidden="true" focusable="false">{_sign(state)}</svg>'


def pain(sessions: Sequence[SessionFigures], report: Report, words: Words) -> str:
    """Each session a line from the pain before (ring) to the pain after (dot), a marked rise with its points above."""
    left, top, height, foot = 30.0, 26.0, 170.0, 30.0
    spread = min(_MOST_SPREAD, max(_LEAST_SPREAD, (WIDTH - left - 16) / max(1, len(sessions))))
    width = max(WIDTH, left + spread * len(sessions) + 16)

    def y_of(score: float) -> float:
        return top + height * (1 - score / 10)

    parts = []
    for score in range(0, 11, 2):
        y = y_of(score)
        parts.append(f'<path class="grid" d="M{_n(left)} {_n(y)}H{_n(width)}"/>')
        parts.append(_text(left - 8, y + 4, str(score), "label end"))
    labelled = _spaced([left + spread * (index + 0.5) for index in range(len(sessions))], 52)
    for index, session in enumerate(sessions):
        if session.pain_before is None or session.pain_after is None:
            continue
        x, before, after = left + spread * (index + 0.5), y_of(session.pain_before), y_of(session.pain_after)
        kind = " worse" if session.worse else ""
        parts.append(f'<path class="change{kind}" d="M{_n(x)} {_n(before)}V{_n(after)}"/>')
        parts.append(f'<circle class="before{kind}" cx="{_n(x)}" cy="{_n(before)}" r="5"/>')
        parts.append(f'<circle class="after{kind}" cx="{_n(x)}" cy="{_n(after)}" r="3.5"/>')
        if session.worse:
            parts.append(_text(x, after - 9, f"+{session.pain_rise}", "rise middle"))
        if index in labelled:
            parts.append(_text(x, top + height + 20, words.date_short(session.day), "label middle"))
    totals = report.totals
    description = words.say(
        "pain_described",
        count=totals.pain_scored,
        before=words.decimal(totals.pain_before or 0.0),
        after=words.decimal(totals.pain_after or 0.0),
        worse=len(report.worse),
    )
    return _svg(width, top + height + foot, words["pain"], description, parts)


def sides(report: Report, words: Words, pattern: str) -> str:
    """A bar for each side in each week. ``pattern`` is an id that nothing else on the page has."""
    shown: list[tuple[Side | None, str]] = [(Side.LEFT, "left"), (Side.RIGHT, "right")]
    if report.totals.held_s.get(None, 0.0):
        shown.append((None, "none"))
    most_s = max((seconds for week in report.weeks for seconds in week.totals.held_s.values()), default=0.0) or 1.0
    bar, gap, room = 15, 12, WIDTH - _LABEL - 58
    parts = [
        f'<defs><pattern id="{escape(pattern)}" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="hatch-ground" width="6" height="6"/>'
        '<rect class="hatch-line" width="2.5" height="6"/></pattern></defs>'
    ]
    y = 4.0
    for week in report.weeks:
        parts.append(_text(0, y + bar * len(shown) / 2 + 5, words.date_short(week.monday), "label"))
        for side, name in shown:
            seconds = week.totals.held_s.get(side, 0.0)
            length = room * seconds / most_s
            fill = f' fill="url(#{escape(pattern)})"' if side is Side.RIGHT else ""
            parts.append(
                f'<rect class="bar {name}"{fill} x="{_LABEL}" y="{_n(y)}" width="{_n(max(length, 0.5))}"'
                f' height="{bar - 3}"/>'
            )
            parts.append(_text(_LABEL + length + 6, y + bar - 5, words.seconds(seconds), "label"))
            y += bar
        y += gap
    held_s = report.totals.held_s
    description = words.say(
        "sides_described",
        left=words.seconds(held_s.get(Side.LEFT, 0.0)),
        right=words.seconds(held_s.get(Side.RIGHT, 0.0)),
    )
    return _svg(WIDTH, y, words["sides"], description, parts)


def _mark(x: float, y: float, day: Day) -> str:
    return f'<g transform="translate({_n(x)} {_n(y)})">{_sign(day.state)}</g>'


def _sign(state: DayState) -> str:
    """Drawn around the origin."""
    ring = f'r="{_n(_MARK_R)}"'
    match state:
        case DayState.DONE:
            return f'<circle class="done" {ring}/><path class="check" d="M-6 0.5L-1.5 5L6.5 -4.5"/>'
        case DayState.PARTLY:
            half = f"M0 {_n(-_MARK_R)}A{_n(_MARK_R)} {_n(_MARK_R)} 0 0 0 0 {_n(_MARK_R)}Z"
            return f'<circle class="ring" {ring}/><path class="half" d="{half}"/>'
        case DayState.MISSED:
            return f'<circle class="ring missed" {ring}/>'
        case DayState.OPEN:
            return f'<circle class="ring open" {ring}/>'
        case DayState.AHEAD:
            return '<circle class="ahead" r="4.5"/>'
        case DayState.FREE:
            return '<path class="free" d="M-5 0H5"/>'


def _spaced(positions: Sequence[float], apart: float) -> set[int]:
    """The indices that can be labelled without running into one another, the last one among them."""
    chosen: set[int] = set()
    next_x = float("inf")
    for index in range(len(positions) - 1, -1, -1):
        if positions[index] <= next_x - apart:
            chosen.add(index)
            next_x = positions[index]
    return chosen


def _svg(width: float, height: float, title: str, description: str, parts: Iterable[str]) -> str:
    wide = f' style="min-width:{_n(width)}px"' if width > _WIDEST else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {_n(width)} {_n(height)}"{wide}>'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(parts)}</svg>"
    )


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{_n(x)}" y="{_n(y)}">{escape(text)}</text>'


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
