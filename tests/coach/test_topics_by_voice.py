"""From the patient's words in a pause to the explanation: real voice, real ears, and the keyboard."""

from __future__ import annotations

import pytest

from tests.coach.test_called_for_help import Scripted
from tests.conversation import LANGUAGE, Cue, Heard, converse
from tests.rehearsal import two_sided
from voicecoach.ears.interface import Verdict
from voicecoach.ears.typed_ears import TypedEars
from voicecoach.language import topics
from voicecoach.session.records import EndReason, HoldEnded, Resumed, Said, TopicAsked
from voicecoach.session.state import SessionSettings

INJECTIONS = topics.load("epidural-injections").sentences


def _said(heard: Heard) -> list[str]:
    return [said.text for _, said in heard.of(Said) if not said.cut]


def test_a_patient_asks_in_a_pause_and_carries_on() -> None:
    heard = converse(
        two_sided(),
        [
            Cue("waiting", 2.5, "i'm ready"),
            Cue("holding", 6.0, "pause"),
            Cue("paused", 6.0, "tell me about injections"),
            Cue("paused", 30.0, "carry on"),
            Cue("waiting", 2.5, "i'm ready"),
        ],
    )
    assert heard.obeyed == ["ready", "pause", "resume", "ready"]
    assert [asked.topic for _, asked in heard.of(TopicAsked)] == ["epidural-injections"]
    assert list(INJECTIONS[:3]) == [text for text in _said(heard) if text in INJECTIONS[:3]]
    assert len(heard.of(Resumed)) == 1
    assert [(h.held_s, h.why) for _, h in heard.of(HoldEnded)] == [(30.0, "full"), (30.0, "full")]
    assert heard.why is EndReason.FINISHED


def test_what_is_told_is_the_whole_topic() -> None:
    heard = converse(
        two_sided(),
        ears=[Scripted((5.0, "pause", Verdict.ACCEPTED), (12.0, "what is an epidural", Verdict.ACCEPTED))],
        settings=SessionSettings(give_up_s=20.0),
    )
    assert [text for text in _said(heard) if text in INJECTIONS] == list(INJECTIONS)
    assert heard.why is EndReason.UNANSWERED


def test_topics_count_in_a_pause_and_nowhere_else() -> None:
    ears = Scripted((3.0, "what is an epidural", Verdict.ACCEPTED), (8.0, "pause", Verdict.ACCEPTED))
    heard = converse(two_sided(), ears=[ears], settings=SessionSettings(give_up_s=10.0))
    assert not heard.of(TopicAsked)
    assert ears.topics[0] == {}
    assert any(listened == topics.topic_phrases() for listened in ears.topics)


@pytest.mark.parametrize("line", ["tell me about injections", "Tell me about injections, please."])
def test_a_typed_line_asks_as_well(line: str) -> None:
    ears = TypedEars(
        LANGUAGE.vocabulary,
        LANGUAGE.keys,
        courtesies=LANGUAGE.courtesies,
        topics=topics.topic_phrases,
    )
    ears.type("pause")
    ears.type(line)
    heard = converse(two_sided(), ears=[ears], settings=SessionSettings(give_up_s=2.0))
    assert [asked.topic for _, asked in heard.of(TopicAsked)] == ["epidural-injections"]
    assert INJECTIONS[0] in _said(heard)


def test_no_question_is_a_command_too() -> None:
    assert not set(topics.topic_phrases()) & set(LANGUAGE.vocabulary.spoken())
