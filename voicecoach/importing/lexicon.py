"""The importer's word lists, read once from ``lexicon.yaml``, with the forms of the verbs derived from their base."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class KnownExercise:
    """An exercise that is known by name, with a description for notes that give none."""

    name: str
    also: tuple[str, ...]
    sided: bool
    held: bool
    """Held for a time, rather than counted."""
    steps: tuple[str, ...]
    feel: str | None
    release: str | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """See the file for what each list is."""

    posture: frozenset[str]
    move: frozenset[str]
    manner: frozenset[str]
    dose: frozenset[str]
    errand: frozenset[str]
    adverbs: frozenset[str]
    paired: frozenset[str]
    plural: frozenset[str]
    single: frozenset[str]
    limb: tuple[str, ...]
    numbers: dict[str, int]
    labels: dict[str, str]
    topics: re.Pattern[str]
    clinical: re.Pattern[str]
    furniture: re.Pattern[str]
    equipment: dict[str, re.Pattern[str]]
    abbreviations: dict[str, str]
    frequencies: dict[str, str]
    informal: dict[str, str]
    exercises: tuple[KnownExercise, ...]
    exercise_nouns: frozenset[str]
    collection_nouns: frozenset[str]
    sentences: dict[str, str]
    doubts: dict[str, str]
    bases: dict[str, str]
    """Every form of every verb ("lying", "lies", "lie") to its base."""

    @property
    def body(self) -> frozenset[str]:
        return self.paired | self.plural | self.single

    @property
    def verbs(self) -> frozenset[str]:
        return self.posture | self.move | self.manner | self.dose | self.errand


def gerund(base: str) -> str:
    """The -ing form of a verb.

    >>> gerund("lie"), gerund("place"), gerund("sit"), gerund("lean")
    ('lying', 'placing', 'sitting', 'leaning')
    """
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "be")):
        return base[:-1] + "ing"
    if re.fullmatch(r"[^aeiou]*(?:[aeiou]|qui|squa)[^aeiouwxy]", base) or base in {"begin", "unplug"}:
        return base + base[-1] + "ing"
    return base + "ing"


def third_person(base: str) -> str:
    """The -s form of a verb.

    >>> third_person("place"), third_person("press"), third_person("carry")
    ('places', 'presses', 'carries')
    """
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


def words_pattern(words: list[str] | tuple[str, ...] | frozenset[str]) -> str:
    """An alternation of words and phrases, the longest first, each whole."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return r"(?<![\w-])(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) + r")(?![\w-])"


@cache
def word_list(name: str) -> dict[str, Any]:
    """One of the YAML files of the package: ``lexicon``, ``patterns``, ``grammar``, ``signs`` or ``weights``."""
    text = files(__package__).joinpath(f"{name}.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found


def pattern_text(module: str, pieces: list[str]) -> str:
    """The pieces of a pattern joined, and what stands in double angle brackets put in."""

    def part(found: re.Match[str]) -> str:
        if found[1] == "body":
            return words_pattern(LEXICON.body)
        if found[1] == "clinical":
            return LEXICON.clinical.pattern
        return pattern_text(module, word_list("patterns")[module][found[1]])

    return re.sub(r"<<(\w+)>>", part, "".join(pieces))


def pattern(module: str, name: str, *, cased: bool = False) -> re.Pattern[str]:
    """A pattern of ``patterns.yaml``, which matches in capitals as well unless it is ``cased``."""
    return re.compile(pattern_text(module, word_list("patterns")[module][name]), 0 if cased else re.IGNORECASE)


def _load() -> Lexicon:
    data = word_list("lexicon")
    verbs: dict[str, list[str]] = data["verbs"]
    bases: dict[str, str] = {}
    for group in verbs.values():
        for base in group:
            for form in (gerund(base), third_person(base), base):
                bases[form] = base
    body = data["body"]
    return Lexicon(
        posture=frozenset(verbs["posture"]),
        move=frozenset(verbs["move"]),
        manner=frozenset(verbs["manner"]),
        dose=frozenset(verbs["dose"]),
        errand=frozenset(verbs["errand"]),
        adverbs=frozenset(data["adverbs"]),
        paired=frozenset(body["paired"]),
        plural=frozenset(body["plural"]),
        single=frozenset(body["single"]),
        limb=tuple(body["limb"]),
        numbers={str(word): int(value) for word, value in data["numbers"].items()},
        labels={str(label): role for role, labels in data["labels"].items() for label in labels},
        topics=re.compile(words_pattern(data["topics"]), re.IGNORECASE),
        clinical=re.compile(words_pattern(data["clinical_words"]), re.IGNORECASE),
        furniture=re.compile("|".join(f"(?:{pattern})" for pattern in data["page_furniture"]), re.IGNORECASE),
        equipment={
            thing: re.compile(words_pattern(words), re.IGNORECASE) for thing, words in data["equipment"].items()
        },
        abbreviations=dict(data["abbreviations"]),
        frequencies=dict(data["frequencies"]),
        informal=dict(data["informal"]),
        exercises=tuple(
            KnownExercise(
                name=entry["name"],
                also=tuple(entry["also"]),
                sided=entry["sided"],
                held=entry["dose"] == "hold",
                steps=tuple(entry["steps"]),
                feel=entry.get("feel"),
                release=entry.get("release"),
            )
            for entry in data["exercises"]
        ),
        exercise_nouns=frozenset(data["exercise_nouns"]),
        collection_nouns=frozenset(data["collection_nouns"]),
        sentences=dict(data["sentences"]),
        doubts=dict(data["doubts"]),
        bases=bases,
    )


LEXICON = _load()


def doubt(key: str, **values: object) -> str:
    """A reason for doubt, in words."""
    return LEXICON.doubts[key].format(**values)


def words(key: str, **values: object) -> str:
    """A sentence of the importer's own."""
    return LEXICON.sentences[key].format(**values)


def _normal(text: str) -> str:
    plain = re.sub(r"[^a-z0-9'/|]+", " ", re.sub(r"[,.;:!?()]", " | ", text.lower()))
    return re.sub(r"\s+", " ", plain).strip(" |")


@cache
def _names() -> tuple[dict[str, KnownExercise], re.Pattern[str]]:
    """Every name with its exercise, and a pattern that finds the longest of them at a place."""
    known = {_normal(name): each for each in LEXICON.exercises for name in (each.name, *each.also)}
    longest_first = sorted(known, key=lambda name: (-len(name), name))
    return known, re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})(?:e?s)?(?![\w-])")


@lru_cache(maxsize=4096)
def known_exercise(text: str) -> KnownExercise | None:
    """The exercise whose name stands in a text; of several the one with the longest name."""
    known, pattern = _names()
    names = [found[1] for found in pattern.finditer(_normal(text))]
    return known[max(names, key=len)] if names else None


def opens_with_known(text: str) -> bool:
    """Whether a text begins with the name of a known exercise: "lower trunk rotation" is no order to lower anything."""
    return _names()[1].match(_normal(text)) is not None


def names_known_exercise(text: str) -> bool:
    """Whether a text is the name of a known exercise and hardly anything else."""
    normal = _normal(text)
    return any(
        len(normal) - len(found[0]) <= 14 and len(normal.split()) <= len(found[0].split()) + 2
        for found in _names()[1].finditer(normal)
    )
