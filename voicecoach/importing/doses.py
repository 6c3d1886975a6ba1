"""How long, how often, how many, in one clause: "hold for 20 to 30 seconds", "3x30s ea", "twice a day". Pure.

``read_dose`` takes what it understands out of a clause and returns it with the words that remain. The patterns are
tried from the special to the general, and what one has taken no later one sees: "3 times a day" is a frequency
before "3 times" can be a count.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from voicecoach.importing.dose import Dose
from voicecoach.importing.dose_patterns import (
    ALTERNATING,
    BLANK,
    CODES,
    DEFINITION,
    EACH_AFTER_AMOUNT,
    EACH_SIDE,
    FREQUENCY,
    HOLD_VERB,
    HOW,
    MAY_DOSE,
    NO_HOLD,
    PROGRESSION,
    REPS,
    REST,
    TAKEN,
)
from voicecoach.importing.durations import (
    ABOUT,
    ANY_TIME,
    BREATHS,
    COUNTS,
    DURATION,
    MIN,
    PLAIN_DURATION,
    SECONDS_A_BREATH,
    S,
    seconds,
)
from voicecoach.importing.lexicon import LEXICON
from voicecoach.importing.numbers import NUMBER, RANGE, Amount, amount


@dataclass(slots=True)
class _Reader:
    """A clause from which patterns take their part, one after the other."""

    text: str
    found: dict[str, object] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def take(self, pattern: str, use: Callable[[re.Match[str]], bool | None], *, cased: bool = False) -> None:
        """Replaces each match by TAKEN unless ``use`` returns False for it."""

        def once(match: re.Match[str]) -> str:
            return match[0] if use(match) is False else TAKEN

        self.text = re.sub(pattern, once, self.text, flags=0 if cased else re.IGNORECASE)

    def put(self, name: str, value: object) -> None:
        if name not in self.found:
            self.found[name] = value
        elif self.found[name] != value and isinstance(value, Amount):
            self.notes.append(f"the text also says “{value.words}”")

    def add(self, name: str, value: str) -> None:
        self.found[name] = (*self.found.get(name, ()), value)  # type: ignore[misc]

    def put_time(self, name: str, text: str) -> None:
        bare = re.search(ANY_TIME, text, re.IGNORECASE)
        if bare is None:
            return
        value, doubt = seconds(bare[0])
        prefix = text[: bare.start()].strip()
        self.put(
            name, Amount(value.low, value.high, f"{prefix} {value.words}".removeprefix("for ").strip(), value.vague)
        )
        if doubt:
            self.notes.append(doubt)

    @property
    def has_amount(self) -> bool:
        return any(name in self.found for name in ("hold", "count", "sets"))


def read_dose(clause: str, *, shorthand: bool = False) -> tuple[Dose, str]:
    """The amounts of a clause, and the clause with TAKEN where they stood.

    ``shorthand``: the clause is a line of a note, in which "x3", "B" and bare numbers count.
    """
    if not MAY_DOSE.search(clause):
        return Dose(), clause
    reader = _Reader(_spelled_out(clause))
    reader.take(DEFINITION, lambda found: reader.add("notes_of_text", found[0]))
    reader.take(PROGRESSION, lambda found: reader.add("progression", found[0].strip(" ,")))
    for pattern in FREQUENCY:
        reader.take(pattern, lambda found: reader.add("frequency", found[0].strip(" ,-")))
    reader.take(CODES, lambda found: reader.add("frequency", LEXICON.frequencies[found[0]]), cased=True)
    _breathing_pace(reader)
    _compounds(reader)
    for pattern in REST:
        reader.take(pattern, lambda found: reader.put_time("rest", found["time"]))
    _holds(reader)
    _counts(reader, shorthand)
    _sides(reader, shorthand)
    _blanks(reader)
    reader.found.pop("notes_of_text", None)
    dose = Dose(**reader.found, notes=tuple(dict.fromkeys(reader.notes)))  # type: ignore[arg-type]
    return dose, reader.text


def _spelled_out(text: str) -> str:
    """``3x30"`` as ``3 x 30 s``. Thirty seconds are written 30" in notes; six inches are written 6" in leaflets."""
    text = re.sub(r"(?<=\d)\s*x\s*(?=\d)", " x ", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<![\w])x(?=\d)", "x ", text, flags=re.IGNORECASE)
    if re.search(r"\d\s?x|x\s?\d|\bhold\b", text, re.IGNORECASE):
        return re.sub(r"(?<=\d)\s?(?:\"|'')(?!\w)", " s", text)
    return text


def _breathing_pace(reader: _Reader) -> None:
    unit = rf"\s*(?:{S}|counts?)?"
    count = r"(?:(?:a\s+)?(?:slow\s+)?count of\s+)?"

    def pace(found: re.Match[str]) -> None:
        reader.put("breathe", (amount(found["i"]), amount(found["o"])))

    reader.take(
        rf"\b(?:breathe?\s+in|inhale)\s+(?:slowly\s+|deeply\s+|through (?:your|the) nose\s+)*(?:for"
        rf"|to)\s+{count}(?P<i>{NUMBER}){unit}"
        rf"(?:\s*,)?\s*(?:and\s+|then\s+)*(?:breathe?\s+)?(?:out|exhale)\s+(?:slowly\s+|through (?:your"
        rf"|the) mouth\s+)*(?:for|to)\s+{count}(?P<o>{NUMBER}){unit}",
        pace,
    )


def _compounds(reader: _Reader) -> None:
    """``3x10x5s``, ``3 x 30 s``, ``30s x 3``, ``3 sets of 10``, ``3x10``."""
    time = rf"{RANGE}\s*-?\s*(?:{S}|{MIN}|m\b)"

    def put(**parts: str) -> None:
        for name, text in parts.items():
            if name == "hold":
                reader.put_time(name, re.sub(r"(?<=\d)\s*m$", " min", text))
            else:
                reader.put(name, amount(text))

    def sets_and_reps(found: re.Match[str]) -> None:
        first, second = amount(found["a"]), amount(found["b"])
        if first.low > second.high and second.high <= 5:
            first, second = second, first
            reader.notes.append(f"“{found[0].strip()}” is taken as {first.low:g} sets of {second.low:g}")
        reader.put("sets", first)
        reader.put("count", second)

    tail = r"(?:\s*(?:each\s+)?(?:holds?|stretch(?:es)?))?"
    reader.take(
        rf"\b(?P<a>{RANGE})\s*(?:x|sets? of)\s*(?P<b>{RANGE})\s*(?:reps?\s*)?(?:x|@"
        rf"|with(?: an?)?)\s*(?P<t>{time}){tail}(?!\w)",
        lambda found: put(sets=found["a"], count=found["b"], hold=found["t"]),
    )
    reader.take(
        rf"(?:for\s+)?(?P<a>{RANGE})\s*(?:x|sets? (?:of|x)|times(?:\s+for)?|reps? (?:of|x)|repetitions? of"
        rf"|holds? of|stretches of)\s*(?:hold(?:ing)?\s+(?:for\s+)?)?(?P<t>{time}){tail}(?!\w)",
        lambda found: put(count=found["a"], hold=found["t"]),
    )
    reader.take(
        rf"(?:\bhold\s*(?:for\s+)?:?\s*)?(?P<t>{time}){tail}\s*(?:x"
        rf"|,?\s*for)\s*(?P<a>{RANGE})\s*(?:{REPS}|sets?\b|holds?\b)?(?!\w)(?!\s*/)",
        lambda found: put(count=found["a"], hold=found["t"]),
    )
    reader.take(
        rf"(?P<a>{RANGE}|another|a)\s*(?:more\s+)?(?:sets?|rounds?)\s*(?:of|x|,|with|/"
        rf"|@)\s*(?:about\s+)?(?P<b>{RANGE})\s*(?:{HOW}{REPS})?(?!\s*(?:{S}|{MIN}))",
        lambda found: _sets_of(reader, found),
    )
    reader.take(
        rf"(?P<b>{RANGE})\s*{HOW}(?:{REPS})?\s*(?:,|x|/|for|in)?\s*(?P<a>{RANGE})\s*(?:sets?)\b",
        lambda found: put(sets=found["a"], count=found["b"]),
    )
    reader.take(rf"\b(?P<a>{RANGE})\s?x\s?(?P<b>{RANGE})\s*(?:{REPS})?(?!\s*(?:{S}|cm|inch|in\b))", sets_and_reps)


def _sets_of(reader: _Reader, found: re.Match[str]) -> None:
    many = found["a"].lower()
    if many not in {"a", "another"}:
        reader.put("sets", amount(many))
    elif many == "another":
        reader.found["sets"] = Amount(2, 2, found[0])
    reader.put("count", amount(found["b"]))


def _holds(reader: _Reader) -> None:
    def open_ended(_: re.Match[str]) -> bool | None:
        if not re.search(rf"\b{HOLD_VERB}\b", reader.text, re.IGNORECASE):
            return False
        reader.found["open_hold"] = True
        return None

    reader.take(r",?\s*\b(?:with )?no hold\b", lambda _: None)
    reader.take(r",?\s*\b(?:as|for as) long as\b[^,.;\x00]*", open_ended)
    reader.take(
        r"(?<=hold) briefly\b|(?<=pause) briefly\b",
        lambda found: reader.put("hold", Amount(2, 2, found[0].strip(), vague=True)),
    )
    # A pace: "4 seconds up", "lower over 3 seconds".
    reader.take(
        rf"(?:\b(?:over|taking|take|takes)\s+{ABOUT}(?P<a>{DURATION}|{COUNTS})"
        rf"|(?P<b>{RANGE}\s*{S})\s+(?:up|down|out)\b)",
        lambda found: _pace(reader, found),
    )
    reader.take(
        rf"(?:\bfor\s+)?\b(?:an?\s+)?(?P<t>{PLAIN_DURATION})[\s-]*(?:holds?|isometric|squeezes?|pauses?"
        rf"|static holds?)\b(?:\s+(?:at the top|at end range|each|in between))?",
        lambda found: reader.put_time("hold", found["t"]),
    )
    reader.take(
        rf"(?:,?\s*(?:and|then)\s+)?\bcount(?:ing)?\s+(?:slowly\s+|silently\s+)?(?:up\s+)?(?:from\s+(?:one"
        rf"|1)\s+)?to\s+(?P<n>{RANGE})",
        lambda found: reader.put_time("hold", f"count of {found['n']}"),
    )
    reader.take(
        rf"(?:\b(?:for"
        rf"|to)\s+)?{ABOUT}(?P<t>{COUNTS})(?:\s+slowly)?",
        lambda found: reader.put_time("hold", found[0]),
    )
    reader.take(
        rf"(?:\bfor\s+)?{ABOUT}{BREATHS}(?:\s+(?:here"
        rf"|in this position))?",
        lambda found: _breaths(reader, found),
    )
    reader.take(
        rf"(?:\bfor\s+)?(?:about\s+|another\s+)?{RANGE}\s+more\s+(?:{S}|{MIN}|breaths)"
        rf"|\banother\s+{DURATION}",
        lambda found: reader.notes.append(f"the text also says “{found[0].strip()}”"),
    )
    reader.take(rf"\b(?:after|for)\s+(?:the\s+)?{ABOUT}{DURATION}", lambda found: _bare_time(reader, found))
    reader.take(rf"{ABOUT}{DURATION}", lambda found: _bare_time(reader, found))
    reader.take(
        rf"\bhold(?:ing)?\s*(?:x|for"
        rf"|[:-])?\s*(?P<n>{RANGE})(?=\s*(?:$|[,.;)]|\x00))",
        lambda found: reader.put_time("hold", f"{found['n']} s"),
    )


def _pace(reader: _Reader, found: re.Match[str]) -> bool | None:
    value, _ = seconds(found["a"] or found["b"])
    before = reader.found.get("every")
    total = value.low + (before.low if isinstance(before, Amount) else 0)
    reader.found["every"] = Amount(total, total, found[0].strip())
    return None


def _breaths(reader: _Reader, found: re.Match[str]) -> bool | None:
    bare = re.search(BREATHS, found[0], re.IGNORECASE)
    single = bare is None or seconds(bare[0])[0].high < 2 * SECONDS_A_BREATH
    if single and not re.search(rf"\b{HOLD_VERB}\b", reader.text, re.IGNORECASE):
        return False  # "Take one deep breath" is an instruction.
    reader.put_time("hold", found[0])
    return None


def _bare_time(reader: _Reader, found: re.Match[str]) -> bool | None:
    """A time that no other pattern explains is a hold, unless the clause speaks of something else."""
    bare = re.search(DURATION, found[0], re.IGNORECASE)
    if bare is None:
        return False
    value, _ = seconds(bare[0])
    held = re.search(rf"\b(?:{HOLD_VERB}|position|pose|breathe|relax)\b", reader.text, re.IGNORECASE)
    after = found.string[found.end() : found.end() + 14].lower()
    if value.vague and not held:
        return False
    if (
        re.search(
            r"^\s*(?:more|longer|a day|off|apart|before|later|ago|at a time"
            r"|between|to (?:one|a) minute more)\b",
            after,
        )
        or value.high > 600
    ):
        reader.notes.append(f"the text also says “{found[0].strip()}{after.split(TAKEN)[0].rstrip()}”")
        return False
    if NO_HOLD.search(found.string) and not held:
        return False
    if not held and re.search(r"\b(?:a|an)\s+(?:second|moment|minute)\b", found[0]):
        return False
    reader.put_time("hold", found[0])
    return None


def _counts(reader: _Reader, shorthand: bool) -> None:
    def count(found: re.Match[str]) -> bool | None:
        value = amount(found["n"])
        if value.high > 100 or value.low < 1:
            return False
        reader.put("count", value)
        return None

    def more(found: re.Match[str]) -> None:
        value = amount(found["n"]) if found["n"] else Amount(1, 1, found[0])
        total = Amount(value.low + 1, value.high + 1, found[0].strip())
        if "count" not in reader.found:
            reader.put("count", total)
            reader.notes.append(f"“{found[0].strip()}” is taken as {total.low:g} in all")

    reader.take(rf"\b(?:reps?|repetitions?)\s*[:=]\s*(?P<n>{RANGE})(?:\s*{REPS})?", count)
    reader.take(rf"(?P<n>{RANGE})\s+more\s+sets?\b", lambda f: reader.put("sets", _plus_one(amount(f["n"]))))
    reader.take(
        rf"\banother\s+(?P<n>{RANGE})\s+times\b"
        rf"|\b(?P<m>{RANGE})\s+more\s+(?:times|reps|repetitions)\b",
        lambda f: more(_renamed(f)),
    )
    reader.take(r"\b(?P<n>twice)\s+more\b", more)
    reader.take(r"\b(?:(?:for\s+)?(?:once|one)\s+more(?:\s+time)?|one\s+more\s+time)(?P<n>)\b", more)
    reader.take(
        r"\brepeat(?:\s+(?:this|it|the (?:stretch|exercise|movement)))?\s+once\b(?!\s+(?:you|the"
        r"|your))(?P<n>)",
        more,
    )
    reader.take(
        rf"(?:(?:for|up to|at least|about|around|approximately|a total of"
        rf"|x)\s*)*(?P<n>{RANGE})\s*{HOW}{REPS}(?!\s+(?:your|the|as))",
        count,
    )
    reader.take(rf"(?<![\w.])x\s*(?P<n>{RANGE})(?!\w)(?!\s*(?:{S}|{MIN}))\s*(?:{REPS})?", count)
    reader.take(rf"(?P<n>{RANGE})\s*x(?!\w)", count)
    reader.take(
        rf"\b(?P<v>repeat|do|perform|complete|aim for|practi[sc]e|try)\b(?P<o>\s+(?:this|it|each|these"
        rf"|the exercise|the stretch))?\s+(?:for\s+|x\s*|a set of\s+)*(?P<n>(?!one\b){RANGE})"
        r"(?=\s*(?:$|[,.;)]|\x00|(?:of (?:these|them|each)|on|for|with|each|per|to)\b))(?:\s+of (?:these"
        r"|them|each))?",
        count,
    )
    reader.take(
        r"(?P<n>(?<![\w.])\d+(?:\s*(?:-|–|to)\s*\d+)?)(?=\s*,?\s*(?:(?:on|to|for|with)\s+each|each"
        r"|per|/)\s*(?:side|leg|way|direction))",
        count,
    )
    reader.take(rf"\b(?P<n>{RANGE})\s*sets?\b(?:\s+in a row)?", lambda f: reader.put("sets", amount(f["n"])))
    reader.take(rf"\bsets?\s*:\s*(?P<n>{RANGE})", lambda f: reader.put("sets", amount(f["n"])))
    reader.take(rf"\ba set of\s+(?P<n>{RANGE})\b", count)
    if shorthand and not reader.has_amount:
        reader.take(r"(?<=[a-z)])\s+(?P<n>\d{1,2})(?=\s*(?:$|\(|,))", count)


def _plus_one(value: Amount) -> Amount:
    return Amount(value.low + 1, value.high + 1, f"{value.words} more")


def _renamed(found: re.Match[str]) -> re.Match[str]:
    pattern = re.compile(r"(?:another\s+)?(?P<n>.+?)\s+(?:more\s+)?(?:times|reps|repetitions)$", re.IGNORECASE)
    return pattern.match(found[0]) or found


def _sides(reader: _Reader, shorthand: bool) -> None:
    def each(_: re.Match[str]) -> None:
        reader.found["each_side"] = True

    def alternating(_: re.Match[str]) -> None:
        reader.found["each_side"] = reader.found["alternating"] = True

    # "Roll your knees to each side" is a movement: only beside an amount, or with nothing else, are both sides a dose.
    words = len(re.findall(r"[A-Za-z]{2,}", reader.text))
    about_doses = re.match(
        r"\W*(?:(?:and|then|now)\s+)*(?:repeat|do|perform|complete|continue"
        r"|hold|try|practi[sc]e|aim|stretch|same|on|for|each|both|again)\b",
        reader.text,
        re.IGNORECASE,
    )
    if reader.has_amount or shorthand or about_doses or words <= 4:
        for pattern in EACH_SIDE:
            reader.take(pattern, each, cased="B/L" in pattern)
    reader.take(EACH_AFTER_AMOUNT, each, cased=True)
    if (
        reader.has_amount
        or shorthand
        or re.match(r"\W*(?:and\s+|then\s+)*(?:repeat|continue|do|alternat\w+)\b", reader.text, re.IGNORECASE)
    ):
        reader.take(ALTERNATING, alternating)
    if shorthand:
        reader.take(r"(?<!\w)\(?(?:ea\b\.?|B)\)?(?=\s*(?:$|[\x00,.;)]))", each, cased=True)


def _blanks(reader: _Reader) -> None:
    def blank(found: re.Match[str]) -> None:
        timed = found["unit"] if found["unit"] else re.search(r"\bhold", reader.text, re.IGNORECASE)
        reader.found[
            "open_hold" if timed and not re.match(REPS, found["unit"] or "", re.IGNORECASE) else "open_count"
        ] = True

    reader.take(rf"(?:\bfor\s+)?{ABOUT}{BLANK}\s*(?P<unit>{REPS}|{S}|{MIN})?", blank)
    if not reader.has_amount:
        vague = (
            r"\b(?:for\s+)?(?:as many (?:times|reps|repetitions)\b[^.;\x00]*|(?:several|a few|many|multiple"
            r"|a number of|the (?:prescribed|recommended)(?: number of)?|prescribed)\s+(?:times|repetitions"
            r"|reps)\b(?:\s+as (?:prescribed|instructed|directed))?)"
            r"|(?<=repeat)\s+(?:this\s+|it\s+|the (?:movement|exercise"
            r"|stretch)\s+)?(?:as many times as\b[^,.;\x00]*|for the prescribed amount[^.;\x00]*|as (?:per"
            r"|instructed|directed|prescribed)\b[^,.;\x00]*)"
        )

        def open_count(_: re.Match[str]) -> None:
            reader.found["open_count"] = True

        reader.take(vague, open_count)
