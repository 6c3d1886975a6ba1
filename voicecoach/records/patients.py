"""The patients in the journal: found, created, changed, deleted."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Unpack, cast

from voicecoach.errors import RequestError, StorageError
from voicecoach.limits import LONGEST_NAME
from voicecoach.paths import patient_folder
from voicecoach.records.columns import StoredRow, day, number, optional, seconds, text, whole
from voicecoach.records.database import Database, Value
from voicecoach.records.entry import NoteKind
from voicecoach.records.names import name_key, normalised
from voicecoach.records.patient import SETTINGS, Changes, Pace, Patient, Verbosity, changed, check
from voicecoach.records.prescription import Prescription, checked
from voicecoach.records.session_lock import SessionLock
from voicecoach.records.timestamps import to_columns
from voicecoach.records.warning_signs import KnownSign, signs_of
from voicecoach.routine.plan import Side

NEARLY_THE_SAME = 0.6
"""How alike two names have to be, of 1, for the one to be offered for the other."""


class Patients:
    """Finds, creates, changes and deletes patients. Names are compared without regard to case.

    Raises StorageError when the journal cannot be read or written, RequestError for an unknown or invalid name.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, unreadable: Callable[[str], None] = lambda _: None) -> tuple[Patient, ...]:
        """All patients, by name. Who cannot be read is left out, and told to ``unreadable`` in a sentence."""
        found = []
        for row in self._database.rows("SELECT * FROM patients ORDER BY name_key"):
            try:
                found.append(_patient(row))
            except StorageError as error:
                unreadable(str(error))
        return tuple(found)

    def find(self, name: str) -> Patient | None:
        """The patient with this name, or None."""
        rows = self._database.rows("SELECT * FROM patients WHERE name_key = ?", (name_key(name),))
        return _patient(rows[0]) if rows else None

    def get(self, name: str) -> Patient:
        """The patient with this name. Raises RequestError, with the nearest name, when there is none."""
        patient = self.find(name)
        if patient is None:
            raise self._unknown(name)
        return patient

    def nearest(self, name: str) -> str | None:
        """The name that is nearly this one, of somebody who is known; None when there is none."""
        by_key = {name_key(patient.name): patient.name for patient in self.all()}
        near = get_close_matches(name_key(name), by_key, n=1, cutoff=NEARLY_THE_SAME)
        return by_key[near[0]] if near else None

    def called(self, name: str, now: datetime) -> Patient:
        """The patient with this name, created on first use with a daily prescription."""
        with self._database.transaction() as connection:
            create(connection, name, now)
            return self.get(name)

    def remember(self, name: str, **changes: Unpack[Changes]) -> Patient:
        """Changes settings and returns the changed patient."""
        with self._database.transaction() as connection:
            patient = changed(self.get(name), **changes)
            if changes:
                columns = stored(changes)
                sql = f"UPDATE patients SET {assigned(columns)} WHERE id = :id"
                connection.execute(sql, {**columns, "id": patient.id})
        return patient

    def rename(self, name: str, new_name: str) -> Patient:
        """Renames a patient. Raises RequestError when the name is taken, and while a session of theirs runs."""
        with closing(SessionLock(self._database.folder, name)), self._database.transaction() as connection:
            patient, other = self.get(name), self.find(new_name)
            if other is not None and other.id != patient.id:
                raise RequestError(f"There is a patient called '{other.name}' already. Choose another name.")
            connection.execute(
                "UPDATE patients SET name = ?, name_key = ? WHERE id = ?",
                (normalised(new_name), name_key(new_name), patient.id),
            )
            return self.get(new_name)

    def delete(self, name: str) -> None:
        """Deletes all data of a patient: settings, sessions, folder. It cannot be undone.

        Raises StorageError also when all is deleted, but can still be found in a file that another program reads.
        """
        patient_id, _ = self.number_and_sessions(name)
        folder = patient_folder(self._database.folder, patient_id)
        if folder.exists():
            try:
                shutil.rmtree(folder)
            except OSError as error:
                raise StorageError(f"{folder} cannot be deleted: {error.strerror}.") from error
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM patients WHERE id = ?", (patient_id,))
        if not self._database.forget_traces():
            raise StorageError(
                f"{normalised(name)} is deleted, but another program is reading the journal, so that what was deleted "
                f"can still be found in {self._database.path}. It goes when that program has ended and voicecoach has "
                "been used once more."
            )

    def number_and_sessions(self, name: str) -> tuple[int, int]:
        """The number of the patient with this name, and of their sessions that count (``SessionEntry.counts``), also of
        one who cannot be read.

        Raises RequestError when there is none.
        """
        rows = self._database.rows(
            "SELECT id, (SELECT count(*) FROM sessions WHERE patient_id = patients.id AND (step IS NOT NULL"
            " OR refused IS NOT NULL OR id IN (SELECT session_id FROM notes WHERE kind IN (?, ?))))"
            " FROM patients WHERE name_key = ?",
            (NoteKind.HELP.value, NoteKind.ALARM.value, name_key(name)),
        )
        if not rows:
            raise self._unknown(name)
        return rows[0][0], rows[0][1]

    def folder(self, patient: Patient) -> Path:
        """The folder for files of this patient, which are exported and deleted with the rest."""
        return patient_folder(self._database.folder, patient.id)

    # -- prescriptions --------------------------------------------------------------------------------------------

    def prescriptions(self, patient: Patient) -> tuple[Prescription, ...]:
        """All prescriptions, oldest first; the last one is in force."""
        rows = self._database.rows("SELECT * FROM prescriptions WHERE patient_id = ? ORDER BY from_day", (patient.id,))
        found = []
        for row in rows:
            columns = StoredRow(row, f"a prescription of {patient.name}")
            weekdays = columns("weekdays", lambda value: frozenset(map(int, text(value))))
            prescription = Prescription(columns("from_day", day), weekdays, columns("a_day", whole()))
            try:
                found.append(checked(prescription))
            except RequestError as error:
                raise columns.unreadable(str(error)) from error
        return tuple(found)

    def prescribe(self, patient: Patient, prescription: Prescription) -> None:
        """Adds a prescription; one that begins on the same day is replaced."""
        with self._database.transaction() as connection:
            _prescribe(connection, patient.id, checked(prescription))

    # -- what the questions before a session depend on ----------------------------------------------------------------

    def clearances(self, patient: Patient) -> Mapping[str, date]:
        """The routines whose contraindications the patient has denied, with the date."""
        rows = self._database.rows("SELECT * FROM clearances WHERE patient_id = ?", (patient.id,))
        cleared = (StoredRow(row, f"a clearance of {patient.name}") for row in rows)
        return {columns("routine", text): columns("cleared_on", day) for columns in cleared}

    def signs(self, patient: Patient) -> tuple[KnownSign, ...]:
        """The warning signs that the patient has said yes to, or that a doctor has looked at."""
        return signs_of(self._database, patient.id)

    def _unknown(self, name: str) -> RequestError:
        near = self.nearest(name)
        if near:
            hint = f"Did you mean '{near}'?"
        elif self.all():
            hint = "'voicecoach patients' shows those there are."
        else:
            hint = "There are no patients yet. 'voicecoach start ROUTINE --patient NAME' begins."
        return RequestError(f"There is no patient called '{normalised(name)}'. {hint}")


def create(connection: sqlite3.Connection, name: str, now: datetime) -> int:
    """Creates the patient with this name, unless there is one, and returns their number. In a transaction."""
    utc, offset_min = to_columns(now)
    made = connection.execute(
        "INSERT INTO patients (name, name_key, created_utc, created_offset_min) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (name_key) DO NOTHING",
        (normalised(name), name_key(name), utc, offset_min),
    )
    if made.rowcount:
        _prescribe(connection, int(made.lastrowid or 0), Prescription(now.date()))
    [patient_id] = connection.execute("SELECT id FROM patients WHERE name_key = ?", (name_key(name),)).fetchone()
    return int(patient_id)


def stored(changes: Changes) -> dict[str, Value]:
    """Changed fields as columns of the patients."""
    values = cast("Mapping[str, Value | date]", changes)
    return {column: value.isoformat() if isinstance(value, date) else value for column, value in values.items()}


def assigned(columns: Iterable[str]) -> str:
    """What follows SET in the UPDATE of these columns, with values of the same names."""
    return ", ".join(f"{column} = :{column}" for column in columns)


def _prescribe(connection: sqlite3.Connection, patient_id: int, prescription: Prescription) -> None:
    connection.execute(
        "INSERT INTO prescriptions VALUES (:id, :from_day, :weekdays, :a_day)"
        " ON CONFLICT (patient_id, from_day) DO UPDATE SET weekdays = :weekdays, a_day = :a_day",
        {
            "id": patient_id,
            "from_day": prescription.from_day.isoformat(),
            "weekdays": "".join(map(str, sorted(prescription.weekdays))),
            "a_day": prescription.a_day,
        },
    )


def _patient(row: sqlite3.Row) -> Patient:
    """Raises StorageError: a patient of whom a setting cannot be read is not one who has none."""
    columns = StoredRow(row, f"what is kept of {str(row['name'])[:LONGEST_NAME]}")
    try:
        patient = Patient(
            id=row["id"],
            name=columns("name", lambda value: normalised(text(value))),
            created=columns.moment("created_utc", "created_offset_min"),
            voice=columns("voice", optional(text)),
            rate_wpm=columns("rate_wpm", optional(whole())),
            gain_db=columns("gain_db", optional(number)),
            hold_s=columns("hold_s", optional(seconds)),
            leave_out_side=columns("leave_out_side", optional(lambda value: Side(text(value)))),
            first_side=columns("first_side", optional(lambda value: Side(text(value)))),
            verbosity=columns("verbosity", lambda value: Verbosity(text(value))),
            emergency_number=columns("emergency_number", optional(text)),
            dose=columns("dose", optional(text)),
            pace=columns("pace", optional(lambda value: Pace(text(value)))),
            gate_passed_on=columns("gate_passed_on", optional(day)),
            gate_again=bool(columns("gate_again", whole(0, 1))),
        )
        if name_key(patient.name) != row["name_key"]:
            raise columns.unreadable(f"name_key is {str(row['name_key'])[:40]!r}")
        check(cast("Changes", {setting: getattr(patient, setting) for setting in SETTINGS}))
    except RequestError as error:
        raise columns.unreadable(str(error)) from error
    return patient
