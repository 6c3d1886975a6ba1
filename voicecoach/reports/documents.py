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
from collections.abc import Iterable, Sequence

from voicecoach.reports.figures import OmittedWork, Report, SessionFigures, Totals
from voicecoach.routine.plan import Side

VERSION = 1

SESSION_COLUMNS = (
    "patient",
    "day",
    "started",
    "routine",
    "outcome",
    "ended",
    "minutes",
    "holds_prescribed",
    "holds_full",
    "held_left_s",
    "held_right_s",
    "held_no_side_s",
    "movements_prescribed",
    "movements_done",
    "pain_before",
    "pain_after",
    "pain_rise",
    "pain_marked",
    "left_out",
    "left_out_why",
    "hurts",
    "understood",
    "not_understood",
    "help_called",
    "alarms",
    "topics",
)
DAY_COLUMNS = ("patient", "day", "state", "prescribed", "done", "in_part", "minutes")

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
        "days": [
            {
                "day": day.day.isoformat(),
                "state": day.state,
                "prescribed": day.prescribed,
                "done": day.done,
                "in_part": day.partly,
                "minutes": round(day.minutes, 1),
            }
            for day in report.days
        ],
        "sessions": [session_figures_document(session) for session in report.sessions],
    }


def session_figures_document(session: SessionFigures) -> dict[str, object]:
    """One session's figures, fit for ``json.dumps``."""
    return {
        "started": session.started.isoformat(timespec="seconds"),
        "routine": session.routine_name,
        "outcome": session.outcome,
        "ended": session.ended,
        "minutes": round(session.minutes, 1),
        "holds": {"prescribed": session.holds_prescribed, "full": session.holds_full},
        "held_s": {name: round(session.held_s.get(side, 0.0), 1) for name, side in _SIDES},
        "movements": {"prescribed": session.movements_prescribed, "done": session.movements_done},
        "pain": {
            "before": session.pain_before,
            "after": session.pain_after,
            "rise": session.pain_rise,
            "marked": session.worse,
        },
        "left_out": [{"exercise": x.exercise, "side": x.side, "why": x.why} for x in session.left_out],
        "hurts": session.hurts,
        "understood": session.understood,
        "not_understood": session.not_understood,
        "help_called": session.help_called,
        "alarms": session.alarms,
        "topics": list(session.topics),
    }


def sessions_csv(reports: Iterable[Report]) -> str:
    """A row a session, oldest first within a patient."""
    return table_csv(SESSION_COLUMNS, (_session_row(report.name, s) for report in reports for s in report.sessions))


def days_csv(reports: Iterable[Report]) -> str:
    """A row a day, whole weeks."""
    return table_csv(
        DAY_COLUMNS,
        (
            [report.name, day.day.isoformat(), day.state, day.prescribed, day.done, day.partly, round(day.minutes, 1)]
            for report in reports
            for day in report.days
        ),
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
        "sessions_refused": totals.refused,
        "minutes": round(totals.minutes, 1),
        "holds": {"prescribed": totals.holds_prescribed, "full": totals.holds_full},
        "held_s": {name: round(totals.held_s.get(side, 0.0), 1) for name, side in _SIDES},
        "movements": {"prescribed": totals.movements_prescribed, "done": totals.movements_done},
        "pain": {
            "sessions": totals.pain_scored,
            "mean_before": _rounded(totals.pain_before),
            "mean_after": _rounded(totals.pain_after),
        },
        "hurts": totals.hurts,
        "understood": totals.understood,
        "not_understood": totals.not_understood,
        "help_called": totals.help_called,
        "alarms": totals.alarms,
        "topics": totals.topics,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _session_row(name: str, session: SessionFigures) -> list[object]:
    return [
        name,
        session.day.isoformat(),
        session.started.isoformat(timespec="seconds"),
        session.routine_name,
        session.outcome,
        session.ended,
        round(session.minutes, 1),
        session.holds_prescribed,
        session.holds_full,
        *(round(session.held_s.get(side, 0.0), 1) for _, side in _SIDES),
        session.movements_prescribed,
        session.movements_done,
        session.pain_before,
        session.pain_after,
        session.pain_rise,
        "yes" if session.worse else "no",
        len(session.left_out),
        _reasons(session.left_out),
        session.hurts,
        session.understood,
        session.not_understood,
        session.help_called,
        session.alarms,
        " ".join(session.topics),
    ]


def _reasons(left_out: Sequence[OmittedWork]) -> str:
    """ "skip 2, hurts 1" """
    return ", ".join(f"{why} {times}" for why, times in Counter(item.why for item in left_out).most_common())


def _cell(value: object) -> object:
    """Text that a spreadsheet would run is made plain text (OWASP, "CSV Injection"); numbers stay numbers."""
    if not isinstance(value, str):
        return value
    line = " ".join(value.splitlines())
    return f"'{line}" if line.startswith(_FORMULA) else line
