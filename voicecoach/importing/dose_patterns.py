"""How doses are written: the patterns that ``doses`` tries on a clause, one after the other. Data only."""

from __future__ import annotations

import re

from voicecoach.importing.durations import ABOUT, COUNTS, DURATION
from voicecoach.importing.lexicon import LEXICON
from voicecoach.importing.numbers import NUMBER, RANGE

TAKEN = "\x00"
"""Stands where something was taken out; the reader of files has removed this character from every text."""

PERIOD = r"(?:day|week|wk|hour|hr|month|night|morning|evening|24 hours)"

FREQUENCY = (
    rf"(?:(?:at least|up to|about|around|approximately|a minimum of)\s+)?(?:once|twice|thrice|several times"
    rf"|a few times|(?:{RANGE})\s*-?\s*(?:times|x|sessions?|sets))"
    rf"[\s/-]*(?:(?:an?|per|each|every|in an?)\s+(?:single\s+)?{PERIOD}s?\b|{PERIOD}\b|daily\b"
    rf"|weekly\b)(?:\s+if\s+[^,.;]*)?",
    rf"\bx\s*(?:{RANGE})\s*(?:/\s*|an?\s+|per\s+|each\s+)?(?:{PERIOD}|daily|weekly)\b",
    rf"(?:{RANGE})\s*(?:days?|nights?|mornings?)\s*(?:an?\s+|per\s+|each\s+|/\s*"
    rf"|out of (?:every\s+)?)(?:seven|week|wk|7)\b",
    r"\b(?:once|twice)\s+in the (?:morning|evening|afternoon)(?:,?\s+and\s+(?:once|twice"
    r"|again)\s+(?:in the|at)\s+(?:morning|evening|afternoon|night))?(?:\s+if possible)?",
    r"\b(?:(?:in the|every|each)\s+)?mornings?,?(?:\s*,\s*(?:noon|afternoon"
    r"|lunchtime))?\s+and\s+(?:(?:in the|every|each|at)\s+)?(?:evenings?|nights?|afternoons?)\b",
    rf"\bevery\s+(?:other\s+|single\s+|second\s+|2nd\s+)?(?:{PERIOD}|few days|waking hour)\b",
    rf"\bevery\s+(?:{RANGE})\s*(?:-|to)?\s*(?:hours?|hrs?|days?|minutes"
    rf"|mins)\b(?:\s+(?:that\s+)?you are awake|\s+while awake)?",
    r"\bon\s+alternate\s+days\b|\b(?:each|per)\s+(?:day|morning|evening|night)\b|(?:(?<=reps)|(?<=times)"
    r"|(?<=repetitions)|(?<=sets)|(?<=minutes))\s+a\s+day\b|\bdaily\b|\bthroughout\s+the\s+day\b"
    r"|\bas often as you (?:like|can)\b|\bbefore (?:bed|bedtime)\b|\bfirst thing in the morning\b",
    rf",?\s*\bfor\s+(?:at least\s+|about\s+)?(?:{RANGE})\s+(?:weeks?|months?|days?)\b",
)

CODES = r"(?<![\w.])(?:" + "|".join(re.escape(code) for code in LEXICON.frequencies) + r")(?![\w])"

PROGRESSION = (
    rf"(?:(?:and|then|gradually|slowly|eventually|aim to|try to|you can|over time"
    rf"|,)\s+)*\b(?:work(?:ing)?(?:\s+your\s+way)?\s+up|build(?:ing)?(?:\s+up)?|progress(?:ing)?|"
    rf"increas(?:e|ing)|adding|add)\b[^.;]{{0,60}}?(?:{NUMBER})[^.;]*"
)

DEFINITION = (
    r"(?:\bis|\bthat'?s|\bthat is|\bthis is|\bcounts as|\bmakes|\bequals|=)\s+(?:one|1"
    r"|a)\s+(?:full\s+)?(?:rep(?:etition)?|set|cycle|breath cycle|round)\b"
)

REST = (
    rf"(?:,?\s*(?:and|then|with|take|taking|have|allow"
    rf"|allowing)\s+)*(?:an?\s+)?(?P<time>{ABOUT}{DURATION})[\s-]*(?:of\s+)?(?:rests?|breaks?|recovery"
    rf"|pauses?|rest periods?)\b"
    r"(?:\s+(?:in\s+)?(?:between|in-between|after)(?:\s+(?:each|every|the|sets?|reps?|repetitions?|holds?"
    r"|stretch(?:es)?|of|them|exercises?|sides?|one|it))*)?",
    rf"(?:,?\s*(?:and|then|with|to)\s+)*\b(?:pause|wait"
    rf"|breathe)\s*(?P<time>{ABOUT}{DURATION})\s+(?:in\s+)?(?:between|before|after)\b(?:\s+(?:each|every"
    rf"|the|sets?|reps?|repetitions?|holds?|one|it|repeating|next|again|you repeat|the other (?:side"
    rf"|leg)))*",
    rf"(?:,?\s*(?:and|then|with|to)\s+)*(?:\brest(?:ing)?|\brelax(?:ing)?|\brecover|\bbreak(?: of)?"
    rf"|\br/i)\b(?:\s+(?:the\s+)?(?:muscles?|completely|fully|back|down))?\s*:?\s*"
    rf"(?P<time>{ABOUT}(?:{DURATION}|{COUNTS}))(?!\s*(?:here|in this|in the (?:stretch|position|pose)))"
    r"(?:\s+(?:in\s+)?(?:between|in-between|after|before)\b(?:\s+(?:each|every|the|sets?|reps?"
    r"|repetitions?|holds?|stretch(?:es)?|of|them|exercises?|sides?|one|it|repeating|next|again"
    r"|you repeat))*)?",
    rf"(?P<time>{ABOUT}{DURATION})\s+(?:in\s+)?(?:between)\s+(?:each|every|sets?|reps?|repetitions?"
    rf"|holds?)(?:\s+(?:set|rep|repetition|hold|stretch|one))?s?\b",
)

HOLD_VERB = (
    r"(?:hold(?:ing)?|maintain(?:ing)?|stay(?:ing)?|remain(?:ing)?|keep(?:ing)?|paus(?:e|ing)"
    r"|sustain(?:ing)?|squeez(?:e|ing)|press(?:ing)?|tighten|contract|linger)"
)

REPS = r"(?:times\b|reps?\b\.?|repetitions?\b|cycles?\b|rounds?\b)"

HOW = r"(?:(?:slow|smooth|controlled|gentle|full|good|alternating|steady|complete|easy|small)\s+){0,2}"

_SIDE = r"(?:sides?|legs?|ways?|directions?|hips?|kne(?:e|es)|feet|foot|arms?|buttocks?|limbs?|LE)"

EACH_SIDE = (
    r",?\s*(?<!down )(?<!under )(?<!behind )(?<!beneath )(?<!along )(?:\b(?:on|with|for|to|in|per|over|of"
    r"|done on|using)\s+)?\b(?:each|either|every)\s+(?:sides?|legs?|ways?|directions?|LE)\b(?!\s+of\b)",
    r",?\s*(?:\b(?:on|to|in|for)\s+)?\bboth\s+(?:sides|directions|ways)\b(?!\s+of\b)",
    r",?\s*(?:\b(?:on|for|with)\s+)\bboth\s+(?:legs|hips)\b(?!\s+(?:at|together|straight|bent|in|on))",
    r",?\s*(?:\bper|/)\s*(?:side|leg|way|direction|LE)\b",
    r",?\s*\b(?:bilaterally|bilateral|bilat\.?|B/L)(?![\w])",
    r",?\s*\b(?:left|right|L|R)\s*(?:[&+/]|\band\b)\s*(?:left|right|L|R)\b(?=\s*(?:$|\x00|[,.;)]|sides?\b"
    r"|legs?\b))(?:\s+(?:sides?|legs?))?",
)  # fmt: skip

EACH_AFTER_AMOUNT = (
    rf"(?<=\x00)\s*,?\s*(?:(?:on|with|for|to|in)\s+)?(?:each|either|every|both)(?:\s+{_SIDE})?\b"
    rf"|(?<=\x00)\s+an?\s+(?:side|leg)\b|(?<=\x00)\s*,?\s*(?:ea\b\.?(?:\s+{_SIDE})?|\(?B\)?(?=\s*(?:$"
    rf"|[,.;)])))"
)

ALTERNATING = (
    r",?\s*\b(?:while\s+)?(?:alternat(?:e|ing)(?:\s+(?:between\s+)?(?:legs|sides|feet|knees|left and right"
    r"|right and left|the legs|each leg|each side))?|alternately)\b"
)

BLANK = r"(?:_{2,}|\.{4,}|\[\s*\]|\?{2,}|<\s*>|\bX{2,}\b)"

MAY_DOSE = re.compile(
    r"\d|__|\.{4}|\?{2}|\[\s*\]|\b(?:each|either|every|both|per|alternat\w*|ea|bilat\w*|B|B/L|few|several"
    r"|couple|many|multiple|minute|moment|second|half|long|briefly|hold|daily|weekly|mornings?|"
    r"throughout|often|bed|bedtime|more|prescribed|instructed|directed|breaths?|sets?|times|[LR]|"
    + "|".join(map(re.escape, (*LEXICON.numbers, *LEXICON.frequencies)))
    + r")\b",
    re.IGNORECASE,
)
"""A clause without any of these says nothing of amounts; most clauses are such."""

NO_HOLD = re.compile(
    r"\b(?:walk|walking|jog|jogging|run|bike|cycle|cycling|swim|wait|within|ice|heat|pack|session|routine"
    r"|less than|programme|program|break|sit for|sitting|minutes before|ago|old|later)\b",
    re.IGNORECASE,
)
