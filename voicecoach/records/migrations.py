"""The tables, as the steps that made them. A file says in ``PRAGMA user_version`` how many steps it has behind it.

A step that has been released is never changed: what comes later is another step. All steps that a file still needs are
taken in one transaction, so that a process killed in between leaves the file as it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

APPLICATION_ID = 0x564F4943
"""``PRAGMA application_id`` of a journal: "VOIC"."""

Migration = tuple[str, ...]
"""SQL statements, in order."""

_PEOPLE_AND_SESSIONS: Migration = (
    """
    CREATE TABLE patients (
        id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: a patient's folder is named after it
        name TEXT NOT NULL,
        name_key TEXT NOT NULL UNIQUE,
        created_utc TEXT NOT NULL,
        created_offset_min INTEGER NOT NULL,
        voice TEXT,
        rate_wpm INTEGER,
        gain_db REAL,
        hold_s REAL,
        leave_out_side TEXT CHECK (leave_out_side IN ('left', 'right')),
        first_side TEXT CHECK (first_side IN ('left', 'right')),
        verbosity TEXT NOT NULL DEFAULT 'auto' CHECK (verbosity IN ('full', 'short', 'auto')),
        emergency_number TEXT,
        gate_passed_on TEXT,
        gate_again INTEGER NOT NULL DEFAULT 0,
        flags TEXT NOT NULL DEFAULT ''  -- keys of the warning signs said yes to, one a line
    )
    """,
    """
    CREATE TABLE prescriptions (
        patient_id INTEGER NOT NULL REFERENCES patients ON DELETE CASCADE,
        from_day TEXT NOT NULL,
        weekdays TEXT NOT NULL,  -- digits, 0 is Monday
        a_day INTEGER NOT NULL CHECK (a_day >= 1),
        PRIMARY KEY (patient_id, from_day)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE clearances (
        patient_id INTEGER NOT NULL REFERENCES patients ON DELETE CASCADE,
        routine TEXT NOT NULL,
        cleared_on TEXT NOT NULL,
        PRIMARY KEY (patient_id, routine)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE sessions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        patient_id INTEGER REFERENCES patients ON DELETE CASCADE,  -- NULL: a guest
        routine TEXT NOT NULL,  -- a name in the library, or a path
        routine_name TEXT NOT NULL,
        fingerprint TEXT NOT NULL,  -- of the plan, to notice a changed script
        sides TEXT NOT NULL CHECK (sides IN ('left', 'right', 'both')),
        first_side TEXT CHECK (first_side IN ('left', 'right')),
        hold_s REAL,
        started_utc TEXT NOT NULL,
        started_offset_min INTEGER NOT NULL,
        sittings INTEGER NOT NULL DEFAULT 1,  -- 2 once it was taken up again
        seen_utc TEXT NOT NULL,  -- the last time that anything was written
        length_s REAL NOT NULL DEFAULT 0,  -- all sittings, pauses included
        paused_s REAL NOT NULL DEFAULT 0,
        step INTEGER,  -- being done
        hurting INTEGER NOT NULL DEFAULT 0,  -- "it hurts" was said, and not yet gone on with
        refused TEXT,  -- the kind of question whose "yes" let no session begin
        pain_before INTEGER CHECK (pain_before BETWEEN 0 AND 10),
        pain_after INTEGER CHECK (pain_after BETWEEN 0 AND 10),
        not_understood INTEGER NOT NULL DEFAULT 0,
        ended TEXT  -- why; NULL while it runs, and for ever if it was killed
    )
    """,
    "CREATE INDEX sessions_of_patient ON sessions (patient_id, started_utc)",
    """
    CREATE TABLE works (  -- what the plan prescribes: its holds and its sets of movements
        session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        step INTEGER NOT NULL,
        exercise TEXT NOT NULL,
        side TEXT CHECK (side IN ('left', 'right')),
        hold_s REAL,
        reps INTEGER,
        every_s REAL,
        PRIMARY KEY (session_id, step)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE efforts (  -- what was done: a hold begun anew is another effort
        session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        number INTEGER NOT NULL,
        step INTEGER NOT NULL,
        held_s REAL NOT NULL DEFAULT 0,  -- for movements, seconds moved
        asked_s REAL NOT NULL,  -- with the time added by voice
        movements INTEGER,
        ended TEXT,  -- 'full', or the command that ended it; NULL while it runs
        PRIMARY KEY (session_id, number)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE skips (
        session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        number INTEGER NOT NULL,
        step INTEGER NOT NULL,
        why TEXT NOT NULL,
        at_s REAL NOT NULL,
        PRIMARY KEY (session_id, number)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE hurts (
        session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        number INTEGER NOT NULL,
        step INTEGER NOT NULL,
        at_s REAL NOT NULL,
        PRIMARY KEY (session_id, number)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE commands (
        session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        command TEXT NOT NULL,
        by TEXT NOT NULL,  -- the ears, the keys or the page
        times INTEGER NOT NULL,
        PRIMARY KEY (session_id, command, by)
    ) WITHOUT ROWID
    """,
)

_NOTES: Migration = (
    """
    CREATE TABLE notes (  -- calls for help, alarms, topics asked for, settings changed by voice
        session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        detail TEXT NOT NULL DEFAULT '',  -- which topic, which setting
        at_s REAL NOT NULL,
        PRIMARY KEY (session_id, number)
    ) WITHOUT ROWID
    """,
)

_STATE: Migration = (
    "ALTER TABLE sessions ADD COLUMN state TEXT",  # JSON; a session that broke off goes on from it
    "ALTER TABLE sessions ADD COLUMN state_at_s REAL NOT NULL DEFAULT 0.0",  # in its last sitting
)

_SIGNS_DOSE_AND_PACE: Migration = (
    """
    CREATE TABLE sign_events (  -- what was said of a warning sign; the last one of each counts
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        patient_id INTEGER NOT NULL REFERENCES patients ON DELETE CASCADE,
        session_id INTEGER REFERENCES sessions ON DELETE SET NULL,  -- NULL: noted outside a session
        number INTEGER,  -- in the session
        sign TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('yes', 'cleared')),
        day TEXT  -- of the answer, or on which a doctor looked; NULL: from an older journal, which had no day
    )
    """,
    "CREATE INDEX sign_events_of_patient ON sign_events (patient_id, id)",
    """
    WITH RECURSIVE flagged (patient_id, sign, rest) AS (
        SELECT id, '', flags || char(10) FROM patients
        UNION ALL
        SELECT patient_id, substr(rest, 1, instr(rest, char(10)) - 1), substr(rest, instr(rest, char(10)) + 1)
        FROM flagged WHERE rest != ''
    )
    INSERT INTO sign_events (patient_id, sign, kind) SELECT patient_id, sign, 'yes' FROM flagged WHERE sign != ''
    """,
    "UPDATE patients SET flags = ''",  # not read any more; old SQLite cannot drop a column
    "ALTER TABLE patients ADD COLUMN dose TEXT",
    "ALTER TABLE patients ADD COLUMN pace TEXT CHECK (pace IN ('slow', 'normal', 'quick'))",
    "ALTER TABLE sessions ADD COLUMN dose TEXT",
)

STEPS: tuple[Migration, ...] = (_PEOPLE_AND_SESSIONS, _NOTES, _STATE, _SIGNS_DOSE_AND_PACE)


class ForeignFileError(Exception):
    """The file is a database, but no journal, or one that a newer program wrote. Its text says which."""


def migrate(connection: sqlite3.Connection, steps: Sequence[Migration] = STEPS) -> None:
    """Brings a file up to date. The connection is in autocommit mode; safe with several processes at once.

    Raises ForeignFileError and leaves the file alone when it is not ours or is newer than ``steps``.
    """
    if _version(connection, steps) == len(steps):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done it while this one waited for the lock.
        for step in steps[_version(connection, steps) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, steps: Sequence[Migration]) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if not empty and application != APPLICATION_ID:
        raise ForeignFileError("is another program's database")
    if version > len(steps):
        raise ForeignFileError(
            f"was written by a newer voicecoach (journal version {version}, and this one knows {len(steps)})"
        )
    return version
