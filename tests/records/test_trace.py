"""A trace: whole lines in order, and a disk that gives way without the session."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from voicecoach.errors import RequestError, StorageError
from voicecoach.records.trace import Trace
from voicecoach.session.records import Counted, NotRecognised


def test_the_lines_are_in_order(tmp_path: Path) -> None:
    trace = Trace(tmp_path / "trace.jsonl")
    for second in range(30, 0, -1):
        trace.keep(Counted(second), 30.0 - second)
    trace.close()
    lines = [json.loads(line) for line in (tmp_path / "trace.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["at_s"] for line in lines] == [float(at_s) for at_s in range(30)]
    assert {line["event"] for line in lines} == {"counted"}
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "trace.jsonl").stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="Windows has no full device")
def test_a_full_disk_is_told_once_and_ends_no_session() -> None:
    told: list[str] = []
    trace = Trace(Path("/dev/full"))
    trace.on_failure = told.append
    for at_s in range(3):
        trace.keep(NotRecognised(0.5), float(at_s))
    with pytest.raises(StorageError, match="cannot be written"):
        trace.close()
    assert len(told) == 1


def test_a_place_where_no_file_can_be_is_a_wrong_request(tmp_path: Path) -> None:
    with pytest.raises(RequestError):
        Trace(tmp_path / "nowhere" / "trace.jsonl")
