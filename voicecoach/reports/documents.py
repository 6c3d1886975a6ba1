"""Reports and sessions as JSON and CSV, for other programs.

``VERSION`` counts up when something is taken away or changes its meaning; new keys and new columns at the end may come
at any time. Days are ISO 8601 (2026-11-02), times have their offset, lengths name their unit.

CSV is UTF-8 with a heading row, a line a row. A cell of text that a spreadsheet would take for a formula begins with an
apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from voicecoach.records.warning_signs import sign_document
from voicecoach.reports.figures import Day, Report, SessionFigures, Totals
from voicecoach.routine.plan import Side

VERSION = 1

SESSION_COLUMNS: Mapping[str, Callable[[SessionFigures], object]] = {
    "day": lambda session: session.day.isoformat(),
    "started": lambda session: session.started.isoformat(timespec="seconds"),
    "routine": lambda session: session.routine_name,
    "outcome": lambda session: session.outcome,
    "ended": lambda session: session.ended,
    "minutes": lambda session: round(session.minutes, 1),
    "holds_prescribed": lambda session: session.holds_prescribed,
    "holds_full": lambda session: session.holds_full,
    "held_left_s": lambda session: _held_s(session)["left"],
    "held_right_s": lambda session: _held_s(session)["right"],
    "held_no_side_s": lambda session: _held_s(session)["no_side"],
    "movements_prescribed": lambda session: session.movements_prescribed,
    "movements_done": lambda session: session.movements_done,
    "pain_before": lambda session: session.pain_before,
    "pain_after": lambda session: session.pain_after,
    "pain_rise": lambda session: session.pain_rise,
    "pain_marked": lambda session: "yes" if session.worse else "no",
    "left_out": lambda session: len(session.left_out),
    "left_out_why": lambda session: _reasons(session),
    "hurts": lambda session: session.hurts,
    "understood": lambda session: session.understood,
    "not_understood": lambda session: session.not_understood,
    "help_called": lambda session: session.help_called,
    "alarms": lambda session: session.alarms,
    "topics": lambda session: " ".join(session.topics),
}
DAY_COLUMNS: Mapping[str, Callable[[Day], object]] = {
    "day": lambda day: day.day.isoformat(),
    "state": lambda day: day.state,
    "prescribed": lambda day: day.prescribed,
    "done": lambda day: day.done,
    "in_part": lambda day: day.partly,
    "minutes": lambda day: round(day.minutes, 1),
}
"""Columns of the CSV after the patient's name; a day has the same keys in JSON."""

_FORMULA = ("=", "+", "-", "@", "\t")
_SIDES: tuple[tuple[str, Side | None], ...] = (("left", Side.LEFT), ("right", Side.RIGHT), ("no_side", None))


def report_document(report: Report) -> dict[str, object]:
    """A report, fit for ``json.dumps``."""
    return {
        "patient": report.name,
        "from": report.first_day.isoformat(),
        "to": report.today.isoformat(),
        **_totals(report.totals),
        "weeks": [{"monday": week.monday.isoformat(), **_totals(week.totals)} for week in report.weeks],
        "days": [{name: value(day) for name, value in DAY_COLUMNS.items()} for day in report.days],
        "sessions": [session_figures_document(session) for session in report.sessions],
        "pain_risen_in_a_row": [
            {"routine": each.routine_name, "sessions": each.times, "side": each.side} for each in report.risen
        ],
        "warning_signs": [sign_document(sign) for sign in report.signs],
    }


def session_figures_document(session: SessionFigures) -> dict[str, object]:
    """One session's figures, fit for ``json.dumps``."""
    return {
        "started": session.started.isoformat(timespec="seconds"),
        "routine": session.routine_name,
        "outcome": session.outcome,
        "ended": session.ended,
        "pain": {
            "before": session.pain_before,
            "after": session.pain_after,
            "rise": session.pain_rise,
            "marked": session.worse,
        },
        "left_out": [{"exercise": x.exercise, "side": x.side, "why": x.why} for x in session.left_out],
        "topics": list(session.topics),
        **_counts(session),
    }


def sessions_csv(reports: Iterable[Report]) -> str:
    """A row a session, oldest first within a patient."""
    return table_csv(
        ("patient", *SESSION_COLUMNS),
        (
            (report.name, *(value(session) for value in SESSION_COLUMNS.values()))
            for report in reports
            for session in report.sessions
        ),
    )


def days_csv(reports: Iterable[Report]) -> str:
    """A row a day, whole weeks."""
    return table_csv(
        ("patient", *DAY_COLUMNS),
        ((report.name, *(value(day) for value in DAY_COLUMNS.values())) for report in reports for day in report.days),
    )


def table_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Any table, under the rules above."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return text.getvalue()


def _totals(totals: Totals) -> dict[str, object]:
    return {
        "adherence": {
            "prescribed": totals.prescribed,
            "done": totals.kept,
            "share": None if totals.share is None else round(totals.share, 3),
            "days_prescribed": totals.days_prescribed,
            "days_done": totals.days_kept,
        },
        "sessions_done": totals.done,
        "sessions_in_part": totals.partly,
        "sessions_without_work": totals.nothing,
        "sessions_refused": totals.refused,
        "pain": {
            "sessions": totals.pain_scored,
            "mean_before": _rounded(totals.pain_before),
            "mean_after": _rounded(totals.pain_after),
        },
        "topics": totals.topics,
        **_counts(totals),
    }


def _counts(figures: SessionFigures | Totals) -> dict[str, object]:
    """What a session and the sums over several have in common."""
    return {
        "minutes": round(figures.minutes, 1),
        "holds": {"prescribed": figures.holds_prescribed, "full": figures.holds_full},
        "held_s": _held_s(figures),
        "movements": {"prescribed": figures.movements_prescribed, "done": figures.movements_done},
        "hurts": figures.hurts,
        "understood": figures.understood,
        "not_understood": figures.not_understood,
        "help_called": figures.help_called,
        "alarms": figures.alarms,
    }


def _held_s(figures: SessionFigures | Totals) -> dict[str, float]:
    return {name: round(figures.held_s.get(side, 0.0), 1) for name, side in _SIDES}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _reasons(session: SessionFigures) -> str:
    """ "skip 2, hurts 1" """
    return ", ".join(f"{why} {times}" for why, times in Counter(x.why for x in session.left_out).most_common())


def _cell(value: object) -> object:
    """Text that a spreadsheet would run is made plain text (OWASP, "CSV Injection"); numbers stay numbers."""
    if not isinstance(value, str):
        return value
    line = " ".join(value.splitlines())
    return f"'{line}" if line.startswith(_FORMULA) else line
