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
    return parse(text.encode(), key="rest", language="en", file="rest.yaml")


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
    assert problems("title: [a\nsummary: b")[0].startswith("rest.yaml:")


@pytest.mark.parametrize("text", ["", "- a list", "just words"])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    assert "expected keys and values" in problems(text)[0]


def test_all_that_is_wrong_is_reported_at_once_and_in_its_place() -> None:
    text = """\
title: [no text]
colour: blue
urgent: perhaps
aliases: [1]
sections: [words, {heading: A}, {heading: B, say: one}]
sources: [{title: T}, {title: T, organisation: 5}]
"""
    assert problems(text) == [
        "rest.yaml:1:1: missing key 'ask'",
        "rest.yaml:1:1: missing key 'summary'",
        "rest.yaml:1:8: expected a text",
        "rest.yaml:2:1: unknown key 'colour'",
        "rest.yaml:3:9: expected true or false",
        "rest.yaml:4:11: expected a text",
        "rest.yaml:5:12: expected keys and values",
        "rest.yaml:5:19: missing key 'say' in 'sections.1'",
        "rest.yaml:5:51: expected a list",
        "rest.yaml:6:11: missing key 'organisation' in 'sources.0'",
        "rest.yaml:6:48: expected a text",
    ]


def test_a_section_may_end_in_the_warning_signs_that_call_for_something() -> None:
    text = GOOD.replace("    say: [Ask a doctor.]", "    say: [Ask a doctor.]\n    signs: doctor")
    topic = parse(text.encode(), key="rest", language="en", file="rest.yaml", signs={"doctor": ("a fever", "pain")})
    assert topic.sections[1].sentences == ("Ask a doctor.", "A fever.", "Pain.")
    assert "'emergency' or 'doctor'" in problems(text.replace("signs: doctor", "signs: soon"))[0]
