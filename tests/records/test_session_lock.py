"""Nobody has two sessions at once, in whichever process, and a killed one is not taken for a running one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from voicecoach.errors import RequestError, StorageError
from voicecoach.records.session_lock import SessionLock

PROGRAM = (
    "import sys; from pathlib import Path; from voicecoach.records.session_lock import SessionLock\n"
    "lock = SessionLock(Path(sys.argv[1]), sys.argv[2])\n"
    "print('running', flush=True); sys.stdin.readline(); lock.close()\n"
)


@contextmanager
def running_elsewhere(folder: Path, name: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder), name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "running\n"
        yield process
        process.kill()


def files(folder: Path) -> list[Path]:
    return list((folder / "running").iterdir())


def test_one_that_runs_in_another_process_is_noticed_until_it_is_killed(tmp_path: Path) -> None:
    with running_elsewhere(tmp_path, "Anna") as process:
        with pytest.raises(RequestError, match="A session of ANNA is running on this computer already"):
            SessionLock(tmp_path, "ANNA")
        with closing(SessionLock(tmp_path, "Bo")):
            assert len(files(tmp_path)) == 2
        process.kill()
        process.wait()
        assert len(files(tmp_path)) == 1, "whoever was killed could not delete theirs"
        with closing(SessionLock(tmp_path, "Bo")):
            assert len(files(tmp_path)) == 1, "and the next session does, of whomever"
    with closing(SessionLock(tmp_path, "Anna")):
        pass
    assert files(tmp_path) == []


def test_in_one_process_it_counts_as_well(tmp_path: Path) -> None:
    with closing(SessionLock(tmp_path, "Anna")):
        for _ in range(2):
            with pytest.raises(RequestError):
                SessionLock(tmp_path, "Anna")
    SessionLock(tmp_path, "Anna").close()


def test_the_name_cannot_be_read_from_the_file(tmp_path: Path) -> None:
    with closing(SessionLock(tmp_path, "Anna")):
        assert "anna" not in files(tmp_path)[0].name.lower()


def test_a_place_without_room_for_it_is_an_error_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "running").touch()
    with pytest.raises(StorageError, match="cannot be used"):
        SessionLock(tmp_path, "Anna")
