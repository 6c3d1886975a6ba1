"""Which sessions there are: one that breaks off is one, however often it is gone on with, and whenever that is."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sitting import BERLIN_WINTER, MONDAY, RESUME, Sitting
from voicecoach.language.vocabulary import Command
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients
from voicecoach.records.prescription import Prescription
from voicecoach.records.sessions import sessions_of
from voicecoach.records.unfinished import unfinished
from voicecoach.reports.figures import DayState, Outcome, Report, report
from voicecoach.session.questions import Question, QuestionKind
from voicecoach.session.records import HelpCalled

LATE = datetime(2026, 11, 2, 23, 50, tzinfo=BERLIN_WINTER)
"""Ten minutes before midnight, on a Monday."""
PAIN = Question(QuestionKind.PAIN_BEFORE, "pain", "How bad is it?")
ENDS = ("killed", "interrupted", "stopped", "finished")


def counted(database: Database, patient_id: int, *, today: datetime = LATE + timedelta(days=2)) -> Report:
    sessions = sessions_of(database, patient_id)
    return report("Anna", sessions, [Prescription(MONDAY.date())], today.date(), days=7)


def ended(sitting: Sitting, how: str) -> None:
    """Lets it end so; what is killed is only closed."""
    if how == "interrupted":
        sitting.interrupt()
    elif how == "stopped":
        sitting.then(Command.STOP).to_end()
    elif how == "finished":
        sitting.to_end()
    sitting.close()


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([True, False, None]), st.floats(1.0, 25.0), st.sampled_from(ENDS), st.integers(1, 30)
        ),
        min_size=1,
        max_size=5,
    )
)
def test_there_are_as_many_as_were_begun_anew(visits: list[tuple[bool | None, float, str, int]]) -> None:
    """Each visit: whether to go on with what broke off (None: killed at the question), how long something is held, how
    it ends, and after how many hours the next one comes.
    """
    with tempfile.TemporaryDirectory() as folder, Database(Path(folder)) as database:
        anna = Patients(database).called("Anna", MONDAY).id
        at, begun, days = LATE, 0, set()
        for go_on, held_s, end, hours in visits:
            offered = unfinished(database, anna, at)
            question = RESUME if offered is not None else PAIN
            sitting = Sitting(database, anna, at=at, unfinished=offered, before=(question,))
            if go_on is None:
                sitting.run_until("asking").close()
            else:
                taken_up = offered is not None and go_on
                begun += not taken_up
                days |= set() if taken_up else {at.date()}
                yes_or_no = Command.YES if taken_up else Command.NO
                sitting.answer(yes_or_no if offered is not None else Command("3")).hold(held_s)
                ended(sitting, end)
            at += timedelta(hours=hours)
        made = counted(database, anna, today=at)
        totals = made.totals
        assert len(made.sessions) == totals.done + totals.partly == begun
        assert {day.day for day in made.days if day.done or day.partly} == days
        assert Patients(database).number_and_sessions("anna") == (anna, begun)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path)


@pytest.fixture
def anna(database: Database) -> int:
    return Patients(database).called("Anna", MONDAY).id


def test_taken_up_twice_and_finished_after_midnight_it_is_one_done_on_the_day_it_began(
    database: Database, anna: int
) -> None:
    ended(Sitting(database, anna, at=LATE).hold(5.0), "killed")
    for number, end in enumerate(("interrupted", "killed", "finished"), start=1):
        at = LATE + timedelta(hours=number)
        offered = unfinished(database, anna, at)
        assert offered is not None
        ended(Sitting(database, anna, at=at, unfinished=offered, before=(RESUME,)).answer(Command.YES).hold(2.0), end)
    made = counted(database, anna)
    [session] = made.sessions
    assert (session.outcome, session.day) == (Outcome.DONE, LATE.date())
    assert [day.state for day in made.weeks[-1].days[:2]] == [DayState.DONE, DayState.MISSED]


def test_one_that_is_never_gone_on_with_is_one_that_broke_off(database: Database, anna: int) -> None:
    ended(Sitting(database, anna, at=LATE).hold(5.0), "killed")
    Sitting(database, anna, at=LATE + timedelta(hours=1), before=(RESUME,)).run_until("asking").close()
    made = counted(database, anna)
    assert [session.outcome for session in made.sessions] == [Outcome.PARTLY]
    assert (made.totals.done, made.totals.partly, made.totals.nothing) == (0, 1, 0)


def test_what_ended_at_a_question_is_none_unless_a_person_was_called_for(database: Database, anna: int) -> None:
    Sitting(database, anna, at=LATE, before=(PAIN,)).run_until("asking").interrupt().close()
    assert counted(database, anna).sessions == ()
    called = Sitting(database, anna, at=LATE, before=(PAIN,)).run_until("asking").keep(HelpCalled())
    called.close()
    [session] = counted(database, anna).sessions
    assert (session.outcome, session.help_called) == (Outcome.NOTHING, 1)
