"""Names at the terminal: one that is nearly another's, and that of a guest who wants to be remembered."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from voicecoach.errors import RequestError, StorageError

if TYPE_CHECKING:
    from voicecoach.coach.session_request import SessionRequest


def name_confirmed(request: SessionRequest) -> SessionRequest:
    """The request, for the patient who was meant: at a terminal, a new name that is nearly another's is asked back."""
    from voicecoach import settings
    from voicecoach.language import loading
    from voicecoach.records.names import normalised
    from voicecoach.records.patient_session import nearly_called

    if request.patient is None or not _somebody_types():
        return request
    near = nearly_called(request.patient)
    if near is None:
        return request
    words = loading.load(settings.load({}).language).texts.terminal
    answer = typed(words.ask_near.format(name=normalised(request.patient), near=near))
    if answer is None or answer.strip().lower().startswith(words.no_letter):
        return replace(request, new_name=True)
    return replace(request, patient=near)


def remember_guest(language: str, ask: Callable[[str], str | None]) -> None:
    """Asks for the name of a guest who wants to be remembered, and creates the patient; with no name, nobody.

    ``ask`` prints a question and returns what is typed.

    Nothing of the guest's session is kept, so the next one begins with all questions.
    """
    from voicecoach.language import loading
    from voicecoach.records.database import Database
    from voicecoach.records.patients import Patients

    words = loading.load(language).texts.terminal
    question: str | None = words.ask_name
    if not _somebody_types():
        sys.stderr.write(words.name_elsewhere + "\n")
        return
    while question is not None:
        name = ask(question)
        if name is None or not name.strip():
            return
        try:
            with Database() as database:
                patients = Patients(database)
                if known := patients.find(name):
                    question = words.name_taken.format(name=known.name)
                    continue
                patient = patients.called(name, datetime.now().astimezone())
        except (RequestError, StorageError) as error:
            sys.stderr.write(f"{error}\n")
            question = words.ask_name if isinstance(error, RequestError) else None
            continue
        sys.stdout.write(words.name_kept.format(name=patient.name) + "\n")
        return


def _somebody_types() -> bool:
    from voicecoach.ears.typed_ears import keyboard_present

    return keyboard_present() and sys.stdout.isatty()


def typed(question: str) -> str | None:
    """A typed line, None at the end of input."""
    try:
        return input(question)
    except (EOFError, UnicodeDecodeError):
        return None
