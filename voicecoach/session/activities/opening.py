"""The name of the routine, who should leave it out, and what will be needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicecoach.session.actions import LineKind
from voicecoach.session.continuations import Then
from voicecoach.session.part import HEARING
from voicecoach.session.phase import Phase
from voicecoach.session.records import SessionStarted
from voicecoach.session.speech_queue import Sentences
from voicecoach.session.state import Activity

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn


@dataclass(frozen=True)
class Opening(Activity):
    """The first sentences."""

    phase = Phase.OPENING


def begin(turn: Turn) -> None:
    """The first words of a session, or of the menu."""
    plan, settings, menu = turn.context.plan, turn.state.settings, turn.context.menu
    if menu is not None:
        turn.enter(Opening())
        turn.perform(turn.words(menu.texts.welcome, LineKind.INSTRUCTION), Then.ASK_BEFORE)
        return
    turn.record(SessionStarted(plan.key, plan.name, len(plan.steps)))
    turn.enter(Opening())
    key = "opening_again" if settings.short else "opening"
    words = turn.sentences(key, LineKind.INSTRUCTION, name=plan.name)
    words += turn.words(settings.notice, LineKind.SAFETY)
    if settings.guest and (reasons := tuple(reason.short or reason.ask for reason in plan.not_for)):
        words += turn.sentences("guest_not_for", LineKind.SAFETY, reasons=turn.wording.listed(reasons, "either"))
    if settings.recorded_wait_s is not None:
        words += turn.sentences("recorded", LineKind.INSTRUCTION)
    if plan.needs and not settings.short:
        words += turn.sentences("needs", LineKind.INSTRUCTION, needs=turn.wording.listed(plan.needs))
    turn.perform(words, Then.ASK_BEFORE)


def orientation(turn: Turn) -> Sentences:
    """The warning signs for a guest, and how to talk to the coach for a new patient; on the way into the position."""
    settings = turn.state.settings
    words = turn.sentences("guest_warning", LineKind.SAFETY) if settings.guest else ()
    if not settings.short and settings.recorded_wait_s is None:
        heard = settings.listens and not turn.state.faults & HEARING
        words += turn.sentences("at_any_time" if heard else "keys_at_any_time", LineKind.INSTRUCTION)
    return words


def finish_speech(turn: Turn) -> None:
    """Goes on to what the words that are being said lead to, at once but for warnings: "next" was heard."""
    then, warnings = turn.state.speech.then or Then.NEXT_STEP, warnings_left(turn)
    if warnings:
        turn.say_only(warnings, then)
        return
    turn.fall_silent()
    turn.drop_speech()
    turn.run(then)


def warnings_left(turn: Turn) -> Sentences:
    """What is still to be said of who should not exercise, and of when to call a doctor: nobody skips it."""
    return tuple(sentence for sentence in turn.state.speech.sentences if sentence.kind is LineKind.SAFETY)
