"""What holds between the values of a script, and so is beyond its schema. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from voicecoach.errors import Problem
from voicecoach.routine.duration import routine_s
from voicecoach.routine.model import Routine
from voicecoach.routine.nodes import Document, Path
from voicecoach.routine.plan import NOTHING_INCLUDED
from voicecoach.routine.quantities import duration_s, written

LONGEST_S = 3 * 3600.0


def late_cues(document: Document) -> Iterator[Problem]:
    """Tips that would come when their hold is over. Looks at the bare data, to find them beside other faults."""
    yield from _late_cues(document, document.data, ())


def too_long(
    document: Document, routine: Routine, included: Mapping[str, Routine] = NOTHING_INCLUDED
) -> Iterator[Problem]:
    """A routine of more than three hours, with what it includes."""
    length_s = routine_s(routine, included)
    if length_s > LONGEST_S:
        hours = length_s / 3600
        length = f"{hours:.1f} hours" if hours < 100 else "more than 100 hours"
        yield document.problem(
            document.key_at(("steps",)), f"a routine may last 3 hours, and with both sides this one takes {length}"
        )


def _late_cues(document: Document, data: object, path: Path) -> Iterator[Problem]:
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from _late_cues(document, item, (*path, index))
    if not isinstance(data, dict):
        return
    hold_s = _seconds(data.get("hold"))
    cues = data.get("cues")
    if hold_s is not None and isinstance(cues, list):
        for index, cue in enumerate(cues):
            at_s = _seconds(cue.get("at")) if isinstance(cue, dict) else None
            if at_s is not None and at_s >= hold_s:
                yield document.problem(
                    document.value_at((*path, "cues", index, "at")),
                    f"this cue comes at {written(at_s)}, when its hold of {written(hold_s)} is over",
                )
    for key, value in data.items():
        yield from _late_cues(document, value, (*path, key))


def _seconds(value: object) -> float | None:
    try:
        return duration_s(value)
    except ValueError:
        return None
