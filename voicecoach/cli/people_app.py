"""The options of ``patients``, ``history`` and ``report``. Each calls the function that does the work."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from voicecoach.cli import completion
from voicecoach.cli.help import HelpfulCommand
from voicecoach.cli.options import AsCsv, AsJson, Days, Name, OneSide, PaceOption, Whose

if TYPE_CHECKING:
    from voicecoach.records.patient import Changes

patients = typer.Typer(
    help="List, set up, clear, rename, export and delete patients.",
    epilog="""\
voicecoach patients                      lists who is remembered
voicecoach patients show Anna            shows one patient's settings
voicecoach patients set Anna --hold 20   changes them, or makes a patient""",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class HowMuch(StrEnum):
    FULL = "full"
    SHORT = "short"
    AUTO = "auto"


@patients.callback(invoke_without_command=True)
def everybody(context: typer.Context, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List, set up, clear, rename, export and delete patients."""
    if context.invoked_subcommand is None:
        from voicecoach.cli import people

        raise typer.Exit(people.list_patients(as_json=as_json, as_csv=as_csv))


@patients.command(cls=HelpfulCommand)
def show(name: Name, as_json: AsJson = False) -> None:
    """Show one patient's settings."""
    from voicecoach.cli import people

    raise typer.Exit(people.show_patient(name, as_json=as_json))


@patients.command(
    "set",
    cls=HelpfulCommand,
    epilog="""\
voicecoach patients set Anna --days mon,wed,fri --per-day 2
voicecoach patients set Anna --leave-out left --hold 20
voicecoach patients set Anna --forget hold""",
)
def set_(
    name: Name,
    voice: Annotated[
        str | None,
        typer.Option(help="A name that 'voices' lists.", metavar="NAME", autocompletion=completion.voices),
    ] = None,
    rate: Annotated[int | None, typer.Option(help="Words a minute.", metavar="WPM")] = None,
    volume: Annotated[float | None, typer.Option(help="Louder than the program's own, by.", metavar="DB")] = None,
    hold: Annotated[float | None, typer.Option(help="Length of every hold.", metavar="SECONDS")] = None,
    leave_out: Annotated[
        OneSide | None, typer.Option(help="The side that is not stretched.", metavar="left|right")
    ] = None,
    first_side: Annotated[OneSide | None, typer.Option(help="The side to begin with.", metavar="left|right")] = None,
    instructions: Annotated[
        HowMuch | None, typer.Option(help="auto: in full until the routine is known.", metavar="full|short|auto")
    ] = None,
    emergency_number: Annotated[str | None, typer.Option(help="Read out in an emergency.", metavar="NUMBER")] = None,
    dose: Annotated[
        str | None,
        typer.Option(help="The dose, in routines that have it.", metavar="NAME", autocompletion=completion.doses),
    ] = None,
    pace: PaceOption = None,
    days: Annotated[str | None, typer.Option(help="Prescribed days: mon,wed,fri or daily.", metavar="DAYS")] = None,
    per_day: Annotated[int | None, typer.Option(help="Sessions prescribed on such a day.", metavar="COUNT")] = None,
    forget: Annotated[
        list[str] | None,
        typer.Option(help="Take a setting back.", metavar="SETTING", autocompletion=completion.settings),
    ] = None,
) -> None:
    """Change a patient's settings, or make a new patient."""
    from voicecoach.cli import people, visitors
    from voicecoach.records.patient import Pace, Verbosity
    from voicecoach.routine.plan import Side

    given = {
        "voice": voice,
        "rate_wpm": rate,
        "gain_db": volume,
        "hold_s": hold,
        "leave_out_side": Side(leave_out) if leave_out else None,
        "first_side": Side(first_side) if first_side else None,
        "verbosity": Verbosity(instructions) if instructions else None,
        "emergency_number": emergency_number,
        "dose": dose,
        "pace": Pace(pace) if pace else None,
    }
    changes = cast("Changes", {name: value for name, value in given.items() if value is not None})
    raise typer.Exit(
        people.set_patient(visitors.new_or_known(name), changes, forget=forget or (), days=days, a_day=per_day)
    )


@patients.command(cls=HelpfulCommand, epilog="voicecoach patients clear Anna --sign night --on 2026-11-02")
def clear(
    name: Name,
    sign: Annotated[
        str | None,
        typer.Option(help="Which one; else all that are open.", metavar="SIGN", autocompletion=completion.signs),
    ] = None,
    on: Annotated[str | None, typer.Option(help="The day, such as 2026-11-02; else today.", metavar="DATE")] = None,
) -> None:
    """Note that a doctor has looked at a warning sign."""
    from voicecoach.cli import people

    raise typer.Exit(people.clear_patient(name, sign, on))


@patients.command(cls=HelpfulCommand)
def rename(
    name: Name, new_name: Annotated[str, typer.Argument(help="The name from now on.", metavar="NEW-NAME")]
) -> None:
    """Give a patient another name."""
    from voicecoach.cli import people

    raise typer.Exit(people.rename_patient(name, new_name))


@patients.command(cls=HelpfulCommand)
def delete(
    name: Name, yes: Annotated[bool, typer.Option("--yes", help="Delete without asking again.")] = False
) -> None:
    """Delete everything that is kept of a patient."""
    from voicecoach.cli import people

    raise typer.Exit(people.delete_patient(name, sure=yes))


@patients.command(cls=HelpfulCommand, epilog="voicecoach patients export Anna -o anna.json")
def export(
    name: Name,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.", metavar="FILE")] = None,
) -> None:
    """Take out everything that is kept of a patient, as JSON."""
    from voicecoach.cli import people

    raise typer.Exit(people.export_patient(name, output))


def history(
    patient: Whose = None,
    days: Days = 28,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, session by session.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV, a row a session.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page of all sessions.", metavar="FILE")] = None,
) -> None:
    """Show what was done, session by session.

    The weeks at a glance, then every session with its holds, its pain and what was left out. How that compares with
    what was prescribed, 'report' says.
    """
    from voicecoach.cli import reports

    raise typer.Exit(reports.history(patient, days=days, as_json=as_json, as_csv=as_csv, html=html))


def report(
    patient: Whose = None,
    days: Days = 28,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON: totals, weeks, days, sessions.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV, a row a day: prescribed and done.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page of figures and drawings.", metavar="FILE")] = None,
    text: Annotated[Path | None, typer.Option(help="Write the letter to this file.", metavar="FILE")] = None,
    ics: Annotated[Path | None, typer.Option(help="Write reminders as a calendar file.", metavar="FILE")] = None,
    at: Annotated[
        list[str] | None, typer.Option(help="With --ics: when; again for another time.", metavar="HH:MM")
    ] = None,
) -> None:
    """Report how the prescription was kept, for the therapist.

    A short letter to send or to read aloud, unless another form is asked for. The single sessions are in 'history'.
    """
    from voicecoach.cli import reports

    raise typer.Exit(
        reports.report(patient, days=days, as_json=as_json, as_csv=as_csv, html=html, text=text, ics=ics, at=at or ())
    )
