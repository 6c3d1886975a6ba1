"""Arguments and options that several commands have: what each can be, what the help says, what a shell completes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from voicecoach.cli import completion
from voicecoach.limits import GIVE_UP_USUAL_S, RATE_USUAL_WPM


class SidesName(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class OneSide(StrEnum):
    LEFT = "left"
    RIGHT = "right"


class PaceName(StrEnum):
    SLOW = "slow"
    NORMAL = "normal"
    QUICK = "quick"


RoutineArgument = Annotated[
    str,
    typer.Argument(
        help="A name that 'list' shows, or a script's path.", metavar="ROUTINE", autocompletion=completion.routines
    ),
]
SideOption = Annotated[SidesName | None, typer.Option(help="Which side to stretch.", metavar="left|right|both")]
FirstSideOption = Annotated[OneSide | None, typer.Option(help="Which side to begin with.", metavar="left|right")]
HoldOption = Annotated[float | None, typer.Option(help="Length of every hold.", metavar="SECONDS")]
VoiceOption = Annotated[
    str | None,
    typer.Option(help="auto, or a name that 'voices' lists.", metavar="NAME", autocompletion=completion.voices),
]
EarsOption = Annotated[
    str | None,
    typer.Option(help="auto, phrases, typed, or a recogniser.", metavar="NAME", autocompletion=completion.ears),
]
RateOption = Annotated[int | None, typer.Option(help=f"Words a minute; {RATE_USUAL_WPM} unless set.", metavar="WPM")]
DoseOption = Annotated[
    str | None,
    typer.Option(help="One of the routine's doses.", metavar="NAME", autocompletion=completion.doses),
]
PaceOption = Annotated[
    PaceName | None,
    typer.Option(help="How long the quiet after each movement is.", metavar="slow|normal|quick"),
]
UnreviewedOption = Annotated[
    bool, typer.Option("--unreviewed", help="Even if doses or sides of an imported script are still marked as guesses.")
]
PlainOption = Annotated[
    bool, typer.Option("--plain", help="Lines instead of a screen, as for a screen reader; commands end with Enter.")
]
GiveUpOption = Annotated[
    float | None,
    typer.Option(help=f"How long to wait for an answer before ending ({GIVE_UP_USUAL_S:g}).", metavar="SECONDS"),
]
Name = Annotated[
    str,
    typer.Argument(help="The patient's name, in any capitals.", metavar="NAME", autocompletion=completion.patients),
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="As CSV.")]
Whose = Annotated[
    str | None,
    typer.Option("--patient", help="Of one patient; else of all.", metavar="NAME", autocompletion=completion.patients),
]
Days = Annotated[int, typer.Option(help="How far back, to whole weeks (28).", metavar="NUMBER")]
