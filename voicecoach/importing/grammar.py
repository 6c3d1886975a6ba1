"""The grammar of doses: what a sentence prescribes, read from its tokens. Pure and linear in the text.

A cascade of three tables. Each row is a pattern over kinds of tokens, written with their names, and says what the
amounts in it are, in order. A table is tried from its top at each place of the sentence; what a row took is one node
for the next table. Patterns repeat nothing without a bound, so the work grows with the length of the sentence.
What remains of a sentence beside its dose is for others; an amount that no row took is reported as unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace


from voicecoach.importing.amounts import BREATH_S, Amount, Dose
from voicecoach.importing.lexicon import doubt
from voicecoach.importing.tokens import Kind, Token

_NODES = {"DURATION": "§", "BOTH_SIDES": "#", "OTHER_SIDE": "%", "OFTEN": "@", "DOSE": "!"}
_CODES = {**{kind.name: kind.value for kind in Kind}, **_NODES}
_CLASSES = {
    "FILL": "ARTICLE HERE SAME WORD LIMB PAIR ADJECTIVE ON NAMED OTHER TO OF IN OUT WAY AND BREATHE AS EACH OVER MOVE EVERY ABOUT "
    "BETWEEN OTHER_SIDE BOTH_SIDES",
    "LIGHT": "ARTICLE HERE SAME ADJECTIVE ABOUT AND",
    "REPEATING": "REPEAT DO",
    "TIMING": "REPS TIMES",
    "STILL": "HOLD KEEP",
    "PERIOD": "DAY",
    "END": "COMMA",
}


def _compiled(pattern: str) -> re.Pattern[str]:
    def code(found: re.Match[str]) -> str:
        name = found[0]
        if name in _CLASSES:
            return "[" + "".join(re.escape(_CODES[each]) for each in _CLASSES[name].split()) + "]"
        return re.escape(_CODES[name])

    return re.compile(re.sub(r"[A-Z][A-Z_]+", code, pattern).replace(" ", ""))


_DURATIONS = tuple(
    (_compiled(pattern), unit)
    for pattern, unit in (
        ("NUMBER HYPHEN? ADJECTIVE? UNIT AND ARTICLE HALF", "half"),
        ("NUMBER UNIT AND? NUMBER UNIT", "sum"),
        ("(ABOUT|ARTICLE)* NUMBER HYPHEN? ADJECTIVE? UNIT", "s"),
        ("BLANK UNIT", "open"),
        ("CLOCK UNIT?", "clock"),
        ("ARTICLE? NUMBER HYPHEN? (ADJECTIVE COMMA?){0,3} BREATH (ROUNDS|IN AND OUT)?", "breaths"),
        ("ARTICLE? ADJECTIVE? COUNT (OF|TO|COLON)? (HERE? TO)? NUMBER", "counts"),
        ("ARTICLE? ADJECTIVE? NUMBER HYPHEN? COUNT", "counts"),
    )
)

_PLACES = tuple(
    (_compiled(pattern), node)
    for pattern, node in (
        ("(IN|ON)? ARTICLE? DAY (AND|COMMA)+ (TWICE? IN|ON)? ARTICLE? DAY", "OFTEN"),
        (
            "(ABOUT)* NUMBER (BY|TIMES|SETS)? (HERE)? (PER|ARTICLE|EACH|EVERY) (NUMBER)? DAY ((PER|ARTICLE|EACH) DAY)?",
            "OFTEN",
        ),
        ("(ABOUT)* NUMBER (BY|TIMES)? HYPHEN? (DAILY(?!COLON NUMBER)|ADJECTIVE DAY)", "OFTEN"),
        ("BY NUMBER (DAILY|(PER|ARTICLE|EACH) DAY)", "OFTEN"),
        ("(ABOUT)* TWICE (PER|ARTICLE|EACH|EVERY|HYPHEN)* (DAY|DAILY)", "OFTEN"),
        ("TWICE? IN ARTICLE DAY", "OFTEN"),
        ("NUMBER DAY (PER|ARTICLE|EACH) DAY", "OFTEN"),
        ("NUMBER SETS (PER|ARTICLE|EACH|EVERY) NUMBER? HOUR", "OFTEN"),
        ("(EVERY|EACH|PER) (NUMBER|OTHER)? HOUR", "OFTEN"),
        ("(DAILY) COLON NUMBER", "OFTEN"),
        ("(EVERY|EACH) (NUMBER|OTHER)? DAY", "OFTEN"),
        ("DAILY (?!COLON NUMBER)", "OFTEN"),
        ("SIDES PER? LIMB?", "BOTH_SIDES"),
        ("(ON|FOR|TO|IN|PER)? (EACH|EVERY) (OF ARTICLE)? ADJECTIVE? LIMB", "BOTH_SIDES"),
        ("PER LIMB", "BOTH_SIDES"),
        ("(ON|FOR|TO)? ARTICLE? NAMED (AND|PER) ARTICLE? NAMED LIMB?", "BOTH_SIDES"),
        ("(ON|TO|FOR|IN)? ARTICLE? (OTHER|NAMED) HYPHEN? (LIMB|PAIR)", "OTHER_SIDE"),
        ("(ON|TO|FOR) ARTICLE? (OTHER|NAMED) (?=END|$)", "OTHER_SIDE"),
    )
)

# What the amounts of a row are, in order; words that are no amounts ("sides", "switch") are said of the whole row.
_DOSES = tuple(
    (_compiled(pattern), roles.split())
    for pattern, roles in (
        # What to build up to.
        (
            "GROW (GROW|WAY|ARTICLE|HERE|WORD|HOLD|REPS|TIMES){0,4} (TO|WAY TO) ABOUT* (NUMBER|DURATION|TWICE) (TIMING|SETS|DOSE)? (OFTEN)?",
            "later",
        ),
        ("GROW ABOUT* ARTICLE? MORE? (NUMBER|DURATION) (UNIT|TIMING|SETS)? (OFTEN|EVERY FILL{0,3})?", "later"),
        # Breathing.
        (
            "(BREATHE IN|IN) FOR (NUMBER|DURATION) (COUNT|UNIT)? (COMMA|AND){0,2} (BREATHE? OUT) FOR (NUMBER|DURATION) (COUNT|UNIT)?",
            "in out",
        ),
        # Labels.
        ("HOLD COLON ABOUT* (DURATION|NUMBER)", "hold"),
        ("REST COLON ABOUT* (DURATION|NUMBER)", "rest"),
        ("SETS COLON NUMBER (?!BY|REPS(?!COLON))", "sets"),
        ("(REPS|REPEAT|TIMES) COLON NUMBER (TIMING(?!COLON))? (?!BY|SETS(?!COLON))", "count"),
        # Sets, movements and holds packed together.
        ("NUMBER SETS? BY NUMBER TIMING? (BY|AND) DURATION HOLD?", "sets count hold"),
        ("NUMBER BY NUMBER (BY|COMMA|HYPHEN) DURATION HOLD", "sets count hold"),
        ("NUMBER SETS OF NUMBER BY DURATION HOLD?", "sets count hold"),
        ("NUMBER BY DURATION HOLD?", "count hold"),
        ("DURATION HOLD? (BY|AND REPEAT BY) NUMBER (TIMING|SETS)?", "hold count"),
        ("DURATION HOLD BY? NUMBER REPS", "hold count"),
        ("NUMBER MORE SETS", "sets+1"),
        ("MORE SETS OF NUMBER TIMING?", "count sets=2"),
        ("NUMBER SETS (OF|BY|COLON)+ ABOUT* DURATION HOLD?", "count hold"),
        ("NUMBER SETS (OF|BY|COLON)* ABOUT* NUMBER (?!SETS) TIMING?", "sets count"),
        ("NUMBER BY NUMBER SETS", "count sets"),
        ("NUMBER REPS (BY|FOR|AND) NUMBER SETS?", "count sets"),
        ("NUMBER REPS (BY|OF|AND) DURATION HOLD?", "count hold"),
        ("NUMBER BY NUMBER TIMING?", "packed"),
        ("BY NUMBER BY NUMBER (SETS|REPS)?", "packed"),
        ("BY NUMBER TIMING?", "count"),
        ("ARTICLE? SETS OF NUMBER TIMING?", "count"),
        ("NUMBER BY (?!WORD)", "count"),
        # Rests.
        (
            "HOLD (FILL){0,4} FOR? ABOUT* DURATION (IN|FILL){0,2}? BETWEEN (EACH|FILL){0,3} (REPS|SETS|REPEAT|MOVE|HERE|HOLD|ROUNDS)?",
            "rest",
        ),
        ("(REST AND)? BREATHE FILL{0,3} FOR ABOUT* DURATION", "hold"),
        ("REST (IN|ON|LIGHT){0,3} HERE (FILL){0,4} FOR ABOUT* DURATION", "hold"),
        (
            "REST (FILL){0,6} FOR? ABOUT* DURATION (IN? BETWEEN (EACH|EVERY|ARTICLE|FILL){0,3} (REPS|SETS|REPEAT|MOVE|HERE|HOLD|ROUNDS)?)?",
            "rest",
        ),
        (
            "DURATION (OF|ADJECTIVE)? REST (IN? BETWEEN (EACH|EVERY|ARTICLE|FILL){0,3} (REPS|SETS|REPEAT|MOVE|HERE|HOLD|ROUNDS)?)?",
            "rest",
        ),
        # Holds.
        ("HOLD FILL{0,8} FOR? ABOUT* (DURATION) (COMMA ABOUT* AS FILL{0,6})?", "hold"),
        ("HOLD FILL{0,5} AS (WORD|ADJECTIVE) AS FILL{0,6} (COMMA ABOUT? (NUMBER UNIT|DURATION))?", "open_hold"),
        ("HOLD FILL{0,5} FOR AS (WORD|ADJECTIVE) AS FILL{0,6} (COMMA ABOUT? DURATION)?", "open_hold"),
        ("HOLD FILL{0,6} FOR? ABOUT* BLANK UNIT?", "open_hold"),
        ("KEEP FILL{0,8} FOR ABOUT* DURATION", "hold"),
        ("DURATION OF? HOLD", "hold"),
        ("HOLD LIGHT{0,4} FOR? ABOUT* NUMBER (?! TIMING|SETS|MOVE|LIMB|PAIR|MEASURE|BY|WORD|ROUNDS|COLON)", "hold"),
        # How often.
        ("NUMBER (TIMING|TIMES OF)? (ON|IN)? BOTH_SIDES (?=.{0,3} HOLD)", "count sides"),
        ("(REPEATING) LIGHT{0,6} FOR? ABOUT* NUMBER MORE SETS", "sets+1"),
        ("(REPEATING) LIGHT{0,6} FOR? ABOUT* NUMBER MORE TIMING?", "count+1"),
        ("(REPEATING|REPS) FILL{0,7} FOR? ABOUT* NUMBER (WORD|ADJECTIVE)? TIMING", "count"),
        ("(REPEATING) (FILL|MORE){0,7} TWICE MORE", "count+1"),
        ("(REPEATING) ABOUT* NUMBER (ADJECTIVE|WORD) BOTH_SIDES", "count sides"),
        ("(REPEATING) FILL{0,7} TWICE (?!DAY|DAILY)", "twice"),
        (
            "(REPEATING) LIGHT{0,6} FOR? ABOUT* NUMBER (OF HERE?)? (?! UNIT|SETS|MEASURE|BY|LIMB|WORD|ADJECTIVE|DAY|MOVE|ROUNDS)",
            "count",
        ),
        ("(REPEATING) FILL{0,6} (FOR? FILL{0,2}) BLANK TIMING?", "open_count"),
        (
            "REPEAT FILL{0,4} AS (WORD|ADJECTIVE|MORE) (TIMES)? AS FILL{0,5} (COMMA (ABOUT)* (NUMBER TIMING?))?",
            "open_count",
        ),
        ("REPEAT FILL{0,3} (TIMES) AS FILL{0,5}", "open_count"),
        ("REPEAT FOR ARTICLE? WORD (OF|NUMBER)* TIMING", "open_count"),
        ("ABOUT* NUMBER ADJECTIVE{0,2} TIMING ARTICLE LIMB", "count sides"),
        ("ABOUT* NUMBER MORE TIMING", "count+1"),
        ("TWICE MORE", "count+1"),
        ("ABOUT* NUMBER ADJECTIVE{0,2} TIMING EACH (?=END|$)", "count sides"),
        ("ABOUT* NUMBER ADJECTIVE{0,2} TIMING", "count"),
        ("ABOUT* NUMBER ROUNDS", "rounds"),
        ("ABOUT* NUMBER SETS", "sets"),
        ("TWICE (?=ON|BOTH_SIDES|END|FOR|$)", "twice"),
        ("NUMBER (BOTH_SIDES)", "count sides"),
        ("NUMBER ON (BOTH_SIDES)", "count sides"),
        # Pace.
        ("WORD TEMPO", "every"),
        ("TEMPO", "every"),
        ("OVER ABOUT* DURATION", "every"),
        ("TAKE ABOUT* DURATION TO", "every"),
        ("DURATION WAY", "every"),
        # What is left of lengths, and movements that are counted as nouns.
        ("FOR ABOUT* DURATION", "loose"),
        ("ABOUT* DURATION", "loose"),
        ("NUMBER (?=(ADJECTIVE|LIMB|WORD){0,2} MOVE)", "moves"),
        # Sides.
        ("SWITCH (FILL){0,3} (OTHER_SIDE) (AND REPEAT)?", "switch"),
        ("SWITCH (TO|ARTICLE|ON|OTHER|HERE){0,3} (LIMB|PAIR) (HERE)? (AND (LIMB|REPEAT))? (?!WORD)", "switch"),
        ("SWITCH OVER (AND REPEAT)?", "switch"),
        ("SWITCH (AND REPEAT)? (?=END|$)", "switch"),
        ("REPEAT (FILL|MOVE|COMMA){0,8}? OTHER_SIDE", "switch"),
        ("DO (FILL){0,5} OTHER_SIDE (?=(LIGHT|AS|FILL){0,3} (END|$))", "switch"),
        ("ARTICLE? SAME (FILL){0,5} OTHER_SIDE", "switch"),
        ("(?<![^,&:]) (AND|ON|COMMA)* OTHER_SIDE (HERE|MORE|AS){0,3} (?=END|$)", "switch"),
        ("ALTERNATE (BETWEEN|ARTICLE|ABOUT)* (LIMB|NAMED AND NAMED) (?!ARTICLE|WORD|IN|ON)", "alternating"),
        ("ALTERNATE (?=END|$)", "alternating"),
        ("BOTH_SIDES", "sides"),
        ("OFTEN", "often"),
    )
)


@dataclass(frozen=True, slots=True)
class DosePhrase:
    """A part of a sentence that prescribes something."""

    first: int
    """Its first token."""
    last: int
    """Its last token."""
    dose: Dose
    loose: Amount | None = None
    """A length of time of which the phrase does not say what it is."""


@dataclass(frozen=True, slots=True)
class _Node:
    code: str
    first: int
    last: int
    amount: Amount | None = None
    phrase: DosePhrase | None = None


def phrases(found: Sequence[Token], text: str) -> list[DosePhrase]:
    """What the tokens of a sentence prescribe, phrase by phrase, in order."""
    nodes = [_Node(token.kind.value, index, index, token.amount) for index, token in enumerate(found)]
    nodes = _cascade(nodes, found, text)
    return [node.phrase for node in nodes if node.phrase is not None]


def _cascade(nodes: list[_Node], found: Sequence[Token], text: str) -> list[_Node]:
    nodes = _reduced(nodes, _DURATIONS, lambda taken, unit: _duration(taken, unit, found, text))
    nodes = _joined_durations(nodes, found, text)
    nodes = _reduced(nodes, _PLACES, lambda taken, name: _Node(_NODES[name], taken[0].first, taken[-1].last, None))
    return _reduced(nodes, _DOSES, lambda taken, roles: _prescribed(taken, roles, found, text))


def _reduced(nodes, table, made):  # type: ignore[no-untyped-def]
    """The nodes with what the rows of a table take replaced by what is made of it; a row may decline."""
    codes = "".join(node.code for node in nodes)
    result: list[_Node] = []
    at = 0
    while at < len(nodes):
        for pattern, name in table:
            match = pattern.match(codes, at)
            if match and match.end() > at and (node := made(nodes[at : match.end()], name)) is not None:
                result.append(node)
                at = match.end()
                break
        else:
            result.append(nodes[at])
            at += 1
    return result


def _words(first: int, last: int, found: Sequence[Token], text: str) -> str:
    return text[found[first].start : found[last].end]


def _duration(taken: list[_Node], unit: str, found: Sequence[Token], text: str) -> _Node | None:
    """A length of time; None for "30 seconds 1 minute", which are two."""
    amounts = [node.amount for node in taken if node.amount is not None]
    if unit == "sum" and amounts[1].low <= amounts[3].low:
        return None
    words = _words(taken[0].first, taken[-1].last, found, text)
    if unit == "open":
        return _Node("_", taken[0].first, taken[-1].last)
    if unit == "clock":
        length = replace(amounts[0], words=words)
    elif unit in {"breaths", "counts"}:
        length = amounts[0].times(BREATH_S if unit == "breaths" else 1.0, unit, words)
    else:
        length = amounts[0].times(amounts[1].low, "s", words)
        if unit == "half":
            length = replace(length, low=length.low * 1.5, high=length.high * 1.5)
        elif unit == "sum":
            more = amounts[2].low * amounts[3].low
            length = replace(length, low=length.low + more, high=length.high + more)
    return _Node(_NODES["DURATION"], taken[0].first, taken[-1].last, length)


def _joined_durations(nodes: list[_Node], found: Sequence[Token], text: str) -> list[_Node]:
    """ "30s-1min" and "30 seconds to 1 minute" as one length; "a second or two" as well."""
    result: list[_Node] = []
    at = 0
    duration = _NODES["DURATION"]
    while at < len(nodes):
        node = nodes[at]
        joint = found[nodes[at + 1].first].lower if at + 1 < len(nodes) else ""
        if (
            node.code == duration
            and joint in {"-", "–", "to", "or"}
            and at + 2 < len(nodes)
            and nodes[at + 2].code == duration
        ):
            one, other = node.amount, nodes[at + 2].amount
            assert one is not None
            assert other is not None
            if one.low <= other.high:
                words = _words(node.first, nodes[at + 2].last, found, text)
                both = replace(one, low=min(one.low, other.low), high=max(one.high, other.high), words=words)
                node = _Node(duration, node.first, nodes[at + 2].last, both)
                at += 2
        result.append(node)
        at += 1
    return result


def _prescribed(taken: list[_Node], roles: Sequence[str], found: Sequence[Token], text: str) -> _Node:
    """One phrase of a dose as a node."""
    first, last = taken[0].first, taken[-1].last
    words = _words(first, last, found, text)
    amounts = [node.amount for node in taken if node.amount is not None and node.code in {"§", "n", "2", "3"}]
    dose, loose = Dose(), None
    if roles == ["packed"]:
        dose = _packed(amounts, words)
    elif roles[0] == "in":
        dose = Dose(breathe=(amounts[0], amounts[1]))
    elif roles[0] in {"open_hold", "open_count"}:
        most = replace(amounts[-1], at_most=True) if amounts else None
        name = roles[0].removeprefix("open_")
        dose = Dose(open_hold=name == "hold" and not most, open_count=name == "count" and not most)
        dose = replace(dose, **{name: _with_unit(most, found, taken)}) if most else dose  # type: ignore[arg-type]
    elif roles[0] == "later":
        dose = Dose(later=(words,))
    elif roles[0] == "often":
        dose = Dose(frequency=(words,))
    elif roles[0] == "alternating":
        dose = Dose(alternating=True, each_side=True)
    elif roles[0] == "twice":
        dose = _twice(amounts[-1], words)
    elif roles[0] in {"loose"}:
        loose = amounts[-1]
    elif roles[0] == "moves" and amounts[0].vague:
        return taken[0]
    elif roles[0] == "moves":
        dose = Dose(count=replace(amounts[0], words=words))
    else:
        dose = _by_roles(roles, amounts, words)
    if dose.count and dose.count.vague and dose.count.low == 3:
        dose = replace(dose, count=None, open_count=True)  # "several times"
    first = _past_what_is_done(taken, found, roles)
    return _Node(_NODES["DOSE"], first, last, None, DosePhrase(first, last, dose, loose))


def _with_unit(amount: Amount | None, found: Sequence[Token], taken: list[_Node]) -> Amount | None:
    unit = next(
        (found[index].amount for index in range(taken[-1].first, taken[-1].last + 1) if found[index].kind is Kind.UNIT),
        None,
    )
    if amount is None or unit is None or amount.unit:
        return amount
    return amount.times(unit.low, "s", amount.words)


def _by_roles(roles: Sequence[str], amounts: Sequence[Amount], words: str) -> Dose:
    values: dict[str, object] = {}
    notes: list[str] = []
    rest = list(amounts)
    for role in roles:
        if role == "sides":
            values["each_side"] = True
        elif role == "switch":
            values["switch"] = True
        elif role == "sets=2":
            values["sets"] = Amount(2, 2, words)
        elif rest:
            amount = rest.pop(0)
            name, _, more = role.partition("+")
            if more:
                amount = replace(amount, low=amount.low + 1, high=amount.high + 1)
                notes.append(doubt("more", words=words, count=f"{amount.low:g}"))
            if name == "hold" and not amount.unit:
                amount = replace(amount, unit="s")
            if name in {"count", "sets", "rounds"}:
                amount = replace(amount, words=amount.words or words)
            values[name] = amount
    return Dose(**values, notes=tuple(notes))  # type: ignore[arg-type]


def _packed(amounts: Sequence[Amount], words: str) -> Dose:
    """ "3 x 10": sets first, unless the first number can be none."""
    first, second = amounts[0], amounts[1]
    if first.low > second.low and first.low > 4:
        return Dose(
            sets=second,
            count=first,
            notes=(doubt("packed", words=words, sets=f"{second.low:g}", count=f"{first.low:g}"),),
        )
    return Dose(sets=first, count=second)


def _twice(amount: Amount, words: str) -> Dose:
    if amount.low == 1:  # "repeat this once": it is done twice
        return Dose(count=Amount(2, 2, words), notes=(doubt("more", words=words, count="2"),))
    return Dose(count=amount)


def _past_what_is_done(taken: list[_Node], found: Sequence[Token], roles: Sequence[str]) -> int:
    """Where the dose begins in "Hold your knee to your chest for 20 seconds": at "for", since the rest is to be said."""
    light = {Kind.ARTICLE, Kind.HERE, Kind.SAME, Kind.ADJECTIVE, Kind.ABOUT, Kind.FOR, Kind.AND}
    if roles[0] not in {"hold", "count", "rest", "twice"} or taken[0].code not in {
        Kind.HOLD.value,
        Kind.KEEP.value,
        Kind.REST.value,
        Kind.BREATHE.value,
    }:
        return taken[0].first
    start = next((node for node in taken if node.code in {"§", "n"}), taken[-1])
    filler = [found[index] for index in range(taken[0].first + 1, start.first)]
    if all(token.kind in light or token.lower in {"in", "on", "for"} for token in filler):
        return taken[0].first
    index = start.first
    while index > taken[0].first + 1 and found[index - 1].kind in {Kind.FOR, Kind.ABOUT, Kind.ARTICLE}:
        index -= 1
    return index
