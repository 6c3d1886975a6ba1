"""A patient with their eyes shut hears where a stretch belongs and where it does not, on each side, before the hold."""

from __future__ import annotations

import pytest

from tests.rehearsal import WORDING, Rehearsal
from tests.script_texts import shipped
from voicecoach.routine.plan import HoldStep, RepsStep, plan
from voicecoach.session.script import all_lines

SCRIPTS = shipped()


@pytest.mark.parametrize("key", SCRIPTS)
def test_where_it_should_not_be_felt_is_said_once_for_each_exercise_and_side(key: str) -> None:
    script = SCRIPTS[key]
    planned = plan(script.routine, key=key, included=script.included)
    texts = Rehearsal(planned).run_to_end().texts()
    work = [s for s in planned.steps if isinstance(s, HoldStep | RepsStep) and s.set_number == 1]
    for step in work:
        felt = WORDING.say("feel", feel=step.feel)
        not_felt = WORDING.say("not_feel", not_feel=step.not_feel)
        assert texts[texts.index(felt) + 1] == not_felt
        assert not_felt in all_lines(planned, WORDING)
    opening = WORDING.say("not_feel", not_feel="|").partition("|")[0]
    assert sum(text.startswith(opening) for text in texts) == len(work)
