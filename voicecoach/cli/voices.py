"""``voices``: the voices that are here, which one is used and why, and how they sound."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from voicecoach.cli import INTERRUPTED
from voicecoach.errors import DeviceError

if TYPE_CHECKING:
    from voicecoach.settings import Settings


def list_voices(*, as_json: bool) -> int:
    """Prints the voices for the language that is set, the preferred ones first. Always 0."""
    from voicecoach import settings
    from voicecoach.language.loading import load
    from voicecoach.voice.choose import open_voice, voices

    chosen = settings.load({})
    default = open_voice(chosen.voice, chosen.language)
    default.voice.close()
    found = voices(chosen.language)
    if as_json:
        rows = [
            {
                "name": voice.name,
                "language": next(iter(voice.languages), chosen.language),
                "engine": voice.engine,
                "default": voice.name == default.voice.name,
            }
            for voice in found
        ]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return 0

    from rich.console import Console
    from rich.table import Table

    words = load(chosen.language).texts.voice_list
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in words.headings:
        table.add_column(heading)
    for voice in found:
        mark = words.used if voice.name == default.voice.name else ""
        table.add_row(voice.name, ", ".join(voice.languages), voice.engine, voice.description, mark)
    console = Console(markup=False, emoji=False)
    console.print(table)
    console.print("\n" + words.why.format(name=default.voice.name, why=default.why))
    return 0


def play_voice(name: str) -> int:
    """Lets one hear a voice. 130 when it was interrupted.

    Raises RequestError for a voice that is not there, VoiceError when it fails, DeviceError without a loudspeaker.
    """
    from voicecoach import settings
    from voicecoach.cli.topics import read_out
    from voicecoach.coach.assemble import aloud
    from voicecoach.language.loading import load
    from voicecoach.language.wording import sentences_of
    from voicecoach.voice.printed_voice import PRINTED

    used: Settings = settings.load({"voice": name})
    sample = sentences_of(load(used.language).texts.voice_list.sample)

    def show(sentence: str) -> None:
        sys.stdout.write(sentence + "\n")

    with aloud(sample, used.language, used, show=show) as speech:
        if speech.room is None:
            raise DeviceError(
                "There is no loudspeaker here, so no voice can be heard."
                if used.voice != PRINTED.name
                else "The printed voice makes no sound."
            )
        return 0 if read_out(speech.reading, speech.room) else INTERRUPTED
