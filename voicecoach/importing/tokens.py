"""The typed tokens of a sentence: numbers, units, sides, verbs of doses, and words. Pure and linear in the text.

Numbers are put together here and nowhere else: "twenty-five", "thirty (30)", "1:30", "half a", "20 to 30" and "at
least 20 and up to 60" are each one token, so that no rule after it can take half of one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from voicecoach.importing.amounts import Amount
from voicecoach.importing.lexicon import LEXICON, pattern, word_list


class Kind(StrEnum):
    """What a token is to the grammar. The values are single letters: a sentence of kinds is matched as a string."""

    NUMBER = "n"
    UNIT = "u"
    """Of time."""
    CLOCK = "0"
    """A length of time as one token, such as ``1:30``."""
    BREATH = "b"
    COUNT = "c"
    TIMES = "t"
    TWICE = "2"
    """Once, twice, thrice."""
    REPS = "r"
    SETS = "s"
    ROUNDS = "o"
    BY = "x"
    HOLD = "h"
    KEEP = "k"
    REST = "R"
    REPEAT = "p"
    DO = "d"
    EACH = "e"
    PER = "P"
    LIMB = "l"
    PAIR = "j"
    """Parts that are held or placed together, in "both hands"."""
    OTHER = "O"
    NAMED = "N"
    """Left or right."""
    SWITCH = "w"
    ALTERNATE = "W"
    SAME = "="
    SIDES = "E"
    """Both sides in one word: ``e/s``, ``bilat``."""
    DAY = "D"
    HOUR = "J"
    DAILY = "L"
    TAKE = "K"
    EVERY = "v"
    BETWEEN = "B"
    MORE = "m"
    GROW = "g"
    BREATHE = "z"
    IN = "I"
    OUT = "U"
    FOR = "f"
    OF = "Q"
    TO = "T"
    ON = "i"
    AND = "&"
    ARTICLE = "a"
    ABOUT = "~"
    HERE = "y"
    """This, it, the position, the exercise: what stands for what was described."""
    ADJECTIVE = "q"
    AS = "A"
    BLANK = "_"
    TEMPO = "3"
    MEASURE = "M"
    COMMA = ","
    HYPHEN = "-"
    MOVE = "V"
    """A movement as a noun: "circles", "squeezes"."""
    WAY = "Y"
    OVER = "/"
    HALF = "H"
    OFF = "F"
    COLON = ":"
    WORD = "."


_WORDS = {Kind[name]: words.split() for name, words in word_list("lexicon")["token_words"].items()}
_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("hr", "hrs"), 3600.0),
}
_KIND_OF = {word: kind for kind, words in reversed(list(_WORDS.items())) for word in words}
_KIND_OF |= {**dict.fromkeys(",;()[].!?|", Kind.COMMA), ":": Kind.COLON}
_KIND_OF |= {**dict.fromkeys("-–", Kind.HYPHEN), **dict.fromkeys("/@", Kind.PER)}
_NUMBERS = LEXICON.numbers
_VAGUE = {"couple": (2, 2), "few": (5, 5), "several": (3, 3), "handful": (3, 3)}
_FRACTIONS = {"half": 0.5, "quarter": 0.25}
TWICE = {"once": 1, "twice": 2, "thrice": 3}
_COUNTED = frozenset(
    {Kind.UNIT, Kind.BREATH, Kind.COUNT, Kind.TIMES, Kind.REPS, Kind.SETS, Kind.ROUNDS, Kind.MORE, Kind.DAY}
)

_RAW = pattern("tokens", "raw")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark of a sentence."""

    kind: Kind
    text: str
    start: int
    end: int
    amount: Amount | None = None

    @property
    def lower(self) -> str:
        return self.text.lower()


def tokens(text: str) -> list[Token]:
    """The tokens of a sentence, in order; their places cover all that is not blank."""
    raw = [(found[0], found.start(), found.end()) for found in _RAW.finditer(text)]
    found: list[Token] = []
    at = 0
    while at < len(raw):
        token, at = _next(raw, at, text, found[-1] if found else None)
        found.append(token)
    return _ranges(_quote_marks(found), text)


_Raw = tuple[str, int, int]


def _next(raw: list[_Raw], at: int, text: str, before: Token | None) -> tuple[Token, int]:
    word, start, end = raw[at]
    lower = word.lower()
    if clock := re.fullmatch(r"([0-9]+):([0-9]{2})", word):
        seconds = 60.0 * int(clock[1][:4]) + int(clock[2])
        return Token(Kind.CLOCK, word, start, end, Amount(seconds, seconds, word, "s")), at + 1
    if re.fullmatch(r"[0-9]+(?:-[0-9]+){2,3}", word):
        return Token(Kind.TEMPO, word, start, end, _tempo(word)), at + 1
    if number := _number(raw, at, text):
        return number
    if word[0] in "_.…" and len(word) > 1:
        return Token(Kind.BLANK, word, start, end), at + 1
    unit = re.sub(r"'s?$", "", lower)
    no_other_word = unit != lower or (len(unit) > 1 and unit != "second")
    if unit in _UNITS and (no_other_word or (before is not None and _counts(before))):
        return Token(Kind.UNIT, word, start, end, Amount(_UNITS[unit], _UNITS[unit], word)), at + 1
    if word == "B" and before is not None and before.kind in {Kind.NUMBER, Kind.UNIT}:
        return Token(Kind.SIDES, word, start, end), at + 1
    if lower in TWICE:
        return Token(Kind.TWICE, word, start, end, Amount(TWICE[lower], TWICE[lower], word)), at + 1
    return Token(_KIND_OF.get(lower, Kind.WORD), word, start, end), at + 1


def _counts(token: Token) -> bool:
    return token.kind in {Kind.NUMBER, Kind.ARTICLE, Kind.HYPHEN, Kind.ADJECTIVE, Kind.BLANK} or token.lower == "or"


def _tempo(word: str) -> Amount:
    total = float(sum(min(int(part[:4]), 60) for part in word.split("-")))
    return Amount(total, total, word, "s")


def _number(raw: list[_Raw], at: int, text: str) -> tuple[Token, int] | None:
    """A number that begins here, as one token, and where it ends."""
    word, start, _ = raw[at]
    lower = word.lower()
    value: tuple[float, float] | None = None
    vague = False
    after = at + 1
    if word[0] in "0123456789":
        value = _digits(word)
        if value is None:
            return Token(Kind.MEASURE, word, start, raw[at][2]), after
    elif (
        lower in {"a", "an", "the"}
        and (inner := _lower(raw, after))
        and (inner in _VAGUE or inner in {"dozen", "half"})
    ):
        found = _number(raw, after, text)
        return (replace(found[0], start=start, text=text[start : found[0].end]), found[1]) if found else None
    elif lower == "a" and _lower(raw, after) in {"minute", "min", "minute's"}:
        value = (1.0, 1.0)
    elif lower in _NUMBERS:
        value = (_NUMBERS[lower], _NUMBERS[lower])
        hyphen = _lower(raw, after) == "-" and raw[after][1] == raw[at][2]
        unit = _NUMBERS.get(_lower(raw, after + hyphen) or "", 0)
        if value[0] in {20, 30, 40, 50, 60, 90} and 0 < unit < 10:
            value = (value[0] + unit, value[0] + unit)
            after += 1 + hyphen
        if lower == "one" and not _is_counted(raw, after):
            return None
    elif lower in _VAGUE:
        value, vague = _VAGUE[lower], True
    elif lower in _FRACTIONS and _before_unit(raw, after):
        value = (_FRACTIONS[lower], _FRACTIONS[lower])
    if value is None:
        return None
    after = _skipped(raw, after, lower, value)
    if [_lower(raw, after + step) for step in range(3)] == ["and", "a", "half"]:
        value, after = (value[0] + 0.5, value[1] + 0.5), after + 3
    end = raw[after - 1][2]
    words = text[start:end]
    return Token(Kind.NUMBER, words, start, end, Amount(float(value[0]), float(value[1]), words, vague=vague)), after


def _digits(word: str) -> tuple[float, float] | None:
    """The value of a number in digits; None for a score such as 5/10."""
    if "/" in word:
        over, under = word.split("/")
        if under in {"2", "3", "4"} and float(over) < float(under):
            return (float(over) / float(under),) * 2
        return None
    value = float(word[:9])
    return (value, value)


def _lower(raw: list[_Raw], at: int) -> str | None:
    return raw[at][0].lower() if at < len(raw) else None


def _before_unit(raw: list[_Raw], at: int) -> bool:
    """Whether "of a minute", "a minute" or "minute" follows."""
    words = [_lower(raw, at + step) for step in range(3)]
    return any(word in _UNITS and len(word or "") > 1 for word in words) and all(
        word in {"a", "an", "of", None} or word in _UNITS
        for word in words[: next(i for i, w in enumerate(words) if w in _UNITS)]
    )


def _is_counted(raw: list[_Raw], at: int) -> bool:
    """Whether what follows "one" can be counted, so that it is a number and no pronoun."""
    word = _lower(raw, at) or ""
    if word in {"-", "to", "or", "slow", "deep", "full", "and", "(", "x"}:
        following = _lower(raw, at + 1) or ""
        return following[:1].isdigit() or following in _NUMBERS or following in _UNITS or following in {"a", "breath"}
    return word in _UNITS or _KIND_OF.get(word) in _COUNTED


def _skipped(raw: list[_Raw], at: int, lower: str, value: tuple[float, float]) -> int:
    """Past the "a" or "of" after "half" or "couple", and past the same number again in brackets."""
    if lower in _FRACTIONS or lower in _VAGUE or lower in {"a", "an"}:
        while _lower(raw, at) in {"a", "an", "of"}:
            at += 1
    again = _lower(raw, at + 1) or ""
    if (
        _lower(raw, at) == "("
        and _lower(raw, at + 2) == ")"
        and (again == f"{value[0]:g}" or _NUMBERS.get(again) == value[0])
    ):
        at += 3
    return at


def _quote_marks(found: list[Token]) -> list[Token]:
    """The mark in ``3 x 30"`` as seconds, and in ``6" off the floor`` as inches."""
    result: list[Token] = []
    packed = any(token.kind in {Kind.BY, Kind.HOLD, Kind.SIDES} for token in found)
    for index, token in enumerate(found):
        if token.text in {'"', "”"} and result and result[-1].kind is Kind.NUMBER and result[-1].end == token.start:
            after = found[index + 1].lower if index + 1 < len(found) else ""
            inches = after in {"off", "apart", "from", "above", "high", "away", "up", "long", "wide"} or not packed
            token = (
                Token(Kind.MEASURE, token.text, token.start, token.end)
                if inches
                else replace(token, kind=Kind.UNIT, amount=Amount(1.0, 1.0, token.text))
            )
        result.append(token)
    return result


_JOINTS = frozenset({"-", "–", "to", "or"})


def _ranges(found: list[Token], text: str) -> list[Token]:
    """Two numbers with "to", "or" or a dash between as one; "between 15 and 30"; "at least 20 and up to 60"."""
    result: list[Token] = []
    at = 0
    while at < len(found):
        token = found[at]
        if token.kind is Kind.ARTICLE and [each.lower for each in found[at + 1 : at + 4]] == ["second", "or", "two"]:
            words = text[token.start : found[at + 3].end]
            result.append(
                Token(Kind.CLOCK, words, token.start, found[at + 3].end, Amount(2, 2, words, "s", vague=True))
            )
            at += 4
            continue
        span = _range(found, at)
        if span is None:
            result.append(token)
            at += 1
            continue
        first, last, at = span
        one, other = found[first].amount, found[last].amount
        assert one is not None
        assert other is not None
        words = text[found[first].start : found[last].end]
        amount = Amount(min(one.low, other.low), max(one.high, other.high), words, vague=one.vague or other.vague)
        result.append(Token(Kind.NUMBER, words, token.start, found[last].end, amount))
    return _at_most(result)


def _range(found: list[Token], at: int) -> tuple[int, int, int] | None:
    """The places of two numbers that make a range from here, and where it ends."""

    def lower(index: int) -> str:
        return found[index].lower if index < len(found) else ""

    def number(index: int) -> bool:
        return index < len(found) and found[index].kind is Kind.NUMBER

    if number(at):
        if lower(at + 1) in _JOINTS and number(at + 2):
            return at, at + 2, at + 3
        if lower(at + 1) == "and" and [lower(at + 2), lower(at + 3)] == ["up", "to"] and number(at + 4):
            return at, at + 4, at + 5
    if lower(at) == "between" and number(at + 1) and lower(at + 2) in {"and", "to", "-"} and number(at + 3):
        return at + 1, at + 3, at + 4
    if lower(at) == "at" and lower(at + 1) == "least" and number(at + 2):
        inner = _range(found, at + 2)
        return inner if inner else (at + 2, at + 2, at + 3)
    return None


def _at_most(found: list[Token]) -> list[Token]:
    """ "up to 30" as one number, the most there should be."""
    result: list[Token] = []
    for token in found:
        before = [each.lower for each in result[-2:]]
        if token.kind is Kind.NUMBER and before == ["up", "to"] and token.amount and not _grows(result[:-2]):
            start = result[-2].start
            del result[-2:]
            token = replace(
                token, start=start, amount=replace(token.amount, at_most=True, words=f"up to {token.amount.words}")
            )
        result.append(token)
    return result


def _grows(before: list[Token]) -> bool:
    """Whether "work", "build" or the like stands just before: "work up to 30" is for later."""
    return bool(before) and before[-1].kind is Kind.GROW
