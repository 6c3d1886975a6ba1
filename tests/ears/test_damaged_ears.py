"""Ears of which something is missing or damaged: one clear sentence when they are opened, never a traceback later."""

from __future__ import annotations

import math
import sys
import threading
import zipfile
from collections.abc import Callable, Sized
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.simulated_room import SimulatedRoom
from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples, silence
from voicecoach.cli import run
from voicecoach.cli.learn import learn
from voicecoach.ears.choose import choose_ears
from voicecoach.ears.moonshine_model import DecoderState, ModelFiles
from voicecoach.ears.phrase_head import Opinion
from voicecoach.errors import EarsError
from voicecoach.language.loading import load

ENGLISH = load("en")
Damage = Callable[[pytest.MonkeyPatch, Path], None]


def no_runtime(patch: pytest.MonkeyPatch, folder: Path) -> None:
    wrong_bytes(patch, folder)
    patch.setitem(sys.modules, "onnxruntime", None)


def no_model(patch: pytest.MonkeyPatch, folder: Path) -> None:  # noqa: ARG001
    patch.setattr("voicecoach.ears.moonshine_model.find_model", lambda: None)


def wrong_bytes(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """No head, so that the model's files come first."""
    patch.setattr("voicecoach.ears.phrase_head.files", lambda _package: folder)
    names = ("encoder", "decoder", "tokenizer")
    for name in names:
        (folder / name).write_bytes(b"not a model" * 100)
    files = ModelFiles(*(folder / name for name in names))
    patch.setattr("voicecoach.ears.moonshine_model.find_model", lambda: files)


def damaged_head(patch: pytest.MonkeyPatch, folder: Path) -> None:
    wrong_bytes(patch, folder)
    np.savez(folder / "whole.npz", encoder=np.zeros(100))
    (folder / "phrase_head_en.npz").write_bytes((folder / "whole.npz").read_bytes()[:150])


def head_without_encoder(patch: pytest.MonkeyPatch, folder: Path) -> None:
    wrong_bytes(patch, folder)
    np.savez(folder / "phrase_head_en.npz", mean=np.zeros(100))


class Model:
    """Loads, and computes what it is told to."""

    computes: Callable[[], object]

    def __init__(self, files: ModelFiles) -> None:
        """Whatever the files hold."""

    class tokenizer:  # noqa: N801 - takes the place of an attribute
        encode = staticmethod(lambda text: tuple(map(ord, text)))
        piece_id = staticmethod(ord)

    def encode(self, samples: object) -> object:  # noqa: ARG002
        return type(self).computes()

    def begin(self, features: object) -> tuple[object, object]:
        return features, DecoderState([], [])

    def step(self, tokens: Sized, state: object, features: object) -> tuple[object, object]:  # noqa: ARG002
        return np.zeros((len(tokens), 128)), state


class Head:
    """Knows all priors, so that nothing is computed before it has to be."""

    noise_priors = dict.fromkeys(ENGLISH.vocabulary.spoken(), -5.0)

    def __init__(self, none: float) -> None:
        self._none = none

    def opinion(self, *_segment: object) -> Opinion:
        return Opinion({}, self._none)


def in_the_first_inference(computes: Callable[[], object], opinion: float = -1.0) -> Damage:
    def damage(patch: pytest.MonkeyPatch, folder: Path) -> None:
        wrong_bytes(patch, folder)
        patch.setattr(Model, "computes", staticmethod(computes), raising=False)
        patch.setattr("voicecoach.ears.moonshine_model.MoonshineModel", Model)
        patch.setattr("voicecoach.ears.phrase_head.packaged_head", lambda _language: Head(opinion))

    return damage


def throw() -> object:
    raise RuntimeError("invalid graph")


WAYS: dict[str, Damage] = {
    "no runtime": no_runtime,
    "no model": no_model,
    "wrong bytes": wrong_bytes,
    "damaged head": damaged_head,
    "head without encoder": head_without_encoder,
    "an exception in the first inference": in_the_first_inference(throw),
    "no number in the first inference": in_the_first_inference(lambda: np.full((1, 128), np.nan)),
    "no number from the head": in_the_first_inference(lambda: np.zeros((1, 128)), math.nan),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_missing_or_damaged_is_known_once_the_ears_are_opened(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    WAYS[way](monkeypatch, tmp_path)
    with pytest.raises(EarsError):
        choose_ears("phrases", ENGLISH).open()
    sound = tmp_path / "sound.wav"
    soundfile.write(sound, np.zeros(16_000), 16_000)
    assert run(["listen", str(sound), "--ears", "phrases"]) == 1
    told = capfd.readouterr().err
    assert len(told.splitlines()) == 1
    assert "Traceback" not in told


class Card:
    """A sound card that is silent for a few seconds."""

    def __init__(self, **_options: object) -> None:
        """Nothing is opened."""

    def run(self, _render: object, step: Callable[[Samples, Samples, int], bool]) -> None:
        quiet = silence(BLOCK_SAMPLES)
        for block in range(5000):
            step(quiet, quiet, block * BLOCK_SAMPLES)
            threading.Event().wait(0.001)


def test_listening_live_with_damaged_ears_ends_with_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    wrong_bytes(monkeypatch, tmp_path)
    monkeypatch.setattr("voicecoach.audio.room.sound_card.SoundCard", Card)
    assert run(["listen", "--ears", "phrases"]) == 1
    assert len(capfd.readouterr().err.splitlines()) == 1


def test_learning_with_a_damaged_detector_ends_with_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_of: object) -> object:
        raise zipfile.BadZipFile("not a zip file")

    monkeypatch.setattr("voicecoach.cli.learn.open_judge", lambda _language: None)
    monkeypatch.setattr("voicecoach.cli.learn.EnrolmentSession", damaged)
    with pytest.raises(EarsError, match="damaged"):
        learn(lambda: tmp_path / "enrolment.json", room=SimulatedRoom(lasts_s=1.0))


def test_without_their_head_the_ears_hear_less_and_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert choose_ears("phrases", ENGLISH).why == ""
    monkeypatch.setattr("voicecoach.ears.choose.files", lambda _package: tmp_path)
    assert "miss" in choose_ears("phrases", ENGLISH).why


def test_new_ears_share_no_model_with_those_before(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    def judge(*_of: object) -> object:
        made.append(object())
        return made[-1]

    monkeypatch.setattr("voicecoach.ears.choose.open_judge", judge)
    choice = choose_ears("phrases", ENGLISH)
    choice.open()
    choice.open()
    assert len(made) == 1
    choice.open_anew()
    assert len(made) == 2
