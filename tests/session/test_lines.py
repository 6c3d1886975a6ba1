"""What a session says is known before it begins."""

from __future__ import annotations

import pytest

from tests.rehearsal import WORDING, Rehearsal, two_sided
from tests.session.histories import all_kinds
from voicecoach.routine.plan import Plan
from voicecoach.session.lines import all_lines
from voicecoach.session.state import SessionSettings


@pytest.mark.parametrize("plan", [two_sided(sets=2, last_words="Rest."), two_sided(wait=False), all_kinds()])
@pytest.mark.parametrize("settings", [SessionSettings(), SessionSettings(short=True, guest=False)])
def test_no_line_of_an_undisturbed_session_comes_unprepared(plan: Plan, settings: SessionSettings) -> None:
    said = Rehearsal(plan, settings).run_to_end().texts()
    assert set(said) <= set(all_lines(plan, WORDING))
