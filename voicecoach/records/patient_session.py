"""A patient's side of one session: the questions to ask, and the journal of it.

Whose settings cannot be read has no session: nobody would know what has been prescribed. Once it runs, a journal that
cannot be written holds nothing up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from voicecoach.ears.enrolment import Enrolment
from voicecoach.ears.enrolment import load as load_enrolment
from voicecoach.errors import RequestError, StorageError
from voicecoach.language.loading import Language
from voicecoach.records.database import Database
from voicecoach.records.names import name_key, normalised
from voicecoach.records.patient import Changes, Pace, Patient, Verbosity, check
from voicecoach.records.patients import Patients, stored
from voicecoach.records.prescribed import PlanOptions
from voicecoach.records.recorder import JournalRecorder
from voicecoach.records.risen_pain import RisenPain, risen_pain
from voicecoach.records.screening import ScreeningHistory, questions_after, questions_before
from voicecoach.records.session_lock import SessionLock
from voicecoach.records.session_log import SessionLog, open_session_log
from voicecoach.records.sessions import sessions_of, side_from, times_finished
from voicecoach.records.trace import Recorder
from voicecoach.records.unfinished import Unfinished, unfinished
from voicecoach.routine.plan import Plan
from voicecoach.session.actions import ChangeRate, ChangeVolume, Remember, Setting
from voicecoach.session.questions import Question
from voicecoach.session.resume_point import ResumePoint

READ_WITHIN_S = 2.0
"""How long a session that is about to start waits for another program to unlock the journal."""


class PatientSession:
    """Questions, resume point, enrolment and journal of one session. Close it when the session is over."""

    def __init__(self, language: Language) -> None:
        self._texts = language.texts
        self._gate = language.texts.gate
        self._wording = language.wording
        self._database: Database | None = None
        self._lock: SessionLock | None = None
        self._patient: Patient | None = None
        self._journal: JournalRecorder | None = None
        self._log: SessionLog | None = None
        self._begin: Callable[[], JournalRecorder] | None = None
        self.notes: list[str] = []
        self.before: Sequence[Question] = ()
        self.after: Sequence[Question] = questions_after(self._gate)
        self.resume_point: ResumePoint | None = None
        self.knows_it = False
        self.notice = ""
        """What the patient is to be told before anything is asked."""
        self.on_failure: Callable[[str], None] = lambda _: None
        """Called with a sentence when the journal cannot be written for a second; from any thread, as is the next."""
        self.on_recovery: Callable[[], None] = lambda: None
        """Called when all that could not be written is on disk."""
        self.on_trouble: Callable[[str], None] = self.notes.append
        """Called with what is not kept, at the latest by ``close``."""

    @property
    def recorders(self) -> list[Recorder]:
        return [each for each in (self._journal, self._log) if each is not None]

    def open(
        self, name: str, routine: str, plan: Plan, options: PlanOptions, now: datetime, verbosity: Verbosity | None
    ) -> None:
        """Finds the patient and decides what to ask. One who is new is created with the first answer.

        Raises RequestError for an invalid name and while a session of theirs runs, StorageError when the journal cannot
        be read.
        """
        database = self._database = Database(busy_s=READ_WITHIN_S)
        self._lock = SessionLock(database.folder, name)
        patients = Patients(database)
        patient = self._patient = patients.find(name)
        broken = unfinished(database, patient.id, now) if patient is not None else None
        self.resume_point = broken.resume_point(plan) if broken is not None and broken.routine == routine else None
        if self.resume_point is None:
            broken = None
        known = ScreeningHistory()
        verbosity = verbosity or (patient.verbosity if patient is not None else Verbosity.AUTO)
        self.knows_it = verbosity is Verbosity.SHORT
        if patient is not None:
            cleared = routine in patients.clearances(patient)
            known = ScreeningHistory.of(patient, patients.signs(patient), cleared=cleared)
            self.notice = self._notice(risen_pain(sessions_of(database, patient.id), routine))
            self._log = open_session_log(patients.folder(patient) / "sessions", now)
            if verbosity is Verbosity.AUTO:
                self.knows_it = times_finished(database, patient.id, routine) > 0
        self._ask(plan, known, broken, now)
        self._begin = partial(
            JournalRecorder.begin,
            database,
            name if patient is None else patient.id,
            routine,
            plan,
            now,
            options=options,
            unfinished=broken,
            on_failure=lambda what: self.on_failure(what),
            on_recovery=lambda: self.on_recovery(),
        )

    def note_near_name(self, name: str) -> None:
        """Adds a notice when the name is new and nearly another's."""
        if self._database is not None and self._patient is None and (near := Patients(self._database).nearest(name)):
            self.notes.append(self._texts.terminal.new_name.format(name=normalised(name), near=near))

    def begin(self) -> None:
        """Opens the recorder. Until it is used, nothing is written."""
        if self._begin is not None:
            self._journal = self._begin()

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
        if self._journal is None:
            return
        try:
            check(changes := changes_of(change))
        except RequestError as error:
            self.on_trouble(str(error))
        else:
            self._journal.set_patient(stored(changes))

    def close(self) -> None:
        """Waits for what is not yet on disk, for a bounded time."""
        if self._journal is not None:
            self._journal.close()
            if self._journal.not_kept:
                self.on_trouble(self._journal.not_kept)
        if self._log is not None:
            self._log.close()
        if self._lock is not None:
            self._lock.close()
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


def learnt_of(name: str) -> Path:
    """The enrolment file of a patient who is known; it need not exist. Raises RequestError, StorageError."""
    with Database() as database:
        patients = Patients(database)
        return enrolment_file(patients, patients.get(name))


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

    Raises RequestError for an invalid name and while a session of theirs runs, StorageError when what is known of them
    cannot be read.
    """
    patient_session = PatientSession(language)
    with _known_or_nothing(name):
        try:
            patient_session.open(name, routine, plan, options, now, verbosity)
            if not new_name:
                patient_session.note_near_name(name)
        except BaseException:
            patient_session.close()
            raise
    return patient_session


def settings_of(name: str) -> Patient | None:
    """The patient with this name, None for one who is new.

    Raises RequestError for an invalid name, StorageError when what is known of them cannot be read.
    """
    with _known_or_nothing(name), Database(busy_s=READ_WITHIN_S) as database:
        patients = Patients(database)
        patient = patients.find(name)
        if patient is None:  # who is new must not be somebody who cannot be found
            unreadable: list[str] = []
            patients.all(unreadable.append)
            for problem in (*database.problems(), *unreadable):
                raise StorageError(f"The journal {database.path} is damaged: bring it back from a copy ({problem}).")
        return patient


def nearly_called(name: str) -> str | None:
    """The name of somebody who is known, when this one is new and nearly the same. Of two that differ by their digits
    alone, as in "room 1" and "room 2", neither is a slip.

    Raises RequestError for an invalid name, StorageError when the journal cannot be read.
    """
    with _known_or_nothing(name), Database(busy_s=READ_WITHIN_S) as database:
        patients = Patients(database)
        near = None if patients.find(name) is not None else patients.nearest(name)
        return None if near is None or _without_digits(near) == _without_digits(name) else near


def _without_digits(name: str) -> str:
    return "".join(character for character in name_key(name) if not character.isdigit())


@contextmanager
def _known_or_nothing(name: str) -> Iterator[None]:
    """Adds to an error of the journal what it means for a session of this patient. Raises RequestError for the name."""
    plain = normalised(name)
    try:
        yield
    except StorageError as error:
        raise StorageError(
            f"{error} Until then nobody knows what has been prescribed for {plain}, so no session of theirs starts. "
            "A guest's does: read first what the therapist has prescribed."
        ) from error
