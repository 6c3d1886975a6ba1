"""What is counted, and how."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kept_sessions import REPS, TODAY, kept
from voicecoach.records.entry import SessionEntry, Skip, WorkDone
from voicecoach.records.prescription import Prescription
from voicecoach.reports.figures import DayState, OmittedWork, Outcome, Report, report, session_figures
from voicecoach.routine.plan import Side
from voicecoach.session.records import EndReason

MONDAY = TODAY - timedelta(days=2)
LONG_AGO = date(2026, 1, 1)
DAILY = (Prescription(LONG_AGO),)


def this_week(*entries: SessionEntry, prescriptions: tuple[Prescription, ...] = DAILY) -> Report:
    return report("Anna", entries, prescriptions, TODAY, days=1)


class TestWeeks:
    def test_begin_on_monday_and_go_on_to_sunday(self) -> None:
        made = report("Anna", [], DAILY, TODAY, days=28)
        assert made.first_day == date(2026, 10, 5)
        assert [week.monday.weekday() for week in made.weeks] == [0] * 5
        assert made.days[-1].day == date(2026, 11, 8)

    def test_a_session_after_midnight_belongs_to_the_day_it_began(self) -> None:
        made = this_week(kept(MONDAY, at=time(23, 58), minutes=10.0))
        assert [day.done for day in made.weeks[0].days] == [1, 0, 0, 0, 0, 0, 0]

    @given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 400))
    def test_cover_every_day_asked_for_once(self, today: date, days: int) -> None:
        made = report("Anna", [], DAILY, today, days)
        shown = [day.day for day in made.days]
        assert len(shown) == len(set(shown)) == 7 * len(made.weeks)
        assert {today - timedelta(days=n) for n in range(days)} <= set(shown)
        assert shown == sorted(shown)
        assert (shown[-1] - today).days < 7


class TestDays:
    def test_states(self) -> None:
        prescribed = (Prescription(LONG_AGO, frozenset({0, 1, 2, 3, 5})),)
        made = this_week(kept(MONDAY, ended=EndReason.STOPPED, left_s=0.0), prescriptions=prescribed)
        assert [day.state for day in made.days] == [
            DayState.PARTLY,
            DayState.MISSED,
            DayState.OPEN,
            DayState.AHEAD,
            DayState.FREE,
            DayState.AHEAD,
            DayState.FREE,
        ]

    def test_one_of_two_prescribed_is_a_day_in_part(self) -> None:
        twice = (Prescription(LONG_AGO, a_day=2),)
        made = this_week(kept(MONDAY), kept(MONDAY + timedelta(days=1)), kept(MONDAY + timedelta(days=1)),
                         prescriptions=twice)  # fmt: skip
        assert [day.state for day in made.days[:2]] == [DayState.PARTLY, DayState.DONE]

    def test_a_session_on_a_free_day_counts_as_done(self) -> None:
        made = this_week(kept(MONDAY), prescriptions=(Prescription(LONG_AGO, frozenset({6})),))
        assert made.days[0].state is DayState.DONE
        assert (made.totals.prescribed, made.totals.kept, made.totals.done) == (0, 0, 1)
        assert made.totals.share is None


class TestAdherence:
    def test_today_is_missed_only_once_it_is_over(self) -> None:
        made = this_week(kept(MONDAY), kept(MONDAY + timedelta(days=1)))
        assert (made.totals.kept, made.totals.prescribed, made.totals.share) == (2, 2, 1.0)
        tomorrow = report("Anna", [kept(MONDAY), kept(MONDAY + timedelta(days=1))], DAILY, TODAY + timedelta(days=1), 1)
        assert (tomorrow.totals.kept, tomorrow.totals.prescribed) == (2, 3)

    def test_today_counts_once_it_is_done(self) -> None:
        made = this_week(kept(TODAY))
        assert (made.totals.kept, made.totals.prescribed) == (1, 3)

    def test_doing_more_on_one_day_makes_up_for_no_other(self) -> None:
        made = this_week(kept(MONDAY), kept(MONDAY, at=time(12)), kept(MONDAY, at=time(18)))
        assert (made.totals.kept, made.totals.prescribed, made.totals.done) == (1, 2, 3)

    def test_days_before_the_first_prescription_are_not_held_against_anybody(self) -> None:
        made = this_week(kept(MONDAY + timedelta(days=1)), prescriptions=(Prescription(MONDAY + timedelta(days=1)),))
        assert (made.totals.kept, made.totals.prescribed) == (1, 1)
        assert made.days[0].state is DayState.FREE

    @given(
        st.lists(st.tuples(st.integers(0, 20), st.booleans()), max_size=30),
        st.frozensets(st.integers(0, 6), min_size=1),
        st.integers(1, 4),
    )
    def test_is_a_share(self, sessions: list[tuple[int, bool]], weekdays: frozenset[int], a_day: int) -> None:
        entries = [
            kept(TODAY - timedelta(days=ago), ended=EndReason.FINISHED if whole else EndReason.STOPPED)
            for ago, whole in sessions
        ]
        totals = report("Anna", entries, (Prescription(LONG_AGO, weekdays, a_day),), TODAY, days=28).totals
        assert 0 <= totals.kept <= totals.prescribed
        assert 0 <= totals.days_kept <= totals.days_prescribed
        assert totals.done == sum(whole for _, whole in sessions)
        assert totals.partly == sum(not whole for _, whole in sessions)


class TestASession:
    def test_seconds_by_side_and_holds_in_full(self) -> None:
        figures = session_figures(kept(MONDAY, right_s=30.0, left_s=12.5))
        assert figures.held_s == {Side.RIGHT: 30.0, Side.LEFT: 12.5}
        assert (figures.holds_full, figures.holds_prescribed) == (1, 2)
        assert figures.left_out == (OmittedWork("Deep piriformis stretch", Side.LEFT, "next"),)

    def test_a_hold_done_anew_counts_its_seconds_and_is_full_once(self) -> None:
        efforts = (
            WorkDone(4, 10.0, 30.0, None, "back"),
            WorkDone(4, 30.0, 30.0, None, "full"),
            WorkDone(8, 30.0, 30.0, None, "full"),
        )
        figures = session_figures(kept(MONDAY, efforts=efforts))
        assert figures.held_s[Side.RIGHT] == 40.0
        assert figures.holds_full == 2
        assert not figures.left_out

    def test_what_a_change_of_legs_put_off_and_came_back_to_is_not_left_out(self) -> None:
        assert not session_figures(kept(MONDAY, skips=(Skip(4, "switch"),))).left_out

    def test_movements_are_counted_and_not_held(self) -> None:
        figures = session_figures(kept(MONDAY, works=(REPS,), efforts=(WorkDone(3, 12.0, 40.0, 3, "next"),)))
        assert (figures.movements_done, figures.movements_prescribed) == (3, 10)
        assert not figures.held_s

    def test_minutes_leave_pauses_out(self) -> None:
        assert session_figures(kept(MONDAY, minutes=6.0)).minutes == pytest.approx(6.0)

    @pytest.mark.parametrize(
        ("entry", "outcome"),
        [
            (kept(MONDAY), Outcome.DONE),
            (kept(MONDAY, ended=EndReason.STOPPED), Outcome.PARTLY),
            (kept(MONDAY, ended=None, left_s=12.0), Outcome.PARTLY),
            (kept(MONDAY, ended=None), Outcome.DONE),
            (kept(MONDAY, ended=EndReason.INTERRUPTED), Outcome.DONE),
            (kept(MONDAY, ended=EndReason.HURT), Outcome.PARTLY),
            (kept(MONDAY, right_s=0, left_s=0), Outcome.NOTHING),
            (kept(MONDAY, right_s=0, left_s=0, refused=True, ended=EndReason.STOPPED), Outcome.REFUSED),
        ],
    )
    def test_outcomes(self, entry: SessionEntry, outcome: Outcome) -> None:
        assert session_figures(entry).outcome is outcome

    def test_a_killed_session_says_why(self) -> None:
        entry = kept(MONDAY, right_s=12.0, left_s=0.0, ended=None)
        killed = replace(entry, efforts=(replace(entry.efforts[0], ended=None),))
        assert [left.why for left in session_figures(killed).left_out] == ["broke-off", "broke-off"]


class TestPain:
    @pytest.mark.parametrize(
        ("pain", "rise", "worse"),
        [
            ((3, 5), 2, True),
            ((3, 4), 1, False),
            ((5, 3), -2, False),
            ((None, 9), None, False),
            ((9, None), None, False),
        ],
    )
    def test_a_rise_of_two_is_marked(self, pain: tuple[int | None, int | None], rise: int | None, worse: bool) -> None:
        figures = session_figures(kept(MONDAY, pain=pain))
        assert (figures.pain_rise, figures.worse) == (rise, worse)

    def test_means_are_over_sessions_with_both_scores(self) -> None:
        totals = this_week(kept(MONDAY, pain=(4, 2)), kept(TODAY, pain=(6, 3)), kept(TODAY, pain=(9, None))).totals
        assert (totals.pain_scored, totals.pain_before, totals.pain_after) == (2, 5.0, 2.5)
