"""Cuts a block of text into sentences, and sentences into clauses of one action each. Pure.

Clauses are cut between tokens and never within a phrase of a dose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from voicecoach.importing.amounts import Amount, Dose
from voicecoach.importing.grammar import DosePhrase, phrases
from voicecoach.importing.lexicon import LEXICON, doubt, gerund, pattern, word_list
from voicecoach.importing.tokens import Kind, Token, tokens

MOST_CHARS = 600
"""A longer sentence is not one."""

_ABBREVIATION = pattern("sentences", "abbreviation")
_END = pattern("sentences", "end", cased=True)
_END_UNCAPITALISED = re.compile(r"(?<=[.!?])\s+")
_CAPITAL_ORDER = re.compile(
    r"(?<=[a-z0-9)\"°])\s+(?=(?:Only|Never|Always|Do not|Don't|You should|"
    + "|".join(
        word.capitalize()
        for word in sorted(
            (LEXICON.verbs | {"slowly", "gently", "carefully"})
            - {"be", "go", "do", "set", "back", "then", "note", "see", "read"}
        )
    )
    + r")\s+[a-z0-9])"
)
_NO_SENTENCE_BEFORE = pattern("sentences", "no_sentence_before")


def sentences(text: str) -> list[str]:
    """The sentences of a block. A capital verb in the middle opens one too: line ends are often all there is.

    >>> sentences("Lift your hips Hold 5 sec. Repeat approx. 10 times.")
    ['Lift your hips', 'Hold 5 sec.', 'Repeat approx. 10 times.']
    """
    return list(_sentences(text))


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[str, ...]:
    parts: list[str] = []
    start = 0
    # Who writes no capitals at all begins sentences without them, too.
    end = _END_UNCAPITALISED if not re.search(r"[A-Z][a-z]", text) and re.search(r"[.!?]\s+[a-z]", text) else _END
    for found in end.finditer(text):
        before = text[max(start, found.start() - 12) : found.start()]
        after = text[found.end() : found.end() + 1]
        if _ABBREVIATION.search(before) and (
            (after.islower() and end is _END) or not re.search(r"(?:secs?|mins?|reps?)\.$", before, re.IGNORECASE)
        ):
            continue
        parts.append(text[start : found.start()])
        start = found.end()
    parts.append(text[start:])
    whole = [piece.strip() for part in parts for piece in _at_capital_orders(part)]
    whole = [part for sentence in whole for part in in_lengths(sentence, MOST_CHARS)]
    return tuple(sentence for sentence in whole if re.search(r"\w", sentence))


def in_lengths(text: str, most: int, *, at_ends: bool = False) -> list[str]:
    """A text in parts of at most so many characters, cut between words. ``at_ends``: between sentences if it can be."""
    pieces: list[str] = []
    while len(text) > most:
        end = text.rfind(". ", 0, most) + 1 if at_ends else 0
        cut = end or max(text.rfind(" ", 0, most), 0) or most
        pieces.append(text[:cut].strip())
        text = text[cut:].strip()
    return [*pieces, text]


def _at_capital_orders(text: str) -> list[str]:
    if text.isupper():
        return [text]
    pieces: list[str] = []
    start = 0
    for found in _CAPITAL_ORDER.finditer(text):
        before = text[max(start, found.start() - 30) : found.start()]
        if not _NO_SENTENCE_BEFORE.search(before) and not re.search(r"(?:^|\s)[A-Z][\w'-]*$", before):
            pieces.append(text[start : found.start()])
            start = found.end()
    return [*pieces, text[start:]]


def in_sentence_case(sentence: str) -> str:
    """A shouted sentence in ordinary letters."""
    letters = [character for character in sentence if character.isalpha()]
    shouted = len(sentence.split()) >= 3 and sum(letter.isupper() for letter in letters) > 0.85 * max(1, len(letters))
    if not shouted:
        return re.sub(r"\b[A-Z]{4,}(?:\s+[A-Z]{2,})+\b", lambda found: found[0].capitalize(), sentence)
    return sentence.lower().capitalize()


# --- verbs in the imperative --------------------------------------------------------------------------------------

_ALSO_NOUNS = frozenset(word_list("lexicon")["clause_words"]["also_nouns"])
"""Verbs that are nouns, too: only what follows shows which."""
_NO_ORDERS = frozenset(word_list("lexicon")["clause_words"]["no_orders"])
_AFTER_A_VERB = frozenset(word_list("lexicon")["clause_words"]["after_a_verb"])
_ADVERBS = LEXICON.adverbs | {"and", "then", "so", "next", "first", "finally", "but", ","}
_LOWER_PARTS = frozenset(word_list("lexicon")["clause_words"]["lower_parts"])


def order_at(found: Sequence[Token], at: int) -> int | None:
    """The place of the verb, if an order begins at this place, adverbs before it or not."""
    while at < len(found) and (found[at].lower in _ADVERBS or found[at].kind is Kind.COMMA):
        at += 1
    if at >= len(found):
        return None
    word = found[at].lower
    after = found[at + 1] if at + 1 < len(found) else None
    if word in {"don't", "never"} or (word == "do" and after is not None and after.lower == "not"):
        return at
    if word not in LEXICON.verbs or word in _NO_ORDERS:
        return None
    if word == "lower" and after is not None and after.lower in _LOWER_PARTS:
        return None
    if word not in _ALSO_NOUNS:
        return at
    if after is None or after.kind in {Kind.COMMA, Kind.NUMBER, Kind.TWICE, Kind.AND, Kind.COLON}:
        return at
    follows = after.lower in _AFTER_A_VERB or after.lower in LEXICON.body or after.kind in {Kind.LIMB, Kind.PAIR}
    two_on = at + 2 < len(found) and (found[at + 2].lower in LEXICON.body or found[at + 2].lower == "muscles")
    return at if follows or two_on else None


@lru_cache(maxsize=8192)
def opens_with_order(text: str) -> bool:
    """Whether a clause begins, after adverbs, with a verb in the imperative."""
    return order_at(tokens(text[:200]), 0) is not None


def gerund_to_order(text: str) -> str:
    """A clause that opens with a gerund, as an order: "lying on your back" as "lie on your back"."""
    found = re.match(r"^((?:(?:slowly|gently|carefully|gradually|then|now)\s+)*)([A-Za-z]+ing)\b", text, re.IGNORECASE)
    if found and (base := LEXICON.bases.get(found[2].lower())) and found[2].lower() == gerund(base):
        return found[1] + base + text[found.end() :]
    return text


# --- clauses ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SentencePart:
    """A clause: its words, the dose in it, and the words beside the dose."""

    source: str
    rest: str
    """What it says beside its dose; empty if it is nothing but a dose."""
    dose: Dose
    unread: tuple[str, ...] = ()
    """Amounts that look like a dose and were not understood."""


_GERUNDS = frozenset(word_list("lexicon")["clause_words"]["gerunds"])
_NEGATIVE = pattern("sentences", "negative")
_CONDITION_MET = pattern("sentences", "condition_met")
_EXPLAINS = pattern("sentences", "explains")
_SUBORDINATE = pattern("sentences", "subordinate")
_HANGING = pattern("sentences", "hanging")
_POSTURE_GERUND = re.compile(r"^\W*(?:lying|laying|sitting|standing|kneeling)\b", re.IGNORECASE)
_SOON_OVER = frozenset(word_list("lexicon")["clause_words"]["soon_over"])


@lru_cache(maxsize=8192)
def parts(sentence: str) -> tuple[SentencePart, ...]:
    """The clauses of a sentence that can safely be told one at a time, in order; else the sentence whole.

    A negation or a condition reaches over an "and", so what begins with one is not cut.

    >>> [part.source for part in parts("Put your hands on your knee, relax your chest, and then gently press down.")]
    ['Put your hands on your knee', 'relax your chest', 'gently press down.']
    """
    found = tokens(sentence)
    prescribed = phrases(found, sentence)
    inside = {index for phrase in prescribed for index in range(phrase.first + 1, phrase.last + 1)}
    cuts = [(0, 0)]
    if not _NEGATIVE.match(sentence) or _CONDITION_MET.match(sentence):
        for start, after in _joints(found, inside):
            if after < len(found) and _may_end(sentence, found, cuts[-1][1], start, after):
                cuts.append((start, after))
    result: list[SentencePart] = []
    for number, (_, first) in enumerate(cuts):
        end = cuts[number + 1][0] if number + 1 < len(cuts) else len(found)
        if first < end:
            result.append(_part(sentence, found, first, end, prescribed, last=number + 1 == len(cuts)))
    return tuple(part for part in result if re.search(r"\w|_", part.source))


def _joints(found: Sequence[Token], inside: set[int]) -> list[tuple[int, int]]:
    """Where a clause may end, and the token with which the next one would begin."""
    joints: list[tuple[int, int]] = []
    at = 1
    depth = 0
    while at < len(found):
        token = found[at]
        depth += (token.text in "([") - (token.text in ")]")
        start = at
        if token.kind in {Kind.COMMA, Kind.AND, Kind.COLON, Kind.HYPHEN} or token.lower in {"before", "but"}:
            while at < len(found) and (
                found[at].kind in {Kind.AND, Kind.HYPHEN}
                or found[at].text in {",", ";", ":"}
                or found[at].lower in {"but", "before"}
            ):
                at += 1
            if at == start or depth or start in inside:
                at = max(at, start + 1)
                continue
            if at < len(found) and (found[start].text == ";" or _opens(found, at, found[start:at])):
                joints.append((start, at))
            continue
        at += 1
    return joints


def _opens(found: Sequence[Token], at: int, joint: Sequence[Token]) -> bool:
    words = {token.lower for token in joint}
    here = found[at].lower
    if here == "you" and "before" in words and at + 1 < len(found):
        here = found[at + 1].lower
    gerunds = here in _GERUNDS or (
        "before" in words and (here.endswith("ing") or here in _SOON_OVER or here in {"come", "change", "switch"})
    )
    takes_breaths = here == "taking" and at + 1 < len(found) and found[at + 1].lower in {"deep", "slow", "a"}
    verb = order_at(found, at)
    if "but" in words:
        return here in {"stop", "do", "don't", "never", "avoid"}
    if "before" in words:
        return gerunds
    if words <= {"-", "–"} and (found[at].start == found[at - 1].end):
        return False
    if here in {"as", "while", "when", "on"} and "and" in words:
        comma = next((index for index in range(at, min(at + 9, len(found))) if found[index].text == ","), None)
        return comma is not None and order_at(found, comma + 1) is not None
    return verb is not None or gerunds or takes_breaths


def _may_end(sentence: str, found: Sequence[Token], first: int, start: int, after: int) -> bool:
    left = sentence[found[first].start : found[start - 1].end] if start > first else ""
    right = sentence[found[after].start :]
    joint = {token.lower for token in found[start:after]}
    if not re.search(r"\w|_", left):
        return False
    if left.count("(") != left.count(")") or left.count("[") != left.count("]") or left.count('"') % 2:
        return False
    if _NEGATIVE.match(left) or (
        re.search(r"\b(?:to|allow(?:ing)? [^,]*|let(?:ting)? [^,]*)\s+[a-z]+$", left, re.IGNORECASE)
        and "then" not in joint
    ):
        return ";" in joint or (_CONDITION_MET.match(left) is not None and "," in left)
    if _EXPLAINS.search(left) and not opens_with_order(left):
        return False
    if ";" in joint or ":" in joint:
        return True
    words = [word for word in re.findall(r"[\w'-]+", left.lower()) if word not in _ADVERBS]
    if _HANGING.search(left):
        return False  # "and as you exhale, | lift" belongs together
    if "then" in joint or "before" in joint or (words and words[0] in _SOON_OVER):
        return bool(words)
    if re.match(r"(?:" + "|".join(_GERUNDS) + r")\b", right, re.IGNORECASE) or re.match(
        r"(?:hold|repeat)\b", right, re.IGNORECASE
    ):
        return bool(words)
    if len(words) < 3:
        return False
    if _SUBORDINATE.match(left) and not opens_with_order(left):
        # "Keeping your back flat, | lift your hips" is one action; the comma after it may be followed by more.
        if _POSTURE_GERUND.match(left):
            return True
        main = re.split(r",\s*", left, maxsplit=1)
        return len(main) == 2 and opens_with_order(main[1])
    return True


# --- what a clause says beside its dose ---------------------------------------------------------------------------

_GLUE = frozenset(word_list("lexicon")["clause_words"]["glue"])
"""Words that say nothing by themselves next to a dose."""


def _part(
    sentence: str, found: Sequence[Token], first: int, end: int, prescribed: Sequence[DosePhrase], *, last: bool
) -> SentencePart:
    source = sentence[found[first].start : found[end - 1].end if not last else len(sentence)].strip()
    own = [phrase for phrase in prescribed if first <= phrase.first < end]
    if not any(_prescribes(phrase) for phrase in own):
        own = [
            phrase
            for phrase in own
            if not _only_sides(phrase) or _about_sides(found[first:end]) or found[phrase.first - 1].text == "("
        ]
    dose, loose = Dose(), None
    for phrase in own:
        dose = dose.joined(phrase.dose)
        loose = loose or phrase.loose
    taken = {index for phrase in own for index in range(phrase.first, phrase.last + 1)}
    left = [index for index in range(first, end) if index not in taken]
    unread = _unread(found, left)
    rest = _remainder(sentence, found, left) if own else source
    if loose is not None:
        dose = _with_loose(dose, loose, source, rest)
    return SentencePart(source, rest, _with_notes(dose), unread)


def _only_sides(phrase: DosePhrase) -> bool:
    return phrase.dose == Dose(each_side=True)


def _prescribes(phrase: DosePhrase) -> bool:
    return (
        phrase.dose.amounts or phrase.loose is not None or phrase.dose.rest is not None or phrase.dose.every is not None
    )


def _about_sides(clause: Sequence[Token]) -> bool:
    """Whether "on each side" stands alone or after "repeat"; elsewhere it is where something moves, or is."""
    verb = next((token for token in clause if token.kind not in {Kind.AND, Kind.COMMA}), None)
    return verb is not None and (
        verb.kind in {Kind.REPEAT, Kind.DO, Kind.SIDES, Kind.EACH, Kind.HOLD, Kind.SWITCH, Kind.ALTERNATE, Kind.PER}
        or (verb.kind in {Kind.ON, Kind.FOR, Kind.TO} and len(clause) <= 5)
    )


_WALKS = pattern("sentences", "walks")


def _with_loose(dose: Dose, loose: Amount, source: str, rest: str) -> Dose:
    """A length of time that nothing names is how long the clause's movement is held."""
    if (
        dose.hold
        or _WALKS.search(source)
        or (re.search(r"\b(?:no more than|at most|longer than|lasts?|within|after|every)\b", source, re.I) and rest)
    ):
        return dose
    if rest and loose.unit == "s" and loose.high < 5 and not dose.every:
        return replace(dose, every=loose)  # "bend your knees for 3 seconds": how slowly
    return replace(dose, hold=loose)


def _with_notes(dose: Dose) -> Dose:
    notes = list(dose.notes)
    if dose.hold and dose.hold.unit == "breaths":
        notes.append(doubt("breaths"))
    return replace(dose, notes=tuple(dict.fromkeys(notes)))


def _unread(found: Sequence[Token], left: Sequence[int]) -> tuple[str, ...]:
    """Amounts that stand next to a unit of a dose and that the grammar did not take."""
    told: list[str] = []
    units = {Kind.UNIT, Kind.REPS, Kind.SETS, Kind.TIMES, Kind.BY}
    open_places = set(left)
    for index in left:
        near = [found[each] for each in (index - 1, index + 1) if each in open_places]
        if found[index].kind in {Kind.NUMBER, Kind.TEMPO, Kind.CLOCK} and any(token.kind in units for token in near):
            told.append(" ".join(token.text for token in (found[index], *near[-1:])))
    return tuple(told)


def _remainder(sentence: str, found: Sequence[Token], left: Sequence[int]) -> str:
    """The words outside the dose, as they stood; empty if they only glue its parts together."""
    words = [found[index] for index in left]
    if all(token.lower in _GLUE or not re.search(r"\w", token.text) or token.kind is Kind.NUMBER for token in words):
        return ""
    pieces: list[str] = []
    run: list[int] = []
    for index in [*left, -1]:
        if run and index != run[-1] + 1:
            piece = sentence[found[run[0]].start : found[run[-1]].end]
            only_glue = all(found[each].lower in _GLUE or not re.search(r"\w", found[each].text) for each in run)
            if not only_glue or len(run) > 3:
                pieces.append(piece)
            run = []
        run.append(index)
    text = " ".join(pieces)
    text = re.sub(r"\([\s,;]*\)|\[\s*\]|\(\s*$", "", text)
    text = re.sub(r"(?:[,;:–-]|\b(?:and|then|for|or|to))+\s*$", "", text.strip(" .,;:-–")).strip(" ,;:-–")
    text = re.sub(r"^(?:(?:and|then|or)\s+)+(?=\W|$)", "", text)
    return text.strip(" ,;:-–")


def read_dose(text: str) -> tuple[Dose, str]:
    """Everything that a text prescribes, joined, and what it says beside it."""
    dose, rest = Dose(), []
    for part in parts(text):
        dose = dose.joined(part.dose)
        rest.append(part.rest)
    return dose, ", ".join(each for each in rest if each)
