"""``voices``: the voices that are here, which one is used and why, and how they sound."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from voicecoach.cli import INTERRUPTED
from voicecoach.errors import DeviceError, VoicecoachError

if TYPE_CHECKING:
    from voicecoach.language.language_file import VoiceListTexts
    from voicecoach.settings import Settings
    from voicecoach.voice.interface import VoiceInfo


def list_voices(*, as_json: bool) -> int:
    """Prints the voices for the language that is set, the preferred ones first. Returns 2, after the list, when the
    voice that is set is not one of them, else 0.
    """
    from voicecoach import settings
    from voicecoach.language.loading import load
    from voicecoach.voice.choose import open_voice, voices

    chosen = settings.load({})
    found = voices(chosen.language)
    default, wrong = None, None
    try:
        default = open_voice(chosen.voice, chosen.language)
        default.voice.close()
    except VoicecoachError as error:
        wrong = error
    used = None if default is None else default.voice.name
    if as_json:
        rows = [
            {
                "name": voice.name,
                "language": next(iter(voice.languages), chosen.language),
                "engine": voice.engine,
                "default": voice.name == used,
            }
            for voice in found
        ]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        words = load(chosen.language).texts.voice_list
        told = [] if default is None else [words.why.format(name=used, why=default.why)]
        _print_list(found, used, words, "\n".join((*told, words.play, words.take)))
    if wrong is not None:
        sys.stderr.write(f"{wrong}\n")
        return wrong.exit_code
    return 0


def _print_list(found: Sequence[VoiceInfo], used: str | None, words: VoiceListTexts, told: str) -> None:
    """A line a voice, below the synthesiser that it belongs to, then what is told of them."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table

    console = Console(markup=False, emoji=False, highlight=False)
    longest = max(len(voice.name) for voice in found)
    for engine, voices in groupby(found, key=lambda voice: voice.engine):
        table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True, style="bold", min_width=longest)
        table.add_column()
        for voice in voices:
            mine = voice.name == used
            table.add_row(voice.name, words.used.format(description=voice.description) if mine else voice.description)
        console.print(f"{engine}:")
        console.print(Padding(table, (0, 0, 0, 2)))
    console.print(f"\n{told}")


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
                "There is no loudspeaker here, so no voice can be heard. 'voicecoach doctor' says what to do."
                if used.voice != PRINTED.name
                else "The printed voice makes no sound."
            )
        return 0 if read_out(speech.reading, speech.room) else INTERRUPTED
