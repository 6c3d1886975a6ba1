"""``voicecoach record``."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach.cli.record import record
from voicecoach.coach.session_request import SessionRequest
from voicecoach.errors import RequestError


def test_a_file_is_not_written_over_unless_told_so(tmp_path: Path) -> None:
    script = tmp_path / "own.yaml"
    script.write_text("name: A\nsteps: [{hold: 5s}]", encoding="utf-8")
    output = tmp_path / "out.wav"
    output.write_bytes(b"mine")
    request = SessionRequest(routine=str(script), voice="en-gb")
    with pytest.raises(RequestError, match=r"exists already\. --force writes over it"):
        record(request, output)
    assert output.read_bytes() == b"mine"
    output.unlink()
    sheet = tmp_path / "out.cue"
    sheet.write_text("mine", encoding="utf-8")
    with pytest.raises(RequestError, match=r"out\.cue exists already"):
        record(request, output)
    assert (sheet.read_text(encoding="utf-8"), output.exists()) == ("mine", False)
    assert record(request, output, force=True) == 0
    assert output.read_bytes().startswith(b"RIFF")
