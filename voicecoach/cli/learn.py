"""``listen --learn``: enrols a speaker, who says some commands, so that the ears adapt to their voice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import typer

from voicecoach.audio.pcm import Samples
from voicecoach.audio.room.interface import Room, render_silence
from voicecoach.cli.listen import microphone
from voicecoach.cli.visitors import new_or_known
from voicecoach.ears import enrolment
from voicecoach.ears.choose import damage_told, open_judge
from voicecoach.ears.enrolment_session import EnrolmentSession
from voicecoach.ears.interface import Hearing
from voicecoach.errors import RequestError
from voicecoach.language.loading import load
from voicecoach.records.patient_session import learnt_by, learnt_of


def learn_patient(patient: str | None, *, language: str, wanted: bool, forget: bool) -> int:
    """Enrols a patient by name; one who is new is created with what was learnt, and not before.

    Raises RequestError when one of ``--learn`` and ``--patient`` is missing, or there is no patient to forget of.
    """
    if patient is None or not wanted:
        raise RequestError("--learn and --patient NAME must be given together.")
    if forget:
        typer.echo("Forgotten." if enrolment.delete(learnt_of(patient)) else "There was nothing to forget.")
        return 0
    name = new_or_known(patient)
    return learn(lambda: learnt_by(name, datetime.now().astimezone()), language=language)


def learn(place: Callable[[], Path], *, language: str = "en", room: Room | None = None) -> int:
    """Enrols a speaker and stores the enrolment at ``place()``. Returns the exit code. Raises VoicecoachError.

    ``room`` replaces the sound card.
    """
    room = room or microphone()
    spoken = load(language)
    with damage_told():
        lesson = EnrolmentSession(open_judge(spoken), spoken.vocabulary)
    _ask(lesson)

    def step(microphone: Samples, _played: Samples, position: int) -> bool:
        repetition = lesson.hear(Hearing(microphone, microphone, position))
        if repetition is not None:
            _ask(lesson)
        return lesson.asked is not None

    try:
        room.run(render_silence, step)
    except KeyboardInterrupt:
        typer.echo("Ended early; nothing was kept.")
        return 130
    if lesson.asked is not None:
        typer.echo("Not everything was heard; nothing was kept.")
        return 1
    learnt, gain = lesson.outcome()
    enrolment.save(learnt, place())
    typer.echo(
        f"Understood without learning: {gain.understood_before} of {gain.repetitions}; "
        f"with it, each time judged by the other times: {gain.understood_after}. "
        "Kept on this computer: one number for each command, no sound."
    )
    return 0


def _ask(lesson: EnrolmentSession) -> None:
    asked = lesson.asked
    if asked is not None:
        typer.echo(f"Say “{asked.phrase}” ({asked.time} of {asked.times}).")
