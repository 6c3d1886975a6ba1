"""Finding the topic that somebody means."""

from __future__ import annotations

import pytest

from voicecoach.errors import RequestError
from voicecoach.language import topics


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("epidural-injections", "epidural-injections"),
        ("injections", "epidural-injections"),
        ("Tell me about injections!", "epidural-injections"),
        ("What is the piriformis?", "sciatica"),
        ("tell me about the bone graft", "back-surgery"),
        ("Warning signs", "red-flags"),
        ("  how should I BREATHE ", "breathing"),
    ],
)
def test_a_topic_is_found_by_what_people_call_it(said: str, key: str) -> None:
    assert topics.find(said).key == key


@pytest.mark.parametrize("key", topics.names())
def test_every_key_title_alias_and_phrase_leads_to_its_topic(key: str) -> None:
    topic = topics.load(key)
    for name in (key, topic.title, *topic.aliases, *topic.ask):
        assert topics.find(name) is topic


def test_an_unknown_name_brings_the_nearest() -> None:
    with pytest.raises(RequestError, match="Did you mean 'epidural-injections"):
        topics.find("injektions")


def test_a_name_that_is_near_nothing_brings_them_all() -> None:
    with pytest.raises(RequestError, match=r"There are red-flags, .*breathing"):
        topics.find("quantum gravity")


def test_an_empty_name_is_no_topic() -> None:
    with pytest.raises(RequestError):
        topics.find("")


def test_a_language_without_topics_is_refused_by_name() -> None:
    with pytest.raises(RequestError, match=r"'xx'.*en"):
        topics.names("xx")


def test_phrases_lead_to_topics_that_exist() -> None:
    phrases = topics.topic_phrases()
    assert phrases["tell me about injections"] == "epidural-injections"
    assert set(phrases.values()) == set(topics.names())
