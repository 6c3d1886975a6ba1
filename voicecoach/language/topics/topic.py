"""A topic: sections of short sentences that can be read aloud, and where their facts come from. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from."""

    title: str
    organisation: str
    url: str | None = None

    def __str__(self) -> str:
        text = f"{self.organisation}: {self.title}"
        return f"{text}, {self.url}" if self.url else text


@dataclass(frozen=True, slots=True)
class TopicSection:
    """A few sentences under a heading. The heading is printed and not spoken."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing the coach can explain."""

    key: str
    """Its file's name, such as ``epidural-injections``."""
    language: str
    title: str
    summary: str
    urgent: bool
    """It says when help is needed at once; such a topic is named first in lists."""
    aliases: tuple[str, ...]
    """Other names that ``tell`` understands, lower case."""
    ask: tuple[str, ...]
    """Phrases by which a patient asks for it aloud, lower case, without punctuation."""
    sections: tuple[TopicSection, ...]
    sources: tuple[Source, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that is spoken, in order. Speech can be cut and taken up again between any two."""
        return tuple(sentence for section in self.sections for sentence in section.sentences)

    def spoken_s(self, rate_wpm: float = 150) -> float:
        """About how long it takes to say, in seconds, with a third of a second between sentences."""
        words = sum(len(sentence.split()) for sentence in self.sentences)
        return words * 60 / rate_wpm + 0.35 * len(self.sentences)
