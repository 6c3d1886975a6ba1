"""The state goes through JSON and back at any moment, and the session does the same from there on."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rehearsal import Rehearsal, two_sided
from tests.session.histories import endings, moments, play, rehearsals
from voicecoach.language.vocabulary import Command
from voicecoach.session.actions import Action
from voicecoach.session.engine import handle, state_from_json, state_to_json
from voicecoach.session.events import CommandHeard, Event


class KeptInJson(Rehearsal):
    """A rehearsal whose state is written as JSON and read again before every event."""

    def tell(self, event: Event) -> list[Action]:
        session = self.session
        text = json.dumps(state_to_json(session.state))
        restored = state_from_json(json.loads(text), session.context.plan)
        assert restored == session.state
        session.state = restored
        return super().tell(event)


@settings(max_examples=120, deadline=None)
@given(rehearsals(), moments, endings)
def test_a_state_read_from_json_does_the_same(
    both: tuple[Rehearsal, Rehearsal], history: list[tuple[float, Event]], ending: list[tuple[float, Event]]
) -> None:
    straight, kept = both
    kept.__class__ = KeptInJson
    for rehearsal in (straight, kept):
        play(rehearsal, [*history, *ending]).run(30.0)
    assert kept.actions == straight.actions
    assert kept.session.state == straight.session.state


@settings(max_examples=100, deadline=None)
@given(rehearsals(), moments)
def test_handling_an_event_leaves_the_state_before_as_it_was(
    both: tuple[Rehearsal, Rehearsal], history: list[tuple[float, Event]]
) -> None:
    r, _ = both
    play(r, history)
    before = r.session.state
    written = json.dumps(state_to_json(before))
    after, actions = handle(r.session.context, before, CommandHeard(Command.NEXT), r.now_s)
    assert json.dumps(state_to_json(before)) == written
    assert (after, actions) == handle(r.session.context, before, CommandHeard(Command.NEXT), r.now_s)


@pytest.mark.parametrize("change", [{"now_s": "soon"}, {"activity": {"is": "Plan"}}, {"agenda": None}, {"line": 3}])
def test_what_is_no_state_is_refused(change: dict[str, object]) -> None:
    session = Rehearsal(two_sided()).session
    data = state_to_json(session.state)
    assert isinstance(data, dict)
    with pytest.raises(ValueError, match=r"no|none"):
        state_from_json(json.loads(json.dumps({**data, **change})), session.context.plan)


@settings(max_examples=50, deadline=None)
@given(st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_rubbish_is_refused_without_another_exception(rubbish: object) -> None:
    with pytest.raises(ValueError, match=r"no|none|one of"):
        state_from_json(rubbish, two_sided())  # type: ignore[arg-type]
