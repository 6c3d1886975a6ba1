"""A session lets its models go when it is over, without waiting for the garbage collector."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from tests.conversation import LANGUAGE, KeptRecords
from tests.faulty_voice import HOLD, FaultyVoice
from tests.simulated_room import SimulatedRoom
from voicecoach.audio.mixer import Mixer
from voicecoach.coach.loop import Coach
from voicecoach.ears.interface import ActivePhrases, Hearing, Utterance
from voicecoach.session.engine import Session
from voicecoach.voice.phrase_cache import PhraseCache


class CallingEars:
    """Ears that know the coach, as the keyboard does."""

    name = "calling"

    def __init__(self) -> None:
        self.coach: Coach | None = None

    def listen_for(self, active: ActivePhrases) -> None: ...

    def hear(self, hearing: Hearing) -> list[Utterance]:  # noqa: ARG002
        return []

    def close(self) -> None: ...


@pytest.fixture(autouse=True)
def _nothing_is_collected() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("ahead", [True, False])
def test_voice_and_ears_are_gone_with_the_session(ahead: bool) -> None:
    models: list[weakref.ref[object]] = []
    for _ in range(3):
        voice, ears, kept = FaultyVoice(), CallingEars(), KeptRecords()
        with PhraseCache(voice, ahead=ahead) as phrases:
            ears.coach = Coach(
                Session(HOLD, LANGUAGE.wording),
                mixer=Mixer(),
                phrases=phrases,
                vocabulary=LANGUAGE.vocabulary,
                ears=[ears],
                echo=None,
                recorders=[kept],
                lines=["One.", "Two."],
            )
            ears.coach.run(SimulatedRoom(lasts_s=1.0, keep=False))
        models += [weakref.ref(voice), weakref.ref(ears), weakref.ref(phrases)]
        del voice, ears, kept, phrases
    assert [model() for model in models] == [None] * len(models)
