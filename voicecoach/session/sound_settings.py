"""Slower, faster, louder, quieter: obeyed in every activity."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Command
from voicecoach.limits import GAIN_MAX_DB, GAIN_MIN_DB, RATE_MAX_WPM, RATE_MIN_WPM
from voicecoach.session.actions import ChangeRate, ChangeVolume

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn

RATE_STEP_WPM = 20
VOLUME_STEP_DB = 4.0


def change_rate(turn: Turn) -> None:
    faster, settings = turn.command is Command.FASTER, turn.state.settings
    change = RATE_STEP_WPM if faster else -RATE_STEP_WPM
    rate_wpm = min(RATE_MAX_WPM, max(RATE_MIN_WPM, settings.rate_wpm + change))
    if rate_wpm == settings.rate_wpm:
        turn.answer("rate_limit")
        return
    turn.update(settings=replace(settings, rate_wpm=rate_wpm))
    turn.order(ChangeRate(rate_wpm))
    turn.answer("rate_faster" if faster else "rate_slower")


def change_volume(turn: Turn) -> None:
    louder, settings = turn.command is Command.LOUDER, turn.state.settings
    change_db = VOLUME_STEP_DB if louder else -VOLUME_STEP_DB
    gain_db = min(GAIN_MAX_DB, max(GAIN_MIN_DB, settings.gain_db + change_db))
    if gain_db == settings.gain_db:
        turn.answer("volume_limit")
        return
    turn.update(settings=replace(settings, gain_db=gain_db))
    turn.order(ChangeVolume(gain_db))
    turn.answer("volume_louder" if louder else "volume_quieter")
