"""Which session can be gone on with, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.rehearsal import two_sided
from tests.sitting import MONDAY, RESUME, Sitting
from voicecoach.errors import StorageError
from voicecoach.language.adjustments import Adjustment
from voicecoach.language.vocabulary import Command
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients
from voicecoach.records.sessions import sessions_of
from voicecoach.records.unfinished import Unfinished, unfinished
from voicecoach.routine.plan import Side
from voicecoach.session.events import AdjustmentHeard
from voicecoach.session.questions import Question, QuestionKind
from voicecoach.session.records import (
    EndReason,
    HelpCalled,
    NotRecognised,
    PainScored,
    SettingChanged,
    TopicAsked,
)

SOON = MONDAY + timedelta(minutes=10)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path) as opened:
        yield opened


@pytest.fixture
def anna(database: Database) -> int:
    return Patients(database).called("Anna", MONDAY).id


def left_by(sitting: Sitting, database: Database, patient_id: int | None) -> Unfinished | None:
    """What is offered once the process is gone."""
    sitting.close()
    found = unfinished(database, patient_id, SOON)
    return found if found is not None and found.resume_point(sitting.plan) is not None else None


def stood(found: Unfinished) -> tuple[int, float, frozenset[int]]:
    """The step, the seconds held in it and the numbers of the full holds."""
    point = found.resume_point(two_sided())
    assert point is not None
    current = point.agenda.current
    assert current is not None
    return current.number, point.held_s, point.agenda.full


def due_next(found: Unfinished) -> Side | None:
    """The side of the next hold that is not full."""
    point = found.resume_point(two_sided())
    assert point is not None
    return next(d.step.side for d in point.agenda.remaining if d.is_work and d.number not in point.agenda.full)


def must(found: Unfinished | None) -> Unfinished:
    assert found is not None
    return found


class TestWhereItStood:
    def test_in_a_hold(self, database: Database, anna: int) -> None:
        found = must(left_by(Sitting(database, anna).hold(12.0), database, anna))
        step, held_s, full = stood(found)
        assert (step, full) == (4, frozenset())
        assert held_s == pytest.approx(12.0, abs=0.6)
        assert (found.routine, found.routine_name) == ("deep-piriformis", "Test stretch")
        assert due_next(found) is Side.RIGHT

    def test_between_two_sides(self, database: Database, anna: int) -> None:
        found = must(left_by(Sitting(database, anna).hold(31.0).run_until("switching"), database, anna))
        assert stood(found) == (5, 0.0, frozenset({4}))
        assert due_next(found) is Side.LEFT

    def test_just_after_a_full_hold_nothing_of_it_is_left(self, database: Database, anna: int) -> None:
        found = must(left_by(Sitting(database, anna).hold(30.0).run_until("releasing"), database, anna))
        assert stood(found) == (4, 0.0, frozenset({4}))

    def test_a_side_put_off_is_still_due(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(10.0).then(Command.SWITCH).run_until("waiting").then(Command.READY)
        sitting.run_until("holding").run(30.5)
        found = must(left_by(sitting, database, anna))
        assert stood(found)[2] == {8}
        assert due_next(found) is Side.RIGHT

    def test_notices_a_changed_script(self, database: Database, anna: int) -> None:
        found = must(left_by(Sitting(database, anna).hold(3.0), database, anna))
        assert found.resume_point(two_sided())
        assert found.resume_point(two_sided(hold_s=25.0)), "holds may have been changed by voice before it broke off"
        assert found.resume_point(two_sided(sets=2)) is None

    def test_a_hold_that_was_made_longer_is_still_longer(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(12.0).then(Command.MORE_TIME).run(2.0).then(Command.PAUSE).run(1.0)
        point = must(left_by(sitting, database, anna)).resume_point(two_sided())
        assert point is not None
        assert point.held_s == pytest.approx(14.0, abs=0.06)
        assert point.hold_s == 40.0

    def test_a_state_that_cannot_be_read_offers_nothing(self, database: Database, anna: int) -> None:
        found = must(left_by(Sitting(database, anna).hold(12.0), database, anna))
        assert replace(found, state="{}").resume_point(two_sided()) is None
        assert replace(found, state="no JSON").resume_point(two_sided()) is None

    def test_says_how_long_ago(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(3.0)
        found = must(left_by(sitting, database, anna))
        assert found.age(SOON).total_seconds() == pytest.approx(600.0 - sitting.now_s, abs=0.6)
        assert found.age(MONDAY - timedelta(days=1)) == timedelta()


class TestWhatIsNotOffered:
    def test_a_finished_session(self, database: Database, anna: int) -> None:
        assert left_by(Sitting(database, anna).to_end(), database, anna) is None

    def test_one_that_has_only_its_last_words_left(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(31.0).run_until("waiting").then(Command.READY).run_until("closing")
        assert left_by(sitting, database, anna) is None

    def test_one_that_has_only_its_last_words_left_after_a_skip(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(10.0).then(Command.NEXT).run_until("waiting").then(Command.READY)
        assert left_by(sitting.run_until("closing"), database, anna) is None

    def test_one_that_was_stopped(self, database: Database, anna: int) -> None:
        assert left_by(Sitting(database, anna).hold(5.0).then(Command.STOP).to_end(), database, anna) is None

    def test_one_that_was_stopped_and_killed_in_its_farewell(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(5.0).then(Command.STOP).run_until("closing")
        assert left_by(sitting, database, anna) is None

    def test_one_in_which_pain_was_the_last_word(self, database: Database, anna: int) -> None:
        assert left_by(Sitting(database, anna).hold(5.0).then(Command.HURTS).run(3.0), database, anna) is None

    def test_one_that_had_hardly_begun(self, database: Database, anna: int) -> None:
        assert left_by(Sitting(database, anna).run(1.0), database, anna) is None

    def test_yesterdays(self, database: Database, anna: int) -> None:
        Sitting(database, anna).hold(5.0).close()
        assert unfinished(database, anna, MONDAY + timedelta(hours=23)) is not None
        assert unfinished(database, anna, MONDAY + timedelta(hours=25)) is None

    def test_one_that_another_followed(self, database: Database, anna: int) -> None:
        Sitting(database, anna).hold(5.0).close()
        assert left_by(Sitting(database, anna, at=SOON).to_end(), database, anna) is None

    def test_another_patients(self, database: Database, anna: int) -> None:
        bo = Patients(database).called("Bo", MONDAY).id
        assert left_by(Sitting(database, anna).hold(5.0), database, bo) is None
        assert unfinished(database, None, SOON) is None


class TestWhatIsOffered:
    def test_one_kept_for_later_because_nobody_answered(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(12.0).then(Command.PAUSE).to_end()
        assert sitting.rehearsal.why is EndReason.UNANSWERED
        found = must(left_by(sitting, database, anna))
        assert stood(found)[0] == 4
        assert stood(found)[1] == pytest.approx(12.0, abs=0.06)

    def test_one_that_went_on_after_pain(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(5.0).then(Command.HURTS).run(40.0).then(Command.RESUME).run(1.0)
        found = must(left_by(sitting, database, anna))
        assert due_next(found) is Side.LEFT

    def test_a_side_that_is_not_wanted_any_more_is_not_due(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(31.0).run_until("switching").then(Command.PAUSE)
        sitting.rehearsal.tell(AdjustmentHeard(Adjustment.RIGHT_ONLY))
        sitting.run(1.0)
        assert left_by(sitting, database, anna) is None

    def test_a_guests(self, database: Database) -> None:
        assert stood(must(left_by(Sitting(database, None).hold(12.0), database, None)))[0] == 4


def paused(sitting: Sitting, *commands: Command) -> Sitting:
    sitting.hold(12.0)
    for command in commands:
        sitting.then(command).run(3.0)
    return sitting


IN_A_STATE: Mapping[str, Callable[[Sitting], Sitting]] = {
    "the instruction": lambda s: s.hold(31.0).run_until("switching").run_until("instructing").run(1.0),
    "the question whether they are ready": lambda s: s.hold(31.0).run_until("switching").run_until("waiting").run(1.0),
    "the count-in": lambda s: s.hold(31.0).run_until("waiting").then(Command.READY).run(1.0),
    "a hold": lambda s: s.hold(12.0),
    "coming out of one": lambda s: s.hold(29.5).run_until("releasing").run(1.0),
    "the change of sides": lambda s: s.hold(31.0).run_until("switching").run(1.0),
    "a pause": lambda s: paused(s, Command.PAUSE),
    "an answer in a pause": lambda s: paused(s, Command.PAUSE, Command.HELP),
    "a stop that could be taken back": lambda s: paused(s, Command.STOP),
    "a call for help": lambda s: paused(s, Command.CALL),
    "the alarm": lambda s: paused(s, Command.CALL, Command.YES),
}


class TestInterrupted:
    """Ended from outside, as by a signal: wherever it stood, it can be gone on with, unless pain was the last word."""

    @staticmethod
    def interrupted(sitting: Sitting) -> EndReason | None:
        return sitting.interrupt().rehearsal.why

    @pytest.mark.parametrize("state", IN_A_STATE)
    def test_in(self, database: Database, anna: int, state: str) -> None:
        sitting = IN_A_STATE[state](Sitting(database, anna))
        assert self.interrupted(sitting) is EndReason.INTERRUPTED
        found = must(left_by(sitting, database, anna))
        assert stood(found)[0] <= 8
        [entry] = sessions_of(database, anna)
        assert entry.ended is EndReason.INTERRUPTED

    def test_after_a_pain_it_cannot(self, database: Database, anna: int) -> None:
        sitting = paused(Sitting(database, anna), Command.HURTS)
        assert self.interrupted(sitting) is EndReason.INTERRUPTED
        assert left_by(sitting, database, anna) is None

    def test_before_anything_was_done_there_is_nothing_to_go_on_with(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).run(1.0)
        assert self.interrupted(sitting) is EndReason.INTERRUPTED
        assert left_by(sitting, database, anna) is None

    def test_in_the_last_words_it_is_over_as_it_would_have_been(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(31.0).run_until("waiting").then(Command.READY).run_until("closing")
        assert self.interrupted(sitting) is EndReason.FINISHED
        assert left_by(sitting, database, anna) is None
        [entry] = sessions_of(database, anna)
        assert not entry.skips

    def test_what_a_refused_session_advises_stays(self, database: Database, anna: int) -> None:
        sign = Question(QuestionKind.WARNING_SIGN, "fever", "Do you have a fever?", on_yes="Call your doctor.")
        sitting = Sitting(database, anna, before=(sign,)).answer(Command.YES, Command.YES).run_until("closing").run(0.5)
        assert self.interrupted(sitting) is EndReason.STOPPED
        assert sitting.rehearsal.session.view(sitting.now_s).advice == ("Call your doctor.",)
        sitting.close()


class TestGoingOn:
    @staticmethod
    def taken_up(database: Database, anna: int, found: Unfinished) -> Sitting:
        sitting = Sitting(database, anna, at=SOON, unfinished=found, before=(RESUME,))
        return sitting.answer(Command.YES)

    def test_is_one_session_in_two_sittings(self, database: Database, anna: int) -> None:
        first = Sitting(database, anna).keep(PainScored("before", 6)).hold(31.0).run_until("switching")
        found = must(left_by(first, database, anna))
        second = self.taken_up(database, anna, found).keep(PainScored("before", 2)).keep(NotRecognised(1.0)).to_end()
        second.close()
        [entry] = sessions_of(database, anna)
        assert (entry.sittings, entry.started, entry.ended) == (2, MONDAY, EndReason.FINISHED)
        assert entry.length_s == pytest.approx(first.now_s + second.now_s, abs=0.6)
        assert [(effort.step, effort.held_s, effort.full) for effort in entry.efforts] == [
            (4, 30.0, True),
            (8, 30.0, True),
        ]
        assert entry.commands == {"ready": 2, "yes": 1}
        assert entry.not_understood == 1
        assert entry.pain_before == 6

    def test_a_hold_goes_on_from_its_second_and_stays_one_effort(self, database: Database, anna: int) -> None:
        found = must(left_by(Sitting(database, anna).hold(12.0), database, anna))
        again = self.taken_up(database, anna, found).hold(5.0)
        left = must(left_by(again, database, anna))
        assert stood(left)[1] == pytest.approx(17.0, abs=1.0)
        self.taken_up(database, anna, left).to_end().close()
        [entry] = sessions_of(database, anna)
        assert [(effort.step, effort.held_s) for effort in entry.efforts] == [(4, 30.0), (8, 30.0)]
        assert entry.sittings == 3

    def test_notes_of_both_sittings_are_kept_in_order(self, database: Database, anna: int) -> None:
        first = Sitting(database, anna).hold(5.0).then(Command.PAUSE).keep(TopicAsked("sciatica")).run(1.0)
        found = must(left_by(first, database, anna))
        again = Sitting(database, anna, at=SOON, unfinished=found, before=(RESUME,)).run_until("asking")
        again.keep(SettingChanged("hold")).answer(Command.YES).keep(HelpCalled()).run(1.0).close()
        [entry] = sessions_of(database, anna)
        assert [(note.kind, note.detail) for note in entry.notes] == [
            ("topic", "sciatica"),
            ("setting", "hold"),
            ("help-called", ""),
        ]
        assert [note.at_s for note in entry.notes] == sorted(note.at_s for note in entry.notes)

    def test_broken_off_again_on_the_way_back_into_the_position(self, database: Database, anna: int) -> None:
        found = must(left_by(Sitting(database, anna).hold(12.0), database, anna))
        left = must(left_by(self.taken_up(database, anna, found).run_until("waiting"), database, anna))
        assert due_next(left) is due_next(found)
        point = left.resume_point(two_sided())
        assert point is not None
        assert point.held_s == pytest.approx(12.0, abs=0.6)

    def test_what_an_unwanted_ending_left_out_is_due_again(self, database: Database, anna: int) -> None:
        found = must(left_by(Sitting(database, anna).hold(12.0).then(Command.PAUSE).to_end(), database, anna))
        assert len(sessions_of(database, anna)[0].skips) == 2
        self.taken_up(database, anna, found).run(1.0).close()
        [entry] = sessions_of(database, anna)
        assert not entry.skips
        assert entry.ended is None

    def test_a_no_begins_another_session(self, database: Database, anna: int) -> None:
        found = must(left_by(Sitting(database, anna).hold(12.0), database, anna))
        anew = Sitting(database, anna, at=SOON, unfinished=found, before=(RESUME,))
        anew.answer(Command.NO).run(1.0)
        assert left_by(anew, database, anna) is None
        assert [entry.sittings for entry in sessions_of(database, anna)] == [1, 1]

    def test_a_question_left_unanswered_changes_nothing(self, database: Database, anna: int) -> None:
        found = must(left_by(Sitting(database, anna).hold(12.0), database, anna))
        asked = Sitting(database, anna, at=SOON, unfinished=found, before=(RESUME,)).run_until("asking")
        assert left_by(asked, database, anna) == found

    def test_a_guests_can_be_gone_on_with_and_then_is_gone(self, database: Database) -> None:
        found = must(left_by(Sitting(database, None).hold(12.0).then(Command.PAUSE).to_end(), database, None))
        sitting = Sitting(database, None, at=SOON, unfinished=found, before=(RESUME,))
        sitting.answer(Command.YES).to_end().close()
        assert sitting.rehearsal.why is EndReason.FINISHED
        assert not database.rows("SELECT * FROM sessions")

    def test_one_that_was_gone_on_with_since_cannot_be_again(self, database: Database, anna: int) -> None:
        found = must(left_by(Sitting(database, anna).hold(12.0), database, anna))
        self.taken_up(database, anna, found).run(1.0).close()
        with pytest.raises(StorageError, match="resumed elsewhere"):
            Sitting(database, anna, at=SOON, unfinished=found)
