"""``record``: the whole session as one sound file, for a phone, a CD, or someone without a computer."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from voicecoach.routine.plan import Side


@dataclass(frozen=True, slots=True)
class Request:
    """The options of ``record`` as they were given."""

    routine: str
    output: Path
    side: Literal["left", "right", "both"] | None = None
    first_side: Literal["left", "right"] | None = None
    hold_s: float | None = None
    wait_s: float | None = None
    voice: str | None = None
    rate_wpm: int | None = None


def record(request: Request) -> int:
    """Writes the file, with a bar that shows how far it is."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from voicecoach import settings
    from voicecoach.coach.assemble import Wanted, planned
    from voicecoach.coach.record import DEFAULT_WAIT_S
    from voicecoach.coach.record import record as write_recording
    from voicecoach.language import loading
    from voicecoach.voice.choose import open_voice

    chosen = settings.load({"voice": request.voice, "rate_wpm": request.rate_wpm})
    plan = planned(
        Wanted(
            request.routine,
            sides=request.side or "both",
            first_side=Side(request.first_side) if request.first_side else None,
            hold_s=request.hold_s,
        )
    )
    language = loading.load(plan.language)
    voice = open_voice(chosen.voice, plan.language).voice
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task(request.output.name, total=1.0)
            recorded = write_recording(
                plan,
                language,
                voice,
                request.output,
                wait_s=DEFAULT_WAIT_S if request.wait_s is None else request.wait_s,
                rate_wpm=chosen.rate_wpm,
                progress=lambda share: bar.update(task, completed=share),
            )
    finally:
        voice.close()
    minutes, seconds = divmod(round(recorded.lasts_s), 60)
    sheet = f", and the cue sheet {recorded.cue_sheet}" if recorded.cue_sheet is not None else ""
    sys.stdout.write(f"{recorded.path}: {minutes}:{seconds:02d}, {len(recorded.chapters)} chapters{sheet}\n")
    return 0
