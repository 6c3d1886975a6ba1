"""The text of a topic file to a topic. Everything that is wrong with a file is reported at once. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from voicecoach.errors import FileError, Problem
from voicecoach.language.topics.topic import Source, Topic, TopicSection

_NEEDED = ("title", "summary", "aliases", "ask", "sections", "sources")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str, *, key: str, language: str, file: str) -> Topic:
    """A topic from the text of its file. Raises FileError with everything that is wrong with it."""
    try:
        content = yaml.load(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise FileError([Problem(file, line, column, f"This is not YAML: {error.problem}.")]) from error
    if faults := list(_faults(content)):
        raise FileError([Problem(file, 1, 1, fault) for fault in faults])
    return Topic(
        key=key,
        language=language,
        title=content["title"],
        summary=content["summary"],
        urgent=content.get("urgent", False),
        aliases=tuple(content["aliases"]),
        ask=tuple(content["ask"]),
        sections=tuple(
            TopicSection(part["heading"], tuple(" ".join(sentence.split()) for sentence in part["say"]))
            for part in content["sections"]
        ),
        sources=tuple(Source(**source) for source in content["sources"]),
    )


def _faults(content: Any) -> Iterator[str]:
    """What is wrong with a file's content, in sentences."""
    if not isinstance(content, Mapping):
        yield f"A topic is a mapping with the keys {', '.join(_NEEDED)}."
        return
    for key in content:
        if key not in (*_NEEDED, "urgent"):
            yield f"{key!r} is no key of a topic; there are {', '.join(_NEEDED)} and urgent."
    for key in _NEEDED:
        if not content.get(key):
            yield f"{key!r} is missing."
    for key in ("title", "summary"):
        if content.get(key) and not isinstance(content[key], str):
            yield f"{key!r} must be text."
    if not isinstance(content.get("urgent", False), bool):
        yield "'urgent' must be true or false."
    for key in ("aliases", "ask"):
        if content.get(key) and not _are_texts(content[key]):
            yield f"{key!r} must be a list of phrases."
    for part in _parts(content.get("sections")):
        if set(part) != {"heading", "say"} or not _are_texts([part["heading"]]) or not _are_texts(part["say"]):
            yield f"A section has a heading and, under 'say', a list of sentences, unlike {dict(part)!r}."
    for part in _parts(content.get("sources")):
        has_keys = {"title", "organisation"} <= set(part) <= {"title", "organisation", "url"}
        if not has_keys or not _are_texts(list(part.values())):
            yield f"A source has a title, an organisation and perhaps a url, all text, unlike {dict(part)!r}."


def _parts(value: Any) -> list[Mapping[str, Any]]:
    """The mappings of a list. What is no mapping becomes an empty one, which no check accepts."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [part if isinstance(part, Mapping) else {} for part in values]


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)
