"""Files block by block."""

from __future__ import annotations

import numpy as np
import pytest

from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples
from voicecoach.ears.interface import ActivePhrases, Hearing, Utterance, Verdict
from voicecoach.ears.listen_to_file import utterances_in


class RecordingEars:
    """Keeps what it hears; says one thing at the end."""

    def __init__(self) -> None:
        self.heard: list[Hearing] = []

    @property
    def name(self) -> str:
        return "recording"

    def listen_for(self, active: ActivePhrases) -> None:
        self.phrases, self.urgent = set(active.phrases), set(active.urgent)

    def hear(self, hearing: Hearing) -> list[Utterance]:
        self.heard.append(hearing)
        return []

    def finish(self) -> list[Utterance]:
        return [Utterance(Verdict.ACCEPTED, "stop", 1.0, 0.0, 0.0, 0.0)]

    def close(self) -> None:
        """Nothing to do."""


def _ramp(count: int) -> Samples:
    return np.linspace(0.5, 1, count, dtype=np.float32)


@pytest.mark.parametrize("cuts", [[5000], [1, 159, 160, 161], [7] * 700])
def test_every_sample_arrives_in_order_and_at_its_position(cuts: list[int]) -> None:
    sound = _ramp(sum(cuts))
    ears = RecordingEars()
    active = ActivePhrases(["stop", "next"], ["stop"])
    decided = list(utterances_in(np.split(sound, np.cumsum(cuts)[:-1]), ears, active))
    positions = [hearing.position for hearing in ears.heard]
    assert positions == list(range(positions[0], positions[0] + BLOCK_SAMPLES * len(positions), BLOCK_SAMPLES))
    played = np.concatenate([hearing.recognise for hearing in ears.heard if hearing.position >= 0])
    assert np.array_equal(played[: sound.size], sound)
    assert 0 <= played.size - sound.size < BLOCK_SAMPLES
    assert not played[sound.size :].any()
    assert [utterance.text for utterance in decided] == ["stop"]
    assert (ears.phrases, ears.urgent) == ({"stop", "next"}, {"stop"})


def test_the_background_is_heard_before_the_file_begins() -> None:
    sound = np.full(16_000, 0.5, dtype=np.float32)
    sound[9_600:12_000] = 0.01
    ears = RecordingEars()
    list(utterances_in([sound], ears, ActivePhrases(["stop"])))
    before = np.concatenate([hearing.detect for hearing in ears.heard if hearing.position < 0])
    assert before.size > 4_000
    assert np.allclose(before, 0.01)


def test_an_empty_file_is_heard_to_its_end() -> None:
    ears = RecordingEars()
    assert [utterance.text for utterance in utterances_in([], ears, ActivePhrases(["stop"]))] == ["stop"]
    assert ears.heard == []
