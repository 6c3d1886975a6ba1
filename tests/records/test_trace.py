"""A trace: whole lines in order, and a disk that gives way without the session."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

import voicecoach.records.trace as trace_module
from voicecoach.errors import RequestError
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
    trace.close()
    assert told == ["The trace in /dev/full is not complete: No space left on device."]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other pipes")
class TestAPipe:
    @pytest.fixture
    def pipe(self, tmp_path: Path) -> Path:
        os.mkfifo(tmp_path / "pipe")
        return tmp_path / "pipe"

    def test_whose_reader_has_gone_ends_no_session(self, pipe: Path) -> None:
        told: list[str] = []
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        trace = Trace(pipe)
        trace.on_failure = told.append
        os.close(reader)
        trace.keep(NotRecognised(0.5), 1.0)
        trace.close()
        assert told == [f"The trace in {pipe} is not complete: Broken pipe."]

    def test_whose_reader_sleeps_holds_nothing_up(self, pipe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(trace_module, "CLOSING_S", 0.1)
        told: list[str] = []
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        trace = Trace(pipe)
        trace.on_failure = told.append
        for at_s in range(5_000):
            trace.keep(NotRecognised(0.5), float(at_s))
        trace.close()
        assert told == [f"The trace in {pipe} is not complete: nobody takes what is written."]
        os.close(reader)


def test_a_place_where_no_file_can_be_is_a_wrong_request(tmp_path: Path) -> None:
    with pytest.raises(RequestError):
        Trace(tmp_path / "nowhere" / "trace.jsonl")
