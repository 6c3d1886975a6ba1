"""JSON and CSV that other programs read."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.kept_sessions import TODAY, a_month, kept
from voicecoach.records.entry import Note, Skip
from voicecoach.records.prescription import Prescription
from voicecoach.reports.documents import (
    DAY_COLUMNS,
    SESSION_COLUMNS,
    days_csv,
    report_document,
    sessions_csv,
    table_csv,
)
from voicecoach.reports.figures import Report, report
from voicecoach.session.records import EndReason

LIKE_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


def of(name: str) -> Report:
    skips = (Skip(4, "skip"), Skip(8, "stopped"))
    notes = tuple(
        Note(kind, detail, at_s)
        for at_s, (kind, detail) in enumerate(
            [("help-called", ""), ("alarm", ""), ("help-called", ""), ("topic", "warning-signs"), ("topic", "sciatica")]
        )
    )
    entry = kept(
        TODAY,
        right_s=12.0,
        left_s=0.0,
        skips=skips,
        ended=EndReason.STOPPED,
        pain=(3, 6),
        not_understood=4,
        notes=notes,
    )
    return report(name, [entry], (Prescription(TODAY),), TODAY, days=1)


def test_columns_stay_as_they_are() -> None:
    """Spreadsheets are built on these: a change of a name or of the order breaks them."""
    assert sessions_csv([]) == (
        "patient,day,started,routine,outcome,ended,minutes,holds_prescribed,holds_full,held_left_s,held_right_s,"
        "held_no_side_s,movements_prescribed,movements_done,pain_before,pain_after,pain_rise,pain_marked,left_out,"
        "left_out_why,hurts,understood,not_understood,help_called,alarms,topics\n"
    )
    assert days_csv([]) == "patient,day,state,prescribed,done,in_part,minutes\n"


def test_a_row_a_session() -> None:
    [row] = csv.DictReader(io.StringIO(sessions_csv([of("Anna")])))
    assert row == {
        "patient": "Anna",
        "day": "2026-11-04",
        "started": "2026-11-04T08:00:00+01:00",
        "routine": "Deep piriformis stretch",
        "outcome": "partly",
        "ended": "stopped",
        "minutes": "6.0",
        "holds_prescribed": "2",
        "holds_full": "0",
        "held_left_s": "0.0",
        "held_right_s": "12.0",
        "held_no_side_s": "0.0",
        "movements_prescribed": "0",
        "movements_done": "0",
        "pain_before": "3",
        "pain_after": "6",
        "pain_rise": "3",
        "pain_marked": "yes",
        "left_out": "2",
        "left_out_why": "skip 1, stopped 1",
        "hurts": "0",
        "understood": "2",
        "not_understood": "4",
        "help_called": "2",
        "alarms": "1",
        "topics": "warning-signs sciatica",
    }


def test_a_row_a_day() -> None:
    rows = list(csv.DictReader(io.StringIO(days_csv([of("Anna")]))))
    assert [row["state"] for row in rows] == ["free", "free", "partly", "ahead", "ahead", "ahead", "ahead"]
    assert rows[2]["prescribed"] == "1"


def test_a_name_that_looks_like_a_formula_is_text() -> None:
    [row] = csv.DictReader(io.StringIO(sessions_csv([of('=HYPERLINK("http://example.org")')])))
    assert row["patient"] == '\'=HYPERLINK("http://example.org")'


@given(LIKE_TEXT)
def test_no_text_becomes_a_formula_and_none_is_lost(text: str) -> None:
    [_, [cell, after]] = csv.reader(io.StringIO(table_csv(["name", "after"], [[text, 1]]), newline=""))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == " ".join(text.splitlines()).removeprefix("'")
    assert after == "1"


def test_numbers_stay_numbers() -> None:
    assert table_csv(["rise"], [[-3]]) == "rise\n-3\n"


def test_a_report_as_json() -> None:
    document = json.loads(json.dumps(report_document(of("Zoë"))))
    assert document["patient"] == "Zoë"
    assert (document["from"], document["to"]) == ("2026-11-02", "2026-11-04")
    assert document["adherence"] == {
        "prescribed": 0,
        "done": 0,
        "share": None,
        "days_prescribed": 0,
        "days_done": 0,
    }
    assert document["held_s"] == {"left": 0.0, "right": 12.0, "no_side": 0.0}
    assert document["pain"] == {"sessions": 1, "mean_before": 3.0, "mean_after": 6.0}
    assert document["sessions"][0]["pain"] == {"before": 3, "after": 6, "rise": 3, "marked": True}
    assert document["sessions"][0]["left_out"][0] == {
        "exercise": "Deep piriformis stretch",
        "side": "right",
        "why": "skip",
    }
    assert document["days"][0]["day"] == "2026-11-02"


def test_the_month_adds_up_over_its_weeks() -> None:
    document = json.loads(json.dumps(report_document(a_month())))
    for key in ("sessions_done", "sessions_in_part", "hurts"):
        assert sum(week[key] for week in document["weeks"]) == document[key]
    assert sum(week["adherence"]["prescribed"] for week in document["weeks"]) == document["adherence"]["prescribed"]
    assert timedelta(days=len(document["days"])) == timedelta(weeks=len(document["weeks"]))


def test_every_column_is_explained() -> None:
    text = (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")
    sessions, days = text.split("report --csv")
    for column in SESSION_COLUMNS:
        assert f"`{column}`" in sessions, column
    for column in DAY_COLUMNS:
        assert f"`{column}`" in days, column
