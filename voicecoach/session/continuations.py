"""Named continuations: how a session goes on when a sentence has ended or a deadline has passed.

A name goes into JSON and can be compared, where a closure could not. ``continuation_rules`` says which function each
name stands for.
"""

from __future__ import annotations

from enum import StrEnum


class Then(StrEnum):
    """The names."""

    ASK_BEFORE = "ask-before"
    AWAIT_ANSWER = "await-answer"
    AWAIT_QUESTION = "await-question"
    AWAIT_HURT = "await-hurt"
    TAKE_DIGIT = "take-digit"
    TAKE_POSITION = "take-position"
    NEXT_QUESTION = "next-question"
    BEGIN_STEP = "begin-step"
    ORIENTED = "oriented"
    NEXT_STEP = "next-step"
    NEXT_STEP_WHEN_SILENT = "next-step-when-silent"
    NEXT_STEP_AFTER_WAIT = "next-step-after-wait"
    COUNT_IN = "count-in"
    COUNT_IN_POSITIONED = "count-in-positioned"
    BEGIN_WORK = "begin-work"
    FINISH_WORK = "finish-work"
    SPEAK_ON = "speak-on"
    REMIND = "remind"
    PAUSE_UNANSWERED = "pause-unanswered"
    WAIT_ON = "wait-on"
    AWAIT_SETTING = "await-setting"
    LEAVE_SETTING = "leave-setting"
    AWAIT_END = "await-end"
    AWAIT_CALL = "await-call"
    RAISE_ALARM = "raise-alarm"
    PLAY_ALARM = "play-alarm"
    SOUND_ALARM = "sound-alarm"
    EXPLAIN_ALARM = "explain-alarm"
    SOUND_ALARM_AGAIN = "sound-alarm-again"
    FORGET_DOUBT = "forget-doubt"
    CLOSE_UNANSWERED = "close-unanswered"
    CLOSE_STOPPED = "close-stopped"
    CLOSE_EASIER = "close-easier"
    CLOSE_FINISHED = "close-finished"
    REFUSE = "refuse"
    END = "end"
