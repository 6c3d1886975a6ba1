"""Plain instructions to a routine script: the whole way from text to YAML. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from voicecoach.errors import FileError, RequestError
from voicecoach.importing import document, shorthand, tables
from voicecoach.importing.classify import Clause, Kind
from voicecoach.importing.exercise import Reading
from voicecoach.importing.imperative import sentence
from voicecoach.importing.lexicon import LEXICON, doubt, words
from voicecoach.importing.reading import read_exercise
from voicecoach.importing.roles import clauses_of, for_all
from voicecoach.importing.script import NotFor, Script, Step
from voicecoach.importing.sections import Sections, sections
from voicecoach.importing.steps import Exercise, build
from voicecoach.importing.write import Doubt, write
from voicecoach.routine.parse import parse

MOST_LINE, MOST_NAME, MOST_SOURCE, MOST_SOURCES = 300, 80, 500, 20
MOST_BLOCKS = 4000
DEFAULT_SIDE = "right"


@dataclass(frozen=True, slots=True)
class Imported:
    """A script made from a text."""

    yaml: str
    doubts: tuple[Doubt, ...]
    """What a person should look at, in the order of the lines."""
    exercises: tuple[str, ...]
    """Their names, in order."""
    left_out: tuple[str, ...]
    """Headings of what was not imported."""


def import_text(text: str, *, name: str | None = None, source: str | None = None) -> Imported:
    """The script for the exercises that a text describes. ``source``: where the text comes from, for its first comment.

    Raises RequestError when no exercise is found in it, or more than one routine can hold.
    """
    blocks = document.blocks(shorthand.spelled_out(tables.spelled_out(document.clean(text))))
    if len(blocks) > MOST_BLOCKS:
        raise RequestError(
            f"the text has {len(blocks)} paragraphs and list items, and at most {MOST_BLOCKS} can be imported: "
            "cut out the part with the exercises"
        )
    found = sections(blocks)
    readings = [reading for each in found.exercises if (reading := read_exercise(each)).efforts or reading.known]
    if not readings:
        raise RequestError(
            "no exercise was found in this text: it should say what to do, such as 'Lie on your back', and "
            "how long "
            "or how often, such as 'hold for 30 seconds' or 'repeat 10 times'"
        )
    script = _script(found, readings, name, source)
    yaml, doubts = write(script)
    try:
        parse(yaml.encode(), "import")
    except FileError as error:
        raise RequestError(
            f"the text gives {len(readings)} exercises, and they do not fit into one routine "
            f"({error.problems[0].message}): import them in parts"
        ) from error
    return Imported(
        yaml,
        tuple(doubts),
        tuple(_name_of(reading, index) for index, reading in enumerate(readings, 1)),
        found.left_out,
    )


def _script(found: Sections, readings: Sequence[Reading], name: str | None, source: str | None) -> Script:
    defaults = for_all(found.around)
    for reading in readings:
        defaults = defaults.joined(reading.for_all)
    for reading in readings if defaults.each_side else ():
        reading.side_checks = [
            check for check in reading.side_checks if check not in {doubt("one_limb"), doubt("not_told_to_switch")}
        ]
    around = clauses_of(found.around)
    summary = _summary(readings, around)
    built = [build(reading, defaults) for reading in readings]
    script = Script(_title(found, readings, name), [])
    script.remarks.append(words("read_over", source=words("of_source", source=source) if source else ""))
    script.summary = summary
    script.needs = _needs(readings)
    script.sources = _sources(found)
    script.not_for = _not_for(readings, around)
    script.steps += _opening(around, readings)
    _sides(script, readings, built)
    for index, (reading, exercise) in enumerate(zip(readings, built, strict=True)):
        script.steps += _steps(reading, exercise, index, len(readings))
    script.remarks += _advice(around)
    script.last_remarks += _left_out(found, around)
    return script


# --- the head of the script ---------------------------------------------------------------------------------------


def _name_of(reading: Reading, number: int) -> str:
    name = reading.name or (reading.known.name if reading.known else None) or words("unnamed", number=number)
    name = " ".join(re.sub(r"[*_#]", "", name).split())
    if name.isupper() and len(name) > 4:
        name = name.lower()
    return (name[:1].upper() + name[1:])[:MOST_NAME].strip()


def _title(found: Sections, readings: Sequence[Reading], name: str | None) -> str:
    if name:
        return " ".join(name.split())[:MOST_NAME].strip() or words("unnamed_routine")
    if len(readings) == 1 and (readings[0].name or readings[0].known):
        return _name_of(readings[0], 1)
    title = found.title and " ".join(re.sub(r"[*_#]", "", found.title).split()).rstrip(":")
    if title and title.isupper():
        title = title.capitalize()
    return (title or words("unnamed_routine"))[:MOST_NAME].strip()


def _summary(readings: Sequence[Reading], around: Sequence[Clause]) -> str:
    if len(readings) > 1:
        names = [_name_of(reading, index) for index, reading in enumerate(readings, 1)]
        text = words("summary_of_several", count=len(names), names=", ".join(names))
        return text if len(text) <= MOST_LINE else text[: MOST_LINE - 4].rsplit(",", 1)[0] + " ..."
    reasons = readings[0].why or [
        clause.source for clause in around if clause.kind is Kind.WHY and not LEXICON.clinical.search(clause.source)
    ]
    summary = ""
    kept = 0
    for reason in reasons:
        longer = f"{summary} {sentence(reason)}".strip()
        if len(longer) > MOST_LINE:
            break
        summary, kept = longer, kept + 1
    if readings[0].why:
        readings[0].why = readings[0].why[kept:]
    return summary


def _needs(readings: Sequence[Reading]) -> list[str]:
    doing = {Kind.ORDER, Kind.TIP, Kind.NEEDS, Kind.RELEASE}
    text = " ".join(clause.source for reading in readings for clause in reading.clauses if clause.kind in doing)
    text += " ".join(step for reading in readings if reading.known and reading.terse for step in reading.known.steps)
    text += " ".join(reading.name or "" for reading in readings)
    return [thing for thing, pattern in LEXICON.equipment.items() if pattern.search(text)]


def _sources(found: Sections) -> list[str]:
    passages = [*found.around, *(passage for exercise in found.exercises for passage in exercise.passages)]
    named = dict.fromkeys(" ".join(passage.text.split()) for passage in passages if passage.role == "source")
    return [text for text in named if len(text) <= MOST_SOURCE][:MOST_SOURCES]


def _not_for(readings: Sequence[Reading], around: Sequence[Clause]) -> list[NotFor]:
    from voicecoach.importing import cautions

    asked = [pair for reading in readings for pair in reading.questions]
    asked += [
        (question, clause.source)
        for clause in around
        if clause.kind is Kind.NOT_FOR
        for question in cautions.asked(clause.source)
    ]
    found: dict[str, NotFor] = {}
    for question, text in asked:
        because = words("because", sentence=sentence(text))
        if len(because) > MOST_LINE:
            because = because[: MOST_LINE - 4].rsplit(" ", 1)[0] + " ..."
        found.setdefault(
            question.ask, NotFor(question.ask[:MOST_LINE], because, None if question.sure else doubt("condition"))
        )
    return list(found.values())


def _sides(script: Script, readings: Sequence[Reading], built: Sequence[Exercise]) -> None:
    sided = [reading for reading, exercise in zip(readings, built, strict=True) if exercise.sided]
    if not sided:
        return
    named = [reading for reading in sided if reading.stretched.side]
    script.first_side = named[0].stretched.side if named else DEFAULT_SIDE
    if not named:
        script.checks.append(("first_side", doubt("no_side")))
    elif named[0].stretched.why:
        script.checks.append(("first_side", named[0].stretched.why))
    for reading, exercise in zip(readings, built, strict=True):
        side = reading.stretched.side
        if exercise.sided and side and side != script.first_side:
            reading.side_checks.append(doubt("other_first", side=side))
        if exercise.sided and reading is not (named[0] if named else None) and reading.stretched.why:
            reading.side_checks.append(reading.stretched.why)


# --- the steps ----------------------------------------------------------------------------------------------------


def _opening(around: Sequence[Clause], readings: Sequence[Reading]) -> list[Step]:
    """What the text says of safety for all exercises is said before the first of them."""
    said = dict.fromkeys(
        sentence(clause.text)
        for clause in around
        if clause.kind in {Kind.SAFETY, Kind.BREATHING} and len(clause.text) < 500
    )
    own = {sentence(text) for reading in readings for text in reading.safety}
    return [Step([("say", text)]) for text in said if text and text not in own]


def _steps(reading: Reading, exercise: Exercise, index: int, count: int) -> list[Step]:
    steps = list(exercise.lead)
    if count > 1:
        key = "first" if index == 0 else "last" if index == count - 1 else "next"
        named = bool(reading.name or reading.known)
        name = _name_of(reading, index + 1)
        announced = Step([("say", words(key, name=name) if named else f"{name}.")])
        if not named:
            announced.check("say", doubt("name"))
        steps.insert(0, announced)
        first = (exercise.lead + exercise.block)[0]
        announced.remarks, first.remarks = first.remarks, []
    if exercise.sided:
        block = Step([("each_side", exercise.block)])
        for message in reading.side_checks:
            block.check("each_side", message)
        if not steps:
            first = exercise.block[0]
            block.remarks, first.remarks = first.remarks, []
        steps.append(block)
    else:
        steps += exercise.block
    return steps


# --- what is not said ---------------------------------------------------------------------------------------------


_ABOUT_EXERCISES = re.compile(r"\b(?:exc?ercis\w+|stretch\w*|routine|programme?|them|these|all)\b", re.IGNORECASE)


_STUDIED = re.compile(r"\b(?:study|studies|studied|found|research\w*|participants|workers|percent)\b", re.IGNORECASE)


def _tells_how_often(clause: Clause) -> bool:
    if _STUDIED.search(clause.source):
        return False
    about_them = _ABOUT_EXERCISES.search(clause.source) is not None or len(clause.source.split()) <= 5
    return clause.kind is Kind.DOSE or (clause.kind not in {Kind.WHY, Kind.VARIATION, Kind.FURNITURE} and about_them)


def _advice(around: Sequence[Clause]) -> list[str]:
    warned = [
        clause
        for clause in around
        if clause.kind is Kind.ADVICE
        or (
            clause.kind is Kind.TIP
            and re.match(r"\W*(?:no|not|avoid|do not|don't|never)\b", clause.text, re.IGNORECASE)
        )
    ]
    advice = [words("advice", words=" ".join(clause.source.split())[:500]) for clause in warned]
    often = list(dict.fromkeys(each for clause in around for each in clause.dose.frequency if _tells_how_often(clause)))
    later = list(dict.fromkeys(each for clause in around for each in clause.dose.progression))
    return [
        *advice[:20],
        *([words("how_often", words=", ".join(often))] if often else []),
        *(words("later", words=each) for each in later),
    ]


def _left_out(found: Sections, around: Sequence[Clause]) -> list[str]:
    kept = {Kind.ADVICE, Kind.SAFETY, Kind.NOT_FOR, Kind.FURNITURE}
    lost = {(clause.line, clause.sentence) for clause in around if clause.kind not in kept}
    if not lost:
        return []
    if not found.left_out:
        return [words("left_out_plain", count=len(lost))]
    return [words("left_out", headings=", ".join(f"“{heading}”" for heading in found.left_out[:12]), count=len(lost))]
