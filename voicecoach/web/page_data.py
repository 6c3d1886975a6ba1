"""Reads the library, the patients and the journal for the page.

Everything is read anew each time, so that a script that was changed and a session that just ended are there. None of it
may be called from the event loop: it reads files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

from voicecoach.errors import RequestError, StorageError
from voicecoach.language.language_file import LanguageFile
from voicecoach.language.loading import Language
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients
from voicecoach.records.prescription import DAYS
from voicecoach.records.sessions import sessions_of
from voicecoach.records.timestamps import day_from
from voicecoach.records.warning_signs import KnownSign, clear_signs
from voicecoach.reports.figures import Report, SessionFigures, first_day_of, report
from voicecoach.reports.words import Words
from voicecoach.routine import library
from voicecoach.voice.choose import Voices
from voicecoach.web.routine_cards import dose_options, routine_card
from voicecoach.web.settings_form import changes_from, prescription_from, prescription_texts, texts_of
from voicecoach.web.sound_choices import loudness_options, rate_options, voice_options

HISTORY_DAYS = 28
JsonObject = dict[str, object]


@dataclass(frozen=True, slots=True)
class PageData:
    language: Language

    @property
    def texts(self) -> LanguageFile:
        return self.language.texts

    @property
    def weekdays(self) -> tuple[tuple[str, str], ...]:
        """The days of the week, from Monday: as they are sent, and their names."""
        return tuple(zip(DAYS, self.texts.report["weekdays"], strict=True))

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
                signs = patients.signs(patient)
        except StorageError as error:
            return {"trouble": self.texts.page.history.unreadable.format(why=error)}
        return self._document(report(patient.name, entries, prescriptions, now.date(), HISTORY_DAYS, signs))

    def settings(self, name: str) -> JsonObject:
        """The settings of a patient, and what there is to choose from. Raises RequestError for an unknown name,
        StorageError."""
        with Database() as database:
            patients = Patients(database)
            patient = patients.get(name)
            signs = self._signs(patients.signs(patient))
            shown = {**texts_of(patient), **prescription_texts(patients.prescriptions(patient))}
        own_voice = self.texts.page.settings["voice_own"]
        return {
            **shown,
            "voices": voice_options(Voices(self.language.code).offered(), patient.voice, own_voice),
            "loudness": loudness_options(self.texts.page.loudness, patient.gain_db),
            "rates": rate_options(self.texts.page.rates, patient.rate_wpm),
            "dose_options": dose_options(library.doses(), self.language),
            "signs": signs,
        }

    def clear_sign(self, patient: str, sign: str, on: str, *, today: date) -> JsonObject:
        """Notes that a doctor looked at a sign on this day. Returns the signs. Raises RequestError, StorageError."""
        there_are = [each.key for each in self.texts.gate.signs]
        with Database() as database:
            patients = Patients(database)
            found = patients.get(patient)
            clear_signs(database, found.id, sign, day_from(on), today=today, there_are=there_are)
            return {"signs": self._signs(patients.signs(found))}

    def remember(self, name: str) -> str:
        """Creates a patient and returns what to say. Raises RequestError for a name that is taken, StorageError."""
        words = self.texts.page.remember
        with Database() as database:
            patients = Patients(database)
            if known := patients.find(name):
                raise RequestError(words["taken"].format(name=known.name))
            return words["kept"].format(name=patients.called(name, datetime.now().astimezone()).name)

    def change_settings(self, name: str, texts: Mapping[str, str], *, today: date) -> JsonObject:
        """Changes the settings of a patient, and from today on the prescription where it is another one, and returns
        all of them. Raises RequestError, StorageError."""
        changes = changes_from(texts)
        if (voice := changes["voice"]) is not None:
            Voices(self.language.code).open(voice).close()
        if (dose := changes["dose"]) is not None:
            library.check_dose_name(dose)
        with Database() as database:
            patients = Patients(database)
            known = patients.prescriptions(patients.get(name))
            wanted = prescription_from(texts, known, today)
            patient = patients.remember(name, **changes)
            if wanted is not None:
                patients.prescribe(patient, wanted)
            return {**texts_of(patient), **prescription_texts(patients.prescriptions(patient))}

    def _routines(self) -> list[JsonObject]:
        """A script with faults is left out; ``voicecoach check`` shows what is wrong with it."""
        found: list[JsonObject] = []
        for key in library.names():
            with suppress(RequestError):
                found.append(routine_card(key, library.load(key), self.language))
        return sorted(found, key=lambda routine: str(routine["label"]).casefold())

    def _signs(self, signs: Sequence[KnownSign]) -> list[JsonObject]:
        words = Words.of_language(self.texts)
        return [{"sign": sign.key, "open": sign.open, "text": words.sign(sign)} for sign in signs]

    def _people(self) -> tuple[list[str], str]:
        try:
            with Database() as database:
                return [patient.name for patient in Patients(database).all()], ""
        except StorageError as error:
            return [], self.texts.page.history.unreadable.format(why=error)

    def _document(self, shown: Report) -> JsonObject:
        words, own = Words.of_language(self.texts), self.texts.page.history
        totals = shown.totals
        return {
            "name": shown.name,
            "kept": own.kept.format(kept=totals.kept, prescribed=totals.prescribed) if totals.prescribed else "",
            "concerns": [
                *(" ".join(words.risen(risen)) for risen in shown.risen),
                *(words.sign(sign) for sign in shown.signs),
            ],
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
