"""What ``doctor`` learns of the last live session."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from voicecoach.coach.diagnostics import PartState, examined
from voicecoach.language import loading
from voicecoach.paths import SOUND_LOG_NAME
from voicecoach.records.sound_log import SoundOfSession, keep, last
from voicecoach.settings import Settings

CALM = SoundOfSession(12.0, 0, 0, 30, 0, 4.0, False)


def test_what_was_kept_last_is_read_back(tmp_path: Path) -> None:
    keep(replace(CALM, underruns=5), tmp_path / "new")
    keep(CALM, tmp_path / "new")
    assert last(tmp_path / "new") == CALM


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "3",
        '{"minutes": 1}',
        '{"other": 1}',
        "\udcff",
        "[" * 4000,
        json.dumps({**asdict(CALM), "minutes": "12"}),
        json.dumps({**asdict(CALM), "drift_ppm": math.nan}),
        json.dumps({**asdict(CALM), "underruns": None}),
        json.dumps(asdict(CALM)) + " " * 5000,
    ],
)
def test_what_cannot_be_read_counts_as_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / SOUND_LOG_NAME).write_text(content, encoding="utf-8", errors="surrogateescape")
    assert last(tmp_path) is None


def test_a_folder_that_takes_nothing_costs_no_session_its_end(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    keep(CALM, blocked)
    assert last(blocked) is None


@pytest.mark.parametrize(
    ("sound", "state"),
    [
        (CALM, PartState.GOOD),
        (replace(CALM, underruns=2), PartState.WEAK),
        (replace(CALM, microphone_gaps=1), PartState.WEAK),
        (replace(CALM, ducking_needed=True), PartState.WEAK),
    ],
)
def test_doctor_shows_the_last_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sound: SoundOfSession, state: PartState
) -> None:
    monkeypatch.setenv("VOICECOACH_DATA", str(tmp_path))
    keep(sound)
    language = loading.load("en")
    row = examined(Settings(voice="printed", ears="typed"), language).rows["last_session"]
    assert row.state is state
    assert f"underruns {sound.underruns}" in row.found
    assert bool(row.advice) is (state is not PartState.GOOD)
