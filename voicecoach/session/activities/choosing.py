"""The menu before a session: which routine, and whose session it is. At most two questions long."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voicecoach.language.vocabulary import Expectation
from voicecoach.session.actions import LineKind
from voicecoach.session.activities.questioning import Questioning
from voicecoach.session.continuations import Then
from voicecoach.session.events import MenuPicked
from voicecoach.session.menu import Menu, MenuItem
from voicecoach.session.speech_queue import Sentences, SpeechQueue
from voicecoach.session.state import MenuChoice

if TYPE_CHECKING:
    from voicecoach.session.turn import Turn

AT_ONCE = 3
"""So many choices are remembered by somebody who only hears them; "zero" brings the next ones."""
MOST_PATIENTS = 9


@dataclass(frozen=True)
class Choosing(Questioning):
    """The menu: which routine, and whose session, by number."""

    page: int = 0
    """The first of the routines that are named now."""
    routine: str | None = None
    """The routine that was chosen; None while that is the question."""
    expects = Expectation.NUMBER

    def text(self, menu: Menu) -> str:
        """The question, with its choices."""
        texts = menu.texts
        if self.routine is not None:
            return f"{texts.whose} {{listed}} {texts.guest}"
        ask = texts.which if self.page == 0 else ""
        more = texts.more if len(menu.items) > AT_ONCE else ""
        return f"{ask} {{listed}} {more}"

    def names(self, menu: Menu) -> tuple[str, ...]:
        """The choices, from number one."""
        if self.routine is not None:
            return menu.patients[:MOST_PATIENTS]
        return tuple(item.name for item in self.shown(menu))

    def keys(self, menu: Menu) -> tuple[str, ...]:
        """The keys of the routines, or the names of the patients, that the numbers stand for from one."""
        return self.names(menu) if self.routine is not None else tuple(item.key for item in self.shown(menu))

    def shown(self, menu: Menu) -> tuple[MenuItem, ...]:
        return menu.items[self.page : self.page + AT_ONCE]

    def question(self, turn: Turn) -> Sentences:
        menu = _menu(turn)
        listed = " ".join(
            menu.texts.choice.format(number=turn.wording.number(number), name=name)
            for number, name in enumerate(self.names(menu), start=1)
        )
        return turn.words(self.text(menu).replace("{listed}", listed), LineKind.QUESTION)

    def resume(self, turn: Turn, speech: SpeechQueue, said: Sentences | None = None) -> None:  # noqa: ARG002
        _ask(turn, self, said or ())

    def reminder(self, turn: Turn) -> Sentences:
        return self.question(turn)


def _menu(turn: Turn) -> Menu:
    if turn.context.menu is None:
        raise RuntimeError("there is no menu in this session")
    return turn.context.menu


def ask_routine(turn: Turn) -> None:
    _ask(turn, Choosing())


def ask_again(turn: Turn) -> None:
    turn.fall_silent()
    _ask(turn, turn.doing(Choosing))


def _ask(turn: Turn, choosing: Choosing, said: Sentences = ()) -> None:
    turn.enter(choosing)
    turn.perform((*said, *choosing.question(turn)), Then.AWAIT_ANSWER)


def choose(turn: Turn) -> None:
    """A number out of those that were named."""
    choosing, number, menu = turn.doing(Choosing), turn.command.number, _menu(turn)
    if number is None or number > len(choosing.names(menu)):
        turn.refuse()
        return
    turn.fall_silent()
    if choosing.routine is not None:
        _chosen(turn, MenuChoice(choosing.routine, menu.patients[number - 1] if number else None))
    elif not number:
        following = choosing.page + AT_ONCE
        _ask(turn, Choosing(following if following < len(menu.items) else 0))
    else:
        _routine_chosen(turn, choosing.shown(menu)[number - 1].key)


def pick(turn: Turn) -> None:
    """What was picked on the screen, whether it has been named or not. What is not in the menu is ignored."""
    picked = turn.heard(MenuPicked).picked
    if turn.context.menu is None:
        return
    choosing = turn.activity if isinstance(turn.activity, Choosing) else Choosing()
    menu = turn.context.menu
    if choosing.routine is None and picked in {item.key for item in menu.items}:
        turn.fall_silent()
        turn.enter(choosing)
        _routine_chosen(turn, picked)
    elif choosing.routine is not None and picked in ("", *menu.patients):
        turn.fall_silent()
        _chosen(turn, MenuChoice(choosing.routine, picked or None))


def back(turn: Turn) -> None:
    """From the patient back to the routine."""
    choosing = turn.doing(Choosing)
    if choosing.routine is not None:
        turn.fall_silent()
        _ask(turn, replace(choosing, routine=None))
    else:
        turn.refuse("at_beginning")


def _routine_chosen(turn: Turn, key: str) -> None:
    turn.update(unanswered_at_s=None)
    if _menu(turn).patients:
        _ask(turn, replace(turn.doing(Choosing), routine=key))
    else:
        _chosen(turn, MenuChoice(key))


def _chosen(turn: Turn, choice: MenuChoice) -> None:
    turn.update(choice=choice)
    turn.run(Then.END)
