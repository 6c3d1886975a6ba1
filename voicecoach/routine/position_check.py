"""Questions by which a patient can tell whether the position is right: in a script, and in a plan. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from voicecoach.routine.quantities import Text
from voicecoach.routine.script_part import ScriptPart
from voicecoach.routine.sides import PLACEHOLDERS, Side, mirror

CheckLine = Annotated[str, Text(300, sided=True)]


class PositionCheckModel(ScriptPart):
    """A question about the position. "Yes" means that it is right."""

    ask: CheckLine = Field(description="A question that can be answered with yes or no; yes means that it is right.")
    otherwise: CheckLine = Field(description="What to do after a no, in one sentence.")

    @property
    def is_sided(self) -> bool:
        """Whether it names {side} or {other}."""
        return any(blank in text for blank in PLACEHOLDERS for text in (self.ask, self.otherwise))


Checks = tuple[PositionCheckModel, ...]


@dataclass(frozen=True, slots=True)
class PositionCheck:
    """A question about the position, for a side where the exercise has sides."""

    ask: str
    otherwise: str
    """What to do after a no."""
    side: Side | None = None
    """The side it is for; None in an exercise whose questions name no side."""


def planned_checks(
    checks: Sequence[PositionCheckModel], sides: Sequence[Side], side_words: Mapping[Side, str]
) -> Iterator[PositionCheck]:
    """The questions of one exercise. If one of them names a side, all of them come once for each side."""
    if any(check.is_sided for check in checks):
        for side in sides:
            for check in checks:
                ask, otherwise = (mirror(text, side, side_words) for text in (check.ask, check.otherwise))
                yield PositionCheck(ask, otherwise, side)
    else:
        yield from (PositionCheck(check.ask, check.otherwise) for check in checks)
