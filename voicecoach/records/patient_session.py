"""A patient's side of one session: the questions to ask, and the journal of it.

When the journal cannot be opened or written, the session runs without it, with a notice; the warning signs are then
asked as for a new patient.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from voicecoach.ears.enrolment import Enrolment
from voicecoach.ears.enrolment import load as load_enrolment
from voicecoach.errors import RequestError, StorageError
from voicecoach.language.loading import Language
from voicecoach.records.database import Database
from voicecoach.records.names import normalised
from voicecoach.records.patient import Changes, Patient, Verbosity
from voicecoach.records.patients import Patients, remembering
from voicecoach.records.prescribed import PlanOptions
from voicecoach.records.recorder import JournalRecorder
from voicecoach.records.screening import ScreeningHistory, questions_after, questions_before
from voicecoach.records.sessions import times_finished
from voicecoach.records.trace import Recorder
from voicecoach.records.unfinished import Unfinished, unfinished
from voicecoach.routine.plan import Plan, Side
from voicecoach.session.actions import ChangeRate, ChangeVolume, Remember, Setting
from voicecoach.session.questions import Question
from voicecoach.session.resume_point import ResumePoint


class PatientSession:
    """Questions, resume point, enrolment and journal of one session. Close it when the session is over."""

    def __init__(self, language: Language) -> None:
        self._gate = language.texts.gate
        self._wording = language.wording
        self._database: Database | None = None
        self._patient: Patient | None = None
        self._journal: JournalRecorder | None = None
        self._begin_entry: Callable[[], JournalRecorder] | None = None
        self.notes: list[str] = []
        self.before: Sequence[Question] = ()
        self.after: Sequence[Question] = questions_after(self._gate)
        self.resume_point: ResumePoint | None = None
        self.knows_it = False
        self.on_trouble: Callable[[str], None] = self.notes.append

    @property
    def recorders(self) -> list[Recorder]:
        return [self._journal] if self._journal is not None else []

    def open(
        self, name: str, routine: str, plan: Plan, options: PlanOptions, now: datetime, verbosity: Verbosity | None
    ) -> None:
        """Finds or creates the patient and decides what to ask.

        Raises RequestError for an invalid name, StorageError when the journal does not open.
        """
        self._database = Database()
        patients = Patients(self._database)
        patient = self._patient = patients.called(name, now)
        broken = unfinished(self._database, patient.id, now)
        self.resume_point = broken.resume_point(plan) if broken is not None and broken.routine == routine else None
        if self.resume_point is None:
            broken = None
        self._ask(plan, patient, patients.clearances(patient).get(routine) is not None, broken, now)
        verbosity = verbosity or patient.verbosity
        self.knows_it = verbosity is Verbosity.SHORT or (
            verbosity is Verbosity.AUTO and times_finished(self._database, patient.id, routine) > 0
        )
        self._begin_entry = partial(
            JournalRecorder.begin,
            self._database,
            patient.id,
            routine,
            plan,
            now,
            options=options,
            unfinished=broken,
            on_failure=lambda error: self.on_trouble(str(error)),
        )

    def begin(self) -> None:
        """Creates the journal entry. A request that fails before this leaves no session behind."""
        if self._begin_entry is None:
            return
        try:
            self._journal = self._begin_entry()
        except StorageError as error:
            self.notes.append(f"{error} Nothing of this session is kept.")

    def do_without(self, error: StorageError, plan: Plan, now: datetime) -> None:
        """Continues without the journal: every question is asked."""
        self.notes.append(f"{error} Nothing of this session is kept.")
        self.before = questions_before(self._gate, self._wording, ScreeningHistory(), plan.not_for, now.date())

    def _ask(self, plan: Plan, patient: Patient, cleared: bool, broken: Unfinished | None, now: datetime) -> None:
        known = ScreeningHistory(
            gate_passed_on=patient.gate_passed_on,
            gate_again=patient.gate_again,
            cleared=cleared,
            emergency_number=patient.emergency_number,
        )
        self.before = questions_before(
            self._gate,
            self._wording,
            known,
            plan.not_for,
            now.date(),
            broke_off=broken.age(now) if broken is not None else None,
        )

    @property
    def learnt(self) -> Enrolment | None:
        """The patient's enrolment, if there is one. A file that cannot be read adds a notice."""
        if self._database is None or self._patient is None:
            return None
        try:
            return load_enrolment(enrolment_file(Patients(self._database), self._patient))
        except StorageError as error:
            self.notes.append(str(error))
            return None

    def remember(self, change: ChangeRate | ChangeVolume | Remember) -> None:
        """Stores a setting changed by voice, in the journal's thread. Returns at once."""
        if self._journal is None or self._patient is None:
            return
        try:
            self._patient, statement = remembering(self._patient, **changes_of(change))
        except RequestError as error:
            self.on_trouble(str(error))
        else:
            self._journal.write(statement)

    def close(self) -> None:
        if self._journal is not None:
            self._journal.close()
        if self._database is not None:
            self._database.close()


def changes_of(change: ChangeRate | ChangeVolume | Remember) -> Changes:
    """A change made by voice, as fields of the patient. Raises ValueError for an invalid value."""
    match change:
        case ChangeRate(rate_wpm=rate_wpm):
            return {"rate_wpm": rate_wpm}
        case ChangeVolume(gain_db=gain_db):
            return {"gain_db": gain_db}
        case Remember(setting=setting, value=value):
            text = None if value is None else str(value)
            match setting:
                case Setting.HOLD:
                    return {"hold_s": None if value is None else float(value)}
                case Setting.LEAVE_OUT:
                    return {"leave_out_side": None if text is None else Side(text)}
                case Setting.FIRST_SIDE:
                    return {"first_side": None if text is None else Side(text)}
                case Setting.INSTRUCTIONS:
                    return {"verbosity": Verbosity(str(value))}
                case Setting.VOICE:
                    return {"voice": text}
                case Setting.NUMBER:
                    return {"emergency_number": text}


def enrolment_file(patients: Patients, patient: Patient) -> Path:
    """The enrolment file of a patient, in their folder, so that it is deleted with it."""
    return patients.folder(patient) / "voice.json"


def learnt_by(name: str, now: datetime) -> Path:
    """The enrolment file for this name; the patient is created on first use.

    Raises RequestError for an invalid name, StorageError when the journal cannot be opened.
    """
    with Database() as database:
        patients = Patients(database)
        return enrolment_file(patients, patients.called(name, now))


def open_patient_session(
    name: str,
    routine: str,
    plan: Plan,
    options: PlanOptions,
    language: Language,
    now: datetime,
    *,
    verbosity: Verbosity | None = None,
) -> PatientSession:
    """The session of this plan for the patient called ``name``. ``verbosity`` None is the patient's own setting.

    Raises RequestError for an invalid name.
    """
    patient_session = PatientSession(language)
    normalised(name)
    try:
        patient_session.open(name, routine, plan, options, now, verbosity)
    except StorageError as error:
        patient_session.do_without(error, plan, now)
    return patient_session


def settings_of(name: str, now: datetime) -> Patient | None:
    """The patient with this name, created on first use; None when the journal cannot be opened.

    Raises RequestError for an invalid name.
    """
    normalised(name)
    try:
        with Database() as database:
            return Patients(database).called(name, now)
    except StorageError:
        return None
