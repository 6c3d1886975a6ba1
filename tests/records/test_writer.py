"""The thread that commits to the journal, and a disk that gives way under it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import voicecoach.records.writer as writer_module
from voicecoach.errors import StorageError
from voicecoach.records.database import Database
from voicecoach.records.writer import TOLD_AFTER_S, JournalWriter, Statement

FULL = "The disk is full."


class Disk(Database):
    """A journal with one table, on a disk that can be made full, or not to answer."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.full = False
        self.answers = threading.Event()
        self.answers.set()
        self.asked = threading.Event()
        with self.transaction() as connection:
            connection.execute("CREATE TABLE words (word TEXT CHECK (word != 'never'))")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        with super().transaction() as connection:
            yield connection
            if hasattr(self, "asked"):
                self.asked.set()
                assert self.answers.wait(20)
                if self.full:
                    raise StorageError(FULL)

    @property
    def words(self) -> list[str]:
        return [row["word"] for row in self.rows("SELECT word FROM words ORDER BY rowid")]


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class Told:
    """What the writer told, in order."""

    def __init__(self) -> None:
        self.all: list[str] = []

    def failure(self, what: str) -> None:
        self.all.append(what)

    def recovery(self) -> None:
        self.all.append("recovered")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    opened = Disk(tmp_path)
    yield opened
    opened.answers.set()
    opened.close()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def writer(disk: Disk, told: Told, clock: Clock) -> Iterator[JournalWriter]:
    made = JournalWriter(disk, on_failure=told.failure, on_recovery=told.recovery, clock=clock, retry_s=0.01)
    made.release()
    yield made
    made.close(0.0)


def word(text: str) -> Statement:
    return Statement("INSERT INTO words VALUES (:word)", {"word": text})


def test_what_a_full_disk_refused_is_written_in_order_once_there_is_room(
    disk: Disk, writer: JournalWriter, told: Told, clock: Clock
) -> None:
    disk.full = True
    for text in "abc":
        writer.write(word(text))
        writer.flush()
    assert told.all == [], "less than a second is nothing to tell"
    clock.now_s = TOLD_AFTER_S
    for text in "def":
        writer.write(word(text))
        writer.flush()
    assert told.all == [FULL]
    assert disk.words == []
    disk.full = False
    writer.close()
    assert disk.words == list("abcdef")
    assert told.all == [FULL, "recovered"]
    assert writer.not_kept == ""


def test_a_disk_that_fails_again_is_told_again(disk: Disk, writer: JournalWriter, told: Told, clock: Clock) -> None:
    for round_s in (10.0, 20.0):
        disk.full = True
        clock.now_s = round_s
        writer.write(word("a"))
        writer.flush()
        clock.now_s = round_s + TOLD_AFTER_S
        writer.write(word("b"))
        writer.flush()
        disk.full = False
        writer.write(word("c"))
        writer.flush()
    writer.close()
    assert told.all == [FULL, "recovered"] * 2
    assert disk.words == list("abcabc")


def test_a_disk_that_does_not_answer_holds_nobody_up_and_is_told(
    disk: Disk, writer: JournalWriter, told: Told, clock: Clock
) -> None:
    disk.asked.clear()
    disk.answers.clear()
    writer.write(word("a"))
    assert disk.asked.wait(20)
    clock.now_s = TOLD_AFTER_S
    writer.write(word("b"))
    writer.write(word("c"))
    assert ["does not answer" in what for what in told.all] == [True]
    disk.answers.set()
    writer.close()
    assert disk.words == list("abc")
    assert told.all[1:] == ["recovered"]


def test_what_says_the_same_anew_takes_the_place_of_what_waits(disk: Disk, writer: JournalWriter) -> None:
    disk.full = True
    writer.write(word("first"))
    for number in range(100):
        writer.write(word(f"state {number}"), replaces="state")
        writer.write(word(f"length {number}"), replaces="length")
    writer.flush()
    writer.write(word("last"))
    disk.full = False
    writer.close()
    assert disk.words == ["first", "state 99", "length 99", "last"]


def test_what_waits_is_bounded(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "WAITING_AT_MOST", 50)
    writer = JournalWriter(disk)
    for _ in range(60):
        writer.write(word("a"))
    writer.release()
    writer.close()
    assert len(disk.words) == 50
    assert writer.not_kept == f"50 changes wait for the journal {disk.path}."


def test_at_the_end_it_waits_for_a_while_and_says_what_is_not_kept(
    disk: Disk, writer: JournalWriter, clock: Clock
) -> None:
    writer.write(word("a"), at_s=60.0)
    writer.flush()
    disk.full = True
    writer.write(word("b"), at_s=61.0)
    clock.now_s = TOLD_AFTER_S
    writer.write(word("c"), at_s=72.5)
    writer.close(0.1)
    assert writer.not_kept == f"{FULL} The last 12.5 seconds of this session are not kept."
    assert disk.words == ["a"]


def test_of_a_session_of_which_nothing_could_be_written_that_is_said(disk: Disk, writer: JournalWriter) -> None:
    disk.answers.clear()
    writer.write(word("a"), at_s=1.0)
    writer.close(0.0)
    assert writer.not_kept == (
        f"The disk does not answer: the journal {disk.path} cannot be written. Nothing of this session is kept."
    )


def test_before_it_is_released_nothing_is_written_and_then_all_of_it(disk: Disk) -> None:
    writer = JournalWriter(disk)
    writer.write(word("a"))
    writer.write(word("b"))
    assert disk.words == []
    writer.release()
    writer.close()
    assert disk.words == ["a", "b"]


def test_what_is_never_released_is_dropped(disk: Disk) -> None:
    writer = JournalWriter(disk)
    writer.write(word("a"))
    writer.close()
    assert disk.words == []
    assert writer.not_kept == ""


def test_what_can_never_be_written_keeps_nothing_else_back(disk: Disk, writer: JournalWriter, told: Told) -> None:
    def broken() -> str:
        raise TypeError("no JSON")

    writer.write(word("a"))
    writer.write(Statement("INSERT INTO words VALUES (:word)", {}, {"word": broken}))
    writer.write(word("b"))
    writer.write(word("never"))
    writer.write(word("c"))
    writer.close()
    assert disk.words == ["a", "b", "c"]
    assert "no JSON" in writer.not_kept or "CHECK" in writer.not_kept
    assert told.all == []


def test_an_error_of_sqlites_own_is_tried_again(tmp_path: Path, told: Told, clock: Clock) -> None:
    with Database(tmp_path) as database:
        writer = JournalWriter(database, on_failure=told.failure, on_recovery=told.recovery, clock=clock)
        writer.release()
        writer.write(Statement("DROP TABLE skips"))
        writer.flush()
        writer.write(Statement("INSERT INTO skips VALUES (1, 1, 1, 'next', 1.0)"))
        writer.flush()
        clock.now_s = TOLD_AFTER_S
        writer.write(Statement("SELECT 1"))
        writer.flush()
        assert ["no such table" in what for what in told.all] == [True]
        with database.transaction() as connection:
            connection.execute("CREATE TABLE skips (a, b, c, d, e)")
        writer.close()
        assert told.all[1:] == ["recovered"]
        assert len(database.rows("SELECT * FROM skips")) == 1
