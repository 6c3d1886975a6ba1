"""One event being handled: a draft of the next state, and the actions ordered on the way.

Rules are functions of a turn. They read ``turn.state`` and change it through these methods only, so that the value
they began with stays what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.language.wording import Wording, sentences_of
from voicecoach.routine.plan import Plan
from voicecoach.session.actions import (
    Action,
    Earcon,
    Keep,
    Line,
    LineKind,
    Listen,
    PlayEarcon,
    Remember,
    Say,
    SetDeadline,
    Setting,
    StopSpeaking,
)
from voicecoach.session.agenda import DueStep
from voicecoach.session.codec import CONTEXT
from voicecoach.session.continuations import Then
from voicecoach.session.events import KEYBOARD, CommandHeard, Event
from voicecoach.session.menu import Menu
from voicecoach.session.phase import INTERRUPTED, Phase
from voicecoach.session.questions import Question
from voicecoach.session.records import Record, StepSkipped
from voicecoach.session.resume_point import ResumePoint
from voicecoach.session.speech_queue import (
    AFTER_INTERRUPTION_S,
    SENTENCE_GAP_S,
    STEP_GAP_S,
    Sentence,
    Sentences,
)
from voicecoach.session.state import Activity, Deadline, RememberedSetting, State


@dataclass(frozen=True, slots=True)
class Context:
    """What a session is about, from its first word to its last."""

    plan: Plan
    wording: Wording = field(metadata=CONTEXT)
    before: tuple[Question, ...] = ()
    after: tuple[Question, ...] = ()
    resume_point: ResumePoint | None = None
    """Where an earlier session stood that a yes to ``QuestionKind.RESUME`` goes on with."""
    menu: Menu | None = None
    """What can be chosen from; then nothing is exercised."""


_OWN_QUESTIONS = (Phase.ASKING, Phase.CLOSING, Phase.ENDED, *INTERRUPTED)
"""Phases whose own question a yes or no answers, so that none is asked about what was heard."""

AnyEvent = TypeVar("AnyEvent", bound=Event)
AnyActivity = TypeVar("AnyActivity", bound=Activity)


def _wants_to_know(state: State) -> bool:
    return state.doubt.asked is not None and state.now_s < state.doubt.asked_until_s


def expectation_of(context: Context, state: State) -> Expectation:
    """What is listened for besides the commands that always count."""
    return Expectation.YES_NO if _wants_to_know(state) else state.activity.expectation(context)


Continuations = Mapping[Then, Callable[["Turn"], None]]


class Turn:
    """Made for one event; ``state`` and ``actions`` are its result."""

    def __init__(
        self, context: Context, state: State, continuations: Continuations, event: Event | None = None
    ) -> None:
        self.context = context
        self.state = state
        self.event = event
        self.command = Command.NEXT
        """The command being obeyed, where it is one."""
        self.actions: list[Action] = []
        self.refused = False
        """The command does nothing here."""
        self._continuations = continuations

    def heard(self, kind: type[AnyEvent]) -> AnyEvent:
        """The event that is being handled, which is of this kind."""
        if not isinstance(self.event, kind):
            raise RuntimeError(f"the event is no {kind.__name__}")
        return self.event

    # -- reading --------------------------------------------------------------------------------------------------

    @property
    def now_s(self) -> float:
        return self.state.now_s

    @property
    def activity(self) -> Activity:
        return self.state.activity

    def doing(self, kind: type[AnyActivity]) -> AnyActivity:
        """The present activity, which is of this kind."""
        if not isinstance(self.activity, kind):
            raise RuntimeError(f"the activity is no {kind.__name__}")
        return self.activity

    @property
    def wording(self) -> Wording:
        return self.context.wording

    @property
    def due(self) -> DueStep:
        """The step being done. Raises RuntimeError at the end of the plan."""
        current = self.state.agenda.current
        if current is None:
            raise RuntimeError("no step is being done")
        return current

    def sentences(self, key: str, kind: LineKind = LineKind.CONTROL, **values: object) -> Sentences:
        """A text of the language file, cut into sentences."""
        return self.words(self.wording.say(key, **values), kind)

    @staticmethod
    def words(text: str | None, kind: LineKind) -> Sentences:
        """A text of a script, cut into sentences."""
        return tuple(Sentence(part, kind) for part in sentences_of(text or ""))

    @property
    def typed(self) -> bool:
        """True when the command came from the keyboard."""
        return isinstance(self.event, CommandHeard) and self.event.by == KEYBOARD

    # -- changing -------------------------------------------------------------------------------------------------

    def update(self, **changes: Any) -> None:
        """Changes fields of the state."""
        self.state = replace(self.state, **changes)

    def become(self, activity: Activity) -> None:
        """New data of the same activity: deadlines and what is listened for stay."""
        self.update(activity=activity)

    def enter(self, activity: Activity) -> None:
        """Another activity, or the same anew. Deadlines of the old one no longer count."""
        self.activity.ends(self, activity)
        self.update(activity=activity, deadlines=())
        if activity.phase in _OWN_QUESTIONS:
            self.doubt(asked=None)
        self.listen()
        # A question whether something was heard rightly outlives an activity, but not one that asks its own.
        if self.wants_to_know:
            self.at(self.state.doubt.asked_until_s, Then.FORGET_DOUBT)

    def run(self, then: Then) -> None:
        self._continuations[then](self)

    def record(self, record: Record) -> None:
        self.actions.append(Keep(record, self.now_s))

    def skipped(self, steps: Sequence[DueStep], why: str) -> None:
        """Notes steps that are left out."""
        for due in steps:
            self.record(StepSkipped(due.number, due.kind, due.step.side, why))

    def order(self, action: Action) -> None:
        self.actions.append(action)

    def remember(self, setting: Setting, value: float | str | None) -> None:
        """Keeps a setting for the patient's next session."""
        others = tuple(each for each in self.state.settings.remembered if each.setting is not setting)
        remembered = (*others, RememberedSetting(setting, value))
        self.update(settings=replace(self.state.settings, remembered=remembered))
        self.order(Remember(setting, value))

    # -- time -----------------------------------------------------------------------------------------------------

    def _next_id(self) -> int:
        self.update(last_id=self.state.last_id + 1)
        return self.state.last_id

    def at(self, at_s: float, then: Then) -> None:
        """Goes on to ``then`` at that time, unless the activity has changed by then."""
        deadline = Deadline(self._next_id(), then)
        self.update(deadlines=(*self.state.deadlines, deadline))
        self.order(SetDeadline(deadline.id, at_s))

    def after(self, seconds: float, then: Then) -> None:
        self.at(self.now_s + seconds, then)

    def deadline_passed(self, deadline_id: int) -> None:
        """A deadline of an activity that has ended is ignored."""
        passed = next((each for each in self.state.deadlines if each.id == deadline_id), None)
        if passed is not None:
            self.update(deadlines=tuple(each for each in self.state.deadlines if each is not passed))
            self.run(passed.then)

    @property
    def briefly(self) -> bool:
        """True where the short form of an instruction is said: in a known routine, and on the second side."""
        settings = self.state.settings
        return settings.short or (settings.short_second_side and self.state.agenda.on_second_side)

    # -- listening ------------------------------------------------------------------------------------------------

    @property
    def wants_to_know(self) -> bool:
        """True while the patient is asked whether they were heard rightly."""
        return _wants_to_know(self.state)

    def listen(self) -> None:
        self.order(Listen(expectation_of(self.context, self.state)))

    def doubt(self, **changes: Any) -> None:
        """Changes fields of the doubt."""
        self.update(doubt=replace(self.state.doubt, **changes))

    # -- sound ----------------------------------------------------------------------------------------------------

    def place(self, text: str, kind: LineKind, at_s: float, *, seconds_left: int | None = None) -> None:
        """A line at an exact time, beside the queue."""
        self.order(Say(Line(self._next_id(), text, kind, seconds_left), at_s, exact=True))

    def earcon(self, earcon: Earcon, at_s: float | None = None) -> None:
        self.order(PlayEarcon(earcon, self.now_s if at_s is None else at_s))

    def fall_silent(self) -> None:
        """Stops what sounds and forgets what was placed; the queue stays, the cut sentence first."""
        self.order(StopSpeaking())
        self._speech(line_id=None)

    def perform(self, sentences: Sentences, then: Then | None, *, delay_s: float = 0.0) -> None:
        """Says these one after another and goes on to ``then``. They are what "repeat" brings back."""
        self._speech(sentences=sentences, last_words=sentences, then=then, quiet=False)
        self.speak_next(max(delay_s, self.state.speech.silent_since_s + STEP_GAP_S - self.now_s))

    def interject(self, sentences: Sentences) -> None:
        """An answer. What is being said is cut, and said again from its beginning after the answer."""
        self.fall_silent()
        self._speech(sentences=(*sentences, *self.state.speech.sentences), quiet=False)
        self.speak_next(AFTER_INTERRUPTION_S)

    def speak_next(self, delay_s: float = 0.0) -> None:
        """Orders the first sentence of the queue; goes on to what follows where the queue is empty."""
        queue = self.state.speech
        if queue.sentences:
            sentence = queue.sentences[0]
            line = Line(self._next_id(), sentence.text, sentence.kind)
            self._speech(line_id=line.id)
            self.order(Say(line, self.now_s + delay_s))
            return
        self._speech(line_id=None, then=None)
        if queue.then is not None:
            self.run(queue.then)

    def line_finished(self, line_id: int) -> None:
        """A line that the session has stopped is ignored."""
        queue = self.state.speech
        if line_id != queue.line_id:
            return
        self._speech(sentences=queue.sentences[1:], silent_since_s=self.now_s)
        if queue.sentences[0].quiet_s > 0.0:
            self._speech(line_id=None, quiet=True)
            # One that was set for an earlier quiet must not end this one.
            self.update(deadlines=tuple(each for each in self.state.deadlines if each.then is not Then.SPEAK_ON))
            self.after(queue.sentences[0].quiet_s, Then.SPEAK_ON)
        else:
            self.speak_next(SENTENCE_GAP_S if self.state.speech.sentences else 0.0)

    def speak_on(self) -> None:
        """Ends the quiet after a sentence, if it has not been ended before."""
        if self.state.speech.quiet:
            self._speech(quiet=False)
            self.speak_next()

    def say_only(self, sentences: Sentences, then: Then) -> None:
        """Leaves all but these of the queue out, then goes on to ``then``; what sounds is cut if it is none of them."""
        if self.state.speech.sentences[0] is sentences[0]:
            self.earcon(Earcon.HEARD)
            self._speech(sentences=sentences, then=then)
        else:
            self.fall_silent()
            self.perform(sentences, then, delay_s=AFTER_INTERRUPTION_S)

    def when_silent(self, then: Then) -> None:
        """Now, or after the sentences that are still being said."""
        if self.state.speech.sentences or self.state.speech.quiet:
            self._speech(then=then)
        else:
            self.run(then)

    def answer(self, key: str, **values: object) -> None:
        """A short spoken answer that changes nothing else."""
        self.activity.answer(self, self.sentences(key, LineKind.CONTROL, **values))

    def refuse(self, key: str = "not_now") -> None:
        """Answers a command that does nothing here."""
        self.refused = True
        self.answer(key)

    def warn(self, key: str) -> None:
        """A text that is said as soon as it disturbs nothing."""
        self.update(warnings=(*self.state.warnings, key))

    def say_again(self) -> None:
        """The words of this moment again."""
        self.fall_silent()
        self.perform(self.state.speech.last_words, self.state.speech.then, delay_s=0.2)

    def drop_speech(self) -> None:
        """Empties the queue."""
        self._speech(sentences=(), then=None, quiet=False)

    def talk_over(self, sentences: Sentences) -> None:
        """Says these without touching what is placed: tips give way, numbers keep their beat."""
        queue = self.state.speech
        self._speech(sentences=(*queue.sentences[:1], *sentences) if queue.line_id is not None else sentences)
        if queue.line_id is None:
            self.speak_next(0.1)

    def _speech(self, **changes: Any) -> None:
        self.update(speech=replace(self.state.speech, **changes))
