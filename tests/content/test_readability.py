"""What is spoken is plain: short sentences, everyday words, and no sign that a voice would stumble over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
import textstat

from tests.script_texts import shipped, texts_of
from tests.speakable import COMMANDS, LONGEST_SENTENCE_WORDS, plain
from voicecoach.language import topics
from voicecoach.language.loading import load
from voicecoach.language.wording import sentences_of
from voicecoach.routine.sides import Side, mirror

ENGLISH = load("en")
SCRIPTS = shipped()
HARDEST_ROUTINE, HARDEST_TOPIC, HARDEST_SENTENCES = 5.0, 6.0, 6.0
"""Flesch-Kincaid grades: years at a school in the United States."""


class Filled(dict[str, str]):
    """A value for each blank: a common one where it matters, two words for any other."""

    def __missing__(self, blank: str) -> str:
        return {"duration": "30 seconds", "reasons": "a new hip", "needs": "a mat"}.get(blank, "some words")


LISTS_COMMANDS = (
    "did_you_say",
    "help_",
    "ask_",
    "paused_",
    "explained",
    "digits_",
    "take_back",
    "alarm",
    "checks_done",
    "remind_ready",
)
"""Sentences that must name commands, to tell what can be said. Their phrases are not listened for while they sound."""
SIGNS = re.compile(r"[<>&\"“”½¼¾×°%/\\*_#{}\[\]~|^@=+;]|[^\W\d_]\.[^\W\d_]|\b(?:w/o|w/|e\.g|i\.e)\b|\d")


def whole(text: str) -> str:
    """A text as a sentence, so that a part of one counts as one."""
    return text if text.rstrip()[-1] in ".?!" else f"{text.rstrip()}."


def all_sentences() -> Iterator[tuple[str, str]]:
    """All that the session and the questions around it say, with their keys."""
    blocks = {"joined", "either", "seconds", "minutes", "movements", "breaths"}
    for key, text in ENGLISH.wording.sentences.items():
        if key.partition(".")[0] not in blocks:
            yield key, text.format_map(Filled())
    gate, menu = ENGLISH.texts.gate, ENGLISH.texts.menu
    for sign in gate.signs:
        yield f"gate {sign.key}", sign.ask
    for text in (*gate.do.values(), gate.leads.signs, gate.leads.not_for, gate.pain_before, gate.pain_after):
        yield "gate", text
    for text in (menu.welcome, menu.which, menu.choice, menu.more, menu.whose, menu.guest, gate.number, gate.resume):
        yield "menu", text.format_map(Filled())


SPOKEN = list(all_sentences())


def grade(texts: Iterable[str]) -> float:
    return float(textstat.flesch_kincaid_grade(" ".join(whole(text) for text in texts)))


def test_the_grade_tells_hard_words_from_easy_ones() -> None:
    assert grade(["Lie down on your back. Bend both knees."]) < 2
    assert grade(["Subsequently, physiological deterioration necessitates comprehensive rehabilitation."]) > 15


@pytest.mark.parametrize("key", SCRIPTS)
def test_a_routine_is_easy_to_follow(key: str) -> None:
    assert grade(mirror(text.text, Side.LEFT) for text in texts_of(SCRIPTS[key].routine)) <= HARDEST_ROUTINE


@pytest.mark.parametrize("key", topics.names())
def test_a_topic_is_easy_to_follow(key: str) -> None:
    assert grade(topics.load(key).sentences) <= HARDEST_TOPIC


def test_the_sentences_of_the_coach_are_easy_to_follow() -> None:
    assert grade(text for _, text in SPOKEN) <= HARDEST_SENTENCES


def test_no_sentence_of_the_coach_is_long() -> None:
    parts = [(key, part) for key, text in SPOKEN for part in sentences_of(text)]
    assert [(key, part) for key, part in parts if len(part.split()) > LONGEST_SENTENCE_WORDS] == []


def test_no_sign_reaches_the_voice() -> None:
    assert [key for key, text in SPOKEN if SIGNS.search(text.replace("30 seconds", ""))] == []


@pytest.mark.parametrize(("key", "text"), SPOKEN)
def test_the_coach_never_says_a_bare_command(key: str, text: str) -> None:
    for sentence in sentences_of(text):
        words = plain(sentence)
        assert words not in COMMANDS, key
        first = words.split()[0]
        assert first not in ("stop", "pause", "skip", "repeat", "undo", "switch"), key
        if not key.startswith(LISTS_COMMANDS):
            assert not any(words.endswith(f" {command}") for command in COMMANDS - {"ready"}), (key, sentence)


@pytest.mark.parametrize("key", SCRIPTS)
def test_no_sign_in_a_script_reaches_the_voice(key: str) -> None:
    found = [text.text for text in texts_of(SCRIPTS[key].routine) if SIGNS.search(mirror(text.text, Side.LEFT))]
    assert found == []
