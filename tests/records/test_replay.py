"""A session that was traced is computed again from its trace: the same records, the same states."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from tests.rehearsal import WORDING, Rehearsal, two_sided
from tests.session.histories import moments, play, rehearsals
from voicecoach.cli import run
from voicecoach.language.vocabulary import Command
from voicecoach.records.trace import Trace
from voicecoach.session.actions import Action, Keep
from voicecoach.session.events import Event
from voicecoach.session.records import as_fields
from voicecoach.session.replay import began, received, replayed
from voicecoach.session.state import SessionSettings


class Traced(Rehearsal):
    """A rehearsal that keeps the lines of a trace."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.lines: list[dict[str, Any]] = []
        super().__init__(*arguments, **options)

    def tell(self, event: Event) -> list[Action]:
        if not self.lines:
            # The first event: the context of the session comes before it.
            self.lines.append(began(self.session.context, SESSION, 0.0))
        self.lines.append(received(event, self.now_s))
        return super().tell(event)


SESSION = Rehearsal(two_sided(), SessionSettings(give_up_s=60.0)).session.state


def a_traced_session() -> Traced:
    r = Traced(two_sided(), SessionSettings(give_up_s=60.0))
    r.run_until("waiting").hear(Command.READY)
    r.run_until("holding").run(7.0).hear(Command.SWITCH)
    r.run(2.0).hear(Command.UNDO)
    r.run_to_end()
    return r


def test_it_gives_the_same_records_and_ends_in_the_same_state() -> None:
    r = a_traced_session()
    events = list(replayed(json.loads(json.dumps(r.lines)), WORDING))
    kept = [(action.at_s, action.record) for each in events for action in each.actions if isinstance(action, Keep)]
    assert kept == r.records
    assert events[-1].state == r.session.state


@settings(max_examples=100, deadline=None)
@given(rehearsals(), moments)
def test_any_session_is_replayed_to_the_same_state(
    both: tuple[Rehearsal, Rehearsal], history: list[tuple[float, Event]]
) -> None:
    r, same = both
    r.__class__ = Traced
    assert isinstance(r, Traced)
    r.lines = [began(r.session.context, same.session.state, 0.0)]
    play(r, history)
    *_, last = replayed(json.loads(json.dumps(r.lines)), WORDING)
    assert last.state == r.session.state


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    r = a_traced_session()
    path = tmp_path / "trace.jsonl"
    with_records = [*r.lines, *(as_fields(record, at_s) for at_s, record in r.records)]
    path.write_text("".join(json.dumps(line) + "\n" for line in with_records), encoding="utf-8")
    return path


def test_the_command_shows_each_event_what_was_done_and_the_state(
    trace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["replay", str(trace)]) == 0
    shown = capsys.readouterr().out
    assert "CommandHeard(command='switch'" in shown
    assert "record Undone(command='switch'" in shown
    assert "=  Holding(clock=HoldClock(hold_s=30.000" in shown
    assert "finish: finished" in shown


def test_the_command_writes_one_object_a_line(trace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["replay", str(trace), "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert events[0]["event"] is None
    ended = events[-1]["state"]["activity"]
    assert (ended["is"], ended["why"]) == ("Ended", "finished")


def test_a_trace_that_a_kill_cut_short_is_shown_as_far_as_it_goes(
    trace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trace.write_text(trace.read_text(encoding="utf-8")[:9_000], encoding="utf-8")
    assert run(["replay", str(trace)]) == 0
    assert "begins" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "does not say what it was about"),
        ("no trace\nat all\n", "trace.jsonl:1:1: this line is not JSON"),
        ('{"event": "context", "context": {"plan": {"language": "en"}}}\n', "cannot be replayed"),
        ("[]\n", "this line is not an event"),
        ("{}\n" + "[" * 100_000 + '\n{"at_s": NaN}\n', "trace.jsonl:2:1: this line is not JSON"),
    ],
)
def test_what_is_no_trace_is_said_by_line(
    text: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "trace.jsonl"
    path.write_text(text, encoding="utf-8")
    assert run(["replay", str(path)]) == 2
    assert complaint in capsys.readouterr().err


def test_a_trace_of_another_version_is_said_to_be_one(trace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    context, *others = trace.read_text(encoding="utf-8").splitlines()
    older = json.loads(context)
    del older["context"]["plan"]["doses"]
    trace.write_text("\n".join([json.dumps(older), *others]), encoding="utf-8")
    assert run(["replay", str(trace)]) == 2
    assert "of another version of voicecoach" in capsys.readouterr().err


def test_the_trace_that_the_coach_writes_can_be_replayed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    r = a_traced_session()
    with_context = Trace(tmp_path / "trace.jsonl")
    with_context.started(r.session.context, SESSION, 0.0)
    for event in list(replayed(r.lines, WORDING))[1:]:
        assert event.event is not None
        with_context.event(event.event, event.at_s)
    with_context.close()
    assert run(["replay", str(tmp_path / "trace.jsonl")]) == 0
    assert "finish: finished" in capsys.readouterr().out
