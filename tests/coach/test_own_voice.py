"""The coach hears itself out of the loudspeaker, and does not obey."""

from __future__ import annotations

from tests.conversation import Heard, converse
from tests.rehearsal import plan_of
from voicecoach.audio.echo.canceller import open_echo_canceller
from voicecoach.audio.echo.ducking import DuckingEcho
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.room.acoustics import Acoustics
from voicecoach.routine.plan import SayStep
from voicecoach.session.records import EndReason

COMMANDS = (
    "Next.",
    "Stop.",
    "Skip.",
    "If it hurts, say it hurts.",
    "You can say pause. You can say stop.",
    "To change over, say switch legs.",
    "Say next, back, or repeat.",
)
"""Sentences that no routine should have: each of them, or its end, is a command."""


def spoken_to_itself(echo_db: float) -> Heard:
    plan = plan_of(*(SayStep(exercise=0, side=None, text=text) for text in COMMANDS))
    mixer = Mixer()
    canceller, _ = open_echo_canceller()
    acoustics = Acoustics(echo_db=echo_db, echo_delay_ms=60.0, rt60_s=0.2)
    return converse(plan, acoustics=acoustics, mixer=mixer, echo=DuckingEcho(canceller, mixer), noise_db=-70.0)


def test_sentences_full_of_commands_are_not_obeyed_from_the_loudspeaker() -> None:
    heard = spoken_to_itself(echo_db=-6.0)
    assert heard.obeyed == []
    assert heard.why is EndReason.FINISHED
