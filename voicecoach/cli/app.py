"""All commands with their options, under their headings. Each calls the function that does the work.

Registered in the order in which the help shows them. The commands about people are in ``people_app``.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from voicecoach import __version__
from voicecoach.cli import completion, people_app
from voicecoach.cli.help import OPTIONS, HelpfulCommand, HelpfulGroup
from voicecoach.cli.options import (
    AsJson,
    DoseOption,
    EarsOption,
    FirstSideOption,
    GiveUpOption,
    HoldOption,
    OneSide,
    PaceOption,
    PlainOption,
    RateOption,
    RoutineArgument,
    SideOption,
    UnreviewedOption,
    VoiceOption,
)
from voicecoach.limits import ECHO_DELAY_USUAL_MS, PAGE_PORT, RECORDED_WAIT_USUAL_S

if TYPE_CHECKING:
    from voicecoach.routine.plan import Side

DO, LOOK, MAKE, PEOPLE, SET_UP = "Do", "Look", "Make", "People", "Set up"
"""The headings of the commands."""
TESTS = "Tests without a sound card"
"""The heading of options that nobody needs who exercises."""

app = typer.Typer(
    name="voicecoach",
    help="A hands-free stretching coach: it talks, listens while it talks, and counts to the sample. Without a command "
    "it asks aloud and on the screen which routine and for whom.",
    epilog="""\
voicecoach                               asks which routine and for whom
voicecoach list                          shows the routines there are
voicecoach start gentle-morning          begins, for a guest
voicecoach start sphinx --patient Anna   begins for Anna, who is remembered
voicecoach doctor                        says whether everything works here""",
    cls=HelpfulGroup,
    context_settings=OPTIONS,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class ListeningFor(StrEnum):
    SESSION = "session"
    NUMBER = "number"
    YES_NO = "yes-no"
    READY = "ready"


Does = TypeVar("Does", bound=Callable[..., None])


def _command(name: str, heading: str, *examples: str) -> Callable[[Does], Does]:
    """The decorator of a command under this heading."""
    shown = "\n".join(f"voicecoach {example}" for example in examples)
    return app.command(name, cls=HelpfulCommand, rich_help_panel=heading, epilog=shown)


def _side(option: OneSide | None) -> Side | None:
    from voicecoach.routine.plan import Side

    return Side(option) if option else None


def _version(context: typer.Context, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:  # as a line is that is being completed
        typer.echo(__version__)
        raise typer.Exit


@app.callback(invoke_without_command=True)
def welcome(
    context: typer.Context,
    plain: PlainOption = False,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    if context.invoked_subcommand is None:
        from voicecoach.cli.session import ask_and_start

        raise typer.Exit(ask_and_start(plain=plain))


# -- do ----------------------------------------------------------------------------------------------------------------


@_command(
    "start",
    DO,
    "start deep-piriformis --patient Anna --dose gentle",
    "start my-stretch.yaml --side left --hold 20",
    "start sphinx --voice printed --ears typed",
)
def start(
    routine: RoutineArgument,
    patient: Annotated[
        str | None, typer.Option(help="Whose session it is.", metavar="NAME", autocompletion=completion.patients)
    ] = None,
    side: SideOption = None,
    first_side: FirstSideOption = None,
    hold: HoldOption = None,
    dose: DoseOption = None,
    pace: PaceOption = None,
    voice: VoiceOption = None,
    ears: EarsOption = None,
    rate: RateOption = None,
    give_up: GiveUpOption = None,
    unreviewed: UnreviewedOption = False,
    plain: PlainOption = False,
    mic: Annotated[Path | None, typer.Option(help="Hear this file.", metavar="FILE", rich_help_panel=TESTS)] = None,
    speaker: Annotated[
        Path | None, typer.Option(help="Write what is said to this file.", metavar="FILE", rich_help_panel=TESTS)
    ] = None,
    echo: Annotated[
        float | None,
        typer.Option(help="How loud the coach comes back, against as played.", metavar="DB", rich_help_panel=TESTS),
    ] = None,
    echo_delay: Annotated[
        float | None,
        typer.Option(
            help=f"How late the coach comes back ({ECHO_DELAY_USUAL_MS:g}).", metavar="MS", rich_help_panel=TESTS
        ),
    ] = None,
    trace: Annotated[
        Path | None, typer.Option(help="Write every event to this file.", metavar="FILE", rich_help_panel=TESTS)
    ] = None,
) -> None:
    """Run a session.

    Without --patient it is a guest's, of whom nothing is kept. With it, warning signs and pain are asked about, and
    what was done is kept. A name that is new makes a patient with the first answer.
    """
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


@_command("serve", DO, "serve", "serve --lan")
def serve(
    port: Annotated[
        int, typer.Option(help=f"Where the page is ({PAGE_PORT}); 0 for any that is free.", metavar="PORT")
    ] = PAGE_PORT,
    lan: Annotated[bool, typer.Option("--lan", help="Let other devices in this house in too, with a code.")] = False,
    voice: VoiceOption = None,
    ears: EarsOption = None,
    rate: RateOption = None,
    give_up: GiveUpOption = None,
) -> None:
    """Show the caregiver's page in a browser, to begin and watch sessions."""
    from voicecoach.cli import serve as serving

    raise typer.Exit(serving.serve(port, lan, voice=voice, ears=ears, rate_wpm=rate, give_up_s=give_up))


@_command("tell", DO, "tell sciatica", "tell injections --voice printed")
def tell(
    topic: Annotated[
        str,
        typer.Argument(
            help="A name that 'topics' lists, or what you call it, such as injections.",
            metavar="TOPIC",
            autocompletion=completion.topics,
        ),
    ],
    voice: VoiceOption = None,
    rate: RateOption = None,
) -> None:
    """Explain a topic aloud."""
    from voicecoach.cli import topics

    raise typer.Exit(topics.tell(topic, voice=voice, rate_wpm=rate))


# -- look --------------------------------------------------------------------------------------------------------------


@_command("list", LOOK)
def list_() -> None:
    """List the routines there are."""
    from voicecoach.cli import routines

    raise typer.Exit(routines.list_routines())


@_command("show", LOOK, "show deep-piriformis", "show sphinx --dose gentle --pdf sphinx.pdf")
def show(
    routine: RoutineArgument,
    html: Annotated[Path | None, typer.Option(help="Write the sheet as a page.", metavar="FILE")] = None,
    pdf: Annotated[Path | None, typer.Option(help="Write the sheet to print, on A4.", metavar="FILE")] = None,
    dose: DoseOption = None,
) -> None:
    """Show a routine as a sheet with drawings and doses."""
    from voicecoach.cli import show as showing

    raise typer.Exit(showing.show(routine, html, pdf, dose))


@_command("topics", LOOK)
def list_topics() -> None:
    """List what it can explain."""
    from voicecoach.cli import topics

    raise typer.Exit(topics.list_topics())


@_command("replay", LOOK, "replay trace.jsonl")
def replay(
    trace: Annotated[Path, typer.Argument(help="A file written by 'start --trace'.", metavar="TRACE")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show a session again from its trace, event by event."""
    from voicecoach.cli import replay

    raise typer.Exit(replay.show(trace, as_json=as_json))


# -- make --------------------------------------------------------------------------------------------------------------


@_command("record", MAKE, "record gentle-morning -o morning.mp3", "record sphinx -o sphinx.wav --wait 15")
def record(
    routine: RoutineArgument,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="WAV, MP3, FLAC or OGG, by its ending; needed.", metavar="FILE")
    ],
    side: SideOption = None,
    first_side: FirstSideOption = None,
    hold: HoldOption = None,
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


@_command("import", MAKE, "import handout.pdf -o my-stretch.yaml")
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
    """Turn instructions into a routine script.

    Every sentence is said or quoted as left out, and every guess marked: it is to be read over by a person.
    """
    from voicecoach.cli import importing

    raise typer.Exit(importing.import_script(file, output, yes=yes, force=force))


@_command("check", MAKE, "check my-stretch.yaml")
def check(files: Annotated[list[Path], typer.Argument(help="Routine scripts.", metavar="FILE...")]) -> None:
    """Find every problem in routine scripts."""
    from voicecoach.cli import routines

    raise typer.Exit(routines.check(files))


# -- people ------------------------------------------------------------------------------------------------------------

app.add_typer(people_app.patients, name="patients", cls=HelpfulGroup, rich_help_panel=PEOPLE)
_command("history", PEOPLE, "history --patient Anna", "history --days 90 --csv")(people_app.history)
_command(
    "report",
    PEOPLE,
    "report --patient Anna",
    "report --patient Anna --html anna.html",
    "report --patient Anna --ics anna.ics --at 8:00 --at 18:30",
)(people_app.report)


# -- set up ------------------------------------------------------------------------------------------------------------


@_command("doctor", SET_UP)
def doctor(as_json: AsJson = False) -> None:
    """Try every part, and say what is missing and what to do about it."""
    from voicecoach.cli import doctor as examining

    raise typer.Exit(examining.doctor(as_json))


@_command("voices", SET_UP, "voices", "voices --play en-gb")
def list_voices(
    as_json: AsJson = False,
    play: Annotated[
        str | None, typer.Option(help="Let me hear this one.", metavar="NAME", autocompletion=completion.voices)
    ] = None,
) -> None:
    """List the voices that are here, say which one is used, and play one."""
    from voicecoach.cli import voices

    raise typer.Exit(voices.list_voices(as_json=as_json) if play is None else voices.play_voice(play))


@_command("listen", SET_UP, "listen", "listen recording.wav", "listen --learn --patient Anna")
def listen(
    files: Annotated[list[Path] | None, typer.Argument(help="Sound files; none for the card.", metavar="FILE")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A line of JSON for every command.")] = False,
    expect: Annotated[
        ListeningFor,
        typer.Option(help="What is expected besides what always counts.", metavar="session|number|yes-no|ready"),
    ] = ListeningFor.SESSION,
    phrases: Annotated[bool, typer.Option("--phrases", help="Print all phrases as JSON.")] = False,
    ears: EarsOption = None,
    learn: Annotated[bool, typer.Option("--learn", help="Teach the ears a patient's voice; half a minute.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="With --learn: forget what was learnt.")] = False,
    patient: Annotated[
        str | None,
        typer.Option(help="With --learn: whose voice it is.", metavar="NAME", autocompletion=completion.patients),
    ] = None,
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
