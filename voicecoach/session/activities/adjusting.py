"""A question about a setting is open, in a pause: how it is asked, left, settled and remembered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Expectation
from voicecoach.session.actions import ChangeVoice, LineKind, Setting
from voicecoach.session.activities.interruption import Interruption
from voicecoach.session.activities.pausing import stand_on
from voicecoach.session.continuations import Then
from voicecoach.session.patience import REMINDERS_S
from voicecoach.session.phase import Phase
from voicecoach.session.records import SettingChanged
from voicecoach.session.speech_queue import AFTER_INTERRUPTION_S, Sentences, SpeechQueue
from voicecoach.session.state import Activity

if TYPE_CHECKING:
    from voicecoach.session.turn import Context, Turn

AS_IT_WAS_S = 120.0
"""Silence for so long leaves a setting as it was."""


class Asked(StrEnum):
    """Which question is open; the values are keys of the language file."""

    SETTING = "ask_setting"
    HOLD = "ask_hold"
    SIDES = "ask_sides"
    FIRST = "ask_first"
    INSTRUCTIONS = "ask_instructions"
    DOSE = "ask_dose"
    VOICE = "ask_voice"
    NUMBER = "ask_number"
    DIGITS_RIGHT = "ask_digits_right"


@dataclass(frozen=True)
class Dialogue(Interruption):
    """A question is open in a pause: about a setting, or about the position."""

    def question(self, turn: Turn) -> Sentences:
        raise NotImplementedError

    def reminder(self, turn: Turn) -> Sentences:
        return self.question(turn)

    def resume(self, turn: Turn, speech: SpeechQueue, said: Sentences | None = None) -> None:  # noqa: ARG002
        """Back to the question, when its answer is undone."""
        ask(turn, self, first=said or ())


@dataclass(frozen=True)
class Adjusting(Dialogue):
    """A question about a setting is open, in a pause."""

    phase = Phase.ADJUSTING
    asked: Asked
    voices: tuple[str, ...] = ()
    """The voices that can be chosen besides the one that speaks."""
    voice: int = 0
    """Which of them is asked about."""
    on_trial: bool = False
    """That voice speaks, and has not been kept."""
    digits: str = ""
    """The telephone number so far."""

    def expectation(self, context: Context) -> Expectation:  # noqa: ARG002
        return Expectation.YES_NO if self.asked in (Asked.VOICE, Asked.DIGITS_RIGHT) else Expectation.NUMBER

    def ends(self, turn: Turn, following: Activity) -> None:
        if self.on_trial and not isinstance(following, Adjusting):
            turn.order(ChangeVoice(None))

    def question(self, turn: Turn) -> Sentences:
        key = "digits_so_far" if self.asked is Asked.NUMBER and self.digits else self.asked.value
        choices = _dose_choices(turn) if self.asked is Asked.DOSE else ""
        return turn.sentences(key, LineKind.QUESTION, digits=said_digits(turn, self.digits), choices=choices)


def ask(turn: Turn, dialogue: Dialogue, *, first: Sentences = ()) -> None:
    """``first`` is said before the question."""
    turn.fall_silent()
    turn.enter(dialogue)
    turn.perform((*first, *dialogue.question(turn)), Then.AWAIT_SETTING, delay_s=AFTER_INTERRUPTION_S)


def ask_again(turn: Turn) -> None:
    ask(turn, turn.doing(Dialogue))


def await_setting(turn: Turn) -> None:
    """The question has been asked: silence counts from here."""
    give_up_s = turn.state.settings.give_up_s
    turn.after(min(REMINDERS_S[0], give_up_s * 0.25), Then.REMIND)
    turn.after(min(AS_IT_WAS_S, give_up_s * 0.5), Then.LEAVE_SETTING)


def leave_as_it_was(turn: Turn) -> None:
    """After a silence, or when nothing is to be changed: the pause goes on."""
    stand_on(turn, turn.sentences("as_you_were"))


def settle(turn: Turn, key: str, **values: object) -> None:
    """Says so, and the pause goes on."""
    stand_on(turn, turn.sentences(key, LineKind.CONTROL, **values))


def changed(turn: Turn, setting: Setting, value: float | str | None, words: Sentences) -> None:
    """Remembered, and said."""
    turn.remember(setting, value)
    turn.record(SettingChanged(setting.value))
    kept = turn.sentences("for_today" if turn.state.settings.guest else "remembered")
    stand_on(turn, words + kept)


def from_next_time(turn: Turn, setting: Setting, value: str | None, key: str, **values: object) -> None:
    """A guest has no next time."""
    if turn.state.settings.guest:
        settle(turn, "not_for_guests")
    else:
        changed(turn, setting, value, turn.sentences(key, LineKind.CONTROL, **values))


def _dose_choices(turn: Turn) -> str:
    wording, doses = turn.wording, turn.context.plan.doses
    return " ".join(
        wording.say("dose_choice", number=wording.number(number), dose=dose.name, why=dose.why)
        for number, dose in enumerate(doses, start=1)
    )


def said_digits(turn: Turn, digits: str) -> str:
    return ", ".join(turn.wording.number(int(digit)) for digit in digits)
