"""A request for a session, and how it is resolved.

The command line, the caregiver's page, ``record`` and the tests ask with a ``SessionRequest``. ``resolved`` decides
what holds: an option of the request first, then what is remembered of the patient, the environment, the settings file,
the defaults.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from voicecoach import settings
from voicecoach.errors import RequestError
from voicecoach.language import loading
from voicecoach.language.loading import Language
from voicecoach.limits import ECHO_DELAY_USUAL_MS
from voicecoach.records.patient import Pace, Patient, Verbosity
from voicecoach.records.patient_session import settings_of
from voicecoach.records.prescribed import PlanOptions
from voicecoach.routine import library
from voicecoach.routine.library import RoutineFile
from voicecoach.routine.plan import Plan, Side, joined, plan
from voicecoach.settings import Settings


@dataclass(frozen=True, slots=True)
class SoundFiles:
    """A room made of files instead of a sound card."""

    microphone: Path | None
    speaker: Path | None
    echo_db: float | None = None
    echo_delay_ms: float = ECHO_DELAY_USUAL_MS


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """The options of a session. None means the usual: of the patient, of the settings or of the routine."""

    routine: str
    """A name in the library, or the path of a script."""
    patient: str | None = None
    """Name of the patient; None for a guest, of whom nothing is asked or kept."""
    new_name: bool = False
    """It is known that the patient's name is new, however near it is to another's."""
    sides: Literal["left", "right", "both"] | None = None
    first_side: Side | None = None
    hold_s: float | None = None
    """The length of every hold."""
    dose: str | None = None
    """The name of one of the routine's doses."""
    pace: Pace | None = None
    rate_wpm: int | None = None
    gain_db: float | None = None
    voice: str | None = None
    ears: str | None = None
    verbosity: Verbosity | None = None
    give_up_s: float | None = None
    files: SoundFiles | None = None
    trace: Path | None = None
    unreviewed: bool = False
    """Run a script in which a dose or a side is still marked as a guess."""
    page: bool = False
    """Commands come from the caregiver's page as well, and not from the keyboard."""
    offer_to_remember: bool = False
    """A guest is asked at the end whether to be remembered."""


@dataclass(frozen=True, slots=True)
class ResolvedSession:
    """A request with everything decided."""

    request: SessionRequest
    """With the patient's own settings where nothing was asked for."""
    settings: Settings
    options: PlanOptions
    plan: Plan
    language: Language
    routine: str
    """The routine as the journal names it, so that it is found again from any folder."""


def resolved(request: SessionRequest) -> ResolvedSession:
    """Resolves the options. A dose that the patient has set counts in the routines that have it.

    Raises RequestError for options that cannot be used, such as a dose that the routine does not have, and FileError
    for a script with problems.
    """
    _check_files(request)
    script = library.load(request.routine)
    _check_reviewed(request, script)
    if request.patient is not None:
        patient = settings_of(request.patient)
        request = request if patient is None else _as_remembered(request, patient, script)
    language = loading.load(script.routine.language)
    options = PlanOptions(request.sides or "both", request.first_side, request.hold_s, request.dose)
    return ResolvedSession(
        request=request,
        settings=settings.load(
            {
                "voice": request.voice,
                "ears": request.ears,
                "rate_wpm": request.rate_wpm,
                "gain_db": request.gain_db,
                "give_up_s": request.give_up_s,
            }
        ),
        options=options,
        plan=plan(
            script.routine,
            key=script.key,
            sides=options.sides,
            first_side=options.first_side,
            hold_s=options.hold_s,
            dose=options.dose,
            included=script.included,
            side_words={side: language.wording.side(side) for side in Side},
        ),
        language=language,
        routine=_kept_as(script),
    )


def _as_remembered(request: SessionRequest, patient: Patient, script: RoutineFile) -> SessionRequest:
    """The request with the patient's settings where nothing was asked for."""
    sides = request.sides
    if sides is None and patient.leave_out_side is not None:
        sides = patient.leave_out_side.other.value
    doses = {name for part in joined(script.routine, script.included) for name in part.doses}
    return replace(
        request,
        sides=sides,
        first_side=request.first_side or patient.first_side,
        # With a dose asked for, its own holds count and not the remembered ones.
        hold_s=patient.hold_s if request.hold_s is None and request.dose is None else request.hold_s,
        dose=patient.dose if request.dose is None and patient.dose in doses else request.dose,
        pace=request.pace or patient.pace,
        rate_wpm=patient.rate_wpm if request.rate_wpm is None else request.rate_wpm,
        gain_db=patient.gain_db if request.gain_db is None else request.gain_db,
        voice=request.voice or patient.voice,
        verbosity=request.verbosity or patient.verbosity,
    )


def _check_reviewed(request: SessionRequest, script: RoutineFile) -> None:
    """Nobody exercises by a guess: a dose or a side that an import marked has to be settled first."""
    guesses = [(file, check) for file, check in script.open_checks if check.decides]
    if guesses and not request.unreviewed:
        file, first = guesses[0]
        others = f" and {len(guesses) - 1} more" if len(guesses) > 1 else ""
        raise RequestError(
            f"{file}:{first.line}: the {first.key} is a guess ({first.message}){others}: settle what is marked with "
            "'# check:' and take the comment away, or start it with --unreviewed"
        )


def _kept_as(script: RoutineFile) -> str:
    here = script.path.parent in (library.shipped_folder(), library.user_folder())
    name = script.path.stem if here else str(script.path.resolve())
    return name.encode("utf-8", errors="backslashreplace").decode("utf-8")  # a name may hold bytes that are no text


def _check_files(request: SessionRequest) -> None:
    """An output file must not be another file of the request, which it would overwrite."""
    files = request.files or SoundFiles(None, None)
    named = {
        "the trace": request.trace,
        "the loudspeaker's file": files.speaker,
        "the microphone's file": files.microphone,
        "the routine": Path(request.routine),
    }
    places = {what: path.resolve() for what, path in named.items() if path is not None}
    for written in ("the trace", "the loudspeaker's file"):
        for other, place in places.items():
            if other != written and places.get(written) == place:
                raise RequestError(f"{written.capitalize()} and {other} cannot be the same file, {place}.")
