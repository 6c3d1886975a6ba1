"""``replay``: a session again from its trace, event by event."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from voicecoach.errors import FileError, Problem, RequestError
from voicecoach.language import loading
from voicecoach.outside.small_files import parse_json, read_small
from voicecoach.session.actions import (
    Action,
    ChangeRate,
    ChangeVoice,
    ChangeVolume,
    Finish,
    Keep,
    Listen,
    PlayEarcon,
    Remember,
    Say,
    SetDeadline,
    StopSpeaking,
)
from voicecoach.session.codec import encode
from voicecoach.session.replay import ReplayedEvent, replayed
from voicecoach.session.state import Activity, State

MOST_BYTES = 32 * 1024 * 1024
"""Of a trace: some tens of hours."""


def show(path: Path, *, as_json: bool) -> int:
    """Prints every event with its actions and the state after it. Returns 0.

    Raises RequestError for a file that cannot be read, FileError for one that is no whole trace of a session, or not of
    this version.
    """
    lines = _lines(path)
    context = next((line["context"] for line in lines if line.get("event") == "context"), None)
    if not isinstance(context, dict):
        raise FileError([Problem(str(path), 1, 1, "this is no trace of a session: it does not say what it was about")])
    try:
        language = loading.load(str(context["plan"]["language"]))
        for replayed_event in replayed(lines, language.wording):
            _print(replayed_event, as_json=as_json)
    except (ValueError, KeyError, TypeError) as error:
        what = f"this trace was changed or is of another version of voicecoach, and cannot be replayed: {error}"
        raise FileError([Problem(str(path), 1, 1, what)]) from error
    return 0


def _lines(path: Path) -> list[Mapping[str, Any]]:
    """The objects of a JSON Lines file. A last line that was cut off by a kill is left out."""
    try:
        text = read_small(path, MOST_BYTES).decode("utf-8")
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise FileError([Problem(str(path), 1, 1, "this is not a text file")]) from error
    rows = text.split("\n")
    problems: list[Problem] = []
    lines: list[Mapping[str, Any]] = []
    for number, row in enumerate(rows, start=1):
        try:
            line = parse_json(row) if row.strip() else None
        except ValueError as error:
            if number < len(rows):
                problems.append(Problem(str(path), number, getattr(error, "colno", 1), "this line is not JSON"))
            continue
        if isinstance(line, dict):
            lines.append(line)
        elif line is not None:
            problems.append(Problem(str(path), number, 1, "this line is not an event"))
    if problems:
        raise FileError(problems)
    return lines


def _print(event: ReplayedEvent, *, as_json: bool) -> None:
    write = sys.stdout.write
    if as_json:
        write(json.dumps(event.as_json(), ensure_ascii=False) + "\n")
        return
    write(f"{event.at_s:9.3f}  {'begins' if event.event is None else _text(encode(event.event))}\n")
    for action in event.actions:
        write(f"             -> {_action(action)}\n")
    for line in _state(event.state):
        write(f"             =  {line}\n")


def _action(action: Action) -> str:
    match action:
        case Say(line=line, at_s=at_s):
            return f"say at {at_s:.3f} ({line.kind}): {line.text}"
        case StopSpeaking():
            return "stop speaking"
        case PlayEarcon(earcon=earcon, at_s=at_s):
            return f"play {earcon} at {at_s:.3f}"
        case SetDeadline(deadline_id=number, at_s=at_s):
            return f"deadline {number} at {at_s:.3f}"
        case Listen(expectation=expectation):
            return f"listen for {expectation}"
        case ChangeRate(rate_wpm=rate_wpm):
            return f"speak at {rate_wpm} words a minute"
        case ChangeVolume(gain_db=gain_db):
            return f"volume {gain_db:+g} dB"
        case ChangeVoice(voice=voice):
            return f"voice {voice or 'as before'}"
        case Remember(setting=setting, value=value):
            return f"remember {setting}: {value}"
        case Keep(record=record):
            return f"record {_text(encode(record))}"
        case Finish(why=why):
            return f"finish: {why}"


def _state(state: State) -> Iterator[str]:
    """The parts of a state that say where the session stands."""
    due = state.agenda.current
    step = (
        "at the end"
        if due is None
        else f"step {due.number} ({due.kind}{', ' + due.step.side if due.step.side else ''})"
    )
    yield f"{_activity(state.activity)}; {step}; full: {sorted(state.agenda.full)}"
    queue = state.speech
    if queue.sentences:
        more = f" and {len(queue.sentences) - 1} more" if len(queue.sentences) > 1 else ""
        yield f"to say: {queue.sentences[0].text!r}{more}, then {queue.then or 'nothing'}"
    if state.deadlines:
        yield "waiting for: " + ", ".join(f"{each.then} ({each.id})" for each in state.deadlines)


def _activity(activity: Activity) -> str:
    return _text(encode(activity))


def _text(data: Any) -> str:
    """JSON types as one line: a dataclass as its name and its fields."""
    if isinstance(data, dict):
        inner = ", ".join(
            f"{key}={_text(value)}" for key, value in data.items() if key != "is" and value not in (None, [])
        )
        return f"{data['is']}({inner})" if "is" in data else inner
    if isinstance(data, list):
        return "[" + ", ".join(_text(each) for each in data) + "]"
    return f"{data:.3f}" if isinstance(data, float) else repr(data) if isinstance(data, str) else str(data)
