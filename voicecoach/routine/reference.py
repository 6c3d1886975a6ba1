"""The documentation of the format, from the same model as the checker and the schema. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from voicecoach.routine import nodes, rules
from voicecoach.routine.breathing import PaceModel
from voicecoach.routine.model import DoseModel, NotForModel, Routine
from voicecoach.routine.position_check import PositionCheckModel
from voicecoach.routine.quantities import Quantity, Text, written
from voicecoach.routine.script_part import ScriptPart, fields_of
from voicecoach.routine.step_model import StepModel
from voicecoach.routine.steps import KINDS
from voicecoach.routine.steps.hold import CueModel

_INTRODUCTION = """\
# The routine format

<!-- Made from voicecoach/routine by `python -m voicecoach.routine.schema`. Change it there. -->

A routine is one YAML file that can be read aloud from the screen as it is. The same file serves the live session, the
recording, the printed sheet and the page. `voicecoach check FILE` names every problem in it with line and column; an
editor with a YAML language server completes and checks while you type, once the first line of the file is

```yaml
# yaml-language-server: $schema=routine.schema.json
```

with the way to `routine.schema.json`, which lies beside the routines that come with the program.

## An example

```yaml
name: Hamstring stretch with a strap
summary: Stretches the back of the thigh.
needs: [a mat, a strap or a long towel]
not_for:
  - ask: Have you had an operation on your back or leg in the last three months?
    because: Fresh scars need your surgeon's word before they are stretched.
steps:
  - say: Lie on your back with both knees bent.
    short: On your back, knees bent.
    picture: lying-crook
  - each_side:
      - say: Put the strap around your {side} foot, and bend your {other} knee.
        short: Strap around the {side} foot.
      - wait: ready
      - hold: 30s
        times: 3
        rest: 10s
        feel: at the back of your {side} thigh
        not_feel: behind the knee
        breathe: {in: 4s, out: 6s}
        cues:
          - {at: 5s, say: Let your shoulders sink.}
        release: Bend the knee, and put the foot down.
```

## How values are written

**Durations** are `30s`, `2m`, `1m30s` or a number of seconds.

**Texts** need quotes (`"…"`) when they begin with one of `{ [ * & ! @ % '` or hold a colon followed by a blank. A long
text may be folded over several lines after `>-`. `yes`, `no` and `on` are texts; `true`, `false` and numbers are not,
unless they stand in quotes.

**`{side}` and `{other}`** stand for the side that is stretched and the opposite one, and only inside `each_side`. At
the start of a sentence they get their capital by themselves. Any other `{…}` is an error. The words "left" and "right"
inside `each_side` are wrong for one of the two sides; since English has other uses for both, they are a warning.

**A hold** is prepared with 3-2-1, says half time when it lasts 20 s or more, and counts its last five seconds aloud.
A hold of `5 breaths` is paced instead, one breath after the other, at its `breathe` or else 4 s in and 6 s out.
Cues that would fall into half time or the count are a warning; those at or after the end of their hold are an error.

**What the coach says** must not be a command by itself ("Stop.", "Next."): it might hear its own voice. That is a
warning too.

## Exercises and programmes

An exercise is what "skip" leaves out, what "how long" counts, and what has a heading on the sheet and chapters in a
recording. An `exercise` block says where one begins and ends, and names it. A script that holds several should use it:

```yaml
steps:
  - exercise: Cat and camel
    steps:
      - say: Come onto your hands and knees.
        pause: 8s
      - reps: 6
        every: 8s
        say: Round your back, and let it sink again.
  - exercise: Slow breathing
    steps:
      - breathe: 6
        say: Lie down, and rest both hands on your belly.
```

Without such blocks every `each_side` block is an exercise, and so is every run of other steps between two such blocks,
rests or included routines. In a run, an instruction that comes after something was done, and leads to something else to
do, begins another exercise. In an included routine, talk before an `each_side` block goes with it.

A programme joins routines with `include`. A name is looked for beside the programme's own file, then in the user's
folder of routines, then among those that come with the program. What stands in `needs` and `not_for` of the included
routines counts for the programme as well, and so does their length. A circle is an error. `first_side` and `switch` of
an included routine stay its own, unless the programme sets `first_side`.
"""

_DOSES = """\
What it leaves open stays as the steps say. `--dose NAME` asks for it. In a programme it counts for
all that is included, and an included routine that has a dose of this name uses its own for what the programme's leaves
open. The dose of the steps themselves should be the gentlest."""

_CHECKS = """\
Three to five, in the order in which one gets into the position. `{side}` and `{other}` may stand in them where the
exercise has an `each_side`. They stand at the top of a script, or in each `exercise` block. The sheet prints them."""

_LIMITS = f"""\
## Limits

- A routine lasts at most {rules.LONGEST_S / 3600:.0f} hours on both sides, with all that it includes.
- A file has at most {nodes.MAX_BYTES // 1024} KiB, {nodes.MAX_DEPTH} levels and {nodes.MAX_NODES:,} keys and values.
  Reading ends at the first of these limits.
- Anchors, aliases and tags are refused. Unknown keys and keys that stand twice are errors.
"""

_LEADING = ("say", "wait", "hold", "reps", "breathe", "rest")
"""The kinds of step that come first in the documentation, simple ones before blocks."""

_WORDS: dict[type[ScriptPart], str] = {
    NotForModel: "question",
    CueModel: "tip",
    PaceModel: "breathing pace",
    DoseModel: "dose",
    PositionCheckModel: "question",
}


def reference() -> str:
    """The whole documentation of the format, as Markdown."""
    return "\n".join(_sections())


def _sections() -> Iterator[str]:
    yield _INTRODUCTION
    yield "## The routine\n"
    yield _table(Routine)
    yield "### A question before the first session: `not_for`\n"
    yield _table(NotForModel)
    yield f"### A question about the position: `checks`\n\n{_purpose(PositionCheckModel)} {_CHECKS}\n"
    yield _table(PositionCheckModel)
    yield f"### Another dose: `doses`\n\n{_purpose(DoseModel)} {_DOSES}\n"
    yield _table(DoseModel)
    yield "## Steps\n\nA step is what its key says. Those of other steps have no place in it.\n"
    for kind in sorted(KINDS, key=_documented_at):
        yield f"### {kind.heading}\n\n{_purpose(kind)}\n"
        yield _table(kind)
    yield "### A tip during a hold: `cues`\n"
    yield _table(CueModel)
    yield "### A breathing pace during a hold: `breathe`\n"
    yield _table(PaceModel)
    yield _LIMITS


def _documented_at(kind: type[StepModel]) -> int:
    return _LEADING.index(kind.kind) if kind.kind in _LEADING else len(_LEADING)


def _purpose(part: type[ScriptPart]) -> str:
    return " ".join((part.__doc__ or "").split())


def _table(part: type[ScriptPart]) -> str:
    rows = ["| key | value | | meaning |", "|---|---|---|---|"]
    for key, field in fields_of(part).items():
        rows.append(f"| `{key}` | {_value(field)} | {_presence(field)} | {field.description} |")
    return "\n".join(rows) + "\n"


def _presence(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    default = field.default
    if default is None or default in ((), "", {}):
        return ""
    return f"`{written(default) if isinstance(default, float) else default}` if left out"


def _value(field: FieldInfo) -> str:
    for quantity in field.metadata:
        if isinstance(quantity, Quantity):
            return quantity.described()
    return _kind(field.annotation)


def _kind(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        quantity = arguments[1]
        return quantity.described() if isinstance(quantity, Quantity) else "step"
    if origin in (Union, UnionType):
        return next(_kind(argument) for argument in arguments if argument is not type(None))
    if origin is Literal:
        return " or ".join(f"`{argument}`" for argument in arguments)
    if origin is tuple:
        return f"list, each a {_kind(arguments[0])}"
    if origin is dict:
        return f"a {_kind(arguments[1])} under each name"
    if annotation is StepModel:
        return "step"
    if isinstance(annotation, TypeVar):
        return Text(600).described()
    for part, word in _WORDS.items():
        if isinstance(annotation, type) and issubclass(annotation, part):
            return word
    raise TypeError(f"no words for {annotation}")
