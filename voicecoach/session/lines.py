"""Lists what a session is going to say, so that it can be rendered ahead. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from string import Formatter

from voicecoach.language.vocabulary import Command
from voicecoach.language.wording import Wording, sentences_of
from voicecoach.routine.plan import Plan
from voicecoach.session.actions import Say, SetDeadline
from voicecoach.session.activities.waiting import Waiting
from voicecoach.session.engine import Session
from voicecoach.session.events import CommandHeard, DeadlinePassed, LineFinished
from voicecoach.session.state import SessionSettings

_IN_FULL = SessionSettings(short_second_side=False)
_IN_SHORT = SessionSettings(short=True, guest=False)


def all_lines(plan: Plan, wording: Wording) -> list[str]:
    """Every sentence with nothing left open, in the order in which it will be needed, each once."""
    lines = [*_spoken(plan, wording, _IN_FULL), *_spoken(plan, wording, _IN_SHORT)]
    lines += wording.numbers[:11]
    for key, sentence in wording.sentences.items():
        if not any(name for _, name, _, _ in Formatter().parse(sentence)):
            lines += sentences_of(wording.say(key))
    return list(dict.fromkeys(lines))


def _spoken(plan: Plan, wording: Wording, settings: SessionSettings) -> Iterator[str]:
    """What is said if the patient is always ready at once, and no line takes any time."""
    session, order = Session(plan, wording, settings), count()
    due: list[tuple[float, int, LineFinished | DeadlinePassed]] = []
    now_s, actions = 0.0, session.start(0.0)
    while session.ended is None:
        for action in actions:
            if isinstance(action, Say):
                yield action.line.text
                due.append((action.at_s, next(order), LineFinished(action.line.id)))
            elif isinstance(action, SetDeadline):
                due.append((action.at_s, next(order), DeadlinePassed(action.deadline_id)))
        if isinstance(session.state.activity, Waiting) and not session.state.speech.sentences:
            actions = session.handle(CommandHeard(Command.READY), now_s)
        else:
            due.sort()
            now_s, _, event = due.pop(0)
            actions = session.handle(event, now_s)
