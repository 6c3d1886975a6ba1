"""The topics: they can be read aloud, name their sources, carry what they must, and advise nobody."""

from __future__ import annotations

import re

import pytest

from tests.speakable import faults, plain
from voicecoach.language import topics
from voicecoach.language.loading import load
from voicecoach.language.topics import Topic

TOPICS = [topics.load(key) for key in topics.names()]
a_topic = pytest.mark.parametrize("topic", TOPICS, ids=[topic.key for topic in TOPICS])

WHOM_TO_ASK = re.compile(r"\b(doctors?|physiotherapists?|surgeons?)\b")
ADVICE = re.compile(
    r"\byou (?:need|must have|require|should (?:have|get|take)) (?:an? |the )?"
    r"(?:operation|injection|surgery|epidural|scan)"
    r"|\b(?:this|it) is right for you\b|\byour pain (?:comes from|is caused by|must be)\b",
    re.IGNORECASE,
)


@a_topic
def test_every_sentence_can_be_read_aloud(topic: Topic) -> None:
    assert [fault for sentence in topic.sentences for fault in faults(sentence)] == []


@a_topic
def test_every_item_is_one_sentence(topic: Topic) -> None:
    assert [sentence for sentence in topic.sentences if re.search(r"[.?!]\s", sentence)] == []


@a_topic
def test_it_can_be_listened_to_in_one_go(topic: Topic) -> None:
    assert 45 <= topic.spoken_s() <= 180


@a_topic
def test_it_names_its_sources(topic: Topic) -> None:
    assert topic.sources
    for source in topic.sources:
        assert source.url is None or re.fullmatch(r"https?://[^\s]+\.[^\s]+", source.url)


@a_topic
def test_it_ends_by_saying_whom_to_ask(topic: Topic) -> None:
    assert WHOM_TO_ASK.search(" ".join(topic.sections[-1].sentences)) or topic.urgent


@a_topic
def test_it_advises_nobody(topic: Topic) -> None:
    assert [sentence for sentence in topic.sentences if ADVICE.search(sentence)] == []


@a_topic
def test_phrases_for_asking_can_be_told_from_commands(topic: Topic) -> None:
    commands = {phrase for phrases in load("en").vocabulary.phrases.values() for phrase in phrases}
    assert topic.ask
    for phrase in topic.ask:
        assert phrase == plain(phrase)
        assert 2 <= len(phrase.split()) <= 6, "ears reject what is longer than about three seconds"
        inside = [c for c in commands if f" {c} " in f" {phrase} " and len(c.split()) > 1]
        assert phrase not in commands
        assert not inside, f"{phrase!r} holds the command {inside}"


def test_no_phrase_and_no_name_means_two_topics() -> None:
    phrases = [phrase for topic in TOPICS for phrase in topic.ask]
    names = [name for topic in TOPICS for name in (topic.key, topic.title.lower(), *topic.aliases)]
    assert len(phrases) == len(set(phrases))
    assert len(names) == len(set(names))


def said(key: str) -> str:
    return " ".join(topics.load(key).sentences).lower()


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("why-hips-and-backs-hurt", ["disc", "wear", "sciatic nerve", "press on a nerve", "shoot along the hip"]),
        ("sciatica", ["piriformis", "tight", "press on the nerve", "lower back", "the hip, the back and the leg"]),
        ("treatment-depends-on-cause", ["depends on what causes it", "how bad", "at home", "outpatient", "surgery"]),
        ("home-stretching", ["hip and back", "ease pain", "sciatica", "breathing"]),
        (
            "epidural-injections",
            [
                "so strong that an injection seems to be the only thing",
                "local anaesthetic",
                "steroid",
                "against inflammation",
                "lumbar",
                "epidural space",
                "surrounds the covering of the spinal cord and of the nerve roots",
                "immune system",
                "lidocaine",
                "wash away some of the chemicals",
                "given by doctors",
            ],
        ),
        (
            "back-surgery",
            [
                "the option that is left",
                "worn disc presses on a nerve",
                "strong pain and irritation",
                "damaged parts of the spine",
                "plate of bone at the back of a vertebra",
                "removes the part of the lamina that presses on the nerve",
                "two rods",
                "bone graft",
                "grows into new bone",
                "added support",
            ],
        ),
        ("pain-scale", ["zero means no pain", "ten means the worst", "two points or more"]),
        ("breathing", ["through your nose", "do not hold your breath"]),
    ],
)
def test_the_facts_are_there(key: str, facts: list[str]) -> None:
    text = said(key)
    assert [fact for fact in facts if fact not in text] == []


def test_red_flags_say_when_help_is_urgent_and_come_first() -> None:
    assert topics.names()[0] == "red-flags"
    text = said("red-flags")
    for sign in (
        "emergency",
        "genitals",
        "passing urine",
        "bladder or bowels",
        "both legs",
        "fall",
        "fever",
        "losing weight",
        "cancer",
        "night",
    ):
        assert sign in text


@pytest.mark.parametrize("key", ["red-flags", "sciatica"])
def test_where_nerves_are_at_stake_urgent_care_is_named(key: str) -> None:
    assert re.search(r"at once", said(key))
