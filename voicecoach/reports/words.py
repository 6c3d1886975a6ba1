"""Writes dates, durations and reasons with the texts of the language file's ``report`` section. Pure.

Weekdays and months come from there and not from the computer's locale, so that a report reads alike everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from voicecoach.language.language_file import LanguageFile
from voicecoach.records.risen_pain import RisenPain
from voicecoach.records.warning_signs import KnownSign
from voicecoach.reports.figures import DayState, Outcome, Report, SessionFigures


@dataclass(frozen=True, slots=True)
class Words:
    """``texts`` is the section; a test finds keys that are missing in a language file."""

    texts: Mapping[str, Any]
    language: str = "en"
    signs: Mapping[str, str] = field(default_factory=dict)
    """The warning signs in words, by their keys."""

    @classmethod
    def of_language(cls, texts: LanguageFile) -> Words:
        """The words of a language file."""
        signs = {sign.key: sign.sign for sign in texts.gate.warning_signs}
        return cls(texts.report, texts.language, signs)

    def __getitem__(self, key: str) -> str:
        text: str = self.texts[key]
        return text

    def say(self, key: str, **values: object) -> str:
        """The text for a key, with its blanks filled. ``letter.pain`` is ``pain`` within ``letter``."""
        found: Any = self.texts
        for part in key.split("."):
            found = found[part]
        text: str = found
        return text.format(**values)

    # -- dates ----------------------------------------------------------------------------------------------------

    def weekday_short(self, weekday: int) -> str:
        """0 is Monday."""
        name: str = self.texts["weekdays"][weekday]
        return name[: self.texts["weekday_letters"]]

    def date_short(self, day: date) -> str:
        """ "2 Nov" """
        return self.say("day_and_month", day=day.day, month=self._month_short(day))

    def _month_short(self, day: date) -> str:
        name: str = self.texts["months"][day.month - 1]
        return name[: self.texts["month_letters"]]

    def day(self, day: date) -> str:
        """ "Monday 2 November" """
        weekday, month = self.texts["weekdays"][day.weekday()], self.texts["months"][day.month - 1]
        return self.say("day", weekday=weekday, day=day.day, month=month)

    def day_short(self, day: date) -> str:
        """ "Mon 2 Nov" """
        return self.say("day", weekday=self.weekday_short(day.weekday()), day=day.day, month=self._month_short(day))

    def day_of_year(self, day: date) -> str:
        """ "2 November 2026" """
        return self.say("day_of_year", day=day.day, month=self.texts["months"][day.month - 1], year=day.year)

    def range(self, report: Report) -> str:
        """From the first day to today, both in full; one day alone is its own range."""
        if report.first_day == report.today:
            return self.day_of_year(report.today)
        return self.say("range", first=self.day_of_year(report.first_day), last=self.day_of_year(report.today))

    # -- numbers --------------------------------------------------------------------------------------------------

    def minutes(self, minutes: float) -> str:
        return self.say("minutes", count=round(minutes))

    def seconds(self, seconds: float) -> str:
        return self.say("seconds", count=round(seconds))

    def of(self, done: object, whole: object) -> str:
        return self.say("of", done=done, all=whole)

    def per_cent(self, share: float) -> str:
        return self.say("per_cent", count=round(100 * share))

    def decimal(self, value: float) -> str:
        """One decimal place, none where it would be zero."""
        text = f"{value:.1f}".removesuffix(".0")
        return text.replace(".", self["decimal_point"])

    # -- names of things ------------------------------------------------------------------------------------------

    def state(self, state: DayState) -> str:
        text: str = self.texts["states"][state]
        return text

    def outcome(self, outcome: Outcome) -> str:
        text: str = self.texts["outcomes"][outcome]
        return text

    def why(self, why: str) -> str:
        """The reason in words; one that the language file lacks, from a newer program's journal, stays as it is."""
        text: str = self.texts["why"].get(why, why)
        return text

    # -- what became of sessions ----------------------------------------------------------------------------------

    def pain(self, session: SessionFigures) -> str:
        """ "4 → 3", a question mark for the one that was not scored, nothing for neither."""
        if session.pain_before is None and session.pain_after is None:
            return ""
        before, after = ("?" if score is None else str(score) for score in (session.pain_before, session.pain_after))
        return f"{before} → {after}"

    def notes(self, session: SessionFigures) -> Iterator[str]:
        """What a caregiver should look at: a marked rise of pain first."""
        if session.worse:
            yield self.say("worse", rise=session.pain_rise)
        if session.hurts:
            yield self["hurt_once"] if session.hurts == 1 else self.say("hurt_times", count=session.hurts)
        for key, times in (("alarms", session.alarms), ("help_called", session.help_called - session.alarms)):
            if times > 0:
                yield self._several(self[f"{key}_once"], times)
        told = "hurts" if session.hurts else None
        for why, times in Counter(self.why(item.why) for item in session.left_out if item.why != told).most_common():
            yield self._several(why, times)
        if session.movements_prescribed:
            yield f"{self['movements']}: {self.of(session.movements_done, session.movements_prescribed)}"

    def risen(self, risen: RisenPain) -> Iterator[str]:
        """Whole sentences about pain that has risen several times in a row, with what to do."""
        yield self.say("letter.risen", count=risen.times, routine=risen.routine_name)
        if risen.side is not None:
            yield self.say("letter.risen_side", side=self[risen.side.value].lower())
        yield self.say("letter.risen_advice")

    def sign(self, sign: KnownSign, form: str = "") -> str:
        """What is known of a warning sign. ``form`` is "letter." for a whole sentence."""
        name = self.signs.get(sign.key, sign.key)
        if not sign.open and sign.cleared_on is not None:
            return self.say(f"{form}sign_cleared", sign=name, day=self.day_of_year(sign.cleared_on))
        if sign.said_on is None:
            return self.say(f"{form}sign_open", sign=name)
        return self.say(f"{form}sign_open_on", sign=name, day=self.day_of_year(sign.said_on))

    def _several(self, what: str, times: int) -> str:
        return what if times == 1 else self.say("several", what=what, count=times)

    def left_out(self, report: Report) -> list[tuple[str, str, int]]:
        """What was left out or broken off, why, and how often; the most frequent first."""
        reasons = Counter((x.exercise, self.why(x.why)) for session in report.sessions for x in session.left_out)
        return [(exercise, why, times) for (exercise, why), times in reasons.most_common()]
