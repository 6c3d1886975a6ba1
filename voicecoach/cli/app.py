"""All commands with their options. Each calls the function that does the work."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicecoach import __version__
from voicecoach.cli import people_app
from voicecoach.cli.people_app import OneSide, PaceOption
from voicecoach.limits import ECHO_DELAY_USUAL_MS, GIVE_UP_USUAL_S, PAGE_PORT, RATE_USUAL_WPM, RECORDED_WAIT_USUAL_S

if TYPE_CHECKING:
    from voicecoach.routine.plan import Side

app = typer.Typer(
    name="voicecoach",
    help="A hands-free stretching coach: it talks, listens while it talks, and counts to the sample.",
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class SidesOption(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class ListeningFor(StrEnum):
    SESSION = "session"
    NUMBER = "number"
    YES_NO = "yes-no"
    READY = "ready"


def _side(option: OneSide | None) -> Side | None:
    from voicecoach.routine.plan import Side

    return Side(option) if option else None


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


VoiceOption = Annotated[str | None, typer.Option(help="Voice: auto, or a name that 'voices' lists.", metavar="NAME")]
EarsOption = Annotated[
    str | None, typer.Option(help="Ears: auto, phrases, typed, or an engine's name.", metavar="NAME")
]
RateOption = Annotated[int | None, typer.Option(help=f"Words a minute; {RATE_USUAL_WPM} unless set.", metavar="WPM")]
DoseOption = Annotated[str | None, typer.Option(help="One of the routine's doses, by its name.", metavar="NAME")]
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


@app.callback(invoke_without_command=True)
def welcome(
    context: typer.Context,
    plain: PlainOption = False,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")] = False,
) -> None:
    if context.invoked_subcommand is None:
        from voicecoach.cli.session import ask_and_start

        raise typer.Exit(ask_and_start(plain=plain))


@app.command()
def start(
    routine: Annotated[str, typer.Argument(help="A name from the library, or a script's path.")],
    patient: Annotated[str | None, typer.Option(help="Whose session it is.", metavar="NAME")] = None,
    side: Annotated[SidesOption | None, typer.Option(help="Which side to stretch.")] = None,
    first_side: Annotated[OneSide | None, typer.Option(help="Which side to begin with.")] = None,
    hold: Annotated[float | None, typer.Option(help="Length of every hold.", metavar="SECONDS")] = None,
    dose: DoseOption = None,
    pace: Annotated[PaceOption | None, typer.Option(help="How long the quiet after each movement is.")] = None,
    voice: VoiceOption = None,
    ears: EarsOption = None,
    rate: RateOption = None,
    mic: Annotated[Path | None, typer.Option(help="Hear this file instead of the microphone.", metavar="FILE")] = None,
    speaker: Annotated[Path | None, typer.Option(help="Write what is said to this file.", metavar="FILE")] = None,
    echo: Annotated[
        float | None, typer.Option(help="With --mic: how loud the coach comes back, against as played.", metavar="DB")
    ] = None,
    echo_delay: Annotated[
        float | None,
        typer.Option(help=f"With --mic: how late the coach comes back ({ECHO_DELAY_USUAL_MS:g}).", metavar="MS"),
    ] = None,
    give_up: GiveUpOption = None,
    trace: Annotated[Path | None, typer.Option(help="Write every event to this file.", metavar="FILE")] = None,
    unreviewed: UnreviewedOption = False,
    plain: PlainOption = False,
) -> None:
    """Run a session."""
    from voicecoach.cli import session
    from voicecoach.coach.session_request import SessionRequest
    from voicecoach.records.patient import Pace

    raise typer.Exit(
        session.start(
            SessionRequest(
                routine=routine,
                patient=patient,
                sides=side.value if side else None,
                first_side=_side(first_side),
                hold_s=hold,
                dose=dose,
                pace=Pace(pace) if pace else None,
                voice=voice,
                ears=ears,
                rate_wpm=rate,
                give_up_s=give_up,
                files=session.files_from(mic, speaker, echo, echo_delay),
                trace=trace,
                unreviewed=unreviewed,
            ),
            plain=plain,
        )
    )


@app.command()
def replay(
    trace: Annotated[Path, typer.Argument(help="A file written by start --trace.", metavar="TRACE")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show a session again from its trace: each event, what was done, and the state after it."""
    from voicecoach.cli import replay

    raise typer.Exit(replay.show(trace, as_json=as_json))


@app.command("topics")
def list_topics() -> None:
    """List what it can explain."""
    from voicecoach.cli import topics

    raise typer.Exit(topics.list_topics())


@app.command()
def tell(
    topic: Annotated[str, typer.Argument(help="A topic's name, or what you call it, such as injections.")],
    voice: VoiceOption = None,
    rate: RateOption = None,
) -> None:
    """Explain a topic aloud."""
    from voicecoach.cli import topics

    raise typer.Exit(topics.tell(topic, voice=voice, rate_wpm=rate))


@app.command("voices")
def list_voices(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    play: Annotated[str | None, typer.Option(help="Let me hear this one.", metavar="NAME")] = None,
) -> None:
    """List the voices that are here, and which one is used."""
    from voicecoach.cli import voices

    raise typer.Exit(voices.list_voices(as_json=as_json) if play is None else voices.play_voice(play))


@app.command("list")
def list_() -> None:
    """Show the routines there are."""
    from voicecoach.cli import routines

    raise typer.Exit(routines.list_routines())


@app.command()
def check(files: Annotated[list[Path], typer.Argument(help="Routine scripts.", metavar="FILE...")]) -> None:
    """Find every problem in routine scripts."""
    from voicecoach.cli import routines

    raise typer.Exit(routines.check(files))


@app.command()
def listen(
    files: Annotated[list[Path] | None, typer.Argument(help="Sound files; none for the card.", metavar="FILE")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A line of JSON for every command.")] = False,
    expect: Annotated[
        ListeningFor, typer.Option(help="What is expected besides what always counts.")
    ] = ListeningFor.SESSION,
    phrases: Annotated[bool, typer.Option("--phrases", help="Print all phrases as JSON.")] = False,
    ears: EarsOption = None,
    learn: Annotated[bool, typer.Option("--learn", help="Teach the ears a patient's voice; half a minute.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="With --learn: forget what was learnt.")] = False,
    patient: Annotated[str | None, typer.Option(help="With --learn: whose voice it is.", metavar="NAME")] = None,
) -> None:
    """Show what is heard, from the card or from sound files."""
    from voicecoach import settings
    from voicecoach.cli import listen as listening
    from voicecoach.language.vocabulary import Expectation

    chosen = settings.load({"ears": ears})
    if learn or forget or patient is not None:
        from voicecoach.cli import learn as learning

        raise typer.Exit(learning.learn_patient(patient, language=chosen.language, wanted=learn, forget=forget))
    raise typer.Exit(
        listening.listen(
            files or [],
            as_json=as_json,
            expect=Expectation(expect.value),
            phrases=phrases,
            ears=chosen.ears,
            language=chosen.language,
        )
    )


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Where the page is; 0 for any free port.")] = PAGE_PORT,
    lan: Annotated[bool, typer.Option("--lan", help="Let other devices in this house in too, with a code.")] = False,
    voice: VoiceOption = None,
    ears: EarsOption = None,
    rate: RateOption = None,
    give_up: GiveUpOption = None,
) -> None:
    """Show the caregiver's page in a browser."""
    from voicecoach.cli import serve as serving

    raise typer.Exit(serving.serve(port, lan, voice=voice, ears=ears, rate_wpm=rate, give_up_s=give_up))


@app.command()
def show(
    routine: Annotated[str, typer.Argument(help="A name from the library, or a script's path.")],
    html: Annotated[Path | None, typer.Option(help="Write the sheet as a page.", metavar="FILE")] = None,
    pdf: Annotated[Path | None, typer.Option(help="Write the sheet to print, on A4.", metavar="FILE")] = None,
    dose: DoseOption = None,
) -> None:
    """Show a routine as a sheet with drawings and doses."""
    from voicecoach.cli import show as showing

    raise typer.Exit(showing.show(routine, html, pdf, dose))


@app.command()
def record(
    routine: Annotated[str, typer.Argument(help="A name from the library, or a script's path.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="WAV, MP3, FLAC or OGG, by its ending.", metavar="FILE")
    ],
    side: Annotated[SidesOption | None, typer.Option(help="Which side to stretch.")] = None,
    first_side: Annotated[OneSide | None, typer.Option(help="Which side to begin with.")] = None,
    hold: Annotated[float | None, typer.Option(help="Length of every hold.", metavar="SECONDS")] = None,
    dose: DoseOption = None,
    wait: Annotated[
        float | None,
        typer.Option(
            help=f"Time given where a session waits for an answer ({RECORDED_WAIT_USUAL_S:g}).", metavar="SECONDS"
        ),
    ] = None,
    voice: VoiceOption = None,
    rate: RateOption = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    unreviewed: UnreviewedOption = False,
) -> None:
    """Make a sound file of a whole session, with chapters."""
    from voicecoach.cli import record as recording
    from voicecoach.coach.session_request import SessionRequest

    request = SessionRequest(
        routine=routine,
        sides=side.value if side else None,
        first_side=_side(first_side),
        hold_s=hold,
        dose=dose,
        voice=voice,
        rate_wpm=rate,
        unreviewed=unreviewed,
    )
    raise typer.Exit(recording.record(request, output, wait_s=wait, force=force))


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Show what is there, what is missing, and what to do about it."""
    from voicecoach.cli import doctor as examining

    raise typer.Exit(examining.doctor(as_json))


app.add_typer(people_app.patients, name="patients")
app.command()(people_app.history)
app.command()(people_app.report)


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="Instructions: plain text, Markdown, HTML, Word or PDF.", metavar="FILE")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the script here.", metavar="FILE")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; mark what is in doubt.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> None:
    """Turn instructions into a routine script, to be read over by a person."""
    from voicecoach.cli import importing

    raise typer.Exit(importing.import_script(file, output, yes=yes, force=force))
