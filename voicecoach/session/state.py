"""The state of a session: a frozen value that can be compared, kept as JSON, taken back and replayed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.session.actions import Line, Setting
from voicecoach.session.agenda import Agenda
from voicecoach.session.continuations import Then
from voicecoach.session.part import Part
from voicecoach.session.phase import Phase
from voicecoach.session.speech_queue import EMPTY, Sentences, SpeechQueue

if TYPE_CHECKING:
    from voicecoach.session.turn import Context, Turn


@dataclass(frozen=True, slots=True)
class RememberedSetting:
    """What is kept of a patient for the next session, besides rate and volume."""

    setting: Setting
    value: float | str | None


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """What a person can choose about a session."""

    give_up_s: float = 600.0
    """How long a paused or unanswered session waits before it ends by itself."""
    rate_wpm: int = 150
    gain_db: float = 0.0
    short: bool = False
    """The patient knows the routine: say the short form of instructions, and only the length of a hold."""
    short_second_side: bool = True
    """Say the short form on the second side, also to a new patient."""
    guest: bool = True
    """Nobody is asked about warning signs, so one sentence names them."""
    listens: bool = True
    """The coach has ears. Without, nobody is told to talk to it."""
    recorded_wait_s: float | None = None
    """In a recording nobody can answer: where the session would ask, it waits this long and goes on. None asks."""
    pace: float = 1.0
    """How long the quiet after a movement is, as a factor."""
    notice: str = ""
    """Said right after the greeting, such as that the pain has risen in the last sessions."""
    remembered: tuple[RememberedSetting, ...] = ()
    """What the patient has set otherwise before or in this session."""


@dataclass(frozen=True)
class Activity:
    """What the session is doing, with the data of just that. Subclasses are frozen and live in ``activities``."""

    phase: ClassVar[Phase]
    expects: ClassVar[Expectation] = Expectation.SESSION
    """What is listened for besides the commands that always count."""

    def expectation(self, context: Context) -> Expectation:  # noqa: ARG002
        """What is listened for in this activity."""
        return self.expects

    def interrupted(self, now_s: float) -> Activity:  # noqa: ARG002
        """The same with its clock stopped: what a pause sets aside."""
        return self

    def resume(self, turn: Turn, speech: SpeechQueue, said: Sentences | None = None) -> None:
        """Goes on with it after an interruption, with the ``speech`` that was cut; ``said`` is said first.

        By default says what was being said, from the beginning of the cut sentence.
        """
        turn.enter(self)
        said = turn.sentences("carrying_on") if said is None else said
        turn.perform((*said, *speech.sentences), speech.then)

    def reminder(self, turn: Turn) -> Sentences:  # noqa: ARG002
        """How the open question is asked again after a silence."""
        return ()

    def answer(self, turn: Turn, sentences: Sentences) -> None:
        """Says a short answer that changes nothing else."""
        turn.interject(sentences)

    def ends(self, turn: Turn, following: Activity) -> None:
        """Called when another activity takes its place."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What was interrupted: an activity and what was being said in it."""

    activity: Activity
    speech: SpeechQueue


@dataclass(frozen=True, slots=True)
class Deadline:
    """What happens when the deadline with this id passes."""

    id: int
    then: Then


@dataclass(frozen=True, slots=True)
class Doubt:
    """What was nearly heard, and whether the patient is being asked about it."""

    nearly: Command | None = None
    """Heard nearly once: nothing is done about it yet."""
    asked: Command | None = None
    """Asked back: "did you say …?"."""
    asked_until_s: float = 0.0
    misses: int = 0
    """How often in a row nothing was understood."""
    helped_at_s: float | None = None
    """When the patient last heard what can be said."""


@dataclass(frozen=True, slots=True)
class HeldBefore:
    """The part of a hold, or of a set, that was held in an earlier session."""

    number: int
    """The step's number in the plan."""
    held_s: float
    hold_s: float | None
    """How long the hold was to be; None for what the plan says."""


@dataclass(frozen=True, slots=True)
class MenuChoice:
    """What was chosen from the menu; None for nothing, and for a guest."""

    routine: str | None = None
    patient: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A moment of a session. Two sessions in equal states do the same from there on."""

    now_s: float
    agenda: Agenda
    settings: SessionSettings
    activity: Activity
    speech: SpeechQueue = EMPTY
    deadlines: tuple[Deadline, ...] = ()
    last_id: int = 0
    """Lines and deadlines are numbered in one row."""
    held_before: HeldBefore | None = None
    unanswered_at_s: float | None = None
    """When a question that has not been answered is given up; None while none is open."""
    pain_before: int | None = None
    pain_after: int | None = None
    oriented: bool = False
    """The warning signs, and how to talk to the coach, have been told; or need not be."""
    announced: int | None = None
    """The number of the hold or set that was announced ahead, with the question whether the patient is ready."""
    wants_to_be_remembered: bool = False
    """The answer of a guest who was asked; False without one."""
    doubt: Doubt = Doubt()
    input_ended: bool = False
    """Nobody can answer any more."""
    faults: frozenset[Part] = frozenset()
    """The parts that do not work now."""
    warnings: tuple[str, ...] = ()
    """Texts that the patient is still to be told when nothing is disturbed by it: their keys."""
    line: Line | None = None
    """The line that sounds, or the last one that did."""
    heard: str = ""
    """The last command, as it was heard."""
    heard_at_s: float = 0.0
    choice: MenuChoice = MenuChoice()
    history: tuple[Undoable, ...] = field(default=(), repr=False)
    """What "undo" brings back, the latest last."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """The state before a command."""

    command: str
    state: State
