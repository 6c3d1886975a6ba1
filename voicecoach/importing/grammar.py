"""The grammar of doses: reads what a sentence prescribes from its tokens. Pure and linear in the text.

Three tables, in ``grammar.yaml``, one after another. Each row is a pattern over kinds of tokens, written with their
names, and says what the amounts in it are, in order. At each place of a sentence the first row that matches counts:
what it took is one node for the next table. No pattern repeats without a bound, so the work grows with the length of
the sentence. What a sentence says beside its dose, and amounts that no row took, are found in ``sentences``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from voicecoach.importing.amounts import BREATH_S, Amount, Dose
from voicecoach.importing.lexicon import doubt, word_list
from voicecoach.importing.tokens import Kind, Token

_NODES = {"DURATION": "§", "DIRECTION": "^", "BOTH_SIDES": "#", "OTHER_SIDE": "%", "OFTEN": "@", "DOSE": "!"}
_CODES = {**{kind.name: kind.value for kind in Kind}, **_NODES}
_CLASSES = {
    "FILL": "ARTICLE HERE SAME WORD LIMB PAIR ADJECTIVE ON NAMED OTHER TO OF IN OUT WAY AND BREATHE AS EACH OVER MOVE "
    "EVERY ABOUT BETWEEN OTHER_SIDE BOTH_SIDES DIRECTION OFF",
    "LIGHT": "ARTICLE HERE SAME ADJECTIVE ABOUT AND",
    "REPEATING": "REPEAT DO",
    "TIMING": "REPS TIMES",
    "END": "COMMA",
}


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of one table, and all their patterns as one, which finds a place where any of them may begin."""

    rows: tuple[tuple[re.Pattern[str], str], ...]
    any_row: re.Pattern[str]


def _compiled(pattern: str) -> re.Pattern[str]:
    def code(found: re.Match[str]) -> str:
        name = found[0]
        if name in _CLASSES:
            return "[" + "".join(re.escape(_CODES[each]) for each in _CLASSES[name].split()) + "]"
        return re.escape(_CODES[name])

    return re.compile(re.sub(r"[A-Z][A-Z_]+", code, pattern).replace(" ", ""))


def _table(name: str) -> _Table:
    rows = tuple((_compiled(row), made) for row, made in word_list("grammar")[name])
    return _Table(rows, re.compile("|".join(f"(?:{row.pattern})" for row, _ in rows)))


_DURATIONS, _PLACES, _DOSES = _table("durations"), _table("places"), _table("doses")


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
    nodes = _reduced(nodes, _DURATIONS, lambda taken, unit: _duration(taken, unit, found, text))
    nodes = _joined_durations(nodes, found, text)
    nodes = _reduced(nodes, _PLACES, lambda taken, name: _Node(_NODES[name], taken[0].first, taken[-1].last, None))
    nodes = _reduced(nodes, _DOSES, lambda taken, roles: _prescribed(taken, roles.split(), found, text))
    return [node.phrase for node in nodes if node.phrase is not None]


def _reduced(nodes: list[_Node], table: _Table, made: Callable[[list[_Node], str], _Node | None]) -> list[_Node]:
    """The nodes with what the rows of a table take replaced by what is made of it; a row may decline."""
    codes = "".join(node.code for node in nodes)
    result: list[_Node] = []
    at = 0
    while (start := table.any_row.search(codes, at)) is not None:
        result += nodes[at : start.start()]
        at = start.start()
        for row, made_of in table.rows:
            match = row.match(codes, at)
            if match and (node := made(nodes[at : match.end()], made_of)) is not None:
                result.append(node)
                at = match.end()
                break
        else:
            result.append(nodes[at])
            at += 1
    return result + nodes[at:]


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
    elif roles == ["loose"]:
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


def _with_unit(amount: Amount, found: Sequence[Token], taken: list[_Node]) -> Amount:
    unit = next(
        (found[index].amount for index in range(taken[-1].first, taken[-1].last + 1) if found[index].kind is Kind.UNIT),
        None,
    )
    if unit is None or amount.unit:
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
    if amount.low == 1 and words.lower().startswith("repeat"):  # "repeat this once": it is done twice
        return Dose(count=Amount(2, 2, words), notes=(doubt("more", words=words, count="2"),))
    return Dose(count=amount)


def _past_what_is_done(taken: list[_Node], found: Sequence[Token], roles: Sequence[str]) -> int:
    """Where the dose begins in "Hold your knee to your chest for 20 seconds": at "for"; the rest is to be said."""
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
