"""A patient with their eyes shut hears where a stretch belongs and where it does not, before the hold."""

from __future__ import annotations

import pytest

from tests.rehearsal import WORDING, Rehearsal
from tests.script_texts import shipped
from voicecoach.routine.plan import HoldStep, RepsStep, plan
from voicecoach.session.lines import all_lines

SCRIPTS = shipped()


@pytest.mark.parametrize("key", SCRIPTS)
def test_where_it_should_not_be_felt_is_said_right_after_where_it_should(key: str) -> None:
    script = SCRIPTS[key]
    planned = plan(script.routine, key=key, included=script.included)
    texts = Rehearsal(planned).run_to_end().texts()
    work = [step for step in planned.steps if isinstance(step, HoldStep | RepsStep)]
    felt = {WORDING.say("feel", feel=step.feel) for step in work}
    for caution in {WORDING.say("not_feel", not_feel=step.not_feel) for step in work}:
        assert texts[texts.index(caution) - 1] in felt
        assert caution in all_lines(planned, WORDING)
