"""Turns plain instructions into a routine script: all steps from text to YAML. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from voicecoach.errors import FileError, RequestError
from voicecoach.importing import account, cautions
from voicecoach.importing.amounts import Dose
from voicecoach.importing.document import MOST_BLOCKS, MOST_CLAUSES, Block, too_many, too_many_blocks
from voicecoach.importing.entries import entries_of
from voicecoach.importing.exercise import clauses_in, read_exercise
from voicecoach.importing.fates import Clause, Fate
from voicecoach.importing.imperative import sentence
from voicecoach.importing.lexicon import LEXICON, doubt, pattern, words
from voicecoach.importing.markup import blocks_of
from voicecoach.importing.reading import Reading
from voicecoach.importing.scope import LeftOutSentence
from voicecoach.importing.script import AskedFirst, Check, Script, ScriptStep
from voicecoach.importing.sections import FOR_ALL, Passage, Sections, sections
from voicecoach.importing.sentences import in_sentence_case, parts, read_dose, sentences
from voicecoach.importing.sided import ONLY_SIDE, for_one_side, names_one_part
from voicecoach.importing.steps import BuiltExercise, build
from voicecoach.importing.write import ImportDoubt, write
from voicecoach.routine.nodes import MAX_BYTES as MOST_SCRIPT_BYTES
from voicecoach.routine.parse import parse

MOST_LINE, MOST_NAME, MOST_SOURCE, MOST_SOURCES = 300, 80, 500, 20
MOST_EXERCISES = 150
"""More would not fit into one routine, whatever they are."""
DEFAULT_SIDE = "right"


@dataclass(frozen=True, slots=True)
class Imported:
    """A script made from a text."""

    yaml: str
    doubts: tuple[ImportDoubt, ...]
    """What a person should look at, in the order of the lines."""
    exercises: tuple[str, ...]
    """Their names, in order."""
    origins: tuple[tuple[int, int], ...]
    """Lines of the script, and the lines of the text that they come from."""


def import_text(text: str, *, source: str | None = None) -> Imported:
    """The script for the exercises that a text describes. ``source``: where the text comes from, for its first comment.

    Raises RequestError when no exercise is found in it, or more than one routine can hold.
    """
    return import_blocks(blocks_of(text, source or ""), source=source)


def import_blocks(blocks: Sequence[Block], *, source: str | None = None) -> Imported:
    """The script for the exercises that the blocks of a document describe. Raises RequestError, as ``import_text``."""
    if len(blocks) > MOST_BLOCKS:
        raise too_many_blocks()
    _check_clauses(blocks)
    found = sections(entries_of(blocks))
    if len(found.exercises) > MOST_EXERCISES:
        raise RequestError(
            f"the text gives {len(found.exercises)} exercises, and they do not fit into one routine: "
            "import them in parts"
        )
    readings = [reading for each in found.exercises if (reading := read_exercise(each)).efforts or reading.known]
    if not readings:
        raise RequestError(
            "no exercise was found in this text: it should say what to do, such as 'Lie on your back', and how long "
            "or how often, such as 'hold for 30 seconds' or 'repeat 10 times'"
        )
    script, left_out = _script(found, readings, source)
    written = write(script)
    script.last_remarks = account.remarks(account.audited(blocks, left_out, written.yaml))
    written = write(script)
    if len(written.yaml.encode()) > MOST_SCRIPT_BYTES:
        raise RequestError(
            "the script, with all that is left out, would be too long: cut out the part with the exercises"
        )
    try:
        parse(written.yaml.encode(), "import")
    except FileError as error:
        raise RequestError(
            f"the text gives {len(readings)} exercises, and they do not fit into one routine "
            f"({error.problems[0].message}): import them in parts"
        ) from error
    names = tuple(_name_of(reading, index) for index, reading in enumerate(readings, 1))
    return Imported(written.yaml, written.doubts, names, written.origins)


def _check_clauses(blocks: Sequence[Block]) -> None:
    count = 0
    for block in blocks:
        for text in sentences(block.text):
            count += len(parts(in_sentence_case(text)))
            if count > MOST_CLAUSES:
                raise too_many(MOST_CLAUSES, "clauses")


def _script(found: Sections, readings: Sequence[Reading], source: str | None) -> tuple[Script, list[LeftOutSentence]]:
    around = clauses_in(found.around)
    defaults = _for_all(found.around)
    for reading in readings:
        defaults = defaults.joined(reading.for_all)
    for reading in readings if defaults.each_side else ():
        told = {doubt("one_limb"), doubt("not_told_to_switch")}
        reading.checks = [check for check in reading.checks if check.message not in told]
        reading.sided = reading.sided or names_one_part(reading)
    if any(ONLY_SIDE.search(clause.source) for clause in around):
        for reading in readings:
            for_one_side(reading)
    summary, summed = _summary(readings, around)
    built = [build(reading, defaults) for reading in readings]
    script = Script(_title(found, readings), [], summary=summary)
    script.remarks.append(words("read_over", source=words("of_source", source=source) if source else ""))
    script.needs = _needs(readings)
    script.sources = _sources(found)
    script.not_for = _not_for(readings, around)
    opening, opened = _opening(around, readings)
    _sides(script, [reading for reading in readings if reading.sided])
    script.steps += opening
    for index, (reading, exercise) in enumerate(zip(readings, built, strict=True)):
        script.steps += _steps(reading, exercise, index, len(readings))
    script.remarks += _how_often(around, readings)
    if defaults.rounds:
        script.checks.append(Check("steps", doubt("rounds", words=defaults.rounds.words + " rounds")))
    of_all = {clause.sentence for clause in around if FOR_ALL.search(clause.source)}
    for clause in around:
        prescribes = clause.fate in {Fate.DOSE, Fate.MOVE, Fate.OTHER} and clause.dose.amounts
        if prescribes and clause.sentence not in of_all:
            script.checks.append(Check("steps", doubt("also_says", words=clause.source)))
    said = [*summed, *opened, *(clause for exercise in built for clause in exercise.said)]
    return script, account.unsaid(
        [*around, *(clause for reading in readings for clause in reading.clauses)], said
    ) + list(found.left_out)


# --- the head of the script ---------------------------------------------------------------------------------------


def _name_of(reading: Reading, number: int) -> str:
    name = reading.name or (reading.known.name if reading.known else None) or words("unnamed", number=number)
    name = " ".join(re.sub(r"[*_#]", "", name).split())
    if name.isupper() and len(name) > 4:
        name = name.lower()
    return (name[:1].upper() + name[1:])[:MOST_NAME].strip(" :.-–") or words("unnamed", number=number)


def _title(found: Sections, readings: Sequence[Reading]) -> str:
    if len(readings) == 1 and (readings[0].name or readings[0].known):
        return _name_of(readings[0], 1)
    title = found.title and " ".join(re.sub(r"[*_#]", "", found.title).split()).rstrip(":")
    if title and title.isupper():
        title = title.capitalize()
    return (title or words("unnamed_routine"))[:MOST_NAME].strip() or words("unnamed_routine")


def _summary(readings: Sequence[Reading], around: Sequence[Clause]) -> tuple[str, list[Clause]]:
    """A sentence on what the routine is for, and the clauses that are in it."""
    if len(readings) > 1:
        names = [_name_of(reading, index) for index, reading in enumerate(readings, 1)]
        text = words("summary_of_several", count=len(names), names=", ".join(names))
        return (text if len(text) <= MOST_LINE else text[: MOST_LINE - 4].rsplit(",", 1)[0] + " ..."), []
    reasons = readings[0].reasons or [
        clause for clause in around if clause.fate is Fate.REASON and not LEXICON.clinical.search(clause.source)
    ]
    summary = ""
    summed: list[Clause] = []
    for reason in reasons:
        if reason.source.rstrip().endswith("?"):
            continue
        longer = f"{summary} {sentence(reason.source)}".strip()
        if len(longer) > MOST_LINE:
            break
        summary = longer
        summed.append(reason)
    return summary, summed


def _needs(readings: Sequence[Reading]) -> list[str]:
    doing = {Fate.MOVE, Fate.TIP, Fate.NEEDS, Fate.RELEASE}
    text = " ".join(clause.source for reading in readings for clause in reading.clauses if clause.fate in doing)
    text += " ".join(step for reading in readings if reading.known and reading.terse for step in reading.known.steps)
    text += " ".join(reading.name or "" for reading in readings)
    return [thing for thing, pattern in LEXICON.equipment.items() if pattern.search(text)]


def _sources(found: Sections) -> list[str]:
    passages = [*found.around, *(passage for exercise in found.exercises for passage in exercise.passages)]
    named = dict.fromkeys(" ".join(passage.text.split()) for passage in passages if passage.role == "source")
    return [text for text in named if len(text) <= MOST_SOURCE][:MOST_SOURCES]


def _not_for(readings: Sequence[Reading], around: Sequence[Clause]) -> list[AskedFirst]:
    asking = [clause for reading in readings for clause in reading.clauses if clause.fate is Fate.NOT_FOR]
    asking += [clause for clause in around if clause.fate is Fate.NOT_FOR]
    found: dict[str, AskedFirst] = {}
    for clause in asking:
        because = words("because", sentence=sentence(clause.source))
        if len(because) > MOST_LINE:
            because = because[: MOST_LINE - 4].rsplit(" ", 1)[0] + " ..."
        for question in cautions.asked(clause.source):
            asked = AskedFirst(
                question.ask[:MOST_LINE], because, None if question.sure else doubt("condition"), clause.line
            )
            found.setdefault(question.ask, asked)
    return list(found.values())


def _sides(script: Script, sided: Sequence[Reading]) -> None:
    """Sets the side that a routine begins with, from its exercises for each side, and notes what is doubtful."""
    if not sided:
        return
    first = next((reading for reading in sided if reading.stretched.side), None)
    script.first_side = first.stretched.side if first else DEFAULT_SIDE
    why = first.stretched.why if first else doubt("no_side")
    if why:
        script.checks.append(Check("first_side", why, dose=False))
    for reading in sided:
        side, why = reading.stretched.side, reading.stretched.why
        if side and side != script.first_side:
            reading.checks.append(Check("side", doubt("other_first", side=side), dose=False))
        if why and reading is not first:
            reading.checks.append(Check("side", why, dose=False))


# --- the steps ----------------------------------------------------------------------------------------------------


def _opening(around: Sequence[Clause], readings: Sequence[Reading]) -> tuple[list[ScriptStep], list[Clause]]:
    """What the text says of safety for all exercises, said before the first of them, and its clauses."""
    own = {sentence(clause.source) for reading in readings for clause in reading.stops}
    found: dict[str, ScriptStep] = {}
    opened: list[Clause] = []
    for clause in around:
        text = sentence(clause.source)
        if clause.fate in {Fate.STOP, Fate.BREATHING} and len(text) < 500 and text:
            opened.append(clause)
            if text not in own:
                found.setdefault(text, ScriptStep([("say", text)], line=clause.line))
    return list(found.values()), opened


def _steps(reading: Reading, exercise: BuiltExercise, index: int, count: int) -> list[ScriptStep]:
    """The steps of one exercise, under its name where there are others."""
    steps = list(exercise.lead)
    if reading.sided:
        block = ScriptStep([("each_side", exercise.block)], line=reading.line)
        block.checks += [replace(check, key="each_side") for check in reading.checks]
        steps.append(block)
    else:
        steps += exercise.block
    if count == 1:
        return steps
    named = ScriptStep([("exercise", _name_of(reading, index + 1)), ("steps", steps)], line=reading.line)
    if not (reading.name or reading.known):
        named.check("exercise", doubt("name"), dose=False)
    return [named]


# --- the text around the exercises --------------------------------------------------------------------------------

_STUDIED = pattern("importer", "studied")
_ABOUT_EXERCISES = pattern("importer", "about_exercises")


def _for_all(passages: Sequence[Passage]) -> Dose:
    """The dose that the prose around the exercises gives for every one of them."""
    found = Dose()
    for passage in passages:
        if passage.role in {"page", "label", "why"}:
            continue
        for text in sentences(passage.text):
            dose, _ = read_dose(text)
            labelled = passage.role in {"reps", "hold", "sets", "rest", "frequency"}
            if (dose.rest and not dose.amounts) or dose.rounds or (dose.amounts and (FOR_ALL.search(text) or labelled)):
                found = found.joined(replace(dose, frequency=()))
    return found


def _how_often(around: Sequence[Clause], readings: Sequence[Reading]) -> list[str]:
    """How often a day, and what to build up to: for the reader."""
    own = [clause for reading in readings for clause in reading.clauses if clause.fate is not Fate.VARIATION]
    about = [clause for clause in around if _tells_how_often(clause)]
    often = dict.fromkeys(
        LEXICON.frequencies.get(each, each) for clause in [*about, *own] for each in clause.dose.frequency
    )
    later = dict.fromkeys(each for clause in [*around, *own] for each in clause.dose.later)
    return [
        *([words("how_often", words=", ".join(often))] if often else []),
        *(words("later", words=each) for each in later),
    ]


def _tells_how_often(clause: Clause) -> bool:
    if _STUDIED.search(clause.source):
        return False
    about_them = _ABOUT_EXERCISES.search(clause.source) is not None or len(clause.source.split()) <= 5
    return clause.fate is Fate.DOSE or (clause.fate not in {Fate.REASON, Fate.VARIATION, Fate.PAGE} and about_them)
