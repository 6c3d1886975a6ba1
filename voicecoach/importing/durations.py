"""Times in words: "20 to 30 seconds", "half a minute", "a count of ten", "five slow breaths". Pure."""

from __future__ import annotations

import re

from voicecoach.importing.numbers import NUMBER, RANGE, Amount, amount, number

SECONDS_A_BREATH = 6.0
"""A calm adult breathes about ten times a minute when asked to breathe slowly."""

S = r"(?:seconds?|secs?\b\.?|s\b)"

MIN = r"(?:minutes?|mins?\b\.?)"

ABOUT = (
    r"(?:(?:for|about|approximately|approx\.?|around|roughly|at least|up to|a minimum of|a maximum of"
    r"|a total of|"
    r"another|a further|an?|the full|full|~|c\.)\s*)*"
)

_CALM = (
    r"(?:(?:slow|deep|full|long|calm|easy|big|steady|complete|relaxed|gentle|even|normal|controlled|and"
    r"),?\s+){0,4}"
)

PLAIN_DURATION = (
    rf"(?:{RANGE}\s*-?\s*{MIN}(?:\s*(?:and\s+)?(?:a half\b|{NUMBER}\s*{S}))?"
    rf"|\d{{1,2}}\s?m(?:in)?\s?\d{{1,2}}\s?s\b"
    rf"|\b(?:an?\s+)?half[\s-](?:an?\s+|a-)?minute"
    rf"|\b(?:one and a half|two and a half)\s+minutes"
    rf"|\ban?\s+minute(?:\s+and\s+a\s+half|\s+or\s+(?:two|so))?"
    rf"|{RANGE}\s*-?\s*{S}"
    rf"|\b(?:a few|several|a couple of|a couple)\s+(?:seconds|secs|moments)|\ba\s+(?:second"
    rf"|moment)\s+or\s+(?:two|so)|\ban?\s+(?:second|moment)\b"
    rf")"
)

DURATION = rf"(?:{PLAIN_DURATION}(?:\s*(?:-|–|\bto\b|\bor\b)\s*{PLAIN_DURATION})?)"
"""A duration or a range of durations."""

COUNTS = (
    rf"(?:(?:an?\s+|the\s+)?(?:slow\s+|steady\s+|full\s+)?counts?\s+(?:of|to|from)\s+{RANGE}"
    rf"|(?:an?\s+)?{RANGE}(?:[\s-]+(?:slow|second))*[\s-]+counts?\b)"
)

BREATHS = rf"(?:{RANGE}\s+{_CALM}(?:breath(?:ing)?\s+cycles?\b|breaths?\b(?!\s+(?:in|out)\b)))"

ANY_TIME = rf"(?:{DURATION}|{COUNTS}|{BREATHS})"


def seconds(text: str) -> tuple[Amount, str | None]:
    """The seconds of a text matched by a pattern of this module, and what is doubtful about them."""
    text = text.strip().lower()
    if re.fullmatch(BREATHS, text):
        breaths = amount(re.sub(r"\s+(?:slow|deep|full|long).*", "", text), text)
        return breaths.scaled(SECONDS_A_BREATH), f"a breath is taken as {SECONDS_A_BREATH:g} s"
    if re.fullmatch(COUNTS, text):
        return amount(_numbers_only(text), text), "a count is taken as a second"
    parts = re.split(r"(?<=[a-z.])\s*(?:-|–|\bto\b|\bor\b)\s*(?!(?:two|so)\b)(?=\S*\s*)", text, maxsplit=1)
    if len(parts) == 2 and re.fullmatch(PLAIN_DURATION, parts[0]) and re.fullmatch(PLAIN_DURATION, parts[1]):
        low, high = _plain_seconds(parts[0]), _plain_seconds(parts[1])
        return Amount(min(low.low, high.low), max(low.high, high.high), text), None
    value = _plain_seconds(text)
    return value, "how long is not said exactly" if value.vague else None


def _numbers_only(text: str) -> str:
    found = re.search(RANGE, re.sub(r"\bcounts?\s+(?:of|to|from)\b|\b(?:an?|the|slow|steady|full|second)\b", " ", text))
    return found[0] if found else "1"


def _plain_seconds(text: str) -> Amount:
    if re.search(r"\b(?:few|several)\b", text):
        return Amount(5, 5, text, vague=True)
    if re.search(r"\bcouple\b|\bor two\b|\bor so\b", text):
        low = 60 if "minute" in text else 2
        return Amount(low, 2 * low if "minute" in text and "two" in text else low, text, vague=True)
    if "moment" in text:
        return Amount(2, 2, text, vague=True)
    if re.search(r"(?<!and a )half", text) and "minute" in text and not re.search(r"and a half", text):
        return Amount(30, 30, text)
    if found := re.fullmatch(r"(\d{1,2})\s?m(?:in)?\s?(\d{1,2})\s?s", text):
        value = 60.0 * int(found[1]) + int(found[2])
        return Amount(value, value, text)
    if found := re.match(rf"({RANGE})\s*-?\s*{MIN}\s*(?:and\s+)?({NUMBER})\s*{S}", text):
        value = 60 * number(found[1]) + number(found[2])
        return Amount(value, value, text)
    if re.search(r"minute|min\b|mins\b", text):
        extra = 30.0 if "and a half" in text else 0.0
        bare = re.sub(r"\s+and a half", "", text)
        found_range = re.match(RANGE, bare)
        base = amount(found_range[0]) if found_range else Amount(1, 1, text)
        return Amount(60 * base.low + extra, 60 * base.high + extra, text)
    found_range = re.match(RANGE, text)
    return amount(found_range[0], text) if found_range else Amount(1, 1, text)
