"""The event that an utterance becomes, by what is expected, what is being said, and how well the echo is cancelled."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from voicecoach.audio.pcm import Samples, silence
from voicecoach.coach.command_input import CommandInput
from voicecoach.ears.interface import ActivePhrases, Hearing, Utterance, Verdict
from voicecoach.errors import EarsError
from voicecoach.language.adjustments import NO_ADJUSTMENTS
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.session.events import (
    CommandHeard,
    Event,
    HardToInterrupt,
    NearlyHeard,
    NotUnderstood,
    PartFailed,
    TopicHeard,
)
from voicecoach.session.phase import Phase

LANGUAGE = load("en")
BLOCK = silence(160)


class SaidEars:
    """Hears the same at every block, and remembers what it was told to listen for."""

    name = "said"

    def __init__(self, text: str, confidence: float = 0.8, verdict: Verdict = Verdict.ACCEPTED) -> None:
        self._utterance = Utterance(verdict, text, confidence, 0.1, 0.5, 0.6)
        self.told: list[str] = []

    def listen_for(self, active: ActivePhrases) -> None:
        self.told.append(active.speaking)

    def hear(self, hearing: Hearing) -> list[Utterance]:  # noqa: ARG002
        return [self._utterance]

    def close(self) -> None:
        pass


class BrokenEars(SaidEars):
    def __init__(self, error: Exception) -> None:
        super().__init__("next")
        self.error = error

    def hear(self, hearing: Hearing) -> list[Utterance]:  # noqa: ARG002
        raise self.error


class UntunableEars(SaidEars):
    def listen_for(self, active: ActivePhrases) -> None:  # noqa: ARG002
        raise KeyError("phrase")


@dataclass
class Echo:
    settling: bool = False
    disturbed: bool = False
    voiced: bool = False
    ducking_needed: bool = False
    echo_alone: bool = False

    def process(self, microphone: Samples, played: Samples) -> tuple[Samples, Samples]:  # noqa: ARG002
        return microphone, microphone


def heard(
    ears: SaidEars, echo: Echo | None = None, *, saying: str = "", phase: Phase = Phase.INSTRUCTING, blocks: int = 1
) -> list[Event]:
    listening = CommandInput([ears], echo, LANGUAGE.vocabulary, NO_ADJUSTMENTS)
    return [
        event
        for block in range(blocks)
        for event in listening.hear(BLOCK, BLOCK, block * 160, expects=Expectation.SESSION, phase=phase, saying=saying)
    ]


@dataclass
class LoudAt(Echo):
    """Nothing but an echo, but for ``lasts`` blocks from ``block`` on."""

    block: int = 0
    lasts: int = 0
    blocks: int = 0

    def process(self, microphone: Samples, played: Samples) -> tuple[Samples, Samples]:
        self.echo_alone = not self.block <= self.blocks < self.block + self.lasts
        self.blocks += 1
        return super().process(microphone, played)


def heard_late(ears: SaidEars, echo: Echo) -> list[Event]:
    """What comes of the word 0.2 s after its end."""
    listening = CommandInput([ears], echo, LANGUAGE.vocabulary, NO_ADJUSTMENTS)
    expects, events = Expectation.SESSION, []
    for block in range(70):
        said = listening.hear(BLOCK, BLOCK, block * 160, expects=expects, phase=Phase.INSTRUCTING, saying="Lie down.")
        events = list(said)
    return events


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_was_nothing_but_the_echo_is_no_word_at_all(verdict: Verdict) -> None:
    assert heard_late(SaidEars("stop", 0.99, verdict), LoudAt()) == []


@pytest.mark.parametrize(
    ("block", "lasts", "is_heard"),
    [(0, 7, False), (7, 5, True), (30, 4, False), (30, 5, True), (49, 5, True), (54, 9, False)],
)
def test_a_word_is_heard_that_stands_out_of_the_echo_for_a_vowel(block: int, lasts: int, is_heard: bool) -> None:
    assert (heard_late(SaidEars("stop", 0.6), LoudAt(block=block, lasts=lasts)) != []) is is_heard


def test_before_the_echo_is_cancelled_well_a_doubtful_word_is_only_a_guess() -> None:
    assert heard(SaidEars("next"), Echo(settling=True), saying="Lie down.") == [NearlyHeard(Command.NEXT, "next")]


@pytest.mark.parametrize(
    ("text", "confidence", "settling", "saying"),
    [
        ("stop", 0.6, True, "Lie down."),
        ("it hurts", 0.6, True, "Lie down."),
        ("pause", 0.6, True, "Lie down."),
        ("help me", 0.6, True, "Lie down."),
        ("next", 0.97, True, "Lie down."),
        ("next", 0.8, False, "Lie down."),
        ("next", 0.8, True, ""),
    ],
)
def test_what_is_urgent_or_sure_or_said_into_silence_is_a_command(
    text: str, confidence: float, settling: bool, saying: str
) -> None:
    (event,) = heard(SaidEars(text, confidence), Echo(settling=settling), saying=saying)
    assert isinstance(event, CommandHeard)
    assert event.text == text


@pytest.mark.parametrize("text", ["stop", "pause", "it hurts", "help me"])
def test_after_the_echo_has_moved_a_guess_at_an_urgent_word_is_only_a_guess(text: str) -> None:
    disturbed = Echo(settling=True, disturbed=True)
    (guess,) = heard(SaidEars(text, 0.3), disturbed, saying="Lie down.")
    assert isinstance(guess, NearlyHeard)
    for ears, saying in ((SaidEars(text, 0.8), "Lie down."), (SaidEars(text, 0.3), "")):
        (event,) = heard(ears, disturbed, saying=saying)
        assert isinstance(event, CommandHeard)


def test_a_topic_counts_in_a_pause_alone() -> None:
    ears = SaidEars("tell me about injections")
    assert [type(event) for event in heard(ears)] == [NotUnderstood]
    assert [type(event) for event in heard(ears, phase=Phase.PAUSED)] == [TopicHeard]


def test_the_ears_are_told_once_what_counts() -> None:
    ears = SaidEars("next")
    heard(ears, saying="Lie down.", blocks=5)
    assert ears.told == ["Lie down."]


def test_that_the_coach_drowns_everything_is_told_once() -> None:
    events = heard(SaidEars("next"), Echo(ducking_needed=True), blocks=4)
    assert events.count(HardToInterrupt()) == 1


@pytest.mark.parametrize(
    "ears", [BrokenEars(EarsError("broken")), BrokenEars(ZeroDivisionError()), UntunableEars("next")]
)
def test_ears_that_fail_are_told_of_once_and_left_out(ears: SaidEars) -> None:
    (gone,) = heard(ears, blocks=4)
    assert isinstance(gone, PartFailed)
    assert gone.deaf


def test_its_own_stop_in_the_first_seconds_is_asked_about_and_a_clear_one_is_obeyed() -> None:
    own, settling = "You can say carry on, or stop.", Echo(settling=True)
    assert heard(SaidEars("stop", 0.88), settling, saying=own) == [NearlyHeard(Command.STOP, "stop")]
    for confidence, saying, echo in (
        (0.98, own, settling),
        (0.88, "Lie down, and do not get up when you have stopped.", settling),
        (0.88, own, Echo()),
    ):
        (event,) = heard(SaidEars("stop", confidence), echo, saying=saying)
        assert isinstance(event, CommandHeard), (confidence, saying)
