"""The rule for each activity and event, in one table.

How to read it. An *activity* is what the session is doing: saying an instruction, waiting, counting a hold, standing
still. ``COMMANDS[activity][command]`` names the handler that runs and the activities that may follow; ``EVENTS`` below
it does the same for the events that are no commands.

Three commands mean nearly the same everywhere, because a patient in need must not have to know what the coach is doing:
"stop" falls silent and can be taken back, "pause" stands still, "it hurts" ends the hold; and "help me" calls a person.
A command that makes no sense is answered in a short sentence, never with silence and never with an error.

The table is complete: a test asks for every pair, another plays histories and fails on a move that is not declared.
``docs/architecture.md`` shows the diagram that is made from it.
"""

from __future__ import annotations

from collections.abc import Mapping

from voicecoach.language.vocabulary import NUMBERS, Command
from voicecoach.session import doubts, faults, heard, moves, sound_settings, time_left, undo
from voicecoach.session.activities import (
    adjusting,
    breathing,
    calling,
    checking,
    choosing,
    closing,
    counting_in,
    holding,
    hurting,
    instructing,
    interruption,
    moving,
    opening,
    pausing,
    releasing,
    resting,
    screening,
    setting_changes,
    stopping,
    waiting,
    work,
)
from voicecoach.session.continuation_rules import CONTINUATIONS, STEP, Handler, Kinds, Rule, kinds
from voicecoach.session.continuations import Then
from voicecoach.session.events import (
    AdjustmentHeard,
    CommandHeard,
    DeadlinePassed,
    Event,
    HardToInterrupt,
    InputEnded,
    LineFinished,
    LineStarted,
    MenuPicked,
    NearlyHeard,
    NotUnderstood,
    PartFailed,
    PartRecovered,
    QuitRequested,
    RoomFailed,
    TimeLost,
    TopicHeard,
    VoiceReplaced,
)
from voicecoach.session.phase import INTERRUPTED
from voicecoach.session.state import Activity
from voicecoach.session.turn import Turn

ACTIVITIES: tuple[type[Activity], ...] = (
    opening.Opening,
    choosing.Choosing,
    screening.Screening,
    instructing.Instructing,
    waiting.Waiting,
    counting_in.CountingIn,
    holding.Holding,
    moving.Moving,
    breathing.Breathing,
    releasing.Releasing,
    resting.Resting,
    resting.Switching,
    pausing.Pausing,
    adjusting.Adjusting,
    checking.Checking,
    stopping.Stopping,
    hurting.Hurting,
    calling.Calling,
    calling.Alarming,
    closing.Closing,
    closing.Ended,
)
"""All that a session can be doing."""
SET_ASIDE: tuple[type[Activity], ...] = (resting.PausedRest,)
"""What exists only while it is set aside."""

TAKEN_UP = (
    kinds(
        opening.Opening,
        choosing.Choosing,
        screening.Screening,
        instructing.Instructing,
        waiting.Waiting,
        counting_in.CountingIn,
        releasing.Releasing,
        resting.Resting,
        resting.Switching,
        hurting.Hurting,
        closing.Closing,
    )
    | STEP
)
"""What can go on after an interruption."""
GIVEN_BACK = TAKEN_UP | kinds(pausing.Pausing, adjusting.Adjusting, checking.Checking)
"""What can come back when a command is undone."""


def _refuse(key: str) -> Handler:
    def refuse(turn: Turn) -> None:
        turn.refuse(key)

    return refuse


def _ignore(turn: Turn) -> None:
    turn.refused = True


NOT_NOW = Rule(Turn.refuse)
IGNORED = Rule(_ignore)
STOP = Rule(stopping.stop, kinds(stopping.Stopping))
END = Rule(stopping.end, kinds(closing.Closing))
PAUSE = Rule(pausing.pause, kinds(pausing.Pausing))
RESUME = Rule(interruption.resume, TAKEN_UP)
FINISH_SPEECH = Rule(opening.finish_speech, STEP | kinds(choosing.Choosing))
SAY_AGAIN = Rule(Turn.say_again)
UNDO = Rule(undo.undo, GIVEN_BACK)
TAKE_BACK = Rule(_refuse("take_back"))

Commands = Mapping[Command, Rule]

_ALWAYS: Commands = {
    Command.STOP: STOP,
    Command.PAUSE: PAUSE,
    Command.HURTS: Rule(hurting.hurt, kinds(hurting.Hurting)),
    Command.CALL: Rule(calling.call, kinds(calling.Calling)),
    Command.UNDO: UNDO,
    Command.SLOWER: Rule(sound_settings.change_rate),
    Command.FASTER: Rule(sound_settings.change_rate),
    Command.LOUDER: Rule(sound_settings.change_volume),
    Command.QUIETER: Rule(sound_settings.change_volume),
    Command.HELP: Rule(doubts.say_help),
    Command.HOW_LONG: Rule(time_left.say_time_left),
    Command.REPEAT: SAY_AGAIN,
}


def _moving_on(follows: Kinds) -> Commands:
    """Through the plan, by command."""
    return {
        **_ALWAYS,
        Command.NEXT: Rule(moves.go_on, follows),
        Command.BACK: Rule(moves.go_back, follows),
        Command.SWITCH: Rule(moves.switch, follows),
        Command.SKIP: Rule(moves.skip, follows),
        Command.MORE_TIME: PAUSE,
    }


_MOVING_ON = _moving_on(STEP | kinds(releasing.Releasing))
_WORKING: Commands = {
    **_MOVING_ON,
    Command.REPEAT: Rule(work.repeat),
    Command.HOW_LONG: Rule(work.how_long),
}
_TIMED: Commands = {
    **_MOVING_ON,
    Command.READY: Rule(moves.go_on, STEP),
    Command.RESUME: Rule(moves.go_on, STEP),
    Command.MORE_TIME: Rule(resting.more_time),
    Command.HOW_LONG: Rule(resting.how_long),
}
_CALLED: Commands = {
    **_ALWAYS,
    Command.RESUME: RESUME,
    Command.READY: RESUME,
    Command.NO: PAUSE,
    Command.UNDO: TAKE_BACK,
}

COMMANDS: Mapping[type[Activity], Commands] = {
    opening.Opening: {**_ALWAYS, Command.NEXT: FINISH_SPEECH},
    choosing.Choosing: {
        **_ALWAYS,
        **dict.fromkeys(NUMBERS, Rule(choosing.choose, kinds(closing.Ended))),
        Command.BACK: Rule(choosing.back),
        Command.MORE_TIME: PAUSE,
        Command.REPEAT: Rule(choosing.ask_again),
    },
    screening.Screening: {
        **_ALWAYS,
        **dict.fromkeys((Command.YES, Command.NO, *NUMBERS, Command.SKIP), Rule(screening.answer, STEP)),
        Command.BACK: Rule(screening.ask_previous),
        Command.READY: Rule(screening.enter_pressed, STEP),
        Command.MORE_TIME: PAUSE,
        Command.REPEAT: Rule(screening.repeat),
    },
    instructing.Instructing: {
        **_MOVING_ON,
        Command.NEXT: Rule(instructing.next_, STEP | kinds(releasing.Releasing)),
        Command.READY: Rule(instructing.ready, STEP),
        Command.MORE_TIME: Rule(instructing.more_time),
        Command.REPEAT: Rule(instructing.repeat),
    },
    waiting.Waiting: {
        **_MOVING_ON,
        Command.READY: Rule(waiting.start, STEP),
        Command.RESUME: Rule(waiting.start, STEP),
        Command.YES: Rule(waiting.start, STEP),
        Command.NO: Rule(waiting.more_time),
        Command.MORE_TIME: Rule(waiting.more_time),
        Command.REPEAT: Rule(waiting.repeat),
    },
    counting_in.CountingIn: {**_MOVING_ON, Command.REPEAT: Rule(counting_in.repeat)},
    holding.Holding: {**_WORKING, Command.MORE_TIME: Rule(holding.lengthen)},
    moving.Moving: {**_WORKING, Command.MORE_TIME: NOT_NOW},
    breathing.Breathing: {**_WORKING, Command.MORE_TIME: NOT_NOW},
    releasing.Releasing: {**_MOVING_ON, Command.NEXT: FINISH_SPEECH},
    resting.Resting: _TIMED,
    resting.Switching: {**_TIMED, Command.SWITCH: Rule(resting.say_side)},
    pausing.Pausing: {
        **_moving_on(TAKEN_UP),
        Command.RESUME: RESUME,
        Command.READY: RESUME,
        Command.YES: RESUME,
        Command.PAUSE: Rule(pausing.hush),
        Command.REPEAT: Rule(pausing.repeat),
        Command.HOW_LONG: Rule(pausing.how_long_in_hold),
    },
    adjusting.Adjusting: {
        **_ALWAYS,
        **dict.fromkeys(
            (Command.YES, Command.NO, *NUMBERS, Command.NEXT, Command.BACK, Command.SKIP),
            Rule(setting_changes.take_answer, kinds(pausing.Pausing)),
        ),
        Command.RESUME: RESUME,
        Command.MORE_TIME: PAUSE,
        Command.REPEAT: Rule(adjusting.ask_again),
    },
    checking.Checking: {
        **_ALWAYS,
        Command.YES: Rule(checking.answer, kinds(pausing.Pausing)),
        Command.NO: Rule(checking.answer, kinds(pausing.Pausing)),
        Command.RESUME: RESUME,
        Command.READY: RESUME,
        Command.REPEAT: Rule(adjusting.ask_again),
        Command.HOW_LONG: Rule(pausing.how_long_in_hold),
    },
    stopping.Stopping: {
        **_ALWAYS,
        Command.STOP: END,
        Command.NO: END,
        Command.RESUME: RESUME,
        Command.READY: RESUME,
        Command.BACK: RESUME,
        Command.NEXT: RESUME,
        Command.UNDO: TAKE_BACK,
        Command.HOW_LONG: Rule(pausing.how_long_in_hold),
    },
    hurting.Hurting: {
        **_ALWAYS,
        Command.STOP: END,
        Command.NO: END,
        Command.RESUME: RESUME,
        Command.NEXT: RESUME,
        Command.READY: RESUME,
        Command.YES: RESUME,
        Command.SKIP: Rule(moves.skip, TAKEN_UP),
        Command.MORE_TIME: PAUSE,
        Command.UNDO: TAKE_BACK,
    },
    calling.Calling: {
        **_CALLED,
        Command.CALL: Rule(calling.raise_alarm, kinds(calling.Alarming)),
        Command.YES: Rule(calling.raise_alarm, kinds(calling.Alarming)),
    },
    calling.Alarming: {**_CALLED, Command.CALL: IGNORED, Command.YES: Rule(doubts.say_help)},
    closing.Closing: {
        **_ALWAYS,
        Command.STOP: Rule(closing.end_now, kinds(closing.Ended)),
        Command.PAUSE: Rule(closing.end_now, kinds(closing.Ended)),
        Command.NEXT: Rule(closing.end_now, kinds(closing.Ended)),
    },
    closing.Ended: dict.fromkeys(Command, IGNORED),
}
"""What each command does. What is not named here is answered with "not now"."""


def command_rule(activity: type[Activity], command: Command) -> Rule:
    """The rule for a command in an activity."""
    return COMMANDS[activity].get(command, NOT_NOW)


LEADS_ON: Mapping[type[Activity], tuple[Then, ...]] = {
    opening.Opening: (Then.ASK_BEFORE,),
    choosing.Choosing: (Then.AWAIT_ANSWER, Then.REMIND, Then.PAUSE_UNANSWERED),
    screening.Screening: (
        Then.AWAIT_QUESTION,
        Then.TAKE_DIGIT,
        Then.NEXT_QUESTION,
        Then.REMIND,
        Then.PAUSE_UNANSWERED,
    ),
    instructing.Instructing: (Then.SPEAK_ON, Then.NEXT_STEP, Then.BEGIN_STEP, Then.ORIENTED),
    waiting.Waiting: (Then.AWAIT_ANSWER, Then.REMIND, Then.PAUSE_UNANSWERED),
    counting_in.CountingIn: (Then.COUNT_IN, Then.COUNT_IN_POSITIONED, Then.BEGIN_WORK),
    holding.Holding: (Then.FINISH_WORK,),
    moving.Moving: (Then.FINISH_WORK,),
    breathing.Breathing: (Then.FINISH_WORK,),
    releasing.Releasing: (Then.NEXT_STEP, Then.BEGIN_STEP),
    resting.Resting: (Then.NEXT_STEP_WHEN_SILENT, Then.NEXT_STEP_AFTER_WAIT, Then.NEXT_STEP),
    resting.Switching: (Then.NEXT_STEP_WHEN_SILENT, Then.NEXT_STEP),
    pausing.Pausing: (Then.WAIT_ON, Then.CLOSE_UNANSWERED),
    adjusting.Adjusting: (Then.AWAIT_SETTING, Then.REMIND, Then.LEAVE_SETTING),
    checking.Checking: (Then.AWAIT_SETTING, Then.REMIND, Then.LEAVE_SETTING),
    stopping.Stopping: (Then.AWAIT_END, Then.CLOSE_STOPPED),
    hurting.Hurting: (Then.AWAIT_HURT, Then.REMIND, Then.RAISE_ALARM),
    calling.Calling: (Then.AWAIT_CALL, Then.RAISE_ALARM),
    calling.Alarming: (
        Then.PLAY_ALARM,
        Then.SOUND_ALARM,
        Then.EXPLAIN_ALARM,
        Then.SOUND_ALARM_AGAIN,
        Then.CLOSE_UNANSWERED,
    ),
    closing.Closing: (Then.END,),
    closing.Ended: (),
}
"""What an activity leads to by itself, when its sentences have ended or its deadlines have passed."""


def _obey(turn: Turn) -> None:
    """Does what a command means in the present activity, and notes how to undo it."""
    command, before = heard.meant(turn), turn.state
    if command is None:
        return
    turn.command = command
    command_rule(type(before.activity), command).handler(turn)
    if command is not Command.UNDO:
        undo.note(turn, before, command)


_ENDS = kinds(closing.Ended)
_PICKED = Rule(choosing.pick, kinds(choosing.Choosing, closing.Ended))
_EXPLAINING = dict.fromkeys(
    (pausing.Pausing, adjusting.Adjusting, checking.Checking), Rule(heard.topic_heard, kinds(pausing.Pausing))
)
_SETTING = dict.fromkeys(
    (pausing.Pausing, adjusting.Adjusting, checking.Checking),
    Rule(heard.adjustment_heard, kinds(pausing.Pausing, adjusting.Adjusting, checking.Checking)),
)


def _standing_still(handler: Handler) -> Mapping[type[Activity], Rule]:
    """A misfortune that pauses what goes on."""
    follows = {activity: () if activity.phase in INTERRUPTED else (pausing.Pausing,) for activity in ACTIVITIES}
    return {activity: Rule(handler, kinds(*next_ones)) for activity, next_ones in follows.items()}


def _led(activity: type[Activity]) -> Kinds:
    return frozenset().union(*(CONTINUATIONS[then].follows for then in LEADS_ON[activity]))


EVENTS: Mapping[type[Event], Mapping[type[Activity], Rule]] = {
    TopicHeard: dict.fromkeys(ACTIVITIES, Rule(heard.no_time_for_it)) | _EXPLAINING,
    AdjustmentHeard: dict.fromkeys(ACTIVITIES, Rule(heard.no_time_for_it)) | _SETTING,
    MenuPicked: {**dict.fromkeys(ACTIVITIES, IGNORED), opening.Opening: _PICKED, choosing.Choosing: _PICKED},
    NotUnderstood: dict.fromkeys(ACTIVITIES, Rule(heard.not_understood)),
    HardToInterrupt: dict.fromkeys(ACTIVITIES, Rule(heard.hard_to_interrupt)),
    LineStarted: dict.fromkeys(ACTIVITIES, Rule(heard.line_started)),
    LineFinished: {activity: Rule(heard.line_finished, _led(activity)) for activity in ACTIVITIES},
    DeadlinePassed: {activity: Rule(heard.deadline_passed, _led(activity)) for activity in ACTIVITIES},
    TimeLost: _standing_still(heard.time_lost),
    PartFailed: _standing_still(faults.failed),
    VoiceReplaced: dict.fromkeys(ACTIVITIES, Rule(faults.voice_replaced)),
    PartRecovered: dict.fromkeys(ACTIVITIES, Rule(faults.recovered)),
    InputEnded: dict.fromkeys(ACTIVITIES, Rule(heard.input_ended)),
    RoomFailed: dict.fromkeys(ACTIVITIES, Rule(heard.room_failed, _ENDS)),
    QuitRequested: dict.fromkeys(ACTIVITIES, Rule(heard.quit_requested, _ENDS)),
}
"""What each event does that is no command."""


def rule_for(activity: type[Activity], event: Event) -> Rule:
    """The handler of an event in an activity, and the activities that may follow."""
    match event:
        case CommandHeard(command=command) | NearlyHeard(command=command):
            return Rule(_obey, command_rule(activity, command).follows)
        case _:
            return EVENTS[type(event)][activity]
