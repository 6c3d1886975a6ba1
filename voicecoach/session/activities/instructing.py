"""An instruction being said, with time for each movement that it asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Expectation
from voicecoach.limits import PACE_SLOW
from voicecoach.routine.plan import SayStep
from voicecoach.session.actions import LineKind, Setting
from voicecoach.session.activities.opening import finish_speech, warnings_left
from voicecoach.session.continuations import Then
from voicecoach.session.moves import go_on
from voicecoach.session.phase import Phase
from voicecoach.session.speech_queue import Sentence, Sentences
from voicecoach.session.state import Activity

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn

MORE_QUIET_S = 10.0
"""How much longer "more time" makes the quiet after a movement."""


@dataclass(frozen=True)
class Instructing(Activity):
    """An instruction is being said, or its movement is being done."""

    phase = Phase.INSTRUCTING
    expects = Expectation.READY


def begin(turn: Turn, step: SayStep) -> None:
    """Says the step; in short in a known routine and on the second side."""
    turn.enter(Instructing())
    text = step.short if step.short and turn.briefly else step.text
    starts_stretch = turn.state.agenda.leads_straight_to_work
    words = turn.words(text, LineKind.INSTRUCTION) if starts_stretch else with_quiet(turn, text, step.pause_s)
    turn.perform(words, Then.NEXT_STEP)


def with_quiet(turn: Turn, text: str | None, pause_s: float | None = None) -> Sentences:
    """The sentences of a text, each with the quiet for its movement; ``pause_s`` is the script's for the last one."""
    pace = turn.state.settings.pace
    sentences = [
        replace(sentence, quiet_s=turn.wording.movement_s(sentence.text) * pace)
        for sentence in turn.words(text, LineKind.INSTRUCTION)
    ]
    if sentences and pause_s is not None:
        sentences[-1] = replace(sentences[-1], quiet_s=pause_s * pace)
    return tuple(sentences)


def tell(turn: Turn, words: Sentences, then: Then = Then.BEGIN_STEP) -> None:
    """Says these before the step at hand."""
    turn.enter(Instructing())
    turn.perform(words, then)


def take_position(turn: Turn) -> None:
    """A session that is taken up begins with the position to be in, before the step that it stood at."""
    text = turn.state.agenda.position(turn.wording.moves_whole_body)
    tell(turn, with_quiet(turn, text))


def ready(turn: Turn) -> None:
    """Ends the quiet; while the coach still explains, goes straight to the hold that this leads to. For "ready"."""
    if turn.state.speech.quiet:
        turn.speak_on()
        return
    warnings = warnings_left(turn)
    agenda, passed = turn.state.agenda.to_question()
    if agenda is None:
        if warnings:
            turn.say_only(warnings, turn.state.speech.then or Then.NEXT_STEP)
        else:
            turn.refuse("still_explaining")
        return
    turn.skipped(passed, turn.command.value)
    turn.update(announced=agenda.work_ahead)
    if warnings:
        turn.update(agenda=agenda.advance())
        turn.say_only(warnings, Then.ORIENTED)
        return
    # A patient who is ahead of the coach knows how to talk to it; a guest is told the warning signs all the same.
    oriented = turn.state.oriented or turn.state.speech.then is Then.ORIENTED or not turn.state.settings.guest
    turn.update(agenda=agenda, oriented=oriented)
    turn.fall_silent()
    turn.run(Then.NEXT_STEP)


def next_(turn: Turn) -> None:
    """Ends the quiet; while the coach still explains, goes to the next step, or to the one that the words lead to."""
    if turn.state.speech.quiet:
        turn.speak_on()
    elif turn.state.speech.then in (Then.BEGIN_STEP, Then.ORIENTED):
        finish_speech(turn)
    else:
        go_on(turn)


def more_time(turn: Turn) -> None:
    """Longer quiet, now and after every movement from here on; of a patient it is remembered."""
    slow_down(turn)
    speech = turn.state.speech
    rest: tuple[Sentence, ...] = speech.sentences
    said = turn.sentences("take_your_time")
    waiting = (*said[:-1], replace(said[-1], quiet_s=MORE_QUIET_S))
    then = speech.then
    turn.fall_silent()
    turn.perform((*waiting, *rest), then, delay_s=0.2)


def slow_down(turn: Turn) -> None:
    """From here on there is more time after each movement."""
    settings = turn.state.settings
    if settings.pace < PACE_SLOW:
        turn.update(settings=replace(settings, pace=PACE_SLOW))
        turn.remember(Setting.PACE, "slow")


def repeat(turn: Turn) -> None:
    """The whole instruction again, never the short form."""
    due = turn.state.agenda.current
    if due is None or not isinstance(due.step, SayStep):
        turn.say_again()
        return
    turn.fall_silent()
    turn.perform(with_quiet(turn, due.step.text, due.step.pause_s), turn.state.speech.then, delay_s=0.2)
