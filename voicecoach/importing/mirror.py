"""The text of an exercise for one side, said for either: {side} is stretched, {other} is opposite. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from voicecoach.importing.fates import INSTRUCTING, Clause
from voicecoach.importing.imperative import as_order
from voicecoach.importing.lexicon import LEXICON, pattern
from voicecoach.importing.stretched import side_words

_LIMB = (
    r"(?P<limb>(?:(?:bent|straight|lower|upper|top|back|front|outer|lead|standing)\s+)?(?:"
    + "|".join(limb for limb in LEXICON.limb if limb not in {"side", "direction", "hand", "elbow"})
    + r"))s?\b"
)
_OPPOSITE = re.compile(
    rf"\b(?:(?:the|your|an?|its)\s+)?(?:other|opposite|opposing|unaffected|uninvolved|non-affected"
    rf"|good|healthy|contralateral|sound|non-target|non-stretching|supporting)\s+(?:{_LIMB}"
    rf"|(?P<noun>hand|elbow|side|direction|buttock))(?!s|\s+(?:contact|position|placement))",
    re.IGNORECASE,
)
_AFFECTED = re.compile(
    rf"\b(?:(?:the|your|an?)\s+)?(?:affected|involved|painful|sore|target|working|injured"
    rf"|tight|weaker|bad|operated|crossed)\s+(?:{_LIMB}|(?P<noun>side|hand))(?!s)",
    re.IGNORECASE,
)
_WISHED = pattern("mirror", "wished")
_ONE = re.compile(rf"\b(?:one(?:\s+of\s+(?:your|the))?)\s+{_LIMB}(?!\s+(?:at a time|and then|after))", re.IGNORECASE)
_SAME_SIDE = pattern("mirror", "same_side")
_THE_OTHER = pattern("mirror", "the_other")
_NEAREST = pattern("mirror", "nearest")
_BENT_FIRST = pattern("mirror", "bent_first")
_STRAIGHT_WORKS = pattern("mirror", "straight_works")
_STRAIGHT_LEG = pattern("mirror", "straight_leg")
_SINGLE_LIMB = pattern("mirror", "single_limb")
_ROLLED = pattern("mirror", "rolled")
_LIES_ON = pattern("mirror", "lies_on")


@dataclass(slots=True)
class Mirror:
    """Turns the texts of one exercise into texts for either side, in the order in which they are said."""

    stretched: str | None
    """"left" or "right" where the text names sides."""
    used: bool = False
    """Whether {side} has been said yet."""
    guessed: bool = False
    """Whether a side was put where the text has none."""
    bent_first: bool = False
    """"One knee bent; lift the straight leg": the leg spoken of first is the one at rest."""

    @classmethod
    def of(cls, stretched: str | None, clauses: Iterable[Clause]) -> Mirror:
        everything = " ".join(clause.source for clause in clauses)
        resting_first = stretched is None and bool(
            _BENT_FIRST.search(everything) and _STRAIGHT_WORKS.search(everything)
        )
        return cls(stretched, bent_first=resting_first)

    def text(self, text: str, *, order: bool = False) -> str:
        """The text with {side} and {other}. ``order``: an instruction, to which a side may be added."""
        if not self.stretched:
            text = _LIES_ON.sub(self._lying, text)
        if self.stretched:
            text = self._named(text)
        text = _SAME_SIDE.sub(lambda found: f"your {{side}} {found['a'] or found['b']}", text)
        text = _WISHED.sub(lambda found: f"your {{side}} {found['limb']}", text)
        text = _AFFECTED.sub(lambda found: f"your {{side}} {found['limb'] or found['noun']}", text)
        if not self.stretched:
            text = _ONE.sub(self._one, text)
            text = _NEAREST.sub(lambda found: f"your {{side}} {found['limb']}, the one {found['where']},", text).rstrip(
                ","
            )
            if self.bent_first:
                text = _STRAIGHT_LEG.sub(lambda found: f"your {found['adjective']} {{side}} leg", text)
            if re.search(r"\bknees\b", text) and re.search(
                r"\b(?:roll|drop|lower|let|rock|rotate|fall|sink|take|bring|swing|tip|turn)",
                text,
                re.IGNORECASE,
            ):
                text = _ROLLED.sub(self._rolled, text)
        text = _OPPOSITE.sub(self._opposite, text)
        if "{side}" in text or "{other}" in text or self.used:
            text = _THE_OTHER.sub("your {other} one", text) if not self.stretched else text
        if order and not self.stretched and "{side}" not in text and not self.used:
            text = _SINGLE_LIMB.sub(self._single, text, count=1)
        self.used = self.used or "{side}" in text
        return text

    def _named(self, text: str) -> str:
        pieces: list[str] = []
        last = 0
        for word in side_words(text):
            token = "{side}" if word["side"].lower() == self.stretched else "{other}"
            pieces += [text[last : word.start()], token, word["hand"] or ""]
            last = word.end()
        return "".join([*pieces, text[last:]])

    def _one(self, found: re.Match[str]) -> str:
        return f"your {'{other}' if self.bent_first else '{side}'} {found['limb']}"

    def _opposite(self, found: re.Match[str]) -> str:
        before = found.string[: found.start()]
        nearest = max(before.rfind("{side}"), before.rfind("{other}"))
        after_other = nearest >= 0 and before.startswith("{other}", nearest)
        token = "{side}" if after_other or (self.bent_first and nearest < 0) else "{other}"
        noun = found["limb"] or found["noun"]
        return f"the {token} {noun}" if noun in {"side", "direction"} else f"your {token} {noun}"

    def _rolled(self, found: re.Match[str]) -> str:
        return f"{found['to']}the {{other}}"

    def _lying(self, found: re.Match[str]) -> str:
        token = (
            "{side}" if found["kind"] and found["kind"].lower() in {"affected", "involved", "painful"} else "{other}"
        )
        return f"{found['lie']}your {token} side"

    def _single(self, found: re.Match[str]) -> str:
        self.guessed = True
        return f"your {{side}} {found['adjective'] or ''}{found['limb']}"


def speaks_of_one_limb(clauses: Iterable[Clause]) -> bool:
    """Whether an exercise without sides is for one limb: "one knee", "the affected leg", "lie on your side"."""
    for clause in clauses:
        if clause.fate not in INSTRUCTING:
            continue
        text = as_order(clause.source)
        if re.search(
            r"\b(?:one|each)\s+\w+\s+(?:at a time|and then the other|then the other"
            r"|after the other)|\bside to side\b|\bone (?:hand|arm|side of)\b",
            text,
            re.IGNORECASE,
        ):
            continue
        if (
            _ONE.search(text)
            or _AFFECTED.search(text)
            or _WISHED.search(text)
            or _LIES_ON.search(text)
            or (_OPPOSITE.search(text) and not re.search(r"other (?:hand|side|direction)", text, re.IGNORECASE))
        ):
            return True
    return False
