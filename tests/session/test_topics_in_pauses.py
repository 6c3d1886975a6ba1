"""Questions in a pause: the coach explains, can be interrupted at any sentence, and goes on waiting."""

from __future__ import annotations

import pytest

from tests.rehearsal import Rehearsal, two_sided
from voicecoach.language.vocabulary import Command
from voicecoach.session.actions import LineKind, Say, StopSpeaking
from voicecoach.session.events import InputEnded, NearlyHeard, NotUnderstood, TopicHeard
from voicecoach.session.records import EndReason, HoldEnded, Paused, Resumed, TopicAsked
from voicecoach.session.state import SessionSettings

SENTENCES = tuple(f"This is sentence {word} of what there is to say about it." for word in ("one", "two", "three"))
INJECTIONS = TopicHeard("injections", SENTENCES)
WAITING = "I am still waiting for you."


def paused(settings: SessionSettings | None = None) -> Rehearsal:
    """In a pause in the first hold, with nothing being said."""
    r = Rehearsal(two_sided(), settings).run_until("waiting")
    r.hear(Command.READY)
    r.run_until("holding").run(10.0)
    r.hear(Command.PAUSE)
    r.run(8.0)
    assert not r.sounding
    return r


def explaining(into_s: float = 6.0, settings: SessionSettings | None = None) -> Rehearsal:
    """In the second sentence of an explanation."""
    r = paused(settings)
    r.tell(INJECTIONS)
    r.run(into_s)
    assert r.sounding[0].text == SENTENCES[1]
    return r


def test_it_is_explained_a_sentence_at_a_time_and_the_pause_goes_on() -> None:
    r = paused()
    since_s = r.now_s
    r.tell(INJECTIONS)
    r.run(30.0)
    told = [spoken for spoken in r.spoken if spoken.from_s >= since_s]
    assert [spoken.text for spoken in told[:4]] == [*SENTENCES, WAITING]
    assert {spoken.line.kind for spoken in told[:3]} == {LineKind.INSTRUCTION}
    assert r.session.phase.value == "paused"
    assert r.of(TopicAsked) == [TopicAsked("injections")]
    assert len(r.of(Paused)) == 1


def test_it_may_be_asked_while_the_pause_is_being_announced() -> None:
    r = Rehearsal(two_sided()).run_until("waiting")
    r.hear(Command.PAUSE)
    r.run(1.0)
    assert r.sounding
    actions = r.tell(INJECTIONS)
    assert any(isinstance(action, StopSpeaking) for action in actions)
    since_s = r.now_s
    r.run(30.0)
    assert "We are pausing." not in r.said_since(since_s)


def test_carry_on_breaks_it_off_and_takes_up_the_hold() -> None:
    r = explaining()
    r.hear(Command.RESUME)
    since_s = r.now_s
    r.run_until("holding").run(25.0)
    assert SENTENCES[1] not in r.said_since(since_s)
    assert len(r.of(Resumed)) == 1
    assert [(hold.held_s, hold.why) for hold in r.of(HoldEnded)] == [(30.0, "full")]


def test_pause_breaks_it_off_and_nothing_more_is_said() -> None:
    r = explaining()
    actions = r.hear(Command.PAUSE)
    assert not [action for action in actions if isinstance(action, Say)]
    assert not r.sounding
    since_s = r.now_s
    r.run(60.0)
    assert not r.said_since(since_s)
    assert r.session.phase.value == "paused"
    r.hear(Command.RESUME)
    r.run_until("holding")


def test_pause_where_nothing_is_explained_is_answered_as_ever() -> None:
    r = explaining()
    r.hear(Command.PAUSE)
    since_s = r.now_s
    r.hear(Command.PAUSE)
    r.run(5.0)
    assert r.said_since(since_s) == "I cannot do that at this point."


@pytest.mark.parametrize(
    ("command", "phase"),
    [(Command.STOP, "stopped"), (Command.HURTS, "hurt"), (Command.NEXT, "releasing"), (Command.SKIP, "releasing")],
)
def test_the_commands_of_a_pause_count_as_ever(command: Command, phase: str) -> None:
    r = explaining()
    since_s = r.now_s
    actions = r.hear(command)
    assert any(isinstance(action, StopSpeaking) for action in actions)
    assert r.session.phase.value == phase
    r.run(15.0)
    assert SENTENCES[1] not in r.said_since(since_s)
    assert WAITING not in r.said_since(since_s)


def test_a_short_answer_goes_between_and_the_cut_sentence_is_said_again() -> None:
    r = explaining()
    since_s = r.now_s
    r.hear(Command.LOUDER)
    r.run(30.0)
    said = [spoken.text for spoken in r.spoken if spoken.from_s >= since_s]
    assert said[:4] == ["I am louder now.", *SENTENCES[1:], WAITING]


def test_another_topic_takes_its_place() -> None:
    r = explaining()
    r.tell(TopicHeard("surgery", ("Surgery is rarely needed.",)))
    since_s = r.now_s
    r.run(30.0)
    assert r.said_since(since_s).startswith(f"Surgery is rarely needed. {WAITING}")
    assert [asked.topic for asked in r.of(TopicAsked)] == ["injections", "surgery"]


@pytest.mark.parametrize("into_s", [6.0, 40.0])
def test_repeat_explains_it_again(into_s: float) -> None:
    r = paused()
    r.tell(INJECTIONS)
    r.run(into_s)
    since_s = r.now_s
    r.hear(Command.REPEAT)
    r.run(30.0)
    assert r.said_since(since_s).startswith(" ".join((*SENTENCES, WAITING)))


def test_the_time_to_give_up_starts_anew_when_it_has_been_explained() -> None:
    r = paused(SessionSettings(give_up_s=60.0))
    r.run(45.0)
    r.tell(INJECTIONS)
    r.run(10.0)
    while r.sounding or r.waiting:
        r.run(0.5)
    told_s = r.now_s
    r.run(58.0)
    assert r.session.phase.value == "paused"
    r.run_to_end(answering=False)
    assert r.why is EndReason.UNANSWERED
    assert r.now_s - told_s < 75.0


def test_the_time_to_give_up_starts_anew_when_it_was_broken_off() -> None:
    r = paused(SessionSettings(give_up_s=60.0))
    r.run(45.0)
    r.tell(INJECTIONS)
    r.run(5.0).hear(Command.PAUSE)
    r.run(55.0)
    assert r.session.phase.value == "paused"
    r.run_to_end(answering=False)
    assert r.why is EndReason.UNANSWERED


@pytest.mark.parametrize("phase", ["instructing", "waiting", "holding"])
def test_where_nothing_is_paused_it_does_not_fit(phase: str) -> None:
    r = Rehearsal(two_sided()).run_until("instructing" if phase == "instructing" else "waiting")
    if phase == "holding":
        r.hear(Command.READY)
        r.run_until("holding")
    r.run(1.0).tell(INJECTIONS)
    assert r.session.phase.value == phase
    since_s = r.now_s
    r.run(6.0)
    assert "I cannot do that at this point." in r.said_since(since_s)
    assert not r.of(TopicAsked)


def test_it_counts_as_understood_and_takes_back_what_was_asked() -> None:
    r = paused()
    for _ in range(2):
        r.tell(NearlyHeard(Command.SKIP, "skip"))
    r.tell(INJECTIONS)
    r.run(3.0).hear(Command.YES)
    assert len(r.of(Resumed)) == 1, "the yes answers no question of before"
    r = paused()
    since_s = r.now_s
    for event in (NotUnderstood(), NotUnderstood(), INJECTIONS, NotUnderstood()):
        r.tell(event)
    r.run(40.0)
    assert "You can say" not in r.said_since(since_s)


def test_when_nobody_can_be_heard_any_more_it_is_told_to_its_end_and_no_longer() -> None:
    r = explaining()
    r.tell(InputEnded())
    since_s = r.now_s
    r.run_to_end(answering=False)
    assert SENTENCES[2] in r.said_since(since_s)
    assert r.why is EndReason.UNANSWERED
    assert r.now_s - since_s < 40.0


def test_help_in_a_pause_names_a_question() -> None:
    r = paused()
    since_s = r.now_s
    r.hear(Command.HELP)
    r.run(15.0)
    assert "tell me about injections" in r.said_since(since_s)
