"""Which drawing the page shows of a moment."""

from __future__ import annotations

import pytest

from voicecoach.language.loading import load
from voicecoach.routine.plan import Side
from voicecoach.session.phase import Phase
from voicecoach.session.view import View
from voicecoach.web.drawings import reference
from voicecoach.web.sessions import RunStage, RunState
from voicecoach.web.snapshot import snapshot


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize(
    ("phase", "coming_out", "drawing"),
    [(Phase.HOLDING, False, "piriformis-wall"), (Phase.HURT, True, "feet-down-from-wall")],
)
def test_a_pain_shows_how_to_come_out_for_the_same_side(
    phase: Phase, coming_out: bool, drawing: str, side: Side
) -> None:
    scene = View("Stretch", phase, 4, 9, side, "piriformis-wall", 1, 1, None, 30.0, coming_out=coming_out)
    shown = snapshot(RunState(stage=RunStage.RUNNING, scene=scene), load("en").texts)
    assert shown["picture"] == reference(drawing, side)
    assert f"{drawing}/{side}" in str(shown["picture"])
