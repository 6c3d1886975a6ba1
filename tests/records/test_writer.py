"""The thread that commits to the journal."""

from __future__ import annotations

from pathlib import Path

from voicecoach.errors import StorageError
from voicecoach.records.database import Database, Statement
from voicecoach.records.writer import JournalWriter


def test_a_value_that_cannot_be_worked_out_is_told_and_ends_nothing(tmp_path: Path) -> None:
    def broken() -> str:
        raise TypeError("no JSON")

    told: list[StorageError] = []
    with Database(tmp_path) as database:
        writer = JournalWriter(database, told.append)
        writer.write(Statement("SELECT :state", {}, {"state": broken}))
        writer.flush()
        writer.write(Statement("SELECT 1", {}))
        writer.close()
    assert ["no JSON" in str(error) for error in told] == [True]
