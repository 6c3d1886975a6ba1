"""A block of text cut into sentences, and a sentence into clauses of one action each. Pure."""

from __future__ import annotations

import re
import textwrap
from functools import lru_cache

from voicecoach.importing.lexicon import LEXICON, gerund, words_pattern

MOST_CHARS = 600
"""A longer sentence is not one."""

_ABBREVIATION = re.compile(
    r"(?:^|[\s(.])(?:approx|e\.g|i\.e|eg|ie|etc|dr|mr|mrs|ms|prof|st|vs|no|nos|fig|figs|secs?|mins?|reps?"
    r"|approx|max|min|ext|flex|incl|esp|ref|p|pp|vol|ed|[A-Za-z])\.$",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?<=[.!?])[\"')\]*]*(?:\s+(?=[\"'(\[*]*[A-Z0-9])|\s+(?=[\"'(\[]?[a-z]+ing\b)"
    r"|(?<=[a-z]{2}\.)(?=[A-Z][a-z]))|(?<=[.!?][\"')\]])\s+(?=[A-Z])|(?<=[!?])\s+|(?<=[.!?])\s+(?=\[)"
)
_END_UNCAPITALISED = re.compile(r"(?<=[.!?])\s+")
_ORDER_WORDS = sorted(
    (LEXICON.verbs | {"slowly", "gently", "carefully"})
    - {"be", "go", "do", "set", "back", "then", "note", "see", "read"}
)
_CAPITAL_ORDER = re.compile(
    r"(?<=[a-z0-9)\"°])\s+(?=(?:Only|Never|Always|Do not"
    r"|Don't|You should|" + "|".join(word.capitalize() for word in _ORDER_WORDS) + r")\s+[a-z0-9])"
)
_NO_SENTENCE_BEFORE = re.compile(
    r"(?:^|\s)(?:the|a|an|this|that|your|of|and|or|to|with|in|on|for|by|called|like|as"
    r"|single|double)$",
    re.IGNORECASE,
)


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
        before = text[start : found.start()]
        after = text[found.end() : found.end() + 1]
        if _ABBREVIATION.search(before) and (
            after.isdigit()
            or (after.islower() and end is _END)
            or not re.search(r"(?:secs?|mins?|reps?)\.$", before, re.IGNORECASE)
        ):
            continue
        parts.append(before)
        start = found.end()
    parts.append(text[start:])
    whole = [piece.strip() for part in parts for piece in _at_capital_orders(part)]
    whole = [part for sentence in whole for part in _in_lengths(sentence)]
    return tuple(_in_sentence_case(sentence) for sentence in whole if re.search(r"\w", sentence) or "___" in sentence)


def _in_lengths(sentence: str) -> list[str]:
    """A sentence without an end in sight, cut between words: no pattern should have to look at a whole book."""
    return [sentence] if len(sentence) <= MOST_CHARS else textwrap.wrap(sentence, MOST_CHARS)


def _at_capital_orders(text: str) -> list[str]:
    if text.isupper():
        return [text]
    pieces: list[str] = []
    start = 0
    for found in _CAPITAL_ORDER.finditer(text):
        before = text[start : found.start()]
        if not _NO_SENTENCE_BEFORE.search(before) and not re.search(r"(?:^|\s)[A-Z][\w'-]*$", before):
            pieces.append(text[start : found.start()])
            start = found.end()
    return [*pieces, text[start:]]


def _in_sentence_case(sentence: str) -> str:
    letters = [character for character in sentence if character.isalpha()]
    shouted = len(sentence.split()) >= 3 and sum(letter.isupper() for letter in letters) > 0.85 * max(1, len(letters))
    if not shouted:
        return re.sub(r"\b[A-Z]{4,}(?:\s+(?:[A-Z]{2,}))+\b", lambda found: found[0].capitalize(), sentence)
    return sentence.lower().capitalize()


# --- clauses ------------------------------------------------------------------------------------------------------

_ADVERBS = words_pattern(LEXICON.adverbs)
_AMBIGUOUS = frozenset(
    [
        "stretch",
        "rest",
        "hold",
        "press",
        "lift",
        "step",
        "point",
        "face",
        "support",
        "position",
        "balance",
        "squeeze",
        "twist",
        "roll",
        "reach",
        "lock",
        "set",
        "tap",
        "pinch",
        "circle",
        "bridge",
        "lunge",
        "squat",
        "plant",
        "cup",
        "curl",
        "arch",
        "round",
        "place",
        "pause",
        "focus",
        "check",
        "aim",
        "march",
        "drop",
        "slide",
        "turn",
        "pull",
        "push",
        "tilt",
        "tip",
        "shift",
        "swing",
        "walk",
        "raise",
        "release",
        "open",
        "close",
        "lower",
        "bend",
        "hang",
        "climb",
        "link",
        "lace",
        "hook",
        "hug",
        "kick",
        "drag",
        "draw",
        "drift",
        "drive",
        "glide",
        "slump",
        "shuffle",
        "tuck",
        "loop",
        "wrap",
        "back",
        "count",
        "change",
        "repeat",
        "switch",
        "swap",
        "do",
        "practice",
        "feel",
        "sense",
        "sink",
        "rise",
        "lean",
        "use",
        "touch",
        "brace",
        "thread",
        "look",
        "notice",
        "note",
    ]
)
"""Verbs that are nouns, too: only what follows shows which."""
_AFTER_A_VERB = (
    r"(?=\s+(?:your|the|it|its|this|that|them|yourself|both|one|an?|each|all|for|up|down|in|on|onto|into"
    r"|out|over|through|back|backwards?|forwards?|left|right|"
    r"slowly|gently|here|there|as|at|to|towards?|with|from|until|only|slightly|around|under|behind|away|off"
    r"|again|then|together|apart|against|until|"
    rf"legs|sides|sets|exercise|(?:\w+\s+)?muscles|gluteals|\d|\x00"
    rf"|(?:\w+\s+)?{words_pattern(LEXICON.body)})|\s*(?:$|[,.;]))"
)
_SURE_VERBS = frozenset(
    LEXICON.verbs - _AMBIGUOUS - {"be", "read", "ring", "phone", "progress", "visit", "contact", "call", "wear", "see"}
)
_A_VERB = (
    rf"(?:(?!lower\s+(?:back|body|spine|tummy|stomach|abdom\w*|half"
    rf"|limbs?)\b)(?:{words_pattern(_SURE_VERBS)}"
    rf"|(?:{words_pattern(_AMBIGUOUS & LEXICON.verbs)}){_AFTER_A_VERB}|(?:do not|don't)\b))"
)
_ORDER = rf"(?:{_ADVERBS}(?:,|\s+and|\s+but)?\s+)*{_A_VERB}"
_GERUNDS = words_pattern(
    [
        "breathing",
        "holding",
        "repeating",
        "inhaling",
        "exhaling",
        "pausing",
        "switching",
        "swapping",
        "changing",
        "alternating",
        "taking deep",
        "taking slow",
        "taking a deep",
    ]
)
_JOINT = re.compile(
    rf"\s*;\s*|\s*:\s+(?={_ORDER})|\s+–\s+(?=(?:then\s+)?{_ORDER})"
    rf"|\s*,?\s+(?:and\s+)?then\s*,?\s+(?:try\s+to\s+)?(?={_ORDER}|{_GERUNDS})"
    rf"|\s*,?\s+(?:but|and)\s+(?=(?:stop|do not|don't|never|avoid)\b)"
    rf"|\s*,?\s+and\s+(?=(?:as|while|when|on)\s+(?:you|the|an?|each|your)\b[^,]{{2,40}},\s*{_ORDER})"
    rf"|\s*,?\s+before\s+(?:you\s+)?(?=(?:come|change|switch|return|release|lower|easing|returning"
    rf"|releasing|switching|swapping|changing|repeating|lowering"
    rf"|relaxing|resting|coming|slowly|gently)\b)"
    rf"|\s*,?\s+and\s+(?=(?:then\s+)?(?:{_ORDER}|switching|swapping|changing|repeating))"
    rf"|\s*,\s+(?={_ORDER}|{_GERUNDS})",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"^\W*(?:please\s+)?(?:do not|don't|never|avoid|try not|be careful not|without|stop|discontinue|cease"
    r"|only|no\b"
    r"|make sure you do not|make sure you don't|make sure not|if\b|when\b|unless\b|once\b|should\b|in case|"
    r"(?:people|anyone|those|patients)\b|you (?:should|must|may|can"
    r"|might|will) not|you (?:shouldn't|mustn't|can't)|this\b|it\b"
    r"|these\b|there\b|see your|speak|talk|consult|ask your|contact"
    r"|call)",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    r"^(?!\W*(?:you|we)\b)[^,]*\b(?:can|may|might|could|helps?)\s+(?:\w+\s+)?(?!feel)\w+", re.IGNORECASE
)
_SUBORDINATE = re.compile(
    r"^\W*(?:as|while|whilst|with|keeping|using|once|when|on|in|from|after|before|for|to"
    r"|without|by|if|lying|sitting|standing|kneeling|starting|maintaining|holding|breathing"
    r"|inhaling|exhaling|supporting|leaving|making|letting|allowing)\b",
    re.IGNORECASE,
)


def opens_with_order(text: str) -> bool:
    """Whether a clause begins, after adverbs, with a verb in the imperative."""
    return (
        re.match(
            rf"\W*(?:(?:and|then|so|now|next|first|finally"
            rf"|after that)[,\s]+)*{_ORDER}",
            text,
            re.IGNORECASE,
        )
        is not None
    )


def clauses(sentence: str) -> list[str]:
    """The actions of a sentence that can safely be told one at a time, in order; else the sentence whole.

    A negation or a condition reaches over an "and", so what begins with one is not cut.

    >>> clauses("Put your hands on your knee, relax your chest, and then gently press down.")
    ['Put your hands on your knee', 'relax your chest', 'gently press down.']
    >>> clauses("Do not arch your back and hold your breath.")
    ['Do not arch your back and hold your breath.']
    """
    if _NEGATIVE.match(sentence):
        return [sentence]
    parts: list[str] = []
    start = 0
    for found in _JOINT.finditer(sentence):
        left = sentence[start : found.start()]
        if not _may_end(left, sentence[found.end() :], found[0]):
            continue
        parts.append(left)
        start = found.end()
    parts.append(sentence[start:])
    return [part.strip() for part in parts if re.search(r"\w", part)]


def _may_end(left: str, right: str, joint: str) -> bool:
    if left.count("(") != left.count(")") or left.count("[") != left.count("]") or left.count('"') % 2:
        return False
    if _NEGATIVE.match(left) or (
        re.search(r"\b(?:to|allow(?:ing)? [^,]*|let(?:ting)? [^,]*)\s+[a-z]+$", left, re.IGNORECASE)
        and "then" not in joint
    ):
        return ";" in joint  # "do not …", "allowing your arms to relax and | stretch out"
    if _EXPLAINS.search(left) and not opens_with_order(left):
        return False
    if ";" in joint or ":" in joint:
        return True
    words = [
        word
        for word in re.findall(r"[\w'-]+|\x00", left.lower())
        if word not in LEXICON.adverbs and word not in {"and", "then", "so", "first"}
    ]
    if re.search(r"(?:,|\band)\s*(?:as|while|whilst|on (?:the|an?|each|your))\b[^,]*$", left, re.IGNORECASE):
        return False  # "and as you exhale, | lift" belongs together
    if (
        "then" in joint
        or "before" in joint
        or words[:1]
        in (
            ["hold"],
            ["repeat"],
            ["relax"],
            ["release"],
            ["return"],
            ["lower"],
            ["pause"],
            ["inhale"],
            ["exhale"],
            ["breathe"],
        )
    ):
        return bool(words)
    if re.match(
        r"(?:breathing|holding|repeating|inhaling|exhaling|switching|swapping"
        r"|changing|alternating)\b",
        right,
        re.IGNORECASE,
    ):
        return bool(words)
    if len(words) < 3 or re.search(r",\s*(?:as|while|whilst|when|on)\b[^,]*$", left, re.IGNORECASE):
        return False
    if _SUBORDINATE.match(left) and not opens_with_order(left):
        # "Keeping your back flat, | lift your hips" is one action; the comma after it may be followed by more.
        if re.match(r"^\W*(?:lying|laying|sitting|standing|kneeling)\b", left, re.IGNORECASE):
            return True
        main = re.split(r",\s*", left, maxsplit=1)
        return len(main) == 2 and (opens_with_order(main[1]))
    return True


def gerund_to_order(text: str) -> str:
    """A clause that opens with a gerund, as an order: "lying on your back" as "lie on your back"."""
    found = re.match(r"^((?:(?:slowly|gently|carefully|gradually|then|now)\s+)*)([A-Za-z]+ing)\b", text, re.IGNORECASE)
    if found and (base := LEXICON.bases.get(found[2].lower())) and found[2].lower() == gerund(base):
        return found[1] + base + text[found.end() :]
    return text
