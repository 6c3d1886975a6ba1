"""A journal that another program locks, through the whole coach: nothing waits, and in the end nothing is missing."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

import voicecoach.records.writer as writer_module
from tests.whole_session import visit
from voicecoach.coach.loop import Coach
from voicecoach.coach.session_request import SessionRequest
from voicecoach.errors import StorageError
from voicecoach.language.vocabulary import Command
from voicecoach.paths import JOURNAL_NAME, VARIABLE
from voicecoach.records.database import Database
from voicecoach.records.entry import SessionEntry
from voicecoach.records.patients import Patients
from voicecoach.records.sessions import sessions_of
from voicecoach.session.phase import Phase
from voicecoach.session.records import EndReason
from voicecoach.session.view import View

ANNA = SessionRequest("pelvic-tilt", "Anna")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setattr(writer_module, "TOLD_AFTER_S", 0.0)  # the session runs faster than time
    with Database() as database:
        Patients(database).called("Anna", datetime.now().astimezone())
    return tmp_path


@pytest.fixture
def other(folder: Path) -> Iterator[sqlite3.Connection]:
    """Another program that is writing to the journal."""
    with closing(sqlite3.connect(folder / JOURNAL_NAME, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def kept() -> list[SessionEntry]:
    with Database() as database:
        return list(sessions_of(database, Patients(database).get("Anna").id))


def test_it_hurts_is_obeyed_meanwhile_and_all_is_kept_afterwards(
    other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[str, ...]] = []

    def meanwhile(view: View, coach: Coach) -> None:
        if not shown or shown[-1] != view.faults:
            shown.append(view.faults)
        if view.phase is Phase.MOVING and other.in_transaction:
            coach.command(Command.HURTS, "page")
        if view.phase is Phase.HURT and other.in_transaction:
            other.execute("ROLLBACK")
            monkeypatch.setattr(writer_module, "TOLD_AFTER_S", 3600.0)
        elif view.phase is Phase.HURT and not view.faults:
            coach.command(Command.NO, "page")
        if view.faults and not other.in_transaction:
            threading.Event().wait(0.001)  # the disk has its own time

    came = visit(ANNA, meanwhile=meanwhile)
    assert [bool(faults) for faults in shown] == [False, True, False]
    assert came.why is EndReason.HURT
    [entry] = kept()
    assert entry.ended is EndReason.HURT
    assert len(entry.hurt_steps) == 1
    assert entry.pain_before == 4
    assert [(note.kind, note.detail) for note in entry.notes][:2] == [("fault", "journal"), ("recovered", "journal")]


@pytest.mark.usefixtures("other")
def test_what_cannot_be_kept_until_the_end_is_said_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "CLOSING_S", 0.1)
    came = visit(ANNA, leave_at=Phase.OPENING)
    assert came.why is EndReason.STOPPED
    assert "Another program has locked the journal" in came.trouble
    assert came.trouble.endswith("Nothing of this session is kept.")


def test_one_that_is_damaged_has_no_session_that_ignores_what_was_prescribed(folder: Path) -> None:
    (folder / JOURNAL_NAME).write_bytes(b"this is no database" * 100)
    with pytest.raises(StorageError, match="nobody knows what has been prescribed for Anna"):
        visit(ANNA)
    assert visit(SessionRequest("pelvic-tilt"), leave_at=Phase.OPENING).why is EndReason.STOPPED
