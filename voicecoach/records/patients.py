"""The patients in the journal: found, created, changed, deleted."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Unpack, cast

from voicecoach.errors import RequestError, StorageError
from voicecoach.paths import patient_folder
from voicecoach.records.database import Database, Value
from voicecoach.records.names import name_key, normalised
from voicecoach.records.patient import Changes, Pace, Patient, Verbosity, changed
from voicecoach.records.prescription import Prescription, checked
from voicecoach.records.sessions import side_from
from voicecoach.records.timestamps import from_columns, to_columns
from voicecoach.records.warning_signs import KnownSign, signs_of

NEARLY_THE_SAME = 0.6
"""How alike two names have to be, of 1, for the one to be offered for the other."""


class Patients:
    """Finds, creates, changes and deletes patients. Names are compared without regard to case.

    Raises StorageError when the journal cannot be read or written, RequestError for an unknown or invalid name.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Patient, ...]:
        """All patients, by name."""
        return tuple(_patient(row) for row in self._database.rows("SELECT * FROM patients ORDER BY name_key"))

    def find(self, name: str) -> Patient | None:
        """The patient with this name, or None."""
        rows = self._database.rows("SELECT * FROM patients WHERE name_key = ?", (name_key(name),))
        return _patient(rows[0]) if rows else None

    def get(self, name: str) -> Patient:
        """The patient with this name. Raises RequestError, with the nearest name, when there is none."""
        patient = self.find(name)
        if patient is None:
            raise RequestError(f"There is no patient called {normalised(name)!r}{self._hint(name)}")
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
        """Renames a patient. Raises RequestError when the name is taken."""
        with self._database.transaction() as connection:
            patient, other = self.get(name), self.find(new_name)
            if other is not None and other.id != patient.id:
                raise RequestError(f"There is a patient called {other.name!r} already.")
            connection.execute(
                "UPDATE patients SET name = ?, name_key = ? WHERE id = ?",
                (normalised(new_name), name_key(new_name), patient.id),
            )
            return self.get(new_name)

    def delete(self, name: str) -> None:
        """Deletes all data of a patient: settings, sessions, folder. It cannot be undone."""
        patient = self.get(name)
        folder = self.folder(patient)
        if folder.exists():
            try:
                shutil.rmtree(folder)
            except OSError as error:
                raise StorageError(f"{folder} cannot be deleted: {error.strerror}.") from error
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM patients WHERE id = ?", (patient.id,))
        self._database.forget_traces()

    def folder(self, patient: Patient) -> Path:
        """The folder for files of this patient, which are exported and deleted with the rest."""
        return patient_folder(self._database.folder, patient.id)

    # -- prescriptions --------------------------------------------------------------------------------------------

    def prescriptions(self, patient: Patient) -> tuple[Prescription, ...]:
        """All prescriptions, oldest first; the last one is in force."""
        rows = self._database.rows("SELECT * FROM prescriptions WHERE patient_id = ? ORDER BY from_day", (patient.id,))
        return tuple(
            Prescription(date.fromisoformat(row["from_day"]), frozenset(map(int, row["weekdays"])), row["a_day"])
            for row in rows
        )

    def prescribe(self, patient: Patient, prescription: Prescription) -> None:
        """Adds a prescription; one that begins on the same day is replaced."""
        with self._database.transaction() as connection:
            _prescribe(connection, patient.id, checked(prescription))

    # -- what the questions before a session depend on ----------------------------------------------------------------

    def clearances(self, patient: Patient) -> Mapping[str, date]:
        """The routines whose contraindications the patient has denied, with the date."""
        rows = self._database.rows("SELECT * FROM clearances WHERE patient_id = ?", (patient.id,))
        return {row["routine"]: date.fromisoformat(row["cleared_on"]) for row in rows}

    def signs(self, patient: Patient) -> tuple[KnownSign, ...]:
        """The warning signs that the patient has said yes to, or that a doctor has looked at."""
        return signs_of(self._database, patient.id)

    def _hint(self, name: str) -> str:
        if near := self.nearest(name):
            return f"; did you mean {near!r}?"
        return "." if self.all() else ": there are no patients yet."


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
    return Patient(
        id=row["id"],
        name=row["name"],
        created=from_columns(row["created_utc"], row["created_offset_min"]),
        voice=row["voice"],
        rate_wpm=row["rate_wpm"],
        gain_db=row["gain_db"],
        hold_s=row["hold_s"],
        leave_out_side=side_from(row["leave_out_side"]),
        first_side=side_from(row["first_side"]),
        verbosity=Verbosity(row["verbosity"]),
        emergency_number=row["emergency_number"],
        dose=row["dose"],
        pace=Pace(row["pace"]) if row["pace"] is not None else None,
        gate_passed_on=date.fromisoformat(row["gate_passed_on"]) if row["gate_passed_on"] else None,
        gate_again=bool(row["gate_again"]),
    )
