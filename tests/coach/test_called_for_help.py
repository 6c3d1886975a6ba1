"""From the words to the alarm: "help me" as ears report it, through the coach, to the sound that is played."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from tests.conversation import Heard, converse
from tests.rehearsal import two_sided
from voicecoach.audio.earcons import EarconSound, earcon
from voicecoach.audio.echo.canceller import EchoCanceller
from voicecoach.audio.echo.ducking import DUCKED_DB, DuckingEcho
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ, Samples, resampled, to_samples, to_seconds
from voicecoach.coach.loop import Remembered
from voicecoach.ears.interface import ActivePhrases, Hearing, Utterance, Verdict
from voicecoach.session.records import AlarmRaised, HelpCalled
from voicecoach.session.state import SessionSettings


class Scripted:
    """Ears that report these phrases at these times, whatever sounds."""

    name = "scripted"

    def __init__(self, *script: tuple[float, str, Verdict]) -> None:
        self._script = list(script)
        self.urgent: set[str] = set()
        self.topics: list[Mapping[str, str]] = []

    def listen_for(self, active: ActivePhrases) -> None:
        self.urgent |= set(active.urgent)
        self.topics.append(active.topics)

    def hear(self, hearing: Hearing) -> list[Utterance]:
        now_s = to_seconds(hearing.position)
        if not self._script or now_s < self._script[0][0]:
            return []
        _, text, verdict = self._script.pop(0)
        return [Utterance(verdict, text, 0.9, now_s - 0.5, now_s - 0.1, now_s)]

    def close(self) -> None:
        pass


class _SomebodyTalks(EchoCanceller):
    """An echo canceller that has not settled, in a room where somebody talks, with pauses for breath."""

    def __init__(self) -> None:
        super().__init__()
        self._blocks = 0

    @property
    def settled(self) -> bool:
        return False

    def process(self, microphone: Samples, played: Samples) -> tuple[Samples, Samples]:  # noqa: ARG002
        self._blocks += 1
        talk = np.full_like(microphone, 1e-5 if self._blocks % 100 > 80 else 0.05)
        return talk, talk


def told(*script: tuple[float, str, Verdict]) -> Heard:
    return converse(two_sided(), ears=[Scripted(*script)], settings=SessionSettings(give_up_s=40.0))


def test_help_me_brings_the_question_and_then_an_alarm_that_is_heard() -> None:
    heard = told((5.0, "help me", Verdict.ACCEPTED))
    assert [round(at_s) for at_s, _ in heard.of(HelpCalled)] == [5]
    [(raised_s, _)] = heard.of(AlarmRaised)
    assert raised_s > 15.0
    alarm = resampled(earcon(EarconSound.ALARM), PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ)
    played = heard.room.played[to_samples(raised_s) : to_samples(raised_s + 0.1) + len(alarm)]
    # It begins with the first block that was not handed out yet.
    likeness = np.correlate(played, alarm, "valid") / np.dot(alarm, alarm)
    assert likeness.max() > 0.9


def test_the_alarm_is_as_loud_while_somebody_talks_and_the_coach_lowers_its_voice() -> None:
    mixer = Mixer()
    heard = converse(
        two_sided(),
        ears=[Scripted((5.0, "help me", Verdict.ACCEPTED))],
        settings=SessionSettings(give_up_s=40.0),
        mixer=mixer,
        echo=DuckingEcho(_SomebodyTalks(), mixer),
    )
    [(raised_s, _)] = heard.of(AlarmRaised)
    loudspeaker = heard.room.played
    spoken, alarm = (
        20.0 * np.log10(np.abs(loudspeaker[to_samples(from_s) : to_samples(to_s)]).max())
        for from_s, to_s in ((1.0, raised_s), (raised_s, raised_s + 2.0))
    )
    assert spoken < DUCKED_DB
    assert alarm == pytest.approx(-4.0, abs=0.5)


@pytest.mark.parametrize(
    "script",
    [
        [(5.0, "help", Verdict.ACCEPTED)],
        [(5.0, "what can i say", Verdict.ACCEPTED)],
        [(5.0, "help me", Verdict.NEARLY)],
    ],
)
def test_other_words_and_half_heard_ones_call_nobody(script: list[tuple[float, str, Verdict]]) -> None:
    assert not told(*script).of(HelpCalled)


def test_half_heard_three_times_it_is_a_call() -> None:
    heard = told(*((at_s, "help me", Verdict.NEARLY) for at_s in (20.0, 22.0, 26.0)))
    assert len(heard.of(HelpCalled)) == 1


def test_the_ears_are_told_that_it_is_urgent() -> None:
    ears = Scripted()
    converse(two_sided(), ears=[ears], settings=SessionSettings(give_up_s=5.0))
    assert "help me" in ears.urgent
    assert "help" not in ears.urgent


def test_an_alarm_is_no_wish_for_a_louder_voice() -> None:
    kept: list[Remembered] = []
    heard = converse(
        two_sided(),
        ears=[Scripted((5.0, "help me", Verdict.ACCEPTED), (10.0, "help me", Verdict.ACCEPTED))],
        settings=SessionSettings(give_up_s=10.0, gain_db=-8.0),
        remember=kept.append,
    )
    assert len(heard.of(AlarmRaised)) == 1
    assert kept == []
