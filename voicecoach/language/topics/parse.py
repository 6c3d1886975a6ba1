"""Parses topic files. All problems of a file are reported at once. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from voicecoach.errors import FileError
from voicecoach.language.problems import checked, read
from voicecoach.language.text_model import Section, Text
from voicecoach.language.topics.topic import Source, Topic, TopicSection

_Texts = Annotated[tuple[Text, ...], Field(min_length=1)]


class _Part(Section):
    heading: Text
    say: _Texts
    signs: Literal["emergency", "doctor"] | None = None
    """After what is said come the warning signs that call for this."""


class _Source(Section):
    title: Text
    organisation: Text
    url: Text | None = None


class _TopicFile(Section):
    title: Text
    summary: Text
    urgent: bool = False
    aliases: _Texts
    ask: _Texts
    sections: Annotated[tuple[_Part, ...], Field(min_length=1)]
    sources: Annotated[tuple[_Source, ...], Field(min_length=1)]


NO_SIGNS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def parse(
    source: bytes, *, key: str, language: str, file: str, signs: Mapping[str, tuple[str, ...]] = NO_SIGNS
) -> Topic:
    """A topic from the content of its file. ``signs`` are the warning signs, by what they call for.

    Raises FileError with everything that is wrong with it.
    """
    content, problems = checked(read(source, file), _TopicFile)
    if problems or content is None:
        raise FileError(sorted(set(problems)))
    return Topic(
        key=key,
        language=language,
        title=content.title,
        summary=content.summary,
        urgent=content.urgent,
        aliases=content.aliases,
        ask=content.ask,
        sections=tuple(
            TopicSection(
                part.heading,
                (
                    *(" ".join(sentence.split()) for sentence in part.say),
                    *(f"{sign[:1].upper()}{sign[1:]}." for sign in signs.get(part.signs or "", ())),
                ),
            )
            for part in content.sections
        ),
        sources=tuple(Source(each.title, each.organisation, each.url) for each in content.sources),
    )
