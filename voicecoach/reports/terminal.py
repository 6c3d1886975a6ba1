"""Reports in a terminal: the week and the month at a glance, then session by session.

A mark tells by its form, not by its colour; where the terminal has no such characters, letters stand in for them.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from voicecoach.reports.figures import DayState, Report, SessionFigures, Totals
from voicecoach.reports.words import Words
from voicecoach.routine.plan import Side

WIDEST = 100
_NARROW = 76
"""Below this many columns the list of sessions leaves out what the notes do not need."""

_MARKS = {
    DayState.DONE: ("●", "x", "green"),
    DayState.PARTLY: ("◐", "/", "green"),
    DayState.MISSED: ("○", "o", "default"),
    DayState.OPEN: ("◌", "?", "default"),
    DayState.AHEAD: ("·", ".", "dim"),
    DayState.FREE: (" ", " ", "dim"),
}


def show(reports: Sequence[Report], words: Words, console: Console) -> None:
    """Prints a report for each patient, or says that there is nobody."""
    if not reports:
        console.print(words["nobody"], highlight=False)
        return
    width = min(console.width, WIDEST)
    for report in reports:
        parts: list[RenderableType] = [_title(report, words)]
        if report.sessions:
            parts += [
                *_week(report, words, console),
                *_weeks(report, words, console, width),
                *_sessions(report, words, console, width),
            ]
        else:
            parts += [Text(words.say("nothing", name=report.name, range=words.range(report)))]
        parts += _concerns(report, words)
        console.print(Padding(Group(*parts), (1, 1)), width=width, highlight=False)


def _title(report: Report, words: Words) -> RenderableType:
    return Text.assemble((report.name, "bold"), "   ", (words.range(report), "dim"))


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold cyan")


# -- this week ---------------------------------------------------------------------------------------------------------


def _week(report: Report, words: Words, console: Console) -> list[RenderableType]:
    week = report.weeks[-1]
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for _ in week.days:
        table.add_column(justify="center", min_width=6)
    table.add_row(
        *(
            Text(words.weekday_short(index), style="bold underline" if day.day == report.today else "bold")
            for index, day in enumerate(week.days)
        )
    )
    table.add_row(*(_sign(day.state, console) for day in week.days))
    table.add_row(*(Text(words.minutes(day.minutes) if day.minutes else "", style="dim") for day in week.days))
    lines = [Text(sentence) for sentence in _summary(week.totals, words)]
    return [_heading(words["this_week"]), table, *lines]


def _summary(totals: Totals, words: Words) -> list[str]:
    """One line of what was done, one of how it went."""
    done = []
    if totals.holds_prescribed:
        done.append(f"{words['holds']}: {words.of(totals.holds_full, totals.holds_prescribed)}")
    if any(totals.held_s.get(side) for side in Side):
        left, right = (words.seconds(totals.held_s.get(side, 0.0)) for side in (Side.LEFT, Side.RIGHT))
        done.append(f"{words['left']} {left}, {words['right'].lower()} {right}")
    went = []
    if totals.pain_before is not None and totals.pain_after is not None:
        before, after = words.decimal(totals.pain_before), words.decimal(totals.pain_after)
        went.append(f"{words['mean_pain']}: {words['before'].lower()} {before}, {words['after'].lower()} {after}")
    if totals.hurts:
        went.append(f"{words['hurts']}: {totals.hurts}")
    if totals.help_called:
        went.append(f"{words['help_called']}: {totals.help_called} ({words.say('alarms', count=totals.alarms)})")
    if totals.not_understood:
        said = words.say("taken_as", count=totals.not_understood, all=totals.understood + totals.not_understood)
        went.append(f"{words['not_understood']}: {said}")
    return ["; ".join(facts) for facts in (done, went) if facts]


# -- week by week ------------------------------------------------------------------------------------------------------


def _weeks(report: Report, words: Words, console: Console, width: int) -> list[RenderableType]:
    table = _table()
    table.add_column(words["week"], justify="right", no_wrap=True)
    table.add_column(" ".join(words.weekday_short(weekday) for weekday in range(7)), no_wrap=True)
    table.add_column(words["sessions"], justify="right", no_wrap=True)
    roomy = width >= _NARROW
    for key in ("minutes_short", "left", "right") if roomy else ():
        table.add_column(words[key], justify="right", no_wrap=True)
    for week in report.weeks:
        totals = week.totals
        columns = len(words.weekday_short(0))
        marks = [
            Text(" " * ((columns - 1) // 2)) + _sign(day.state, console) + Text(" " * (columns // 2))
            for day in week.days
        ]
        held = (words.seconds(totals.held_s[side]) if side in totals.held_s else "" for side in Side)
        table.add_row(
            words.date_short(week.monday),
            Text(" ").join(marks),
            str(totals.done + totals.partly),
            *((str(round(totals.minutes)), *held) if roomy else ()),
        )
    return [
        _heading(words["last_weeks"]),
        table,
        Text(),
        _legend(report, words, console),
        *(Text(line) for line in _summary(report.totals, words)),
    ]


def _legend(report: Report, words: Words, console: Console) -> Text:
    there = {day.state for day in report.days} - {DayState.FREE}
    text = Text()
    for state in (state for state in DayState if state in there):
        text.append_text(_sign(state, console)).append(f" {words.state(state)}   ", style="dim")
    return text


def _sign(state: DayState, console: Console) -> Text:
    sign, letter, style = _MARKS[state]
    return Text(letter if console.options.ascii_only else sign, style=style)


# -- session by session ------------------------------------------------------------------------------------------------


def _sessions(report: Report, words: Words, console: Console, width: int) -> list[RenderableType]:
    table = _table()
    roomy = width >= _NARROW
    table.add_column(words["date"], no_wrap=True)
    table.add_column(words["routine"], ratio=2)
    if roomy:
        table.add_column(words["minutes_short"], justify="right")
    table.add_column(words["holds"], justify="right", no_wrap=True)
    table.add_column(words["pain_short"], no_wrap=True)
    table.add_column(words["notes"], ratio=2)
    for session in reversed(report.sessions):
        row = [words.day_short(session.day), session.routine_name]
        row += [str(round(session.minutes))] if roomy else []
        holds = words.of(session.holds_full, session.holds_prescribed) if session.holds_prescribed else ""
        pain = words.pain(session).replace("→", "->" if console.options.ascii_only else "→")
        table.add_row(*row, holds, pain, _notes(session, words))
    return [_heading(words["sessions"]), table]


def _notes(session: SessionFigures, words: Words) -> Text:
    notes = [words.outcome(session.outcome), *words.notes(session)]
    return Text("; ".join(notes), style="bold red" if session.worse else "")


def _concerns(report: Report, words: Words) -> list[RenderableType]:
    """Pain that has risen in a row, and warning signs."""
    risen = [Text("\n" + " ".join(words.risen(each)), style="bold red") for each in report.risen]
    signs = [Text(words.sign(sign), style="bold red" if sign.open else "") for sign in report.signs]
    return [*risen, *([_heading(words["signs"]), *signs] if signs else [])]


def _table() -> Table:
    return Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
