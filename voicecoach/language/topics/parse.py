"""Parses topic files. All problems of a file are reported at once. Pure."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from voicecoach.errors import FileError
from voicecoach.language.problems import checked, read
from voicecoach.language.text_model import Section, Text
from voicecoach.language.topics.topic import Source, Topic, TopicSection

_Texts = Annotated[tuple[Text, ...], Field(min_length=1)]


class _Part(Section):
    heading: Text
    say: _Texts


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


def parse(source: bytes, *, key: str, language: str, file: str) -> Topic:
    """A topic from the content of its file. Raises FileError with everything that is wrong with it."""
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
            TopicSection(part.heading, tuple(" ".join(sentence.split()) for sentence in part.say))
            for part in content.sections
        ),
        sources=tuple(Source(each.title, each.organisation, each.url) for each in content.sources),
    )
