"""Counts sessions and compares them with what was prescribed. Pure.

A week begins on Monday, and a session belongs to the day on which it began. One that broke off and was gone on with is
one session, however often, and one that ended at a question before its first step is none, unless it was refused or a
person was called for.

A session is *done* when it came to its end with something held or moved in it, or broke off in its last questions and
words, when nothing of its plan was left. It is done *in part* when it broke off after something was held or moved. What
a session that was refused would have held is counted nowhere. A day is done when as many sessions were done as were
prescribed for it. Today counts as missed only once it is over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from voicecoach.records.entry import NoteKind, SessionEntry
from voicecoach.records.prescription import Prescription, prescribed_on
from voicecoach.records.risen_pain import RisenPain, all_risen_pain
from voicecoach.records.warning_signs import KnownSign
from voicecoach.routine.plan import Side
from voicecoach.session.activities.screening import PAIN_RISE
from voicecoach.session.records import EndReason

_UNWANTED = (None, EndReason.UNANSWERED, EndReason.INTERRUPTED, EndReason.FAILED)
"""Endings that nobody asked for; None is that of a program that was killed."""
BROKE_OFF = "broke-off"
"""Why something was left out when nothing says why: the program ended."""


class Outcome(StrEnum):
    """Outcome of a session."""

    DONE = "done"
    PARTLY = "partly"
    NOTHING = "nothing"
    """It ended before anything was held or moved."""
    REFUSED = "refused"
    """A warning sign, or a reason against the routine, was said yes to."""


class DayState(StrEnum):
    """State of a day in the calendar."""

    DONE = "done"
    PARTLY = "partly"
    MISSED = "missed"
    OPEN = "open"
    """Today, and nothing done yet."""
    AHEAD = "ahead"
    FREE = "free"
    """Nothing was prescribed, and nothing done."""


@dataclass(frozen=True, slots=True)
class OmittedWork:
    """A hold or a set of movements that was not done in full."""

    exercise: str
    side: Side | None
    why: str
    """A command, the session's ending, the kind of question that let it not begin, or ``BROKE_OFF``."""


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """One session. Seconds are those of holds; movements are counted, not timed."""

    started: datetime
    routine_name: str
    outcome: Outcome
    minutes: float
    """Without pauses."""
    holds_prescribed: int
    holds_full: int
    held_s: Mapping[Side | None, float]
    """By side; None for what has no side."""
    movements_prescribed: int
    movements_done: int
    pain_before: int | None
    pain_after: int | None
    left_out: tuple[OmittedWork, ...]
    hurts: int
    """How often "it hurts" was said."""
    understood: int
    not_understood: int
    ended: EndReason | None
    help_called: int = 0
    """How often a person was called for."""
    alarms: int = 0
    """How often that was not taken back."""
    topics: tuple[str, ...] = ()
    """What was asked about in pauses, by topic, as often as it was."""

    @property
    def day(self) -> date:
        return self.started.date()

    @property
    def pain_rise(self) -> int | None:
        """Points that pain rose by, less than 0 when it fell; None unless it was scored twice."""
        if self.pain_before is None or self.pain_after is None:
            return None
        return self.pain_after - self.pain_before

    @property
    def worse(self) -> bool:
        """True when pain rose by so much that the patient was told."""
        return self.pain_rise is not None and self.pain_rise >= PAIN_RISE


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a report."""

    day: date
    state: DayState
    prescribed: int
    """Sessions."""
    done: int
    partly: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over some sessions and days."""

    prescribed: int
    """Sessions, up to today; today's only once they are done."""
    kept: int
    """Prescribed sessions that were done: one done beyond what a day asks for makes up for no other day."""
    days_prescribed: int
    days_kept: int
    done: int
    """All sessions done, prescribed or not."""
    partly: int
    nothing: int
    """Those that ended before anything was held or moved."""
    refused: int
    minutes: float
    holds_prescribed: int
    holds_full: int
    held_s: Mapping[Side | None, float]
    movements_prescribed: int
    movements_done: int
    pain_scored: int
    """Sessions with pain scored before and after; the means are over these."""
    pain_before: float | None
    pain_after: float | None
    hurts: int
    understood: int
    not_understood: int
    help_called: int
    alarms: int
    topics: int
    """How often something was asked about."""

    @property
    def share(self) -> float | None:
        """Adherence, 0 to 1; None when nothing was prescribed."""
        return self.kept / self.prescribed if self.prescribed else None


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday."""

    days: tuple[Day, ...]
    totals: Totals

    @property
    def monday(self) -> date:
        return self.days[0].day


@dataclass(frozen=True, slots=True)
class Report:
    """One patient over whole weeks."""

    name: str
    today: date
    weeks: tuple[Week, ...]
    """Oldest first; the last one is the week of today."""
    sessions: tuple[SessionFigures, ...]
    """Oldest first."""
    totals: Totals
    risen: tuple[RisenPain, ...] = ()
    """The routines after which pain has risen in a row."""
    signs: tuple[KnownSign, ...] = ()
    """The warning signs of which something is known, whenever that was."""

    @property
    def first_day(self) -> date:
        return self.weeks[0].monday

    @property
    def days(self) -> tuple[Day, ...]:
        return tuple(day for week in self.weeks for day in week.days)

    @property
    def worse(self) -> tuple[SessionFigures, ...]:
        """The sessions after which pain was markedly worse."""
        return tuple(session for session in self.sessions if session.worse)

    @property
    def most_held_s(self) -> float:
        """The most seconds that one side was held in one week; 1 where nothing was held."""
        return max((seconds for week in self.weeks for seconds in week.totals.held_s.values()), default=0.0) or 1.0


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def first_day_of(today: date, days: int) -> date:
    """The Monday of the week in which the last ``days`` days began, today being the last of them."""
    return monday_of(today - timedelta(days=days - 1))


def report(
    name: str,
    entries: Iterable[SessionEntry],
    prescriptions: Sequence[Prescription],
    today: date,
    days: int = 28,
    signs: Sequence[KnownSign] = (),
) -> Report:
    """The last ``days`` days and what is missing of the week in which they began."""
    first = first_day_of(today, days)
    counted = [entry for entry in entries if entry.counts and first <= entry.day <= today]
    sessions = tuple(session_figures(entry) for entry in counted)
    mondays = list(_days_between(first, today, step=7))
    weeks = tuple(_week(monday, sessions, prescriptions, today) for monday in mondays)
    all_days = [day for week in weeks for day in week.days]
    totals = _totals(sessions, all_days, today)
    return Report(name, today, weeks, sessions, totals, all_risen_pain(counted), tuple(signs))


def session_figures(entry: SessionEntry) -> SessionFigures:
    """The figures of one session."""
    outcome = _outcome(entry)
    if outcome is Outcome.REFUSED:
        entry = replace(entry, works=())
    full = {effort.step for effort in entry.efforts if effort.full}
    holds = [work for work in entry.works if work.hold_s is not None]
    side_of = {work.step: work.side for work in holds}
    held_s: dict[Side | None, float] = {}
    for effort in entry.efforts:
        if effort.step in side_of:
            held_s[side_of[effort.step]] = held_s.get(side_of[effort.step], 0.0) + effort.held_s
    return SessionFigures(
        started=entry.started,
        routine_name=entry.routine_name,
        outcome=outcome,
        minutes=max(0.0, entry.length_s - entry.paused_s) / 60.0,
        holds_prescribed=len(holds),
        holds_full=sum(work.step in full for work in holds),
        held_s=held_s,
        movements_prescribed=sum(work.reps or 0 for work in entry.works),
        movements_done=_movements(entry),
        pain_before=entry.pain_before,
        pain_after=entry.pain_after,
        left_out=tuple(_left_out(entry, full)),
        hurts=len(entry.hurt_steps),
        understood=sum(entry.commands.values()),
        not_understood=entry.not_understood,
        ended=entry.ended,
        help_called=_noted(entry, NoteKind.HELP),
        alarms=_noted(entry, NoteKind.ALARM),
        topics=tuple(note.detail for note in entry.notes if note.kind == NoteKind.TOPIC),
    )


def _movements(entry: SessionEntry) -> int:
    """Of those of the plan: a set that was begun anew is not done twice."""
    done = Counter[int]()
    for effort in entry.efforts:
        done[effort.step] += effort.movements or 0
    return sum(min(done[work.step], work.reps or 0) for work in entry.works)


def _noted(entry: SessionEntry, kind: NoteKind) -> int:
    return sum(note.kind == kind for note in entry.notes)


def _outcome(entry: SessionEntry) -> Outcome:
    if not any(effort.held_s > 0.0 or effort.full for effort in entry.efforts):
        return Outcome.REFUSED if entry.refused else Outcome.NOTHING
    full = {effort.step for effort in entry.efforts if effort.full}
    nothing_left = entry.ended in _UNWANTED and all(work.step in full for work in entry.works)
    return Outcome.DONE if entry.ended is EndReason.FINISHED or nothing_left else Outcome.PARTLY


def _left_out(entry: SessionEntry, full: set[int]) -> Iterator[OmittedWork]:
    """What was not done in full. Work that a change of sides postponed counts by what happened to it later."""
    last_skip = {skip.step: skip.why for skip in entry.skips}
    last_end = {effort.step: effort.ended for effort in entry.efforts}
    for work in entry.works:
        if work.step not in full:
            why = last_skip.get(work.step) or last_end.get(work.step) or entry.ended or BROKE_OFF
            yield OmittedWork(work.exercise, work.side, str(why))


def _days_between(first: date, last: date, step: int = 1) -> Iterator[date]:
    for number in range(0, (last - first).days + 1, step):
        yield first + timedelta(days=number)


def _week(monday: date, sessions: Sequence[SessionFigures], prescriptions: Sequence[Prescription], today: date) -> Week:
    sunday = monday + timedelta(days=6)
    days = tuple(_day(day, sessions, prescriptions, today) for day in _days_between(monday, sunday))
    return Week(days, _totals([s for s in sessions if monday <= s.day <= sunday], days, today))


def _day(day: date, sessions: Sequence[SessionFigures], prescriptions: Sequence[Prescription], today: date) -> Day:
    that_day = [session for session in sessions if session.day == day]
    prescribed = prescribed_on(prescriptions, day)
    done = sum(session.outcome is Outcome.DONE for session in that_day)
    partly = sum(session.outcome is Outcome.PARTLY for session in that_day)
    if done and done >= prescribed:
        state = DayState.DONE
    elif done or partly:
        state = DayState.PARTLY
    elif not prescribed:
        state = DayState.FREE
    elif day == today:
        state = DayState.OPEN
    else:
        state = DayState.AHEAD if day > today else DayState.MISSED
    return Day(day, state, prescribed, done, partly, sum(session.minutes for session in that_day))


def _totals(sessions: Sequence[SessionFigures], days: Iterable[Day], today: date) -> Totals:
    # Today is not over: what it still asks for is not held against anybody.
    due = [
        (day.prescribed if day.day < today else min(day.prescribed, day.done), day) for day in days if day.day <= today
    ]
    scored = [s for s in sessions if s.pain_before is not None and s.pain_after is not None]
    held_s: dict[Side | None, float] = {}
    for session in sessions:
        for side, seconds in session.held_s.items():
            held_s[side] = held_s.get(side, 0.0) + seconds
    return Totals(
        prescribed=sum(prescribed for prescribed, _ in due),
        kept=sum(min(prescribed, day.done) for prescribed, day in due),
        days_prescribed=sum(prescribed > 0 for prescribed, _ in due),
        days_kept=sum(prescribed > 0 and day.done >= prescribed for prescribed, day in due),
        done=sum(s.outcome is Outcome.DONE for s in sessions),
        partly=sum(s.outcome is Outcome.PARTLY for s in sessions),
        nothing=sum(s.outcome is Outcome.NOTHING for s in sessions),
        refused=sum(s.outcome is Outcome.REFUSED for s in sessions),
        minutes=sum(s.minutes for s in sessions),
        holds_prescribed=sum(s.holds_prescribed for s in sessions),
        holds_full=sum(s.holds_full for s in sessions),
        held_s=held_s,
        movements_prescribed=sum(s.movements_prescribed for s in sessions),
        movements_done=sum(s.movements_done for s in sessions),
        pain_scored=len(scored),
        pain_before=_mean([s.pain_before for s in scored]),
        pain_after=_mean([s.pain_after for s in scored]),
        hurts=sum(s.hurts for s in sessions),
        understood=sum(s.understood for s in sessions),
        not_understood=sum(s.not_understood for s in sessions),
        help_called=sum(s.help_called for s in sessions),
        alarms=sum(s.alarms for s in sessions),
        topics=sum(len(s.topics) for s in sessions),
    )


def _mean(values: Sequence[int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
