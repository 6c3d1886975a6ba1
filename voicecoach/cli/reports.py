"""``history`` is what was done, session by session; ``report`` how the prescription was kept, for the therapist."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console

from voicecoach import settings
from voicecoach.cli.people import as_json_text, complain, only_one_of, told_of, write_file, write_out
from voicecoach.errors import RequestError
from voicecoach.language import loading
from voicecoach.records.database import Database
from voicecoach.records.patient import Patient
from voicecoach.records.patients import Patients
from voicecoach.records.prescription import Prescription
from voicecoach.records.sessions import sessions_of
from voicecoach.reports import figures, terminal
from voicecoach.reports.documents import VERSION, days_csv, report_document, session_figures_document, sessions_csv
from voicecoach.reports.figures import Report
from voicecoach.reports.letter import letter
from voicecoach.reports.reminders import Reminder, calendar, spread_times, times_from
from voicecoach.reports.words import Words

DAYS = 28
MOST_DAYS = 3660


def history(
    patient: str | None,
    *,
    days: int = DAYS,
    as_json: bool = False,
    as_csv: bool = False,
    html: Path | None = None,
    now: datetime | None = None,
) -> int:
    """What was done: the weeks at a glance, then session by session; of all patients unless ``patient`` is given.

    ``html`` writes a page of the sessions to this file; nothing else is printed then.
    """
    only_one_of(json=as_json, csv=as_csv)
    now = now or datetime.now().astimezone()
    reports, words, unreadable = _reports(patient, days, now)
    if html is not None:
        from voicecoach.reports.page import history_page  # its templates take a while to import

        write_file(html, history_page(reports, words, now.date()))
    if as_json:
        sessions = [{"patient": r.name, **session_figures_document(s)} for r in reports for s in r.sessions]
        write_out(as_json_text({"version": VERSION, "sessions": sessions}))
    elif as_csv:
        write_out(sessions_csv(reports))
    elif html is None:
        write_out("")
        terminal.show(reports, words, Console(markup=False, emoji=False))
    return complain(unreadable)


def report(
    patient: str | None,
    *,
    days: int = DAYS,
    as_json: bool = False,
    as_csv: bool = False,
    html: Path | None = None,
    text: Path | None = None,
    ics: Path | None = None,
    at: Sequence[str] = (),
    now: datetime | None = None,
) -> int:
    """How the prescription was kept: adherence, pain, what was left out; of all patients unless ``patient`` is given.

    Without options the letter is printed; ``text`` writes it to a file, ``html`` the page, ``ics`` reminders for one
    patient at the times ``at``.
    """
    only_one_of(json=as_json, csv=as_csv)
    now = now or datetime.now().astimezone()
    reports, words, unreadable = _reports(patient, days, now)
    if ics is not None:
        write_file(ics, _reminders(reports, at, words, now))
    elif at:
        raise RequestError("--at needs --ics FILE.")
    if html is not None:
        from voicecoach.reports.page import page

        write_file(html, page(reports, words, now.date()))
    letters = _letters(reports, words) if text is not None or not (as_json or as_csv or html or ics) else ""
    if text is not None:
        write_file(text, letters)
    elif letters:
        write_out(letters)
    if as_json:
        write_out(as_json_text({"version": VERSION, "reports": [report_document(report) for report in reports]}))
    elif as_csv:
        write_out(days_csv(reports))
    return complain(unreadable)


def _reports(patient: str | None, days: int, now: datetime) -> tuple[list[Report], Words, list[str]]:
    """The reports, and sentences about patients who cannot be read, where all are asked for.

    Raises RequestError when there is no patient of this name, StorageError when the journal cannot be read.
    """
    if not 1 <= days <= MOST_DAYS:
        raise RequestError(f"--days must be 1 to {MOST_DAYS}, not {days}.")
    code = settings.load({}).language
    today = now.date()
    found: list[Report] = []
    unreadable: list[str] = []
    with Database() as database:
        patients = Patients(database)

        def one(each: Patient) -> Report:
            entries = sessions_of(database, each.id, since=figures.first_day_of(today, days))
            return figures.report(each.name, entries, patients.prescriptions(each), today, days, patients.signs(each))

        if patient is not None:
            found = [one(patients.get(patient))]
        else:
            for each in patients.all(unreadable.append):
                with told_of(each, unreadable):
                    found.append(one(each))
    return found, Words.of_language(loading.load(code).texts), unreadable


def _letters(reports: Sequence[Report], words: Words) -> str:
    return "\n\n".join(letter(report, words) for report in reports) if reports else words["nobody"] + "\n"


def _reminders(reports: Sequence[Report], at: Sequence[str], words: Words, now: datetime) -> str:
    if len(reports) != 1:
        raise RequestError("Reminders need --patient NAME.")
    with Database() as database:
        patients = Patients(database)
        patient = patients.get(reports[0].name)
        prescription = (patients.prescriptions(patient) or (Prescription(now.date()),))[-1]
        sessions = sessions_of(database, patient.id)
    if sessions:
        last = sessions[-1]
        text = words.say("reminder_text", routine=last.routine_name, command=last.routine, name=patient.name)
    else:
        text = words["reminder_any"]
    reminder = Reminder(
        key=f"{patient.id} {patient.created.isoformat()}",
        summary=words.say("reminder", name=patient.name),
        description=text,
        weekdays=prescription.weekdays,
        times=times_from(at) if at else spread_times(prescription.a_day),
    )
    return calendar(reminder, now.date(), now)
