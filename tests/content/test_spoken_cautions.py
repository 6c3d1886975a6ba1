"""A patient with their eyes shut hears where a stretch belongs and where it does not, before the hold."""

from __future__ import annotations

import pytest

from tests.rehearsal import WORDING, Rehearsal
from tests.script_texts import shipped
from voicecoach.language.vocabulary import Command
from voicecoach.routine.plan import HoldStep, Plan, RepsStep, plan
from voicecoach.session.lines import all_lines

SCRIPTS = shipped()


def patient_who_listens(planned: Plan) -> Rehearsal:
    """A whole session with somebody who says that they are ready once all has been said."""
    r = Rehearsal(planned)
    while r.why is None and r.now_s < 3600.0:
        r.run(1.0)
        if r.session.phase.value == "waiting" and not r.sounding and not r.waiting:
            r.hear(Command.READY)
    return r


@pytest.mark.parametrize("key", SCRIPTS)
def test_where_it_should_not_be_felt_is_said_right_after_where_it_should(key: str) -> None:
    script = SCRIPTS[key]
    planned = plan(script.routine, key=key, included=script.included)
    texts = patient_who_listens(planned).texts()
    work = [step for step in planned.steps if isinstance(step, HoldStep | RepsStep)]
    felt = {WORDING.say("feel", feel=step.feel) for step in work}
    for caution in {WORDING.say("not_feel", not_feel=step.not_feel) for step in work}:
        assert texts[texts.index(caution) - 1] in felt
        assert caution in all_lines(planned, WORDING)
