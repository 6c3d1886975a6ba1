"""Whatever the program writes about a patient is for its owner only, where it was asked for by name as well."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.paths import VARIABLE

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")

COMMANDS = (
    "patients set Ann --rate 140",
    "start pelvic-tilt --patient Ann --mic quiet.wav --speaker spoken.wav --trace trace.jsonl --give-up 5",
    "report --patient Ann --html report.html --text letter.txt --ics reminders.ics --at 08:00",
    "history --patient Ann --html history.html",
    "patients export Ann -o ann.json",
)


def test_no_file_about_a_patient_can_be_read_by_others(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    soundfile.write(work / "quiet.wav", np.zeros(16_000, dtype=np.float32), 16_000)
    brought = set(work.iterdir())
    environment = {**os.environ, VARIABLE: str(tmp_path / "data")}
    for command in COMMANDS:
        subprocess.run(
            [sys.executable, "-m", "voicecoach", *command.split()],
            cwd=work,
            env=environment,
            umask=0o022,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=180,
        )
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - brought
    named = {"spoken.wav", "trace.jsonl", "report.html", "letter.txt", "reminders.ics", "history.html", "ann.json"}
    assert named | {"journal.sqlite3"} <= {path.name for path in written}
    assert [path.name for path in written if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    [log] = (tmp_path / "data" / "people").glob("*/sessions/*.jsonl")
    assert "Ann" not in log.read_text(encoding="utf-8")
