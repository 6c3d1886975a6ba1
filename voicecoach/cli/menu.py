"""What can be chosen at the start: the routines, in the order in which they are offered, and the patients."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from voicecoach.cli.screen.board import Board, BoardRow
from voicecoach.errors import RequestError, StorageError

if TYPE_CHECKING:
    from voicecoach.routine.library import RoutineFile
    from voicecoach.session.menu import MenuItem

FIRST_OFFERED = ("deep-piriformis", "gentle-morning", "sciatica-friendly")


def menu_of(language: str, today: date) -> tuple[tuple[MenuItem, ...], Board]:
    """The routines, the usual ones first, and the same with the patients for the screen.

    Faulty scripts are left out; ``list`` and ``check`` show them. There are no patients where the journal cannot be
    opened.
    """
    from voicecoach.language import loading
    from voicecoach.routine import library
    from voicecoach.routine.duration import routine_minutes
    from voicecoach.session.menu import MenuItem

    texts = loading.load(language).texts.screen
    names = library.names()
    ordered = [*(n for n in FIRST_OFFERED if n in names), *(n for n in names if n not in FIRST_OFFERED)]
    done, people = _journal()
    items, rows = [], []
    for name in ordered:
        with suppress(RequestError):
            script = library.load(name)
            minutes = routine_minutes(script.routine, script.included)
            items.append(MenuItem(name, script.routine.name))
            rows.append(BoardRow(name, script.routine.name, texts.postures[_posture(script)], minutes, done.get(name)))
    order = list(texts.postures.values())
    rows.sort(key=lambda row: order.index(row.posture))
    patients = [BoardRow(name, name, last_done=last) for name, last in people]
    guest = BoardRow("", texts.guest)
    return tuple(items), Board(tuple(rows), (*patients, guest), today)


def _posture(script: RoutineFile) -> str:
    """The posture of the routine's first drawing of an exercise; "other" without one."""
    from voicecoach import pictures
    from voicecoach.routine.plan import plan

    steps = plan(script.routine, key=script.key, included=script.included).steps
    drawn = [step.picture for step in steps if step.is_work and step.picture is not None]
    drawn += [step.picture for step in steps if step.picture is not None]
    for key in drawn:
        with suppress(RequestError):
            return pictures.posture(key).value
    return "other"


def _journal() -> tuple[dict[str, date], list[tuple[str, date | None]]]:
    """When each routine was last done, by anybody; and each patient with the day of the last session."""
    from voicecoach.records.database import Database
    from voicecoach.records.patients import Patients
    from voicecoach.records.sessions import sessions_of

    done: dict[str, date] = {}
    people: list[tuple[str, date | None]] = []
    try:
        with Database() as database:
            for patient in Patients(database).all():
                days = []
                for entry in sessions_of(database, patient.id):
                    if not entry.counts:  # it ended at a question before the exercises
                        continue
                    days.append(entry.day)
                    done[entry.routine] = max(entry.day, done.get(entry.routine, entry.day))
                people.append((patient.name, max(days, default=None)))
    except StorageError as error:
        sys.stderr.write(f"{error}\n")
    return done, people
