"""What all parts of a script share: their base class and the kinds of text and time in them. Pure.

A text inside ``each_side`` may say {side} and {other}, a text outside may not. Parts that have both forms are generic
in their kind of text, so the schema alone refuses {side} in the wrong place.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from voicecoach.limits import LONGEST_HOLD_S, SHORTEST_HOLD_S
from voicecoach.routine.quantities import (
    MOST_BREATHS,
    PICTURE,
    ROUTINE_KEY,
    Count,
    DurationIn,
    HoldLength,
    Length,
    Text,
)

PlainText = Annotated[str, Text(600)]
SidedText = Annotated[str, Text(600, sided=True)]
Line = Annotated[str, Text(300)]
Title = Annotated[str, Text(80)]
PictureKey = Annotated[str, PICTURE]
RoutineKey = Annotated[str, ROUTINE_KEY]
HOLD = HoldLength(DurationIn(SHORTEST_HOLD_S, LONGEST_HOLD_S))
HoldTime = Annotated[Length, HOLD]
PauseTime = Annotated[float, DurationIn(1, 600)]
BreathTime = Annotated[float, DurationIn(1, 20)]
Times = Annotated[int, Count(1, 30)]
Movements = Annotated[int, Count(1, 100)]
Breaths = Annotated[int, Count(1, MOST_BREATHS)]
Rounds = Annotated[int, Count(1, 50)]
Muscles = tuple[Title, ...]

TextT = TypeVar("TextT", bound=str)


def _title(part: type[Any]) -> str:
    """The name in the JSON Schema."""
    return part.__name__.removesuffix("Model")


class ScriptPart(BaseModel):
    """A part of a script. Unknown keys are errors, and nothing changes once it is read."""

    # Only the whole routine is ever validated: building a validator for each part would cost a tenth of a second.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, model_title_generator=_title)

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """``PlainSayModel`` and ``SidedSayModel``."""
        text = next(iter(getattr(params[0], "__metadata__", ())), None)
        return f"{'Sided' if isinstance(text, Text) and text.sided else 'Plain'}{cls.__name__}"


def fields_of(part: type[ScriptPart]) -> dict[str, FieldInfo]:
    """What a part may have, by the keys that are written in a script: its own first, then those that it shares with
    others, then ``picture``, which all steps share."""
    own = (part.__pydantic_generic_metadata__["origin"] or part).__annotations__
    names = sorted(part.model_fields, key=lambda name: (name == "picture", name not in own))
    return {part.model_fields[name].alias or name: part.model_fields[name] for name in names}


def keys_of(part: type[ScriptPart]) -> tuple[str, ...]:
    """The keys a part may have."""
    return tuple(fields_of(part))
