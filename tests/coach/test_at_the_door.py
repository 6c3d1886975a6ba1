"""What a session asks before it begins and after it, through the whole coach, and what the journal has of it then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.conversation import LANGUAGE
from tests.whole_session import NO, YES, Visit, visit
from voicecoach.coach.session_request import SessionRequest
from voicecoach.language.vocabulary import Command
from voicecoach.paths import VARIABLE
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients
from voicecoach.records.sessions import sessions_of
from voicecoach.session.phase import Phase
from voicecoach.session.records import EndReason

GATE = LANGUAGE.texts.gate
ANNA = SessionRequest("pelvic-tilt", "Anna")
NIGHT = next(sign for sign in GATE.signs if sign.key == "night")
SEEN = "Has a doctor looked at it"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return tmp_path


def known() -> list[str]:
    with Database() as database:
        return [patient.name for patient in Patients(database).all()]


def asks_for_a_doctor(came: Visit) -> bool:
    return any(SEEN in asked for asked in came.asked)


class TestWarningSigns:
    def test_after_a_yes_the_next_start_asks_for_a_doctor_and_goes_on(self) -> None:
        first = visit(ANNA, {NIGHT.ask: [YES], "Is that right?": [YES]})
        assert first.why is EndReason.STOPPED
        assert first.last is not None
        assert " ".join(first.last.advice) == GATE.do["doctor"]

        again = visit(ANNA, {SEEN: [YES]})
        assert again.why is EndReason.FINISHED
        assert SEEN in again.asked[0]
        assert any(NIGHT.sign in said for said in again.said)
        assert NIGHT.ask not in again.asked
        assert GATE.signs[0].ask in again.asked, "the other signs are asked as they are due"

        assert not asks_for_a_doctor(visit(ANNA))
        with Database() as database:
            patients = Patients(database)
            anna = patients.remember("Anna", gate_passed_on=date.today() - timedelta(days=8))
            [sign] = patients.signs(anna)
        assert (sign.open, sign.cleared_on) == (False, date.today())
        a_week_later = visit(ANNA)
        assert GATE.signs[0].ask in a_week_later.asked
        assert NIGHT.ask not in a_week_later.asked

    def test_without_a_doctor_it_ends_as_after_the_sign_and_asks_again(self) -> None:
        visit(ANNA, {NIGHT.ask: [YES], "Is that right?": [YES]})
        for _ in range(2):
            again = visit(ANNA, {SEEN: [NO]})
            assert again.why is EndReason.STOPPED
            assert again.asked == [again.asked[0]]
            assert again.last is not None
            assert " ".join(again.last.advice) == GATE.do["doctor"]

    def test_a_new_sign_is_asked_for_as_before(self) -> None:
        visit(ANNA, {NIGHT.ask: [YES], "Is that right?": [YES]})
        new = visit(ANNA, {SEEN: [YES], GATE.signs[0].ask: [YES], "Is that right?": [YES]})
        assert new.last is not None
        assert " ".join(new.last.advice) == GATE.do["emergency"]
        assert [asked for asked in visit(ANNA, {SEEN: [YES]}).asked if SEEN in asked] == [new.asked[0]]

    def test_a_yes_that_is_taken_back_leaves_no_question_behind(self) -> None:
        visit(ANNA, {NIGHT.ask: [YES, NO], "Is that right?": [NO]})
        assert not asks_for_a_doctor(visit(ANNA))


class TestRisenPain:
    def test_after_three_in_a_row_the_next_start_says_so_once_and_what_to_do(self) -> None:
        rise, better = ({"How bad": [Command("3"), Command(after)]} for after in "42")
        for _ in range(3):
            assert not any("higher" in said for said in visit(ANNA, rise).said[:6])
        other = visit(replace(ANNA, routine="bridge"), leave_at=Phase.ASKING)
        assert not any("higher" in said for said in other.said), "of another routine nothing is said"
        told = visit(ANNA, better)
        notices = [said for said in told.said if "higher after each of your last three sessions" in said]
        assert notices == [GATE.pain_risen.format(count="three", routine="Pelvic tilt")]
        assert GATE.pain_risen_advice in told.said
        assert told.said.index(notices[0]) <= 3, "right after the greeting"
        assert told.said.index(notices[0]) < next(i for i, said in enumerate(told.said) if said in told.asked)
        after = visit(ANNA, leave_at=Phase.ASKING)
        assert not any("higher" in said for said in after.said), "nor when the last time was better"


class TestNames:
    def test_a_name_makes_nobody_before_the_first_answer(self) -> None:
        came = visit(replace(ANNA, patient="Nobody"), leave_at=Phase.OPENING)
        assert came.why is EndReason.STOPPED
        assert known() == []

    def test_nor_at_the_first_question_left_unanswered(self) -> None:
        came = visit(replace(ANNA, patient="Nobody"), leave_at=Phase.ASKING)
        assert came.why is EndReason.STOPPED
        assert known() == []

    def test_with_the_first_answer_everything_is_kept(self) -> None:
        visit(replace(ANNA, patient="Bo"), {"How bad": [Command("5"), Command("4")]})
        with Database() as database:
            patients = Patients(database)
            bo = patients.get("bo")
            [entry] = sessions_of(database, bo.id)
        assert (entry.ended, entry.pain_before, entry.pain_after) == (EndReason.FINISHED, 5, 4)
        assert [effort.full for effort in entry.efforts] == [True]
        assert bo.gate_passed_on == datetime.now().astimezone().date()
        assert entry.commands["no"] >= 7, "what came before the first answer is kept too"

    def test_one_answer_is_enough(self) -> None:
        visit(ANNA, {GATE.signs[0].ask: [YES], "Is that right?": [YES]})
        assert known() == ["Anna"]
        assert asks_for_a_doctor(visit(ANNA))

    def test_a_name_that_is_nearly_anothers_is_told_in_a_line(self) -> None:
        visit(ANNA)
        [note] = [note for note in visit(replace(ANNA, patient="Ana"), leave_at=Phase.OPENING).notes if "Anna" in note]
        assert "Ana is new here." in note
        assert "\n" not in note
        sure = visit(replace(ANNA, patient="Ana", new_name=True), leave_at=Phase.OPENING)
        assert not [note for note in sure.notes if "Anna" in note]
        assert known() == ["Anna"]


class TestGuests:
    def test_one_who_cannot_be_heard_is_told_of_the_keys(self) -> None:
        said = " ".join(visit(SessionRequest("pelvic-tilt"), leave_at=Phase.WAITING).said)
        assert "Use the keys" in said
        assert "Talk to me" not in said

    GUEST = SessionRequest("pelvic-tilt", offer_to_remember=True)

    @pytest.mark.parametrize("answer", [YES, NO])
    def test_one_from_the_menu_is_asked_at_the_end_and_nothing_is_kept(self, answer: Command) -> None:
        came = visit(self.GUEST, {GATE.remember: [answer]})
        assert came.asked == [GATE.remember]
        assert came.wants_to_be_remembered is (answer is YES)
        assert known() == []

    def test_one_who_named_the_routine_is_asked_nothing(self) -> None:
        assert visit(SessionRequest("pelvic-tilt")).asked == []


class TestWhatStays:
    def test_a_finished_session_says_what_was_done(self) -> None:
        came = visit(ANNA)
        assert came.last is not None
        assert "pain stayed at four" in came.last.summary
        assert came.last.advice == ()
