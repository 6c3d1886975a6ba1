"""Which parts of a text are exercises, what each is called, and what is prose around them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from voicecoach.importing.entries import Entry
from voicecoach.importing.fates import DOING, Clause, Fate, clauses_of
from voicecoach.importing.headings import INTRODUCES, Like, label_role, like_of, named_by, phase_of
from voicecoach.importing.imperative import strip_marker
from voicecoach.importing.lexicon import LEXICON, known_exercise, pattern
from voicecoach.importing.scope import LeftOutSentence, without_later_phases, without_page
from voicecoach.importing.sentences import sentences


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of running text, with the label it stood under."""

    text: str
    line: int
    role: str | None = None
    """A key of the lexicon's ``labels``, or ``page``."""
    source: str | None = None
    """As it stood, where it was written out."""


@dataclass(frozen=True, slots=True)
class ExerciseText:
    """What the text says of one exercise."""

    name: str | None
    line: int
    passages: tuple[Passage, ...]
    terse: bool = False
    """One line of a note: a name and a dose."""


@dataclass(frozen=True, slots=True)
class Sections:
    """A text taken apart."""

    title: str | None
    exercises: tuple[ExerciseText, ...]
    around: tuple[Passage, ...]
    """Prose, in order."""
    left_out: tuple[LeftOutSentence, ...]
    """What is no part of this routine: later phases, headings of prose, what belongs to the page."""


@dataclass(slots=True)
class _Section:
    heading: str | None
    line: int
    like: Like
    numbered: bool = False
    terse: bool = False
    run: bool = False
    """Cut out of running text, after a dose."""
    passages: list[Passage] = field(default_factory=list)


def sections(entries: Sequence[Entry]) -> Sections:
    """Takes a text apart into its exercises and the rest."""
    entries, left_out = without_later_phases(entries)
    entries, page = without_page(entries)
    left_out += page
    found = _gather(entries)
    found = [part for section in found for part in _split(section)]
    found = _named_by_empty_headings(found)
    exercises: list[ExerciseText] = []
    around: list[Passage] = []
    title: str | None = None
    for index, section in enumerate(found):
        if _is_exercise(section):
            exercises.append(ExerciseText(_name(section), section.line, tuple(section.passages), section.terse))
            if section.heading and _name(section) is None:
                left_out.append(LeftOutSentence(section.heading, section.line, "a heading"))
            continue
        is_title = (
            section.heading
            and title is None
            and not exercises
            and section.like is not Like.TOPIC
            and phase_of(section.heading) is None
            and index <= 3
            and len(section.heading) <= 80
        )
        if is_title:
            title = section.heading
        elif section.heading:
            left_out.append(LeftOutSentence(section.heading, section.line, "a heading"))
        around += section.passages
    return Sections(title, tuple(exercises), tuple(around), tuple(left_out))


_LASTING_ROLES = frozenset(
    {"tip", "caution", "not_for", "why", "variation", "note", "frequency", "feel", "needs", "move", "setup", "source"}
)
"""Labels that hold for more than the paragraph after them."""
_LISTED_ROLES = frozenset({"tip", "caution", "not_for", "why", "variation", "needs", "source", "frequency"})
"""Labels whose list ends with the first paragraph below it."""


def _gather(entries: Sequence[Entry]) -> list[_Section]:
    found = [_Section(None, 1, Like.UNKNOWN)]
    role: str | None = None
    under_items = False
    numbered_exercises = _numbers_are_exercises(entries)
    for entry in entries:
        if numbered_exercises and entry.number and not entry.heading and entry.text:
            found.append(_Section(None, entry.line, Like.EXERCISE, numbered=True))
            role = None
        here = found[-1]
        if entry.terse:
            passage = Passage(entry.text, entry.line, source=entry.source)
            found.append(_Section(None, entry.line, Like.EXERCISE, numbered=True, terse=True, passages=[passage]))
            role = None
        elif entry.heading and _is_caption(entry, here):
            here.passages.append(Passage(entry.text, entry.line, "page"))
        elif entry.heading:
            like = like_of(entry.text, numbered=entry.number is not None) if entry.text else Like.EXERCISE
            found.append(_Section(entry.text or None, entry.line, like, numbered=entry.number is not None))
            role = None
        elif entry.role and label_role(entry.text) == entry.role and len(entry.text) < 70:
            role = entry.role
            here.passages.append(Passage(entry.text, entry.line, "label"))
        elif here.terse and not entry.item and not _instructs(entry):
            # "Rest 30 s between sets", on a line of its own under a list, is about the whole list.
            found.append(_Section(None, entry.line, Like.TOPIC, passages=[Passage(entry.text, entry.line, entry.role)]))
        else:
            listed = bool(here.passages) and here.passages[-1].role == role and role in _LISTED_ROLES
            if listed and not entry.item and (under_items or role == "not_for"):
                role = None  # a list is over with the paragraph after it
            under_items = entry.item
            lasts = role in _LASTING_ROLES or entry.item or not here.passages or here.passages[-1].role == "label"
            here.passages.append(Passage(entry.text, entry.line, entry.role or (role if lasts else None)))
            if entry.role and not entry.item and len(entry.text) > 60:
                role = None
    return [section for section in found if section.heading or section.passages]


def _is_caption(entry: Entry, here: _Section) -> bool:
    """The name of the exercise that is being described, under one of its pictures."""
    known = known_exercise(entry.text)
    if entry.explicit or entry.number or known is None or not here.passages or here.terse:
        return False
    current = (
        known_exercise(here.heading)
        if here.heading
        else next((found for passage in here.passages if (found := known_exercise(passage.text))), None)
    )
    within = _name_words(entry.text) <= _name_words(here.heading or entry.text)
    return current is known and within and _does_something(here)


def _name_words(name: str) -> set[str]:
    return set(re.findall(r"[a-z]+", name.lower()))


def _passage_clauses(passage: Passage) -> list[Clause]:
    if passage.role in {"page", "label", "source"}:
        return []
    return [clause for sentence in sentences(passage.text) for clause in clauses_of(sentence, passage.role)]


def _clauses(section: _Section) -> list[Clause]:
    return [clause for passage in section.passages for clause in _passage_clauses(passage)]


def _instructs(entry: Entry) -> bool:
    telling = {Fate.MOVE, Fate.FEEL, Fate.RELEASE, Fate.SWITCH}
    return any(clause.fate in telling for clause in _passage_clauses(Passage(entry.text, entry.line)))


def _numbers_are_exercises(entries: Sequence[Entry]) -> bool:
    """Whether the items of a numbered list are each an exercise, with its own dose, rather than the steps of one."""
    numbered = [entry for entry in entries if entry.number and not entry.heading and entry.text]
    whole = posed = 0
    for entry in numbered:
        clauses = _passage_clauses(Passage(entry.text, entry.line))
        whole += _dosed(clauses) and _orders(clauses) >= 1
        posed += any(_POSTURE.match(sentence) is not None for sentence in sentences(entry.text))
    return whole >= 2 and whole >= 0.6 * len(numbered) and posed >= 2


_POSTURE = pattern("sections", "posture")


FOR_ALL = pattern("sections", "for_all")
"""Said of every exercise of a text, and so no dose of the one it stands beside."""


def _dosed(clauses: Sequence[Clause]) -> bool:
    silent = {Fate.FEEL, Fate.REASON, Fate.PAGE, Fate.VARIATION, Fate.ADVICE}
    return any(
        clause.dose.amounts for clause in clauses if clause.fate not in silent and not FOR_ALL.search(clause.source)
    )


def _split(section: _Section) -> list[_Section]:
    """A section of running text in which, after a dose, another exercise opens."""
    if not section.heading and len(section.passages) > 1 and _is_general(section.passages[0]):
        first = section.passages.pop(0)
        return [_Section(None, first.line, Like.TOPIC, passages=[first]), *_split(section)]
    if section.terse or (section.like is Like.EXERCISE and section.heading):
        return [section]
    items = [passage for passage in section.passages if passage.role is None]
    runs: list[list[Passage]] = [[]]
    dosed = ordered = False
    apart = _paragraphs_are_exercises(section)
    for passage in section.passages:
        if apart and dosed and passage.role is None and _is_whole(passage):
            runs.append([])
            dosed = ordered = False
        for sentence in sentences(passage.text):
            clauses = [] if passage.role == "label" else list(clauses_of(sentence, passage.role))
            opens = _POSTURE.match(sentence) is not None
            switches = any(clause.fate is Fate.SWITCH for clause in clauses)
            introduces = INTRODUCES.match(sentence) is not None and not switches
            if passage.role is None and (
                (dosed and (opens or introduces)) or (ordered and introduces and known_exercise(sentence))
            ):
                runs.append([])
                dosed = ordered = False
            runs[-1].append(Passage(sentence, passage.line, passage.role))
            dosed = dosed or _dosed(clauses)
            ordered = ordered or any(clause.fate is Fate.MOVE for clause in clauses)
    if len(runs) == 1 or not items:
        return [section]
    before, runs[0] = _without_prose(runs[0], first=True)
    if before and INTRODUCES.match(before[-1].text):
        runs[0].insert(0, before.pop())
    after, runs[-1] = _without_prose(runs[-1], first=False)
    heading = section.heading if section.like is not Like.COLLECTION else None
    like = Like.UNKNOWN if section.like is Like.COLLECTION else Like.TOPIC
    parts = [_Section(section.heading, section.line, like, passages=before)] if before or not heading else []
    parts += [
        _Section(
            (heading if index == 0 and not before else None) or named_by(run[0].text),
            run[0].line,
            Like.UNKNOWN,
            section.numbered,
            run=True,
            passages=run,
        )
        for index, run in enumerate(runs)
        if run
    ]
    return [part for part in parts if part.heading or part.passages] + (
        [_Section(None, after[0].line, Like.TOPIC, passages=after)] if after else []
    )


def _is_whole(passage: Passage) -> bool:
    """Whether a paragraph tells what to do and how long or how often."""
    clauses = _passage_clauses(passage)
    return _dosed(clauses) and _orders(clauses) > 0


def _paragraphs_are_exercises(section: _Section) -> bool:
    """Whether the paragraphs of a section, under the heading of a collection or none, are each an exercise."""
    if section.heading and section.like is not Like.COLLECTION:
        return False
    return sum(_is_whole(passage) and passage.role is None for passage in section.passages) >= 2


def _is_general(passage: Passage) -> bool:
    """Whether a paragraph is about the exercises as such: "Perform these exercises slowly …"."""
    plural = re.search(
        r"\b(?:these|the|your|following|all|each|this series of)\s+(?:\w+\s+)?(?:exercises|stretches)\b",
        passage.text,
        re.IGNORECASE,
    )
    return plural is not None and not any(_POSTURE.match(sentence) for sentence in sentences(passage.text))


def _without_prose(run: list[Passage], *, first: bool) -> tuple[list[Passage], list[Passage]]:
    """What comes before the first instruction of a run, or after its last, is about the whole text."""
    does = [
        index
        for index, passage in enumerate(run)
        for clauses in [_passage_clauses(passage)]
        if _orders(clauses)
        or _dosed(clauses)
        or any(clause.fate in {Fate.SWITCH, Fate.FEEL, Fate.BREATHING} for clause in clauses)
        or (known_exercise(passage.text) and any(clause.dose.amounts for clause in clauses))
    ]
    if not does:
        return [], run
    return (run[: does[0]], run[does[0] :]) if first else (run[does[-1] + 1 :], run[: does[-1] + 1])


def _named_by_empty_headings(found: list[_Section]) -> list[_Section]:
    """An exercise's name and its text, where a caption or a subtitle stands between them."""
    result: list[_Section] = []
    for section in found:
        before = result[-1] if result else None
        if (
            before is not None
            and before.heading
            and before.like is Like.EXERCISE
            and not before.terse
            and not _does_something(before)
        ):
            same = (
                section.like is Like.EXERCISE
                and section.heading
                and not section.terse
                and _same_name(before.heading, section.heading)
            )
            subtitle = (
                section.heading and section.like is Like.UNKNOWN and not section.numbered and _does_something(section)
            )
            if same or subtitle:
                assert section.heading is not None
                before.passages += [
                    Passage(section.heading, section.line, "label" if same else "why"),
                    *section.passages,
                ]
                continue
        result.append(section)
    return result


def _same_name(first: str, second: str) -> bool:
    one, other = _name_words(first), _name_words(second)
    return (
        one <= other
        or other <= one
        or (known_exercise(first) is not None and known_exercise(first) == known_exercise(second))
    )


_BODY_WORD = re.compile(r"\b(?:" + "|".join(sorted(LEXICON.body)) + r")\b", re.IGNORECASE)


def _orders(clauses: Sequence[Clause]) -> int:
    return sum(
        clause.fate in DOING
        and bool(_BODY_WORD.search(clause.text) or _POSTURE.match(clause.text))
        and not LEXICON.clinical.search(clause.text)
        for clause in clauses
    )


def _does_something(section: _Section) -> bool:
    return _orders(clauses := _clauses(section)) > 0 or _dosed(clauses)


def _is_exercise(section: _Section) -> bool:
    if section.terse:
        return True
    clauses = _clauses(section)
    orders = _orders(clauses)
    dosed = _dosed(clauses)
    sided = any(clause.fate is Fate.SWITCH or (clause.dose.each_side and clause.dose.amounts) for clause in clauses)
    felt = any(clause.fate is Fate.FEEL for clause in clauses)
    posed = any(_POSTURE.match(strip_marker(clause.text)) for clause in clauses if clause.fate in DOING)
    clinical = sum(bool(LEXICON.clinical.search(clause.source)) for clause in clauses)
    if section.like is Like.EXERCISE:
        named = section.heading is not None and known_exercise(section.heading) is not None
        # A long time after a title, such as "(8 min)", is how long the whole takes.
        total = all(clause.dose.hold is None or clause.dose.hold.low >= 600 for clause in clauses)
        if section.heading is None and not orders and not dosed:
            return False
        known_by_name = section.numbered and named and not section.passages
        moves = any(clause.fate is Fate.MOVE for clause in clauses)
        return (
            orders > 0
            or (moves and dosed)
            or (
                dosed
                and section.heading is not None
                and (named or not total or any(clause.dose.count for clause in clauses))
            )
            or known_by_name
        )
    if clinical >= max(1, orders) and not (dosed and orders):
        return False
    if section.like is Like.TOPIC:
        return orders >= 2 and dosed and posed
    return (
        orders >= 1 and dosed and (section.heading is not None or section.run or posed or sided or felt or orders >= 2)
    ) or (orders >= 2 and posed and (felt or sided or orders >= 3))


def _name(section: _Section) -> str | None:
    heading = section.heading
    if (
        heading
        and (section.like is not Like.COLLECTION or section.numbered)
        and label_role(heading) is None
        and len(heading) <= 80
    ):
        return re.sub(r"\s*[-–]\s*\d+$", "", heading).strip(" .:")
    return None
