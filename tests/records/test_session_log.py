"""The log of a patient's last sessions: enough to replay them, five at most, for their owner only."""

from __future__ import annotations

import json
import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.rehearsal import Rehearsal, two_sided
from voicecoach.cli import run
from voicecoach.language.vocabulary import Command
from voicecoach.records.session_log import KEPT, open_session_log
from voicecoach.session.events import CommandHeard
from voicecoach.session.records import Paused

NOW = datetime(2026, 11, 4, 8, 0).astimezone()


def logged(folder: Path, now: datetime = NOW) -> Path:
    """A session of a pause and a stop, in the log."""
    r = Rehearsal(two_sided())
    log = open_session_log(folder, now)
    assert log is not None
    log.started(r.session.context, r.session.state, 0.0)
    for at_s, command in ((3.0, Command.PAUSE), (5.0, Command.STOP), (6.0, Command.STOP)):
        log.event(CommandHeard(command, command.value), at_s)
        log.keep(Paused("asked"), at_s)
    log.close()
    return sorted(folder.iterdir())[-1]


def test_a_logged_session_is_replayed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = logged(tmp_path / "sessions")
    assert {json.loads(line)["event"] for line in path.read_text(encoding="utf-8").splitlines()} == {"context", "input"}
    assert run(["replay", str(path)]) == 0
    assert "record StopAsked" in capsys.readouterr().out


def test_only_the_last_are_kept_and_only_for_their_owner(tmp_path: Path) -> None:
    folder = tmp_path / "sessions"
    made = [logged(folder, NOW + timedelta(days=day)).name for day in range(KEPT + 2)]
    assert sorted(path.name for path in folder.iterdir()) == made[-KEPT:]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_session_can_do_without_a_log(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file where a folder should be")
    assert open_session_log(tmp_path / "sessions", NOW) is None
