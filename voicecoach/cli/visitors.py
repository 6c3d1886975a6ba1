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
    """The request, for the patient who was meant: at a terminal, a new name that is nearly another's is asked back.

    Without a terminal nobody can be asked: the session begins by saying so.
    """
    from voicecoach.records.patient_session import nearly_called

    if request.patient is None or not _somebody_types():
        return request
    near = nearly_called(request.patient)
    if near is None:
        return request
    if _meant(request.patient, near):
        return replace(request, patient=near)
    return replace(request, new_name=True)


def new_or_known(name: str) -> str:
    """The name of whom a command is about that makes a patient of a new name: one that is nearly another's is asked
    back at a terminal, and told where there is none.
    """
    from voicecoach.records.names import normalised
    from voicecoach.records.patient_session import nearly_called

    near = nearly_called(name)
    if near is None:
        return name
    if _somebody_types():
        return near if _meant(name, near) else name
    plain = normalised(name)
    sys.stderr.write(
        f"'{plain}' is new here, and somebody else than '{near}'. "
        f"If '{near}' was meant, 'voicecoach patients delete NAME --yes' takes the new one back.\n"
    )
    return name


def _meant(name: str, near: str) -> bool:
    """Asks whether somebody who is known was meant by a new name."""
    from voicecoach import settings
    from voicecoach.language import loading
    from voicecoach.records.names import normalised

    words = loading.load(settings.load({}).language).texts.terminal
    while (answer := typed(words.ask_near.format(name=normalised(name), near=near))) is not None:
        letter = answer.strip().lower()[:1] or words.yes_letter
        if letter in (words.yes_letter, words.no_letter):
            return letter == words.yes_letter
    return False


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
