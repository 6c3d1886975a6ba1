"""What a session leaves in the journal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.rehearsal import plan_of
from tests.sitting import MONDAY, Sitting
from voicecoach.language.vocabulary import Command
from voicecoach.records.database import Database
from voicecoach.records.entry import SessionEntry
from voicecoach.records.patients import Patients
from voicecoach.records.session_document import session_document
from voicecoach.records.sessions import sessions_of, times_finished
from voicecoach.records.warning_signs import KnownSign
from voicecoach.routine.plan import RepsStep, SayStep, Side
from voicecoach.session.questions import Question, QuestionKind
from voicecoach.session.records import (
    AlarmEnded,
    AlarmRaised,
    EndReason,
    HelpCalled,
    NotRecognised,
    PainScored,
    SettingChanged,
    StepSkipped,
    TopicAsked,
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path) as opened:
        yield opened


@pytest.fixture
def anna(database: Database) -> int:
    return Patients(database).called("Anna", MONDAY).id


def only(database: Database, patient_id: int) -> SessionEntry:
    [entry] = sessions_of(database, patient_id)
    return entry


def fill(database: Database) -> int:
    """From here on the file cannot grow: what SQLite meets on a full disk. Returns how many pages it could have."""
    [[most]], [[pages]] = database.rows("PRAGMA max_page_count"), database.rows("PRAGMA page_count")
    database.rows(f"PRAGMA max_page_count = {pages}")
    return int(most)


class TestAWholeSession:
    def test_keeps_both_holds_prescribed_and_held(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).to_end()
        sitting.close()
        entry = only(database, anna)
        assert [(w.step, w.side, w.hold_s) for w in entry.works] == [(4, Side.RIGHT, 30.0), (8, Side.LEFT, 30.0)]
        assert [(e.step, e.held_s, e.ended) for e in entry.efforts] == [(4, 30.0, "full"), (8, 30.0, "full")]
        assert entry.ended is EndReason.FINISHED
        assert entry.length_s == pytest.approx(sitting.now_s, abs=0.11)
        assert entry.started == MONDAY
        assert entry.commands == {"ready": 2}
        assert not entry.skips

    def test_counts_what_was_not_understood_and_scores_pain(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).keep(PainScored("before", 4)).run_until("waiting")
        sitting.keep(NotRecognised(1.0)).keep(NotRecognised(2.0))
        sitting.to_end().keep(PainScored("after", 6))
        sitting.close()
        entry = only(database, anna)
        assert (entry.pain_before, entry.pain_after, entry.not_understood) == (4, 6, 2)

    def test_movements_are_kept_as_movements(self, database: Database, anna: int) -> None:
        plan = plan_of(
            SayStep(exercise=0, side=None, text="Lie down."), RepsStep(exercise=0, side=None, reps=10, every_s=4.0)
        )
        sitting = Sitting(database, anna, plan=plan).run_until("moving").run(13.0).then(Command.NEXT)
        sitting.close()
        [effort] = only(database, anna).efforts
        assert (effort.movements, effort.held_s, effort.asked_s, effort.ended) == (3, 12.0, 40.0, "next")

    def test_a_pause_in_a_hold_leaves_one_effort_and_its_seconds(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(10.0).then(Command.PAUSE).run(60.0).then(Command.RESUME)
        sitting.to_end().close()
        entry = only(database, anna)
        assert [e.held_s for e in entry.efforts] == [30.0, 30.0]
        assert entry.paused_s == pytest.approx(60.0, abs=0.2)

    def test_a_stop_that_is_taken_back_is_no_exercise(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(10.0).then(Command.STOP).run(15.0).then(Command.RESUME)
        sitting.to_end().close()
        assert only(database, anna).paused_s == pytest.approx(15.0, abs=0.2)

    def test_nor_is_what_follows_a_pain_until_it_goes_on(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(10.0).then(Command.HURTS).run(40.0).then(Command.PAUSE).run(20.0)
        sitting.then(Command.RESUME).to_end().close()
        assert only(database, anna).paused_s == pytest.approx(60.0, abs=0.2)

    def test_calls_alarms_topics_and_settings_are_noted(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(10.0).then(Command.PAUSE).keep(TopicAsked("sciatica"))
        sitting.keep(SettingChanged("emergency-number")).keep(HelpCalled()).keep(AlarmRaised()).keep(AlarmEnded())
        sitting.then(Command.RESUME).to_end().close()
        notes = only(database, anna).notes
        assert [(note.kind, note.detail) for note in notes] == [
            ("topic", "sciatica"),
            ("setting", "emergency-number"),
            ("help-called", ""),
            ("alarm", ""),
            ("alarm-ended", ""),
        ]
        document = session_document(only(database, anna))
        assert json.loads(json.dumps(document))["notes"][0]["detail"] == "sciatica"

    def test_a_skip_is_kept_with_its_command(self, database: Database, anna: int) -> None:
        Sitting(database, anna).hold(10.0).then(Command.SKIP).to_end().close()
        entry = only(database, anna)
        assert [(s.step, s.why) for s in entry.skips] == [(4, "skip"), (8, "skip")]
        assert entry.efforts[0].held_s == pytest.approx(10.0, abs=0.1)
        assert entry.efforts[0].ended == "skip"

    def test_pain_asks_for_the_warning_signs_again(self, database: Database, anna: int) -> None:
        Sitting(database, anna).hold(10.0).then(Command.HURTS).run(30.0).then(Command.STOP).to_end().close()
        entry = only(database, anna)
        assert entry.hurt_steps == (4,)
        assert entry.ended is EndReason.HURT
        assert Patients(database).get("Anna").gate_again

    def test_a_routine_is_known_once_it_was_finished(self, database: Database, anna: int) -> None:
        Sitting(database, anna).hold(5.0).then(Command.STOP).run(60.0).close()
        assert times_finished(database, anna, "deep-piriformis") == 0
        Sitting(database, anna).to_end().close()
        assert times_finished(database, anna, "deep-piriformis") == 1


class TestTheGate:
    SIGN = Question(QuestionKind.WARNING_SIGN, "fever", "Do you have a fever?", on_yes="Call your doctor.")
    REASON = Question(QuestionKind.NOT_FOR, "hip", "Have you had a hip replacement?", on_yes="Ask your surgeon.")

    def test_passed_is_kept_with_its_day(self, database: Database, anna: int) -> None:
        patients = Patients(database)
        patients.remember("Anna", gate_again=True)
        sitting = Sitting(database, anna, before=(self.REASON, self.SIGN))
        sitting.answer(Command.NO, Command.NO).run(0.5).close()
        patient = patients.get("Anna")
        assert (patient.gate_passed_on, patient.gate_again) == (MONDAY.date(), False)
        assert patients.clearances(patient) == {"deep-piriformis": MONDAY.date()}

    def test_a_sign_said_yes_to_is_remembered_and_no_session_counted(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna, before=(self.SIGN,)).answer(Command.YES, Command.YES).to_end()
        sitting.close()
        patient = Patients(database).get("Anna")
        assert patient.gate_passed_on is None
        assert Patients(database).signs(patient) == (KnownSign("fever", open=True, said_on=MONDAY.date()),)
        entry = only(database, anna)
        assert entry.refused
        assert not entry.efforts

    def test_a_reason_against_the_routine_clears_nothing(self, database: Database, anna: int) -> None:
        Sitting(database, anna, before=(self.REASON,)).answer(Command.YES, Command.YES).to_end().close()
        assert not Patients(database).clearances(Patients(database).get("Anna"))
        assert only(database, anna).refused

    def test_what_was_not_asked_is_not_cleared(self, database: Database, anna: int) -> None:
        Sitting(database, anna).hold(1.0).close()
        assert not Patients(database).clearances(Patients(database).get("Anna"))


class TestAsItHappens:
    def test_a_running_hold_is_on_disk_to_the_half_second(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(12.3)
        sitting.keeper.flush()
        [effort] = only(database, anna).efforts
        assert effort.ended is None
        assert 12.3 - 0.6 <= effort.held_s <= 12.4
        sitting.close()

    def test_a_pause_is_counted_while_it_lasts(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(10.0).then(Command.PAUSE).run(20.0)
        sitting.keeper.flush()
        assert only(database, anna).paused_s == pytest.approx(20.0, abs=0.6)
        sitting.close()

    def test_past_midnight_a_session_belongs_to_the_day_it_began(self, database: Database, anna: int) -> None:
        late = MONDAY.replace(hour=23, minute=59)
        Sitting(database, anna, at=late).to_end().close()
        assert only(database, anna).day == MONDAY.date()

    def test_since_counts_local_days(self, database: Database, anna: int) -> None:
        # Half past midnight in Berlin is still the day before in UTC.
        Sitting(database, anna, at=MONDAY.replace(hour=0, minute=30)).run(1.0).close()
        assert len(sessions_of(database, anna, MONDAY.date())) == 1
        assert not sessions_of(database, anna, MONDAY.date() + timedelta(days=1))


class TestGuests:
    def test_nothing_is_left_of_a_guest_who_finished(self, database: Database) -> None:
        Sitting(database, None).to_end().close()
        assert database.rows("SELECT count(*) AS n FROM sessions")[0]["n"] == 0
        assert database.rows("SELECT count(*) AS n FROM efforts")[0]["n"] == 0

    def test_what_an_earlier_guest_left_open_goes_a_day_later(self, database: Database) -> None:
        Sitting(database, None).hold(5.0).close()
        Sitting(database, None, at=MONDAY + timedelta(hours=30)).hold(5.0).close()
        rows = database.rows("SELECT started_utc FROM sessions")
        assert [row["started_utc"][:10] for row in rows] == ["2026-11-03"]

    def test_a_patients_sessions_are_kept_all_the_while(self, database: Database, anna: int) -> None:
        Sitting(database, anna).hold(5.0).close()
        Sitting(database, None, at=MONDAY + timedelta(days=3)).to_end().close()
        assert len(sessions_of(database, anna)) == 1


class TestTrouble:
    def test_a_disk_that_is_full_for_a_while_costs_nothing_of_the_session(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).run(1.0)
        keeper = sitting.keeper
        keeper.flush()
        pages = fill(database)
        for _ in range(500):
            sitting.keep(StepSkipped(4, "hold", Side.RIGHT, "next"))
        keeper.flush()
        assert len(only(database, anna).skips) < 500
        sitting.to_end()
        database.rows(f"PRAGMA max_page_count = {pages}")
        sitting.close()
        assert keeper.not_kept == ""
        entry = only(database, anna)
        assert len(entry.skips) == 500
        assert [effort.held_s for effort in entry.efforts] == [30.0, 30.0]
        assert entry.ended is EndReason.FINISHED

    def test_what_was_written_before_the_disk_was_full_is_whole(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(10.0)
        sitting.keeper.flush()
        fill(database)
        for _ in range(500):
            sitting.keep(StepSkipped(4, "hold", Side.RIGHT, "next"))
        sitting.keeper.flush()
        assert not database.problems()
        assert only(database, anna).efforts[0].held_s == pytest.approx(10.0, abs=0.6)
        database.rows("PRAGMA max_page_count = 1000000")
        sitting.close()

    def test_a_patient_deleted_meanwhile_leaves_nothing(self, database: Database, anna: int) -> None:
        sitting = Sitting(database, anna).hold(5.0)
        sitting.keeper.flush()
        Patients(database).delete("Anna")
        sitting.then(Command.SKIP).then(Command.HURTS).run(20.0).to_end().close()
        assert sitting.keeper.not_kept == ""
        for table in ("sessions", "efforts", "skips", "hurts", "commands", "works", "notes"):
            assert database.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"] == 0, table
