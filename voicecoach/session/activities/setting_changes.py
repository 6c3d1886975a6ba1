"""What a patient can have set otherwise in a pause: holds, sides, how much is said, dose, voice, number to call.

Some requests say all ("hold for longer"); others are asked back about, one thing at a time, with answers that are
commands. What can be done at once is done at once, the rest from the next session on, and the words say which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from voicecoach.language.adjustments import Adjustment
from voicecoach.language.vocabulary import Command
from voicecoach.limits import FEWEST_PHONE_DIGITS, LONGEST_HOLD_S, MOST_PHONE_DIGITS, SHORTEST_SET_HOLD_S
from voicecoach.routine.plan import Side
from voicecoach.session.actions import ChangeVoice, LineKind, Setting
from voicecoach.session.activities import checking
from voicecoach.session.activities.adjusting import (
    Adjusting,
    Asked,
    ask,
    changed,
    from_next_time,
    leave_as_it_was,
    said_digits,
    settle,
)
from voicecoach.session.activities.hurting import Hurting
from voicecoach.session.activities.interruption import Interruption, exercises_closed
from voicecoach.session.activities.releasing import Releasing
from voicecoach.session.activities.work import end_work, work_of
from voicecoach.session.continuations import Then
from voicecoach.session.records import SIDE_LEFT_OUT, SettingChanged
from voicecoach.session.speech_queue import AFTER_INTERRUPTION_S, SpeechQueue
from voicecoach.session.state import Aside

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn

HOLD_STEP_S, TENS_S = 5.0, 10.0
FULL, SHORT, AUTO = "full", "short", "auto"


def adjust(turn: Turn, adjustment: Adjustment, voices: tuple[str, ...]) -> None:
    """Does what was asked for, or asks back."""
    before = turn.doing(Interruption)
    dialogue = before if isinstance(before, Adjusting) else Adjusting(before.aside, Asked.SETTING)
    turn.become(replace(dialogue, voices=voices))
    _REQUESTS[adjustment](turn)


def take_answer(turn: Turn) -> None:
    """An answer to the open question; anything else does not fit here."""
    if not _ANSWERS[turn.doing(Adjusting).asked](turn):
        turn.refuse()


def _asking(asked: Asked) -> Callable[[Turn], None]:
    def ask_it(turn: Turn) -> None:
        ask(turn, replace(turn.doing(Adjusting), asked=asked))

    return ask_it


def _numbered(*chosen: Callable[[Turn], None]) -> Callable[[Turn], bool]:
    """Zero is the first of these, one the second."""

    def answer(turn: Turn) -> bool:
        number = turn.command.number
        if number is None or number >= len(chosen):
            return False
        chosen[number](turn)
        return True

    return answer


def _take_hold(turn: Turn) -> bool:
    number = turn.command.number
    if number is None:
        return False
    if number:
        _hold_for(turn, number * TENS_S)
    else:
        from_next_time(turn, Setting.HOLD, None, "set_hold_later")
    return True


def _hold_longer_by(change_s: float) -> Callable[[Turn], None]:
    def change(turn: Turn) -> None:
        now_s = turn.state.agenda.hold_s
        if now_s is None:
            settle(turn, "no_hold_here")
        elif not SHORTEST_SET_HOLD_S <= now_s + change_s <= LONGEST_HOLD_S:
            settle(turn, "hold_limit")
        else:
            _hold_for(turn, now_s + change_s)

    return change


def _hold_for(turn: Turn, hold_s: float) -> None:
    """A hold that has been counted in stays as it was announced."""
    also_current = work_of(turn.activity) is None
    turn.update(agenda=turn.state.agenda.change_holds(hold_s, also_current=also_current))
    words = turn.sentences("set_hold", duration=turn.wording.duration(hold_s))
    changed(turn, Setting.HOLD, hold_s, words)


def _ask_first(turn: Turn) -> None:
    """Both sides: then which one comes first."""
    if not turn.state.settings.guest:
        turn.remember(Setting.LEAVE_OUT, None)
        turn.record(SettingChanged(Setting.LEAVE_OUT.value))
    ask(turn, replace(turn.doing(Adjusting), asked=Asked.FIRST))


def _do_only(side: Side | None) -> Callable[[Turn], None]:
    def only(turn: Turn) -> None:
        if side is None:
            from_next_time(turn, Setting.LEAVE_OUT, None, "set_both_sides")
            return
        left_out = side.other
        name = turn.wording.side(left_out)
        if not turn.state.agenda.stretches(side):
            from_next_time(turn, Setting.LEAVE_OUT, left_out.value, "set_left_out_later", side=name)
            return
        _leave_out(turn, left_out)
        changed(turn, Setting.LEAVE_OUT, left_out.value, turn.sentences("set_left_out", side=name))

    return only


def _leave_out(turn: Turn, side: Side) -> None:
    """What is still to come of this side is left out, also what is being done of it."""
    dialogue, current = turn.doing(Adjusting), turn.state.agenda.current
    if current is not None and current.step.side is side:
        end_work(turn, SIDE_LEFT_OUT)
        inner = dialogue.aside.activity if dialogue.aside is not None else None
        if isinstance(inner, Hurting):
            turn.become(replace(dialogue, aside=Aside(replace(inner, broke_off=False), SpeechQueue())))
        elif not exercises_closed(turn):
            turn.become(replace(dialogue, aside=Aside(Releasing(), SpeechQueue(then=Then.BEGIN_STEP))))
    agenda, left_out = turn.state.agenda.leave_out(side)
    turn.update(agenda=agenda)
    turn.skipped(left_out, SIDE_LEFT_OUT)


def _begin_with(side: Side | None) -> Callable[[Turn], None]:
    def begin(turn: Turn) -> None:
        if side is None:
            from_next_time(turn, Setting.FIRST_SIDE, None, "set_first_own")
        else:
            from_next_time(turn, Setting.FIRST_SIDE, side.value, "set_first", side=turn.wording.side(side))

    return begin


def _say_as_much_as(much: str) -> Callable[[Turn], None]:
    def say(turn: Turn) -> None:
        if much != AUTO:
            turn.update(settings=replace(turn.state.settings, short=much == SHORT, short_second_side=much == SHORT))
        changed(turn, Setting.INSTRUCTIONS, much, turn.sentences(f"set_{much}"))

    return say


def _ask_dose(turn: Turn) -> None:
    if turn.context.plan.doses:
        ask(turn, replace(turn.doing(Adjusting), asked=Asked.DOSE))
    else:
        settle(turn, "no_doses")


def _take_dose(turn: Turn) -> bool:
    number, doses = turn.command.number, turn.context.plan.doses
    if number is None or number > len(doses):
        return False
    if number:
        name = doses[number - 1].name
        from_next_time(turn, Setting.DOSE, name, "set_dose", dose=name)
    else:
        from_next_time(turn, Setting.DOSE, None, "set_dose_own")
    return True


def _try_voice(number: int) -> Callable[[Turn], None]:
    """One after the other, each in its own sound."""

    def try_it(turn: Turn) -> None:
        dialogue = turn.doing(Adjusting)
        if number >= len(dialogue.voices):
            settle(turn, "no_more_voices")
            return
        turn.order(ChangeVoice(dialogue.voices[number]))
        ask(turn, replace(dialogue, asked=Asked.VOICE, voice=number, on_trial=True))

    return try_it


def _take_voice(turn: Turn) -> bool:
    dialogue, command = turn.doing(Adjusting), turn.command
    if command is Command.YES:
        turn.become(replace(dialogue, on_trial=False))
        changed(turn, Setting.VOICE, dialogue.voices[dialogue.voice], turn.sentences("set_voice"))
    elif command in (Command.NO, Command.NEXT):
        _try_voice(dialogue.voice + 1)(turn)
    elif command is Command.BACK and dialogue.voice:
        _try_voice(dialogue.voice - 1)(turn)
    else:
        return False
    return True


def _ask_number(turn: Turn) -> None:
    if turn.state.settings.guest:
        settle(turn, "not_for_guests")
    else:
        ask(turn, replace(turn.doing(Adjusting), asked=Asked.NUMBER, digits=""))


def _take_digit(turn: Turn) -> bool:
    command, digits = turn.command, turn.doing(Adjusting).digits
    if command.number is not None:
        _add_digit(turn, command.number)
    elif command is Command.BACK:
        _go_on_with_digits(turn, digits[:-1], "digit_removed" if digits[:-1] else "digits_gone")
    elif command is Command.NEXT and len(digits) < FEWEST_PHONE_DIGITS:
        _go_on_with_digits(turn, digits, "digits_few")
    elif command is Command.NEXT:
        ask(turn, replace(turn.doing(Adjusting), asked=Asked.DIGITS_RIGHT))
    elif command is Command.SKIP:
        changed(turn, Setting.NUMBER, None, turn.sentences("set_no_number"))
    else:
        return False
    return True


def _add_digit(turn: Turn, digit: int) -> None:
    digits = turn.doing(Adjusting).digits
    if digit > 9:
        _go_on_with_digits(turn, digits, "one_digit")
    elif len(digits) == MOST_PHONE_DIGITS:
        _go_on_with_digits(turn, digits, "digits_many")
    else:
        _go_on_with_digits(turn, digits + str(digit), "digit_added", digit=turn.wording.number(digit))


def _go_on_with_digits(turn: Turn, digits: str, key: str, **values: object) -> None:
    turn.fall_silent()
    turn.enter(replace(turn.doing(Adjusting), asked=Asked.NUMBER, digits=digits))
    words = turn.sentences(key, LineKind.CONTROL, digits=said_digits(turn, digits), **values)
    turn.perform(words, Then.AWAIT_SETTING, delay_s=AFTER_INTERRUPTION_S)


def _take_digits_right(turn: Turn) -> bool:
    if turn.command is Command.YES:
        changed(turn, Setting.NUMBER, turn.doing(Adjusting).digits, turn.sentences("set_number"))
    elif turn.command is Command.NO:
        _ask_number(turn)
    elif turn.command is Command.BACK:
        return _take_digit(turn)
    else:
        return False
    return True


_REQUESTS: Mapping[Adjustment, Callable[[Turn], None]] = {
    Adjustment.SETTINGS: _asking(Asked.SETTING),
    Adjustment.HOLDS: _asking(Asked.HOLD),
    Adjustment.LONGER_HOLDS: _hold_longer_by(HOLD_STEP_S),
    Adjustment.SHORTER_HOLDS: _hold_longer_by(-HOLD_STEP_S),
    Adjustment.SIDES: _asking(Asked.SIDES),
    Adjustment.BOTH_SIDES: _do_only(None),
    Adjustment.LEFT_ONLY: _do_only(Side.LEFT),
    Adjustment.RIGHT_ONLY: _do_only(Side.RIGHT),
    Adjustment.LEFT_FIRST: _begin_with(Side.LEFT),
    Adjustment.RIGHT_FIRST: _begin_with(Side.RIGHT),
    Adjustment.INSTRUCTIONS: _asking(Asked.INSTRUCTIONS),
    Adjustment.SAY_LESS: _say_as_much_as(SHORT),
    Adjustment.SAY_ALL: _say_as_much_as(FULL),
    Adjustment.CHECK_POSITION: checking.begin,
    Adjustment.DOSE: _ask_dose,
    Adjustment.VOICE: _try_voice(0),
    Adjustment.NUMBER: _ask_number,
}
_ANSWERS: Mapping[Asked, Callable[[Turn], bool]] = {
    Asked.SETTING: _numbered(
        leave_as_it_was,
        _asking(Asked.HOLD),
        _asking(Asked.SIDES),
        _asking(Asked.INSTRUCTIONS),
        _try_voice(0),
        _ask_number,
        _ask_dose,
    ),
    Asked.HOLD: _take_hold,
    Asked.SIDES: _numbered(_ask_first, _do_only(Side.LEFT), _do_only(Side.RIGHT)),
    Asked.FIRST: _numbered(_begin_with(None), _begin_with(Side.LEFT), _begin_with(Side.RIGHT)),
    Asked.INSTRUCTIONS: _numbered(_say_as_much_as(AUTO), _say_as_much_as(FULL), _say_as_much_as(SHORT)),
    Asked.DOSE: _take_dose,
    Asked.VOICE: _take_voice,
    Asked.NUMBER: _take_digit,
    Asked.DIGITS_RIGHT: _take_digits_right,
}
