"""Sessions as the journal would give them back, made by hand: what reports are tested with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone

from voicecoach.records.entry import Note, PrescribedWork, SessionEntry, Skip, WorkDone
from voicecoach.records.prescription import Prescription
from voicecoach.reports.figures import Report, report
from voicecoach.routine.plan import Side
from voicecoach.session.records import EndReason

ZONE = timezone(timedelta(hours=1))
TODAY = date(2026, 11, 4)
"""A Wednesday."""
WORKS = (
    PrescribedWork(4, "Deep piriformis stretch", Side.RIGHT, 30.0, None, None),
    PrescribedWork(8, "Deep piriformis stretch", Side.LEFT, 30.0, None, None),
)
REPS = PrescribedWork(3, "Pelvic tilt", None, None, 10, 4.0)


def kept(
    day: date,
    *,
    at: time = time(8, 0),
    right_s: float = 30.0,
    left_s: float = 30.0,
    pain: tuple[int | None, int | None] = (None, None),
    ended: EndReason | None = EndReason.FINISHED,
    skips: tuple[Skip, ...] = (),
    hurt_steps: tuple[int, ...] = (),
    refused: bool = False,
    commands: Mapping[str, int] | None = None,
    not_understood: int = 0,
    routine_name: str = "Deep piriformis stretch",
    minutes: float = 6.0,
    works: tuple[PrescribedWork, ...] = WORKS,
    efforts: tuple[WorkDone, ...] | None = None,
    notes: tuple[Note, ...] = (),
) -> SessionEntry:
    """A session of the stretch at the wall; a side held for less than 30 s is not full, one held for 0 s not begun."""
    if efforts is None:
        held = ((4, right_s), (8, left_s))
        efforts = tuple(
            WorkDone(step, seconds, 30.0, None, "full" if seconds >= 30.0 else "next")
            for step, seconds in held
            if seconds
        )
    return SessionEntry(
        id=1,
        routine="deep-piriformis",
        routine_name=routine_name,
        started=datetime.combine(day, at, ZONE),
        sittings=1,
        length_s=minutes * 60.0 + 20.0,
        paused_s=20.0,
        works=works,
        efforts=efforts,
        skips=skips,
        hurt_steps=hurt_steps,
        commands=commands if commands is not None else {"ready": 2},
        not_understood=not_understood,
        pain_before=pain[0],
        pain_after=pain[1],
        refused=refused,
        ended=ended,
        notes=notes,
    )


def a_month() -> Report:
    """Five weeks of somebody's exercising, with a bit of everything in it."""
    first = TODAY - timedelta(days=30)
    entries = []
    for number in range(31):
        day = first + timedelta(days=number)
        before = 6 - number // 8
        match number % 9:
            case 3:
                continue
            case 5:
                skips = (Skip(4, "hurts"), Skip(8, "stopped"))
                hurt = kept(day, right_s=14.0, left_s=0.0, skips=skips, hurt_steps=(4,), ended=EndReason.HURT,
                            pain=(before, before + 3), not_understood=2)  # fmt: skip
                entries.append(hurt)
            case 7:
                entries.append(kept(day, left_s=22.5, pain=(before, before), not_understood=1))
            case _:
                entries.append(kept(day, at=time(7, 30 + number % 20), pain=(before, max(0, before - number % 3))))
        if number % 11 == 6:
            movements = (WorkDone(3, 40.0, 40.0, 10, "full"),)
            entries.append(
                kept(day, at=time(18), routine_name="Pelvic tilt", works=(REPS,), efforts=movements, minutes=3.0)
            )
    plan = (Prescription(first), Prescription(TODAY - timedelta(days=9), frozenset({0, 2, 4, 5}), 1))
    return report("Anna", entries, plan, TODAY, days=31)
