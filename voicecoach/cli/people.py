"""``patients``: lists, shows, changes, renames, exports and deletes patients."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from voicecoach import settings
from voicecoach.errors import RequestError, StorageError, did_you_mean
from voicecoach.language import loading
from voicecoach.language.language_file import LanguageFile
from voicecoach.paths import owner_only
from voicecoach.records.database import Database
from voicecoach.records.export import everything, patient_document, prescription_document
from voicecoach.records.names import normalised
from voicecoach.records.patient import SETTINGS, Changes, Patient, Verbosity
from voicecoach.records.patients import Patients
from voicecoach.records.prescription import Prescription, weekdays_from
from voicecoach.records.sessions import sessions_of
from voicecoach.records.timestamps import day_from
from voicecoach.records.warning_signs import clear_signs, sign_document, sign_from
from voicecoach.reports.documents import table_csv
from voicecoach.reports.words import Words
from voicecoach.routine import library

_OPTIONS = (
    "voice",
    "rate",
    "volume",
    "hold",
    "leave-out",
    "first-side",
    "instructions",
    "emergency-number",
    "dose",
    "pace",
)
FLAGS = dict(zip(_OPTIONS, SETTINGS, strict=True))
"""What ``patients set`` changes, by the name of its option."""
_PROGRAMS_OWN = ("voice", "rate_wpm", "gain_db", "hold_s")
"""For these the program, or the routine, has something of its own where the patient has nothing."""
_COLUMNS = ("patient", "created", "last_session", "weekdays", "a_day", *SETTINGS, "gate_passed_on")


def list_patients(*, as_json: bool = False, as_csv: bool = False) -> int:
    """Prints all patients: first and last session, prescription, and the settings that differ from the defaults."""
    only_one_of(json=as_json, csv=as_csv)
    unreadable: list[str] = []
    with Database() as database:
        patients = Patients(database)
        rows = []
        for patient in patients.all(unreadable.append):
            with told_of(patient, unreadable):
                rows.append(_overview(database, patients, patient))
    if as_json:
        write_out(as_json_text({"version": 1, "patients": rows}))
    elif as_csv:
        write_out(table_csv(_COLUMNS, [[_flat(row[column]) for column in _COLUMNS] for row in rows]))
    else:
        _print_table(rows)
    return complain(unreadable)


def show_patient(name: str, *, as_json: bool = False) -> int:
    """Prints one patient's settings. Raises RequestError for an unknown name."""
    with Database() as database:
        patients = Patients(database)
        row = _overview(database, patients, patients.get(name))
    if as_json:
        write_out(as_json_text({"version": 1, **row}))
        return 0
    _print_settings(row)
    return 0


def set_patient(
    name: str,
    changes: Changes,
    *,
    forget: Sequence[str] = (),
    days: str | None = None,
    a_day: int | None = None,
    now: datetime | None = None,
) -> int:
    """Changes settings, and the prescription from today on; creates the patient if the name is new.

    ``forget`` names options to reset; ``days`` is like "mon,wed,fri".
    """
    now = now or _now()
    for option in forget:
        if option not in FLAGS:
            near = did_you_mean(option, FLAGS)
            raise RequestError(f"There is no setting '{option}'.{near} There are {', '.join(FLAGS)}.")
    settings = [FLAGS[option] for option in forget]
    forgotten: dict[str, Any] = {s: Verbosity.AUTO if s == "verbosity" else None for s in settings}
    weekdays = weekdays_from(days) if days is not None else None
    if (voice := changes.get("voice")) is not None:
        from voicecoach.voice.choose import require_voice

        require_voice(voice, _language())
    if (dose := changes.get("dose")) is not None:
        library.check_dose_name(dose)
    with Database() as database:
        patients = Patients(database)
        patient = patients.called(name, now)
        if changes or forgotten:
            patient = patients.remember(name, **{**changes, **forgotten})
        if weekdays is not None or a_day is not None:
            known = patients.prescriptions(patient)
            last = known[-1] if known else Prescription(now.date())
            weekdays = last.weekdays if weekdays is None else weekdays
            patients.prescribe(patient, Prescription(now.date(), weekdays, last.a_day if a_day is None else a_day))
        row = _overview(database, patients, patient)
    _print_settings(row)
    return 0


def clear_patient(name: str, sign: str | None, on: str | None, *, now: datetime | None = None) -> int:
    """Notes that a doctor has looked at a warning sign, or at all that were said yes to, today unless ``on`` names a
    day (ISO 8601).

    Raises RequestError for an unknown patient, sign or day.
    """
    today = (now or _now()).date()
    gate = _texts().gate
    with Database() as database:
        patients = Patients(database)
        patient = patients.get(name)
        clear_signs(
            database,
            patient.id,
            sign,
            today if on is None else day_from(on),
            today=today,
            there_are=[each.key for each in gate.signs],
        )
        row = _overview(database, patients, patient)
    _print_settings(row)
    return 0


def rename_patient(name: str, new_name: str) -> int:
    """Renames a patient; all stored data stays with them."""
    with Database() as database:
        patient = Patients(database).rename(name, new_name)
    write_out(f"{patient.name}\n")
    return 0


def delete_patient(name: str, *, sure: bool) -> int:
    """Deletes all data of a patient. Without ``sure``, raises RequestError with what would be deleted."""
    plain = normalised(name)
    with Database() as database:
        patients = Patients(database)
        _, count = patients.number_and_sessions(name)
        if not sure:
            raise RequestError(
                f"This deletes {plain} with {count} session{'' if count == 1 else 's'} for good. "
                "'voicecoach patients export' keeps a copy. To delete, add --yes."
            )
        patients.delete(name)
    write_out(f"Everything of {plain} is deleted.\n")
    return 0


def export_patient(name: str, output: Path | None, *, now: datetime | None = None) -> int:
    """Writes all data of a patient as JSON, to a file with mode 0600 or to standard output."""
    with Database() as database:
        text = as_json_text(everything(database, Patients(database).get(name), now or _now()))
    if output is None:
        write_out(text)
    else:
        write_file(output, text)
    return 0


# -- shared with ``history`` and ``report`` ----------------------------------------------------------------------------


def only_one_of(**wanted: bool) -> None:
    """Raises RequestError when more than one kind of output is asked for."""
    flags = [f"--{name}" for name, is_wanted in wanted.items() if is_wanted]
    if len(flags) > 1:
        raise RequestError(f"Only one of {' and '.join(flags)} can be printed at a time.")


@contextmanager
def told_of(patient: Patient, unreadable: list[str]) -> Iterator[None]:
    """Adds what cannot be read of this patient to a list, so that the others are shown all the same."""
    try:
        yield
    except StorageError as error:
        unreadable.append(f"{patient.name} is left out. {error}")


def complain(unreadable: Sequence[str]) -> int:
    """Prints what could not be read to standard error. Returns the exit code."""
    for sentence in unreadable:
        sys.stderr.write(sentence + "\n")
    return 1 if unreadable else 0


def as_json_text(document: Mapping[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def write_out(text: str) -> None:
    """Writes to standard output; characters that the terminal lacks are replaced."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    sys.stdout.write(text)


def write_file(path: Path, text: str) -> None:
    """Writes a file; a new one has mode 0600, because it holds health data. Raises StorageError."""
    try:
        with open(path, "w", encoding="utf-8", newline="", opener=owner_only) as file:
            file.write(text)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.") from error


def _now() -> datetime:
    return datetime.now().astimezone()


# -- what is shown of a patient ----------------------------------------------------------------------------------------


def _overview(database: Database, patients: Patients, patient: Patient) -> dict[str, Any]:
    sessions = [session for session in sessions_of(database, patient.id) if session.counts]
    prescriptions = patients.prescriptions(patient)
    prescribed = prescription_document(prescriptions[-1]) if prescriptions else {"weekdays": [], "a_day": 0}
    signs = patients.signs(patient)
    settings = patient_document(patient, signs)
    return {
        "patient": settings.pop("name"),
        "created": settings.pop("created"),
        "sessions": len(sessions),
        "last_session": sessions[-1].started.isoformat(timespec="seconds") if sessions else None,
        "weekdays": prescribed["weekdays"],
        "a_day": prescribed["a_day"],
        **settings,
        "warning_signs": [sign_document(sign) for sign in signs],
    }


def _flat(value: object) -> object:
    return " ".join(map(str, value)) if isinstance(value, list) else value


def _print_table(rows: Sequence[Mapping[str, Any]]) -> None:
    words = _words()
    if not rows:
        write_out(words["nobody"] + "\n")
        return
    write_out("")
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column(words["name"], style="bold")
    table.add_column(words["sessions"], justify="right")
    table.add_column(words["last_session"], no_wrap=True)
    table.add_column(words["prescribed"])
    table.add_column(words["settings"])
    for row in rows:
        last = row["last_session"]
        table.add_row(
            row["patient"],
            str(row["sessions"]),
            words.day_short(date.fromisoformat(last[:10])) if last else words["never"],
            _prescribed(row),
            ", ".join(_settings(row)),
        )
    Console(markup=False, emoji=False).print(table, highlight=False)


def _print_settings(row: Mapping[str, Any]) -> None:
    words = _words()
    write_out("")
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    table.add_row(words["name"], row["patient"])
    last = row["last_session"]
    table.add_row(words["last_session"], words.day_short(date.fromisoformat(last[:10])) if last else words["never"])
    table.add_row(words["prescribed"], _prescribed(row))
    for key in SETTINGS:
        nothing = words["as_the_program" if key in _PROGRAMS_OWN else "none"]
        table.add_row(words.texts["setting_names"][key], nothing if row[key] is None else _plain(row[key]))
    passed = row["gate_passed_on"]
    asked = words["never"] if passed is None else words.day_of_year(date.fromisoformat(passed))
    table.add_row(words["gate"], asked + (f" ({words['gate_again']})" if row["gate_again"] else ""))
    for number, sign in enumerate(row["warning_signs"]):
        table.add_row("" if number else words["signs"], words.sign(sign_from(sign)))
    Console(markup=False, emoji=False).print(table, highlight=False)


def _prescribed(row: Mapping[str, Any]) -> str:
    words = _words()
    weekdays = row["weekdays"]
    days = words["daily"] if len(weekdays) == 7 else " ".join(weekdays)
    return days if row["a_day"] == 1 else f"{days} ×{row['a_day']}"


def _settings(row: Mapping[str, Any]) -> list[str]:
    """The settings that differ from the defaults."""
    names = _words().texts["setting_names"]
    own = {"verbosity": "auto"}
    return [f"{names[key]} {_plain(row[key])}" for key in SETTINGS if row[key] is not None and row[key] != own.get(key)]


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _words() -> Words:
    return Words.of_language(_texts())


def _texts() -> LanguageFile:
    return loading.load(_language()).texts


def _language() -> str:
    return settings.load({}).language
