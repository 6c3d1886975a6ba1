"""Reads the library, the patients and the journal for the page.

Everything is read anew each time, so that a script that was changed and a session that just ended are there. None of it
may be called from the event loop: it reads files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from voicecoach.errors import RequestError, StorageError
from voicecoach.language.language_file import LanguageFile
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients
from voicecoach.records.sessions import sessions_of
from voicecoach.reports.figures import Report, SessionFigures, first_day_of, report
from voicecoach.reports.words import Words
from voicecoach.routine import library
from voicecoach.routine.duration import routine_s
from voicecoach.routine.plan import HoldStep, RepsStep, plan
from voicecoach.voice.choose import Voices
from voicecoach.web.settings_form import changes_from, texts_of

HISTORY_DAYS = 28
JsonObject = dict[str, object]


@dataclass(frozen=True, slots=True)
class PageData:
    texts: LanguageFile
    language: str

    def inside(self) -> JsonObject:
        """The routines and the people."""
        people, trouble = self._people()
        return {"routines": self._routines(), "patients": people, "trouble": trouble}

    def history(self, name: str, now: datetime) -> JsonObject:
        """The last four weeks of a patient. Raises RequestError for an unknown name."""
        try:
            with Database() as database:
                patients = Patients(database)
                patient = patients.get(name)
                first = first_day_of(now.date(), HISTORY_DAYS)
                entries = sessions_of(database, patient.id, first)
                prescriptions = patients.prescriptions(patient)
        except StorageError as error:
            return {"trouble": self.texts.page.history.unreadable.format(why=error)}
        return self._document(report(patient.name, entries, prescriptions, now.date(), HISTORY_DAYS))

    def settings(self, name: str) -> JsonObject:
        """The settings of a patient. Raises RequestError for an unknown name, StorageError."""
        with Database() as database:
            return {**texts_of(Patients(database).get(name)), "voices": list(Voices(self.language).names(besides=""))}

    def change_settings(self, name: str, texts: Mapping[str, str]) -> JsonObject:
        """Changes the settings of a patient and returns them. Raises RequestError, StorageError."""
        changes = changes_from(texts)
        if (voice := changes["voice"]) is not None:
            Voices(self.language).open(voice).close()
        with Database() as database:
            patients = Patients(database)
            return {**texts_of(patients.remember(patients.get(name).name, **changes))}

    def _routines(self) -> list[JsonObject]:
        """A script with faults is left out; ``voicecoach check`` shows what is wrong with it."""
        found: list[JsonObject] = []
        for key in library.names():
            try:
                script = library.load(key)
            except RequestError:
                continue
            routine = script.routine
            steps = plan(routine, key=key, included=script.included).steps
            words = self.texts.page.choose
            minutes = max(1, round(routine_s(routine, script.included) / 60))
            found.append(
                {
                    "key": key,
                    "label": words.routine_option.format(name=routine.name, minutes=minutes),
                    "summary": routine.summary,
                    "needs": words.needs.format(needs=", ".join(routine.needs)) if routine.needs else "",
                    "sided": any(step.side is not None for step in steps if isinstance(step, HoldStep | RepsStep)),
                }
            )
        return sorted(found, key=lambda routine: str(routine["label"]).casefold())

    def _people(self) -> tuple[list[str], str]:
        try:
            with Database() as database:
                return [patient.name for patient in Patients(database).all()], ""
        except StorageError as error:
            return [], self.texts.page.history.unreadable.format(why=error)

    def _document(self, shown: Report) -> JsonObject:
        words, own = Words(self.texts.report, self.language), self.texts.page.history
        totals = shown.totals
        return {
            "name": shown.name,
            "kept": own.kept.format(kept=totals.kept, prescribed=totals.prescribed) if totals.prescribed else "",
            "weekdays": [words.weekday_short(weekday) for weekday in range(7)],
            "weeks": [
                [
                    {
                        "day": day.day.day,
                        "state": day.state.value,
                        "text": f"{words.day_short(day.day)}: {words.state(day.state)}",
                    }
                    for day in week.days
                ]
                for week in shown.weeks
            ],
            "sessions": [self._session(session, words) for session in reversed(shown.sessions)],
            "trouble": "",
        }

    def _session(self, session: SessionFigures, words: Words) -> JsonObject:
        own = self.texts.page.history
        scored = session.pain_before is not None or session.pain_after is not None
        before, after = (("–" if p is None else str(p)) for p in (session.pain_before, session.pain_after))
        return {
            "date": words.day_short(session.day),
            "routine": session.routine_name,
            "outcome": words.outcome(session.outcome),
            "length": words.minutes(session.minutes),
            "pain": f"{before} → {after}" if scored else own.not_scored,
            # The rise has its own place, beside the scores.
            "notes": "; ".join(words.notes(replace(session, pain_after=None))),
            "worse": own.worse.format(rise=session.pain_rise) if session.worse else "",
        }
