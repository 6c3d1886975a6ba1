"""``record``: the whole session as one sound file, for a phone, a CD, or someone without a computer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from voicecoach.errors import RequestError

if TYPE_CHECKING:
    from voicecoach.coach.session_request import SessionRequest


def record(request: SessionRequest, output: Path, *, wait_s: float | None = None, force: bool = False) -> int:
    """Writes the file, with a progress bar. ``wait_s`` is the pause where a session would wait.

    Raises RequestError where ``output``, or the cue sheet beside it, exists and ``force`` is not given.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from voicecoach.coach.record import files_of
    from voicecoach.coach.record import record as write_recording
    from voicecoach.coach.session_request import resolved
    from voicecoach.limits import RECORDED_WAIT_USUAL_S
    from voicecoach.voice.choose import open_voice

    for file in () if force else files_of(output):
        if file.exists():
            raise RequestError(f"{file} exists already. --force writes over it.")
    session = resolved(request)
    voice = open_voice(session.settings.voice, session.plan.language).voice
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    try:
        with Progress(
            *columns, console=Console(stderr=True, markup=False, emoji=False), disable=not sys.stderr.isatty()
        ) as bar:
            task = bar.add_task(output.name, total=1.0)
            recorded = write_recording(
                session.plan,
                session.language,
                voice,
                output,
                wait_s=RECORDED_WAIT_USUAL_S if wait_s is None else wait_s,
                rate_wpm=session.settings.rate_wpm,
                progress=lambda share: bar.update(task, completed=share),
            )
    finally:
        voice.close()
    minutes, seconds = divmod(round(recorded.lasts_s), 60)
    sheet = f", and the cue sheet {recorded.cue_sheet}" if recorded.cue_sheet is not None else ""
    sys.stdout.write(f"{recorded.path}: {minutes}:{seconds:02d}, {len(recorded.chapters)} chapters{sheet}\n")
    return 0
