"""View of a session at one moment: plain values, for a terminal or a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.language.wording import Wording, sentences_of
from voicecoach.routine.plan import Side
from voicecoach.routine.steps.work import WorkStep
from voicecoach.session.activities.choosing import Choosing
from voicecoach.session.activities.closing import Closing, Ended
from voicecoach.session.activities.hurting import after_pain
from voicecoach.session.activities.interruption import Interruption, outside_exercises
from voicecoach.session.activities.opening import Opening
from voicecoach.session.activities.releasing import Releasing
from voicecoach.session.activities.resting import Resting
from voicecoach.session.activities.stopping import Stopping
from voicecoach.session.activities.work import work_of
from voicecoach.session.continuations import Then
from voicecoach.session.part import text_key
from voicecoach.session.phase import Phase
from voicecoach.session.state import State
from voicecoach.session.summary import summary_of
from voicecoach.session.turn import Context, expectation_of

HEARD_SHOWN_S = 4.0
"""How long a recognised command stays on display."""


@dataclass(frozen=True, slots=True)
class View:
    """A moment of a session. ``left_s`` is None where nothing is being timed."""

    routine: str
    phase: Phase
    step: int
    steps: int
    side: Side | None
    picture: str | None
    """The drawing of the step; where ``coming_out`` is True, the one of coming out of it is to be shown."""
    set_number: int | None
    sets: int | None
    left_s: float | None
    whole_s: float | None
    """The length of what ``left_s`` counts down, where it is a hold or a set of movements."""
    coming_out: bool = False
    """The patient is told to leave the position, or was and has not been asked into one since."""
    at_s: float = 0.0
    saying: str = ""
    """The sentence that sounds now, or the last one."""
    line_id: int | None = None
    """Which line that is; None before the first."""
    task: str = ""
    """In a hold, while no more than a word is said: where it is to be felt, else what was last to be done."""
    heard: str = ""
    """The last command, as it was heard; empty when that was a while ago."""
    heard_at_s: float = 0.0
    expects: Expectation = Expectation.SESSION
    """What kind of answer the last question asks for."""
    choices: tuple[str, ...] = ()
    """In a menu: what number one, two and so on stand for, by key or name."""
    choosing_patient: bool = False
    """The routine has been chosen, and it is asked whose session it is."""
    level_db: float | None = None
    """How loud it is at the microphone, without the coach's own voice; None where nothing is heard."""
    offers: Callable[[], tuple[Command, ...]] = field(default=tuple, compare=False, repr=False)
    """Finds the commands that do something now, the answers to an open question first. It takes milliseconds: who shows
    them calls it, not the loop."""
    advice: tuple[str, ...] = ()
    """What a patient was told to do who is not to exercise today."""
    faults: tuple[str, ...] = ()
    """What does not work now, a sentence for each part."""
    summary: str = ""
    """What was done, once the session has ended."""


def view_of(context: Context, state: State, offers: Callable[[], tuple[Command, ...]], now_s: float) -> View:
    """What there is to show at ``now_s``, which is not before the state's own time."""
    due, activity = state.agenda.current, state.activity
    step = due.step if due is not None else None
    work = work_of(activity)
    choosing = Choosing() if isinstance(activity, Opening) else activity if isinstance(activity, Choosing) else None
    left_s: float | None = None
    if isinstance(activity, Resting):
        left_s = activity.left_s(now_s)
    elif work is not None and activity.phase is not Phase.PREPARING:
        left_s = work.clock.left_s(now_s)
    prescribed = step if isinstance(step, WorkStep) else None
    return View(
        routine=context.plan.name,
        phase=activity.phase,
        step=due.number if due is not None else len(context.plan.steps),
        steps=len(context.plan.steps),
        side=step.side if step is not None else None,
        picture=step.picture if step is not None else None,
        set_number=prescribed.set_number if prescribed is not None else None,
        sets=prescribed.sets if prescribed is not None else None,
        left_s=left_s,
        whole_s=work.clock.hold_s if work is not None else None,
        coming_out=_coming_out(state),
        at_s=now_s,
        saying=state.line.text if state.line is not None else "",
        line_id=state.line.id if state.line is not None else None,
        task=_task(context.wording, state),
        heard=state.heard if now_s - state.heard_at_s < HEARD_SHOWN_S else "",
        heard_at_s=state.heard_at_s,
        expects=expectation_of(context, state),
        choices=choosing.keys(context.menu) if choosing is not None and context.menu is not None else (),
        choosing_patient=choosing is not None and choosing.routine is not None,
        offers=offers,
        advice=activity.advice if isinstance(activity, Closing | Ended) else (),
        faults=_faults(context.wording, state),
        summary=summary_of(context.wording, state) if isinstance(activity, Ended) else "",
    )


def _task(wording: Wording, state: State) -> str:
    due, sentence = state.agenda.current, state.line is not None and " " in state.line.text
    if due is None or sentence or state.activity.phase is not Phase.HOLDING or not isinstance(due.step, WorkStep):
        return ""
    if due.step.feel:
        return wording.say("feel", feel=due.step.feel)
    return next(iter(reversed(sentences_of(" ".join(state.agenda.instructions())))), "")


def _coming_out(state: State) -> bool:
    """True after a pain, also under a pause or a call that came after it; after "stop"; and to the end of a session.

    At the end of a hold only after the last of its side: from the others one only eases off, to do the next.
    """
    activity, speech, due = state.activity, state.speech, state.agenda.current
    if isinstance(activity, Closing | Ended):
        return True
    if outside_exercises(activity):
        return False
    if after_pain(activity) is not None or isinstance(activity, Stopping):
        return True
    while isinstance(activity, Interruption) and (aside := activity.aside) is not None:
        activity, speech = aside.activity, aside.speech
    step = due.step if due is not None else None
    last = isinstance(step, WorkStep) and step.set_number == step.sets
    return last and isinstance(activity, Releasing) and speech.then is Then.NEXT_STEP


def _faults(wording: Wording, state: State) -> tuple[str, ...]:
    keys = dict.fromkeys(text_key(part, "failed") for part in sorted(state.faults))
    return tuple(sentences_of(wording.say(key))[0] for key in keys)


def words_to_read(view: View) -> str:
    """What is said, for a reader: in place of a number that is counted, which the clock shows, what to do or feel."""
    counted = view.phase in (Phase.HOLDING, Phase.MOVING) and " " not in view.saying
    return view.task if counted else view.saying


def clock_face(seconds: float) -> str:
    """Seconds up to 99 as they are, longer times as minutes and seconds. A begun second counts as whole."""
    whole = int(seconds) + (seconds > int(seconds))
    return str(whole) if whole < 100 else f"{whole // 60}:{whole % 60:02d}"
