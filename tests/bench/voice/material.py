"""Everything the coach says: the lines of all routines, the topics, its own sentences, and its numbers in context."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from voicecoach.errors import FileError
from voicecoach.language import topics
from voicecoach.language.loading import Language, load
from voicecoach.language.wording import flattened
from voicecoach.routine import library
from voicecoach.routine.plan import Side, plan
from voicecoach.session.lines import all_lines

NUMBERS = (*range(1, 21), 30, 45, 60, 90)
_FILLED = {
    "count": "twelve", "duration": "30 seconds", "first": "one minute", "second": "30 seconds", "name": "the stretch",
    "needs": "a wall, a mat and a towel", "number": "two", "sets": "three", "feel": "in your left buttock",
    "not_feel": "in your knee", "side": "left", "left": "twelve seconds", "phrase": "stop", "rise": "two",
    "digits": "four, five, six", "digit": "seven",
}  # fmt: skip


def routine_lines(language: Language) -> Iterator[str]:
    """Every line of every shipped routine."""
    side_words = {side: language.wording.side(side) for side in Side}
    for name in library.names():
        try:
            script = library.load(name)
        except FileError:
            continue
        the_plan = plan(script.routine, key=script.key, included=script.included, side_words=side_words)
        yield from all_lines(the_plan, language.wording)


def coach_sentences(language: Language) -> Iterator[str]:
    """The coach's own sentences with their blanks filled."""
    for text in flattened(language.texts.sentences).values():
        names = {name for _, name, _, _ in Formatter().parse(text) if name}
        if names <= set(_FILLED):
            yield text.format(**{name: _FILLED[name] for name in names})


def topic_lines(language: Language) -> Iterator[str]:
    for name in topics.names(language.code):
        yield from topics.load(name, language.code).sentences


def numbers_in_context(language: Language) -> Iterator[tuple[int, str]]:
    """Each number that is counted, and how the coach says it to somebody who lies in a hold."""
    for number in NUMBERS:
        yield number, language.wording.say("left_in_hold", left=language.wording.duration(number))


def all_spoken(code: str = "en") -> list[str]:
    """All of it, each line once."""
    language = load(code)
    return list(dict.fromkeys([*routine_lines(language), *coach_sentences(language), *topic_lines(language)]))
