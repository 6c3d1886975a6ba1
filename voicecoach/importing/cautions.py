"""Turns a sentence on who should not do an exercise into questions that can be answered with yes or no. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from voicecoach.importing.lexicon import pattern, word_list, words


@dataclass(frozen=True, slots=True)
class ConditionQuestion:
    ask: str
    """Asked before the first session; a yes means no session."""
    sure: bool = True
    """False where the condition could only be quoted."""


_PEOPLE = "".join(word_list("patterns")["cautions"]["people"])
_PATTERNS = tuple(
    pattern("cautions", name) for name in word_list("patterns")["cautions"] if name.startswith("warning_")
)
_GENERIC = pattern("cautions", "generic")
_COMMON = pattern("cautions", "common")
"""Conditions so common that "check with your doctor" does not rule the exercise out."""
_UNLESS = pattern("cautions", "unless")
_EVENT = pattern("cautions", "event")


def questions(sentence: str) -> list[ConditionQuestion]:
    """The questions that a warning of the kind "not if you have had …" asks; none for any other sentence.

    >>> [question.ask for question in questions("Avoid this if you have had a hip replacement or are pregnant.")]
    ['Have you had a hip replacement?', 'Are you pregnant?']
    """
    text = sentence.strip(" .!*")
    for warning in _PATTERNS:
        found = warning.search(text)
        if not found:
            continue
        parts = found.groupdict()
        condition = parts.get("condition") or parts.get("history")
        if condition:
            too_general = _GENERIC.search(condition) or (parts.get("history") and _COMMON.search(condition))
            return [] if too_general else _each_condition(condition)
        if parts.get("people") and not re.match(
            r"(?:beginners|everyone|everybody|me|long|a (?:bit|little|while|long)|the (?:faint|moment))\b",
            parts["people"],
        ):
            return of_people(parts["people"])
    return []


def asked(text: str) -> list[ConditionQuestion]:
    """The questions of a warning, or of the list that stands under a label such as "Contraindications"."""
    return questions(text) or listed(text)


def _each_condition(condition: str) -> list[ConditionQuestion]:
    """Several conditions joined by "or" or commas, each as a question of its own."""
    pieces = re.split(
        r"(?:,|,?\s+or)\s+(?:if\s+)?(?=(?:you(?:'ve|'re)?|your|have|are|had|suffer|there|is|has)\s)",
        _shortened(condition),
        flags=re.IGNORECASE,
    )
    return [
        of_condition(piece if re.match(r"(?:you|there|it\b)", piece, re.IGNORECASE) or index == 0 else f"you {piece}")
        for index, piece in enumerate(pieces)
    ]


def of_condition(condition: str) -> ConditionQuestion:
    """The question for "you have had X", "you are X", "your doctor has told you …"."""
    text = _shortened(condition)
    rules = (
        (
            r"you(?:'ve| have)\s+(?:ever\s+)?(had|been|broken|undergone|suffered|got"
            r"|injured|fractured|dislocated)\b(.*)",
            r"Have you \1\2?",
        ),
        (r"you\s+(?:recently\s+|just\s+)?(?:had|underwent)\b(.*)", r"Have you had\1?"),
        (
            r"you(?:'ve)?\s+(?:(currently|recently)\s+)?(have|got|suffer|feel|experience"
            r"|get|notice|take|use|wear)\b(.*)",
            r"Do you \2\3?",
        ),
        (r"you(?:'re|\s+are)\b(.*)", r"Are you\1?"),
        (r"you\s+(?:were)\b(.*)", r"Were you\1?"),
        (r"you\s+(?:can't|cannot|can not|are unable to)\b(.*)", r"Are you unable to\1?"),
        (r"(your\s+[\w /'-]+?)\s+(has|have|is|are|was|were)\b(.*)", None),
        (r"(there|it|either \w+|any of \w+)\s+(is|are|has|have)\b(.*)", None),
        (r"(?:pregnant|pregnancy)\b(.*)", r"Are you pregnant\1?"),
        (r"(.+?)\s+hurts\b(.*)", r"Does \1 hurt\2?"),
    )
    for rule, answer in rules:
        if found := re.fullmatch(rule, text, re.IGNORECASE):
            if answer is None:
                subject, verb, rest = found.groups()
                return ConditionQuestion(_tidy(f"{verb.capitalize()} {subject}{rest}?"))
            return ConditionQuestion(_tidy(found.expand(answer)))
    return (
        of_thing(text)
        if len(text.split()) <= 8 and not re.match(r"\w+\s+(?:is|are)\b|your?\b", text, re.IGNORECASE)
        else ConditionQuestion(_fallback(text), sure=False)
    )


def of_people(people: str) -> list[ConditionQuestion]:
    """The question for "people with X", "anyone who has had X", "pregnant women"."""
    text = _shortened(re.sub(r"^(?:for|in|after|during|following|if)\s+", "", people, flags=re.IGNORECASE))
    if found := re.match(r"(?:you|anyone|people)\s+(?:if|when)\s+(?P<rest>.+)", text, re.IGNORECASE):
        return _each_condition(found["rest"])
    if found := re.match(
        rf"(?:(?:older|elderly|some|all|most)\s+)?{_PEOPLE}\s+(?:who\s+)(?P<rest>.+)", text, re.IGNORECASE
    ):
        rest = re.sub(r"^(?:has|have)\b", "have", found["rest"], flags=re.IGNORECASE)
        rest = re.sub(r"^(?:is|are)\b", "are", rest, flags=re.IGNORECASE)
        return _each_condition(f"you {re.sub(r'^suffers', 'suffer', rest)}")
    if re.match(r"(?:pregnan|women who are pregnan)", text, re.IGNORECASE):
        return [ConditionQuestion("Are you pregnant?")]
    if re.match(r"you\b|your\b|there\b", text, re.IGNORECASE):
        return _each_condition(text)
    if found := re.match(rf"{_PEOPLE}\s+(?:with|after|recovering from|following)\s+(?P<thing>.+)", text, re.IGNORECASE):
        return listed(found["thing"])
    return listed(text)


def of_thing(thing: str) -> ConditionQuestion:
    """The question for a condition that is only named: "osteoporosis", "recent hip replacement"."""
    text = _shortened(thing)
    text = re.sub(
        r"^(?:after|following|history of|a history of|previous|past|any|post|known)[\s-]+(?!\w+ing\b)",
        "",
        text,
        flags=re.IGNORECASE,
    )
    if not text:
        return ConditionQuestion(_fallback(thing.strip()), sure=False)
    if re.match(r"pregnan", text, re.IGNORECASE):
        return ConditionQuestion("Are you pregnant?")
    if re.match(r"(?:you|your)\b", text, re.IGNORECASE):
        return of_condition(text)
    noun = re.sub(r"^(?:an?|the|your)\s+", "", text, flags=re.IGNORECASE)
    kept_article = text[: len(text) - len(noun)]
    if events := _EVENT.findall(noun):
        needs_article = (
            not kept_article and not re.search(rf"{events[-1]}s\b", noun) and events[-1].lower() != "surgery"
        )
        article = ("an " if noun[0].lower() in "aeiou" else "a ") if needs_article else kept_article
        return ConditionQuestion(_tidy(f"Have you had {article}{_lower(noun)}?"))
    return ConditionQuestion(_tidy(f"Do you have {kept_article}{_lower(noun)}?"))


def listed(value: str) -> list[ConditionQuestion]:
    """The questions for the list after a label such as "Contraindications:"."""
    parts = re.split(r"\s*[;,•]\s*(?:and\s+|or\s+)?|\s+\bor\b\s+(?=(?:a|an|recent|any|you)\b)|\.\s+", value.strip(" ."))
    return [of_thing(part) for part in parts if re.search(r"[A-Za-z]{3}", part)]


def _shortened(text: str) -> str:
    text = re.sub(r"\((?:[^)]*)\)?", "", text)
    return " ".join(_UNLESS.sub("", text).split()).strip(" .,;:!")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if not re.match(r"[A-Z]{2}", text) else text


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).replace(" ?", "?")
    text = re.sub(r"\b(?:the doctor|a doctor)'s\b", "your doctor's", text)
    return text[:1].upper() + text[1:]


def _fallback(condition: str) -> str:
    return words("fallback_ask", condition=_lower(condition))
