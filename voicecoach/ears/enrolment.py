"""Adapts the ears to one speaker: by how much each command's gate may be lowered.

A command that this person's voice makes the model doubt gets *relief*: so much that their repetitions pass, and no more
than the repetitions of their other commands allow, so that learning one word never makes another be taken for it.
What is kept is one number a command; no sound, no features.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voicecoach.errors import StorageError
from voicecoach.language.vocabulary import Command
from voicecoach.outside.small_files import parse_json, read_small
from voicecoach.paths import write_private

MOST_RELIEF = 2.0
"""Log odds. More would let in what is merely near the word."""
LEAST_REPETITIONS = 2
_SLACK = 0.5
_FORMAT = 1
_MOST_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True)
class Repetition:
    """One time that the person said a command: the log odds that each command was said, at the deciding look."""

    said: Command
    log_odds: Mapping[Command, float]


@dataclass(frozen=True, slots=True)
class Gain:
    """What learning changed, counted on repetitions that the learning did not see (leave one out)."""

    repetitions: int
    understood_before: int
    understood_after: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Relief in log odds by command; 0 for a command that needs none."""

    relief: Mapping[Command, float]


def learn(repetitions: Sequence[Repetition], *, gate: float, margin: float = 0.5) -> tuple[Enrolment, Gain]:
    """Relief from a person's repetitions. ``gate`` is the log odds that a command needs without relief."""
    enrolment = Enrolment(_relief(repetitions, gate, margin))
    before = sum(_understood(each, {}, gate, margin) for each in repetitions)
    after = 0
    for held_out, each in enumerate(repetitions):
        others = [*repetitions[:held_out], *repetitions[held_out + 1 :]]
        after += _understood(each, _relief(others, gate, margin), gate, margin)
    return enrolment, Gain(len(repetitions), before, after)


def _relief(repetitions: Sequence[Repetition], gate: float, margin: float) -> dict[Command, float]:
    relief: dict[Command, float] = {}
    for command in {each.said for each in repetitions}:
        own = sorted(each.log_odds.get(command, -math.inf) for each in repetitions if each.said is command)
        if len(own) < LEAST_REPETITIONS:
            continue
        # The weakest but one: a cough in one repetition must not open the gate.
        weakest = own[1] if len(own) > LEAST_REPETITIONS else own[0]
        wanted = gate + _SLACK - weakest
        room = [
            max(gate, each.log_odds.get(each.said, -math.inf) - margin) - each.log_odds.get(command, -math.inf)
            for each in repetitions
            if each.said is not command
        ]
        relief[command] = max(0.0, min(wanted, MOST_RELIEF, *room))
    return relief


def _understood(each: Repetition, relief: Mapping[Command, float], gate: float, margin: float) -> bool:
    eased = {command: odds + relief.get(command, 0.0) for command, odds in each.log_odds.items()}
    own = eased.pop(each.said, -math.inf)
    return own >= gate and own - max(eased.values(), default=-math.inf) >= margin


def save(enrolment: Enrolment, path: Path) -> None:
    """Writes the file whole or not at all, for its owner only. Raises StorageError."""
    relief = {command.value: odds for command, odds in enrolment.relief.items()}
    text = json.dumps({"format": _FORMAT, "relief": relief})
    try:
        write_private(path, text)
    except OSError as error:
        raise StorageError(f"The enrolment cannot be written: {error}.") from error


def load(path: Path) -> Enrolment | None:
    """The enrolment, None when there is none. Raises StorageError for a file that is not ours."""
    try:
        text = read_small(path, _MOST_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"The enrolment in {path} cannot be read: {error.strerror or error}.") from error
    try:
        content = parse_json(text)
        relief = {Command(name): _bounded(odds) for name, odds in content["relief"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise StorageError(f"{path} is not an enrolment file; delete it to start again.") from error
    return Enrolment(relief)


def _bounded(odds: object) -> float:
    """Raises ValueError and TypeError for what is no number: NaN would open or close a gate for good."""
    if not isinstance(odds, int | float) or not math.isfinite(odds):
        raise ValueError(f"{odds!r} is no number")
    return min(max(float(odds), 0.0), MOST_RELIEF)


def delete(path: Path) -> bool:
    """Deletes the file; True when there was one. Raises StorageError."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StorageError(f"The enrolment cannot be deleted: {error}.") from error
    return True
