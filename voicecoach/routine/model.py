"""The script as data. The JSON Schema, the documentation and the checker are all made from these classes.

A text inside ``each_side`` may say {side} and {other}, a text outside may not: every step that has both forms is
generic in its kind of text, and what stands inside ``each_side`` is made of the sided forms. So the schema alone
already refuses {side} in the wrong place, a nested ``each_side``, and an ``include`` inside one.
"""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag
from pydantic.fields import FieldInfo

from voicecoach.routine.quantities import LANGUAGE, PICTURE, ROUTINE_KEY, Count, Seconds, Text

PlainText = Annotated[str, Text(600)]
SidedText = Annotated[str, Text(600, sided=True)]
Line = Annotated[str, Text(300)]
Title = Annotated[str, Text(80)]
Picture = Annotated[str, PICTURE]
HoldTime = Annotated[float, Seconds(1, 600)]
PauseTime = Annotated[float, Seconds(1, 600)]

TextT = TypeVar("TextT", bound=str)

STEP_KINDS = ("each_side", "repeat", "include", "hold", "reps", "say", "wait", "rest")
"""The keys that make a step what it is, in order of rank: ``say`` and ``rest`` are also details of others."""
DEFAULT_REST_S = 10.0
DEFAULT_SWITCH_S = 10.0


class Part(BaseModel):
    """What all parts of a script share: unknown keys are faults, and nothing changes once it is read."""

    # Only the whole routine is ever validated: building a validator for each part would cost a tenth of a second.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """``PlainSay`` and ``SidedSay``: the names that the schema shows."""
        text = next(iter(getattr(params[0], "__metadata__", ())), None)
        return f"{'Sided' if isinstance(text, Text) and text.sided else 'Plain'}{cls.__name__}"


class NotFor(Part):
    """A question asked before a patient's first session. One "yes", and there is no session."""

    ask: Line = Field(description="A question that can be answered with yes or no.")
    because: Line = Field(description="Why a yes speaks against this routine.")


class Breathe(Part):
    """A breathing pace, given aloud and softly during the hold."""

    in_s: Annotated[float, Seconds(1, 20)] = Field(alias="in", description="Breathing in takes this long.")
    out_s: Annotated[float, Seconds(1, 20)] = Field(alias="out", description="Breathing out takes this long.")


class Cue(Part, Generic[TextT]):
    """A tip spoken during a hold."""

    at_s: Annotated[float, Seconds(0, 600)] = Field(
        alias="at", description="When, counted from the start of the hold; before its end."
    )
    say: TextT = Field(description="The tip, a few words long.")


class _Step(Part):
    """What all steps may have."""

    picture: Picture | None = Field(
        default=None,
        description="The pose to show from here on, mirrored with the side. Without one the last one stays.",
    )


class Say(_Step, Generic[TextT]):
    """An instruction, spoken."""

    say: TextT = Field(description="The instruction, in full. One action to a sentence is easiest to follow.")
    short: TextT | None = Field(default=None, description="What is said instead once the patient knows the routine.")


class Wait(_Step):
    """A question whether the patient is ready. The session goes on when it hears so."""

    wait: Literal["ready"] = Field(description="Always `ready`. For a pause of a fixed length write `rest`.")


class Hold(_Step, Generic[TextT]):
    """A stretch that is held. It is prepared with 3-2-1, and its last five seconds are counted aloud."""

    hold_s: HoldTime = Field(alias="hold", description="How long.")
    times: Annotated[int, Count(1, 30)] = Field(default=1, description="How often it is held in a row.")
    rest_s: PauseTime = Field(
        default=DEFAULT_REST_S, alias="rest", description="The pause between, if it is held more than once."
    )
    say: TextT | None = Field(default=None, description="An instruction just before the first of these holds.")
    short: TextT | None = Field(default=None, description="The same, once the patient knows the routine.")
    feel: TextT | None = Field(default=None, description='Where it should be felt; completes "You should feel it …".')
    not_feel: TextT | None = Field(
        default=None, description='Where it should not be felt; completes "You should not feel it …".'
    )
    breathe: Breathe | None = Field(default=None, description="A breathing pace to follow.")
    cues: tuple[Cue[TextT], ...] = Field(default=(), description="Tips, each at its time.")
    release: TextT | None = Field(default=None, description="How to come out of the stretch.")


class Reps(_Step, Generic[TextT]):
    """A movement done several times, counted aloud at a pace."""

    reps: Annotated[int, Count(1, 100)] = Field(description="How many movements.")
    every_s: Annotated[float, Seconds(1, 60)] = Field(
        alias="every", description="The time for one movement, there and back."
    )
    times: Annotated[int, Count(1, 30)] = Field(default=1, description="How many sets of them.")
    rest_s: PauseTime = Field(
        default=DEFAULT_REST_S, alias="rest", description="The pause between, if there is more than one set."
    )
    say: TextT | None = Field(default=None, description="The movement in words, said before it is counted.")
    short: TextT | None = Field(default=None, description="The same, once the patient knows the routine.")
    feel: TextT | None = Field(default=None, description='Where it should be felt; completes "You should feel it …".')
    not_feel: TextT | None = Field(
        default=None, description='Where it should not be felt; completes "You should not feel it …".'
    )
    release: TextT | None = Field(default=None, description="What to do after the last one.")


class Rest(_Step):
    """A pause of a fixed length."""

    rest_s: PauseTime = Field(alias="rest", description="How long.")


class Include(Part):
    """The steps of another routine, joined in at this place. That makes a programme."""

    include: Annotated[str, ROUTINE_KEY] = Field(
        description="The name of a routine in the library, or of one beside this file."
    )
    hold_s: HoldTime | None = Field(
        default=None, alias="hold", description="Holds it this long here, instead of what it says itself."
    )
    times: Annotated[int, Count(1, 30)] | None = Field(
        default=None, description="Does so many holds or sets here, instead of what it says itself."
    )
    reps: Annotated[int, Count(1, 100)] | None = Field(
        default=None, description="Counts so many movements here, instead of what it says itself."
    )


def step_tag(step: Any) -> str | None:
    """Which kind of step this is, by the keys it has; None when by none. Tags are no keys, so as not to be
    taken for one in the path of a fault."""
    if isinstance(step, dict):
        return next((f"step:{kind}" for kind in STEP_KINDS if kind in step), None)
    return None


class SidedRepeat(Part):
    """A block of steps done again, on the same side."""

    repeat: Annotated[int, Count(1, 50)] = Field(description="How often the block is done in all.")
    rest_s: PauseTime | None = Field(default=None, alias="rest", description="A pause between the rounds.")
    steps: tuple[SidedStep, ...] = Field(min_length=1, description="The block.")


SidedStep = Annotated[
    Annotated[Say[SidedText], Tag("step:say")]
    | Annotated[Wait, Tag("step:wait")]
    | Annotated[Hold[SidedText], Tag("step:hold")]
    | Annotated[Reps[SidedText], Tag("step:reps")]
    | Annotated[Rest, Tag("step:rest")]
    | Annotated[SidedRepeat, Tag("step:repeat")],
    Discriminator(step_tag),
]


class EachSide(Part):
    """Steps done for one side, and then, mirrored, for the other, with full holds on both."""

    each_side: tuple[SidedStep, ...] = Field(
        min_length=1,
        description="The steps. {side} is the side that is stretched, {other} the opposite one.",
    )


class Repeat(Part):
    """A block of steps done again."""

    repeat: Annotated[int, Count(1, 50)] = Field(description="How often the block is done in all.")
    rest_s: PauseTime | None = Field(default=None, alias="rest", description="A pause between the rounds.")
    steps: tuple[Step, ...] = Field(min_length=1, description="The block.")


Step = Annotated[
    Annotated[Say[PlainText], Tag("step:say")]
    | Annotated[Wait, Tag("step:wait")]
    | Annotated[Hold[PlainText], Tag("step:hold")]
    | Annotated[Reps[PlainText], Tag("step:reps")]
    | Annotated[Rest, Tag("step:rest")]
    | Annotated[Include, Tag("step:include")]
    | Annotated[EachSide, Tag("step:each_side")]
    | Annotated[Repeat, Tag("step:repeat")],
    Discriminator(step_tag),
]


class Routine(Part):
    """One script: a routine, or a programme that joins several."""

    name: Title = Field(description="What it is called, on screen and aloud.")
    summary: Line = Field(default="", description="What it is for, in a sentence. Promise nothing.")
    language: Annotated[str, LANGUAGE] = Field(
        default="en", description="The language of the texts; wording, commands and voice follow it."
    )
    needs: tuple[Title, ...] = Field(default=(), description="What to have at hand before lying down.")
    sources: tuple[PlainText, ...] = Field(default=(), description="Where position, dose and cautions come from.")
    not_for: tuple[NotFor, ...] = Field(
        default=(), description="Questions asked before a first session; one yes, and there is no session."
    )
    first_side: Literal["left", "right"] | None = Field(
        default=None, description="The side that is stretched first; the right one unless it says so."
    )
    switch_s: Annotated[float, Seconds(1, 300)] = Field(
        default=DEFAULT_SWITCH_S, alias="switch", description="Time to change sides."
    )
    steps: tuple[Step, ...] = Field(min_length=1, description="What is done, in order.")


MODEL_OF_KIND: dict[str, type[Part]] = {
    "say": Say,
    "wait": Wait,
    "hold": Hold,
    "reps": Reps,
    "rest": Rest,
    "include": Include,
    "each_side": EachSide,
    "repeat": Repeat,
}
MODEL_OF_KEY: dict[str, type[Part]] = {"not_for": NotFor, "breathe": Breathe, "cues": Cue}
"""The parts that are no steps, by the key under which they stand."""


def fields_of(part: type[Part]) -> dict[str, FieldInfo]:
    """What a part may have, by the keys that are written in a script; ``picture``, which all steps share, last."""
    fields = {field.alias or name: field for name, field in part.model_fields.items()}
    return dict(sorted(fields.items(), key=lambda item: item[0] == "picture"))


def keys_of(part: type[Part]) -> tuple[str, ...]:
    """The keys a part may have."""
    return tuple(fields_of(part))
