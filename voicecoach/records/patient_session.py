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
from voicecoach.records.first_answer import FirstAnswerRecorder
from voicecoach.records.names import normalised
from voicecoach.records.patient import Changes, Pace, Patient, Verbosity
from voicecoach.records.patients import Patients, remembering
from voicecoach.records.prescribed import PlanOptions
from voicecoach.records.recorder import JournalRecorder
from voicecoach.records.risen_pain import RisenPain, risen_pain
from voicecoach.records.screening import ScreeningHistory, questions_after, questions_before
from voicecoach.records.sessions import sessions_of, side_from, times_finished
from voicecoach.records.trace import Recorder
from voicecoach.records.unfinished import Unfinished, unfinished
from voicecoach.routine.plan import Plan
from voicecoach.session.actions import ChangeRate, ChangeVolume, Remember, Setting
from voicecoach.session.questions import Question
from voicecoach.session.resume_point import ResumePoint


class PatientSession:
    """Questions, resume point, enrolment and journal of one session. Close it when the session is over."""

    def __init__(self, language: Language) -> None:
        self._texts = language.texts
        self._gate = language.texts.gate
        self._wording = language.wording
        self._database: Database | None = None
        self._patient: Patient | None = None
        self._journal: JournalRecorder | None = None
        self._first_answer: FirstAnswerRecorder | None = None
        self._begin_entry: Callable[[], JournalRecorder] | None = None
        self.notes: list[str] = []
        self.before: Sequence[Question] = ()
        self.after: Sequence[Question] = questions_after(self._gate)
        self.resume_point: ResumePoint | None = None
        self.knows_it = False
        self.notice = ""
        """What the patient is to be told before anything is asked."""
        self.on_trouble: Callable[[str], None] = self.notes.append

    @property
    def recorders(self) -> list[Recorder]:
        recorder = self._first_answer or self._journal
        return [recorder] if recorder is not None else []

    def open(
        self, name: str, routine: str, plan: Plan, options: PlanOptions, now: datetime, verbosity: Verbosity | None
    ) -> None:
        """Finds the patient and decides what to ask. One who is new is created with the first answer.

        Raises RequestError for an invalid name, StorageError when the journal does not open.
        """
        database = self._database = Database()
        patients = Patients(database)

        def entry(patient: Patient, broken: Unfinished | None = None) -> JournalRecorder:
            return JournalRecorder.begin(
                database,
                patient.id,
                routine,
                plan,
                now,
                options=options,
                unfinished=broken,
                on_failure=lambda error: self.on_trouble(str(error)),
            )

        def first_entry() -> JournalRecorder:
            self._patient = patients.called(name, now)
            self._journal = entry(self._patient)
            return self._journal

        patient = self._patient = patients.find(name)
        if patient is None:
            self._ask(plan, ScreeningHistory(), None, now)
            self.knows_it = verbosity is Verbosity.SHORT
            self._first_answer = FirstAnswerRecorder(first_entry, lambda error: self.on_trouble(_not_kept(error)))
            return
        broken = unfinished(database, patient.id, now)
        self.resume_point = broken.resume_point(plan) if broken is not None and broken.routine == routine else None
        if self.resume_point is None:
            broken = None
        known = ScreeningHistory.of(patient, patients.signs(patient), cleared=routine in patients.clearances(patient))
        self._ask(plan, known, broken, now)
        self.notice = self._notice(risen_pain(sessions_of(database, patient.id), routine))
        verbosity = verbosity or patient.verbosity
        self.knows_it = verbosity is Verbosity.SHORT or (
            verbosity is Verbosity.AUTO and times_finished(database, patient.id, routine) > 0
        )
        self._begin_entry = partial(entry, patient, broken)

    def note_near_name(self, name: str) -> None:
        """Adds a notice when the name is new and nearly another's."""
        if self._database is not None and self._patient is None and (near := Patients(self._database).nearest(name)):
            self.notes.append(self._texts.terminal.new_name.format(name=normalised(name), near=near))

    def begin(self) -> None:
        """Creates the journal entry of somebody who is known. A request that fails before this leaves no session
        behind."""
        if self._begin_entry is None:
            return
        try:
            self._journal = self._begin_entry()
        except StorageError as error:
            self.notes.append(_not_kept(error))

    def do_without(self, error: StorageError, plan: Plan, now: datetime) -> None:
        """Continues without the journal: every question is asked."""
        self.notes.append(_not_kept(error))
        self._ask(plan, ScreeningHistory(), None, now)

    def _ask(self, plan: Plan, known: ScreeningHistory, broken: Unfinished | None, now: datetime) -> None:
        self.before = questions_before(
            self._gate,
            self._wording,
            known,
            plan.not_for,
            now.date(),
            broke_off=broken.age(now) if broken is not None else None,
        )

    def _notice(self, risen: RisenPain | None) -> str:
        if risen is None:
            return ""
        said = self._gate.pain_risen.format(count=self._wording.number(risen.times), routine=risen.routine_name)
        side = "" if risen.side is None else self._gate.pain_risen_side.format(side=self._wording.side(risen.side))
        return " ".join(part for part in (said, side, self._gate.pain_risen_advice) if part)

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
        if self._first_answer is not None:
            self._first_answer.then(partial(self._remember, change))
        else:
            self._remember(change)

    def _remember(self, change: ChangeRate | ChangeVolume | Remember) -> None:
        if self._journal is None or self._patient is None:
            return
        try:
            self._patient, statement = remembering(self._patient, **changes_of(change))
        except RequestError as error:
            self.on_trouble(str(error))
        else:
            self._journal.write(statement)

    def close(self) -> None:
        for recorder in self.recorders:
            recorder.close()
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
                    return {"leave_out_side": side_from(text)}
                case Setting.FIRST_SIDE:
                    return {"first_side": side_from(text)}
                case Setting.INSTRUCTIONS:
                    return {"verbosity": Verbosity(str(value))}
                case Setting.VOICE:
                    return {"voice": text}
                case Setting.NUMBER:
                    return {"emergency_number": text}
                case Setting.PACE:
                    return {"pace": None if text is None else Pace(text)}
                case Setting.DOSE:
                    return {"dose": text}


def _not_kept(error: StorageError) -> str:
    return f"{error} Nothing of this session is kept."


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
    new_name: bool = False,
) -> PatientSession:
    """The session of this plan for the patient called ``name``. ``verbosity`` None is the patient's own setting.

    A name that is nearly another's adds a notice, unless ``new_name`` tells that it is a new one.

    Raises RequestError for an invalid name.
    """
    patient_session = PatientSession(language)
    normalised(name)
    try:
        patient_session.open(name, routine, plan, options, now, verbosity)
    except StorageError as error:
        patient_session.do_without(error, plan, now)
    if not new_name:
        patient_session.note_near_name(name)
    return patient_session


def settings_of(name: str) -> Patient | None:
    """The patient with this name; None for one who is new, and when the journal cannot be opened.

    Raises RequestError for an invalid name.
    """
    normalised(name)
    try:
        with Database() as database:
            return Patients(database).find(name)
    except StorageError:
        return None


def nearly_called(name: str) -> str | None:
    """The name of somebody who is known, when this one is new and nearly the same; also None without a journal.

    Raises RequestError for an invalid name.
    """
    normalised(name)
    try:
        with Database() as database:
            patients = Patients(database)
            return None if patients.find(name) is not None else patients.nearest(name)
    except StorageError:
        return None
