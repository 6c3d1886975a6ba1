"""The table is complete, and its promises about safety hold in every phase."""

from __future__ import annotations

import pytest

from voicecoach.language.loading import load
from voicecoach.language.vocabulary import Command
from voicecoach.session.transitions import TABLE, Phase, Response

ALIVE = [phase for phase in Phase if phase is not Phase.ENDED]


def test_every_command_has_a_response_in_every_phase() -> None:
    assert {(phase, command) for phase, row in TABLE.items() for command in row} == {
        (phase, command) for phase in Phase for command in Command
    }


@pytest.mark.parametrize("phase", ALIVE)
def test_the_urgent_commands_work_in_every_phase(phase: Phase) -> None:
    assert TABLE[phase][Command.STOP] in (Response.STOP, Response.END)
    assert TABLE[phase][Command.HURTS] is Response.HURT
    if phase is not Phase.PAUSED:
        assert TABLE[phase][Command.PAUSE] in (Response.PAUSE, Response.END)


@pytest.mark.parametrize("phase", ALIVE)
def test_help_has_words_in_every_phase(phase: Phase) -> None:
    assert load("en").wording.say(f"help_{phase.value}")
