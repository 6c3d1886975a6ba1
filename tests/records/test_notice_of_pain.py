"""Pain that keeps rising is said at the start of the next session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.rehearsal import two_sided
from tests.sitting import Sitting
from voicecoach.language.loading import load
from voicecoach.paths import VARIABLE
from voicecoach.records.database import Database
from voicecoach.records.patient_session import open_patient_session
from voicecoach.records.patients import Patients
from voicecoach.records.prescribed import PlanOptions
from voicecoach.session.records import PainScored

LANGUAGE = load("en")
NOW = datetime(2026, 11, 4, 8, 0).astimezone()
ROSE, FELL = (3, 5), (5, 4)


@pytest.mark.parametrize(
    ("scores", "told"), [([ROSE, ROSE], False), ([FELL, ROSE, ROSE, ROSE], True), ([ROSE, ROSE, ROSE, FELL], False)]
)
def test_pain_that_rose_three_sessions_in_a_row_is_said_at_the_next_start(
    scores: Sequence[tuple[int, int]], told: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with Database() as database:
        anna = Patients(database).called("Anna", NOW - timedelta(days=9))
        for days, (before, after) in zip(range(len(scores), 0, -1), scores, strict=True):
            sitting = Sitting(database, anna.id, at=NOW - timedelta(days=days)).keep(PainScored("before", before))
            sitting.to_end().keep(PainScored("after", after)).close()
    session = open_patient_session("Anna", "deep-piriformis", two_sided(), PlanOptions(), LANGUAGE, NOW)
    try:
        assert ("three" in session.notice) is told
        assert (LANGUAGE.texts.gate.pain_risen_advice in session.notice) is told
    finally:
        session.close()
