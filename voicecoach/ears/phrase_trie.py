"""Computes log P(phrase | sound) for a closed list of phrases over a trie of their prefixes.

Every phrase is tried as the model may write it: with and without a capital, then ``.``, ``,``, ``!``, ``?`` or the end.
Beginnings of equal length are scored in one batch; a beginning below the floor is dropped, which is exact for
everything above the floor because log P only falls along a phrase.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from voicecoach.ears.moonshine_model import END_ID, Floats, MoonshineModel
from voicecoach.ears.tokenizer import Tokenizer

_TERMINATORS = (".", ",", "!", "?")
NEVER = -math.inf


@dataclass(slots=True)
class _Node:
    children: dict[int, _Node] = field(default_factory=dict)
    phrase: str | None = None
    """The phrase that ends here."""
    beneath: set[str] = field(default_factory=set)
    """The phrases that end here or further down."""


class PhraseTrie:
    """The beginnings of all phrases of a language; a subset of the phrases may be scored at a time."""

    def __init__(self, phrases: Iterable[str], tokenizer: Tokenizer) -> None:
        self._root = _Node()
        self._tokenizer = tokenizer
        self._ends = np.array([END_ID, *(tokenizer.piece_id(mark) for mark in _TERMINATORS)])
        self.add(phrases)

    def add(self, phrases: Iterable[str]) -> None:
        """More phrases. Where they are not active they cost nothing and change no score."""
        for phrase in phrases:
            for written in spellings(phrase):
                self._add(phrase, self._tokenizer.encode(written))

    def _add(self, phrase: str, tokens: tuple[int, ...]) -> None:
        node = self._root
        node.beneath.add(phrase)
        for token in tokens:
            node = node.children.setdefault(token, _Node())
            node.beneath.add(phrase)
        node.phrase = phrase

    def score(
        self, model: MoonshineModel, features: Floats, active: Collection[str], floor: float
    ) -> Mapping[str, float]:
        """log P of each active phrase given the features of a segment; phrases below ``floor`` are left out."""
        wanted = frozenset(active)
        found: dict[str, float] = {}
        log_p, state = model.begin(features)
        level: list[tuple[_Node, float]] = [(self._root, 0.0)]
        while True:
            tokens: list[int] = []
            rows: list[int] = []
            following: list[tuple[_Node, float]] = []
            for row, (node, so_far) in enumerate(level):
                if node.phrase is not None and node.phrase in wanted:
                    ended = so_far + float(np.logaddexp.reduce(log_p[row, self._ends]))
                    found[node.phrase] = float(np.logaddexp(found.get(node.phrase, NEVER), ended))
                for token, child in node.children.items():
                    score = so_far + float(log_p[row, token])
                    if score >= floor and not wanted.isdisjoint(child.beneath):
                        tokens.append(token)
                        rows.append(row)
                        following.append((child, score))
            if not following:
                return {phrase: score for phrase, score in found.items() if score >= floor}
            log_p, state = model.step(tokens, state.pick(rows), features)
            level = following


def spellings(phrase: str) -> tuple[str, ...]:
    """How a transcript may write a phrase: as it is, with a capital, and "I" always with one."""
    words = " ".join("I" + word[1:] if word == "i" or word.startswith("i'") else word for word in phrase.split())
    return tuple(dict.fromkeys((words, words[:1].upper() + words[1:])))
