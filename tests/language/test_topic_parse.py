"""Reading a topic file."""

from __future__ import annotations

import pytest

from voicecoach.errors import FileError
from voicecoach.language.topics import parse
from voicecoach.language.topics.topic import Source, Topic

GOOD = """
title: Rest
summary: When to rest.
aliases: [pauses]
ask: [tell me about rest]
sections:
  - heading: First
    say: [Rest when you are tired., "Then  begin\\n again."]
  - heading: Then
    say: [Ask a doctor.]
sources:
  - {title: On rest, organisation: A clinic, url: "https://example.org/rest"}
  - {title: More, organisation: Another}
"""


def read(text: str) -> Topic:
    return parse(text, key="rest", language="en", file="rest.yaml")


def problems(text: str) -> list[str]:
    with pytest.raises(FileError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_file_becomes_a_topic() -> None:
    topic = read(GOOD)
    assert topic.sentences == ("Rest when you are tired.", "Then begin again.", "Ask a doctor.")
    assert topic.sources[0] == Source("On rest", "A clinic", "https://example.org/rest")
    assert str(topic.sources[0]) == "A clinic: On rest, https://example.org/rest"
    assert str(topic.sources[1]) == "Another: More"
    assert topic.urgent is False


def test_its_length_is_that_of_its_words_and_the_pauses_between_sentences() -> None:
    topic = read(GOOD)
    assert topic.spoken_s(150) == pytest.approx(11 * 60 / 150 + 3 * 0.35)
    assert topic.spoken_s(75) > topic.spoken_s(150)


def test_broken_yaml_is_reported_where_it_breaks() -> None:
    assert problems("title: [a\nsummary: b")[0].startswith("rest.yaml:2:")


@pytest.mark.parametrize("text", ["", "- a list", "just words"])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    assert "A topic is a mapping" in problems(text)[0]


def test_all_that_is_wrong_is_reported_at_once() -> None:
    found = " ".join(
        problems(
            """
            title: [no text]
            colour: blue
            urgent: perhaps
            aliases: [1]
            sections: [words, {heading: A}, {heading: B, say: one}]
            sources: [{title: T}, {title: T, organisation: 5}]
            """
        )
    )
    for part in (
        "'colour'",
        "'title' must be",
        "'urgent'",
        "'aliases' must",
        "'ask' is missing",
        "'summary' is missing",
    ):
        assert part in found
    assert found.count("A section has") == 3
    assert found.count("A source has") == 2
