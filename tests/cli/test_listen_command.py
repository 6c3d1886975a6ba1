"""``voicecoach listen`` without a card: what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.simulated_room import SimulatedRoom
from voicecoach.audio.room.interface import BlockStep, Render
from voicecoach.cli import run
from voicecoach.cli.learn import learn
from voicecoach.cli.listen import describe, listen
from voicecoach.coach.parts import Sound
from voicecoach.ears.interface import Utterance, Verdict
from voicecoach.ears.moonshine_model import find_model
from voicecoach.errors import DeviceError, EarsError, RequestError
from voicecoach.language.vocabulary import Command, Expectation


def test_phrases_are_one_object_with_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert listen([], phrases=True) == 0
    phrases = json.loads(capsys.readouterr().out)
    assert set(phrases) == {command.value for command in Command}
    assert "switch legs" in phrases["switch"]


def test_the_keyboard_hears_no_files() -> None:
    with pytest.raises(EarsError, match="no sound"):
        listen([Path("any.wav")], ears="typed")


@pytest.mark.skipif(find_model() is None, reason="the model's wheel is not installed here")
def test_without_a_microphone_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voicecoach.coach.parts.sound_here", lambda: Sound(speaker=True, microphone=False))
    with pytest.raises(DeviceError, match=r"no microphone here.*voicecoach doctor"):
        listen([])


@pytest.mark.skipif(find_model() is None, reason="the model's wheel is not installed here")
class Card(SimulatedRoom):
    """A microphone that asks for what to play at its own pace, as a card without a loudspeaker does."""

    asked = 0

    def run(self, render: Render, step: BlockStep) -> None:  # noqa: ARG002
        assert render(160).shape == (480,), "a third of it would play, and hear, at a third of the speed"
        Card.asked += 1
        raise KeyboardInterrupt


def test_what_listens_alone_plays_silence_at_the_pace_of_the_clock(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("voicecoach.cli.listen.microphone", Card)
    assert run(["listen"]) == 0
    assert learn(lambda: tmp_path / "enrolment.json", room=Card()) == 130
    assert Card.asked == 2


def test_a_missing_file_is_named() -> None:
    with pytest.raises(RequestError, match="nowhere"):
        listen([Path("nowhere.wav")], as_json=True)


@pytest.mark.skipif(find_model() is None, reason="the model's wheel is not installed here")
@pytest.mark.parametrize("level", [0.0, 0.02])
def test_silence_and_noise_hold_no_command(level: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "nothing.wav"
    soundfile.write(path, np.random.default_rng(1).standard_normal(48_000) * level, 16_000)
    for expectation in Expectation:
        assert listen([path], as_json=True, expect=expectation) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.ACCEPTED, "switch legs”  →  switch"),
        (Verdict.NEARLY, "nothing done"),
        (Verdict.REJECTED, "nothing that"),
    ],
)
def test_every_verdict_is_put_in_words(verdict: Verdict, words: str) -> None:
    utterance = Utterance(verdict, "switch legs", 0.9, 0.0, 0.5, 0.7)
    assert words in describe(utterance, {"switch legs": Command.SWITCH})
