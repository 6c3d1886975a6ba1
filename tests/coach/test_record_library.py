"""Every shipped routine can be recorded from its first word to its last, both sides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from voicecoach.audio.pcm import VOICE_RATE_HZ, Samples
from voicecoach.coach.record import record
from voicecoach.coach.session_request import SessionRequest, resolved
from voicecoach.language.loading import load
from voicecoach.routine import library
from voicecoach.routine.plan import HoldStep, RepsStep


class Hum:
    """A voice that hums a tenth of a second for each word, so that an hour of routines is said in seconds."""

    name = "hum"
    edition = ""

    def synthesise(self, text: str, rate_wpm: int) -> Samples:  # noqa: ARG002
        return np.full(round(0.1 * len(text.split()) * VOICE_RATE_HZ), 0.1, dtype=np.float32)

    def close(self) -> None:
        pass


@pytest.mark.parametrize("name", library.names())
def test_every_routine_records_to_its_end(name: str, tmp_path: Path) -> None:
    plan = resolved(SessionRequest(name)).plan
    shares: list[float] = []
    recorded = record(plan, load("en"), Hum(), tmp_path / "session.wav", wait_s=1.0, progress=shares.append)
    worked_s = sum(
        step.hold_s if isinstance(step, HoldStep) else step.reps * step.every_s
        for step in plan.steps
        if isinstance(step, HoldStep | RepsStep)
    )
    assert recorded.lasts_s > worked_s
    assert recorded.path.stat().st_size >= recorded.lasts_s * 32_000
    assert shares[-1] == 1.0
    assert shares == sorted(shares)
    assert len(recorded.chapters) >= 2
