"""Finds the packaged topics, by key, title, alias or spoken phrase."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from voicecoach.errors import RequestError
from voicecoach.language.loading import load as load_language
from voicecoach.language.topics.parse import parse
from voicecoach.language.topics.topic import Topic

DEFAULT_LANGUAGE = "en"


def languages() -> tuple[str, ...]:
    """The codes of the languages that have topics."""
    folders = (entry.name for entry in files(__package__).iterdir() if entry.is_dir())
    return tuple(sorted(name for name in folders if not name.startswith("__")))


def names(language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """The keys of all topics of a language, the urgent ones first, then by title.

    Raises RequestError for a language without topics.
    """
    return tuple(_topics(language))


def load(key: str, language: str = DEFAULT_LANGUAGE) -> Topic:
    """The topic with exactly this key. Raises KeyError when there is none."""
    return _topics(language)[key]


def find(wanted: str, language: str = DEFAULT_LANGUAGE) -> Topic:
    """The topic for a key, a title, an alias, or a phrase such as "tell me about injections".

    Raises RequestError, with the nearest names, when there is none.
    """
    known = _known_names(language)
    name = _words(wanted)
    if name in known:
        return load(known[name], language)
    # "Tell me about the rods" is not among the phrases, but it ends in a name.
    ends = sorted((other for other in known if name.endswith(f" {other}")), key=len)
    if ends:
        return load(known[ends[-1]], language)
    keys = dict.fromkeys(known[near] for near in get_close_matches(name, known, n=3, cutoff=0.6))
    near = " or ".join(f"'{key}'" for key in keys)
    hint = f"Did you mean {near}?" if keys else f"There are {', '.join(names(language))}."
    raise RequestError(f"There is no topic '{wanted}'. {hint}")


def topic_phrases(language: str = DEFAULT_LANGUAGE) -> dict[str, str]:
    """Each phrase by which a patient may ask for a topic in a pause, and the key of that topic.

    Empty for a language without topics.
    """
    if language not in languages():
        return {}
    return {phrase: topic.key for topic in _topics(language).values() for phrase in topic.ask}


@cache
def _topics(language: str) -> dict[str, Topic]:
    if language not in languages():
        raise RequestError(f"There are no topics in {language!r}, only in {', '.join(languages())}.")
    gate = load_language(language).texts.gate
    signs = {do: gate.told(do) for do in ("emergency", "doctor")}
    topics = [
        parse(
            entry.read_bytes(),
            key=entry.name.removesuffix(".yaml"),
            language=language,
            file=f"language/topics/{language}/{entry.name}",
            signs=signs,
        )
        for entry in files(__package__).joinpath(language).iterdir()
        if entry.name.endswith(".yaml")
    ]
    return {topic.key: topic for topic in sorted(topics, key=lambda topic: (not topic.urgent, topic.title))}


@cache
def _known_names(language: str) -> dict[str, str]:
    """Every name of every topic in plain words, and the topic's key."""
    return {
        _words(name): topic.key
        for topic in _topics(language).values()
        for name in (*topic.aliases, *topic.ask, topic.title, topic.key)
    }


def _words(name: str) -> str:
    """Words only, in lower case, so that a key, a title and a spoken phrase can be compared."""
    return " ".join(re.findall(r"[^\W_]+", name.lower()))
