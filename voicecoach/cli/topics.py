"""``topics`` and ``tell``: lists the topics, and explains one aloud."""

from __future__ import annotations

import signal
import sys
import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from voicecoach.cli import INTERRUPTED
from voicecoach.errors import DeviceError

if TYPE_CHECKING:
    from voicecoach.audio.room.interface import Room
    from voicecoach.coach.assemble import SpokenText
    from voicecoach.coach.read_aloud import ReadAloud
    from voicecoach.language.topics import Topic

WIDTH = 88


def list_topics() -> int:
    """Prints the topics, the urgent ones first: name, minutes, what each is about."""
    from voicecoach import settings
    from voicecoach.cli.catalogue import print_catalogue
    from voicecoach.language import topics

    used = settings.load({})
    rows = []
    for name in topics.names(used.language):
        topic = topics.load(name, used.language)
        minutes = max(1, round(topic.spoken_s(used.rate_wpm) / 60))
        rows.append((name, minutes, f"{topic.title}. {topic.summary}"))
    print_catalogue(rows)
    return 0


def tell(topic: str, *, voice: str | None = None, rate_wpm: int | None = None) -> int:
    """Explains a topic aloud and prints it, each sentence as it is said; without sound it is printed at once.

    Returns 0, or 130 when it was interrupted. Raises RequestError for an unknown topic or voice, VoiceError
    when the voice fails.
    """
    from voicecoach import settings
    from voicecoach.coach.assemble import aloud
    from voicecoach.language import topics

    used = settings.load({"voice": voice, "rate_wpm": rate_wpm})
    found = topics.find(topic, used.language)
    page = _page(found)
    with aloud(found.sentences, found.language, used, show=lambda _sentence: _write([next(page)])) as speech:
        _write([next(page)])
        finished = say(speech)
    if not finished:
        return INTERRUPTED
    _write(page)
    return 0


def say(speech: SpokenText) -> bool:
    """Reads aloud if there is sound; missing parts are no failure, because the text is printed too.

    Returns False when it was interrupted.
    """
    for note in speech.notes:
        _complain(note)
    if speech.room is None:
        return True
    try:
        return read_out(speech.reading, speech.room)
    except DeviceError as error:
        _complain(f"\n{error}")
        return True


def read_out(reading: ReadAloud, room: Room) -> bool:
    """Reads aloud until the end, or until Ctrl-C, which fades the voice out. Returns False when it was interrupted."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: reading.stop())
    try:
        return reading.run(room)
    finally:
        signal.signal(signal.SIGINT, before)


def _page(topic: Topic) -> Iterator[str]:
    """The title, then a piece for each sentence, then the sources, in the order in which they are printed."""
    yield f"{topic.title}\n{'=' * len(topic.title)}\n"
    for section in topic.sections:
        for number, sentence in enumerate(section.sentences):
            heading = f"\n{section.heading}\n" if number == 0 else ""
            yield heading + textwrap.fill(sentence, WIDTH, initial_indent="  ", subsequent_indent="  ") + "\n"
    yield "\nSources\n" + "".join(f"  {source}\n" for source in topic.sources)


def _write(pieces: Iterable[str]) -> None:
    sys.stdout.write("".join(pieces))
    sys.stdout.flush()


def _complain(message: str) -> None:
    sys.stderr.write(message + "\n")
