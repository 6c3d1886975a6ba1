"""The kinds of step, one module each: how a script writes it, what a session does, and how it looks on the sheet.

A new kind is a module of its own, and a line in ``KINDS``. If a session does something new in it, ``Step`` names that
as well.

``say``        an instruction
``wait``       a question whether the patient is ready
``hold``       a stretch that is held
``reps``       a movement that is counted
``breathe``    slow breaths
``rest``       a pause
``each_side``  steps for one side, and then for the other
``repeat``     a block again
``exercise``   one exercise, with a name
``include``    another routine

``work``       what holds, movements and breaths share
"""

from __future__ import annotations

from typing import Annotated, Any, Union

from pydantic import Discriminator, Tag

from voicecoach.routine.step_model import FORMS_IN, StepModel, Surroundings
from voicecoach.routine.steps.breathe import BreatheModel, BreatheStep
from voicecoach.routine.steps.each_side import EachSideModel, SwitchStep
from voicecoach.routine.steps.exercise import ExerciseModel
from voicecoach.routine.steps.hold import HoldModel, HoldStep
from voicecoach.routine.steps.include import IncludeModel
from voicecoach.routine.steps.repeat import RepeatModel
from voicecoach.routine.steps.reps import RepsModel, RepsStep
from voicecoach.routine.steps.rest import RestModel, RestStep
from voicecoach.routine.steps.say import SayModel, SayStep
from voicecoach.routine.steps.wait import WaitModel, WaitStep

__all__ = [
    "KINDS",
    "MODEL_OF_KIND",
    "STEP_KEYS",
    "TAG",
    "BreatheStep",
    "HoldStep",
    "RepsStep",
    "RestStep",
    "SayStep",
    "Step",
    "SwitchStep",
    "WaitStep",
    "step_tag",
]

KINDS: tuple[type[StepModel], ...] = (
    ExerciseModel,
    EachSideModel,
    RepeatModel,
    IncludeModel,
    HoldModel,
    RepsModel,
    BreatheModel,
    SayModel,
    WaitModel,
    RestModel,
)
"""In order of rank: the key of a later one, such as ``say`` or ``rest``, may be a detail of an earlier one."""

Step = SayStep | WaitStep | HoldStep | RepsStep | BreatheStep | RestStep | SwitchStep
"""A step of a plan: what a session does."""

STEP_KEYS = tuple(kind.kind for kind in KINDS)
MODEL_OF_KIND = {kind.kind: kind for kind in KINDS}
TAG = "step:"
"""Begins the tags of steps in the paths of faults, so that they are not taken for keys."""


def step_tag(step: Any) -> str | None:
    """Which kind of step this is, by the keys it has; None when by none."""
    if isinstance(step, dict):
        return next((f"{TAG}{key}" for key in STEP_KEYS if key in step), None)
    return None


def _forms_in(surroundings: Surroundings) -> Any:
    forms: list[Any] = [
        Annotated[kind.form_in(surroundings), Tag(f"{TAG}{kind.kind}")]
        for kind in KINDS
        if surroundings in kind.stands_in
    ]
    return Annotated[Union[tuple(forms)], Discriminator(step_tag)]  # noqa: UP007 - made of a list


FORMS_IN.update({surroundings: _forms_in(surroundings) for surroundings in Surroundings})
