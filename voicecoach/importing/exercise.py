"""Reads one exercise's text. Pure.

Clauses come in the order of the text. What stands before a hold is how to get there; what stands after it is a tip
for it, the way out of it, or the way into the next one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from voicecoach.importing.amounts import Amount, Dose
from voicecoach.importing.fates import DOING, INSTRUCTING, SPOKEN, Clause, Fate, clauses_of
from voicecoach.importing.features import place_of
from voicecoach.importing.lexicon import KnownExercise, doubt, known_exercise, pattern, word_list
from voicecoach.importing.notes import is_terse, one_liner, written_out
from voicecoach.importing.reading import Effort, Reading
from voicecoach.importing.script import Check
from voicecoach.importing.sections import FOR_ALL, ExerciseText, Passage
from voicecoach.importing.sentences import sentences
from voicecoach.importing.sided import decide_sides
from voicecoach.importing.stretched import Stretched, side_words, stretched_side


def clauses_in(passages: Sequence[Passage]) -> list[Clause]:
    """The clauses of passages; sentences are numbered by their place in the file."""
    found: list[Clause] = []
    for passage in passages:
        for index, text in enumerate(sentences(passage.text)):
            number = passage.line * 1000 + index
            if passage.role in {"page", "label"}:
                fate = Fate.PAGE if passage.role == "page" else Fate.NAME
                found.append(Clause(fate, text, Dose(), text, passage.line, number))
                continue
            terse = is_terse(text)
            own = clauses_of(written_out(text) if terse else text, passage.role)
            found += [replace(clause, line=passage.line, sentence=number) for clause in own]
    return found


def read_exercise(text: ExerciseText) -> Reading:
    """Everything that a text says of one exercise."""
    line = one_liner(text.passages[0].text, listed=True) if text.terse else None
    clauses = clauses_in(text.passages[1:] if line else text.passages)
    name = text.name
    known = known_exercise(name) if name else _named_in(clauses)
    dose = Dose()
    side = None
    if line is not None:
        words = side_words(line.name)
        side = words[0]["side"].lower() if words else None
        name = re.sub(r"\s*[(,]?\b(?:left|right)\b[,)]?\s*", " ", line.name).strip(" ,.;:-–")
        name, known, dose = name[:1].upper() + name[1:], line.known, line.dose
        if dose.rounds and not dose.count:
            dose = replace(dose, count=dose.rounds, rounds=None)
    stretched = Stretched(side) if side else stretched_side(clauses, text.name)
    reading = Reading(name, text.line, known, text.terse, stretched, clauses)
    _sort(reading, clauses)
    reading.dose = dose.joined(reading.dose)
    if line is not None:
        _as_note(reading, dose)
        passage = text.passages[0]
        reading.clauses.insert(
            0, Clause(Fate.DOSE, "", dose, passage.source or passage.text, passage.line, passage.line * 1000)
        )
    decide_sides(reading, line.only_side if line else None, named=side)
    return reading


def _named_in(clauses: Sequence[Clause]) -> KnownExercise | None:
    """The known exercise of which the first sentences of an unnamed text speak by name."""
    for clause in clauses[:6]:
        if re.search(r"\b(?:stretch|exercise|pose|this|called)\b", clause.source, re.IGNORECASE) and (
            known := known_exercise(clause.source)
        ):
            return known
    return None


def _as_note(reading: Reading, dose: Dose) -> None:
    """A line of a note: its dose is that of its one effort, which may be described below it."""
    described = [effort for effort in reading.efforts if any(clause.fate is Fate.MOVE for clause in effort.says)]
    if described:
        if dose.hold or dose.open_hold:
            described[0].held, described[0].hold, described[0].open = True, dose.hold, dose.open_hold
        return
    effort = reading.efforts[0] if reading.efforts else Effort()
    effort.tips, effort.says = [*effort.says, *effort.tips], []
    effort.hold = dose.hold or effort.hold
    effort.held = bool(effort.hold or dose.open_hold or (reading.known and reading.known.held and not dose.count))
    effort.open = dose.open_hold
    reading.efforts = [effort]


# --- clauses to efforts -------------------------------------------------------------------------------------------

_TO_OTHER_SIDE = pattern("exercise", "to_other_side")
_TO_ONE_SIDE = pattern("exercise", "to_one_side")
_DURING = pattern("exercise", "during")
_UNTIL_FELT = pattern("exercise", "until_felt")
_SIDE_WORDS = frozenset(word_list("lexicon")["clause_words"]["side_words"])
_DOSING = pattern("exercise", "dosing")
_NO_PRESCRIPTION = frozenset(
    {Fate.REASON, Fate.FEEL, Fate.PAGE, Fate.OTHER, Fate.ADVICE, Fate.VARIATION, Fate.NEEDS, Fate.NOT_FOR}
)


def _sort(reading: Reading, clauses: Sequence[Clause]) -> None:
    pending = Effort()
    shared = Dose()
    preset: Dose | None = None
    switched = False
    before: Clause | None = None
    counted_at = -1
    moved = False  # since the count
    told: set[tuple[str, ...]] = set()
    last_hold = max((index for index, clause in enumerate(clauses) if clause.dose.hold), default=-1)
    for index, clause in enumerate(clauses):
        if _mirrors(clause, told, held_later=index < last_hold):
            clause = replace(clause, fate=Fate.SWITCH, dose=replace(clause.dose, switch=True))
            reading.clauses[index] = clause
        dose = _prescribed(clause)
        if (
            FOR_ALL.search(clause.source)
            and dose.amounts
            and reading.for_all.empty
            and re.search(r"\b(?:these|all|exercises|stretches)\b", clause.source, re.I)
        ):
            reading.for_all = dose
        held = dose.hold is not None or dose.open_hold
        switched = switched or clause.fate is Fate.SWITCH
        tip_of_hold = held and clause.fate in {Fate.BREATHING, Fate.TIP} and bool(pending.says)
        if not tip_of_hold:
            _place(reading, clause, pending, switched=switched)
        if (
            held
            and before is not None
            and (before.sentence == clause.sentence or _leads_on(before))
            and not pending.says
            and reading.efforts
            and not switched
        ):
            _take_back(before, reading.efforts[-1], pending)
        before = clause
        again = (
            reading.efforts and dose.hold and reading.efforts[-1].hold and dose.hold.same_as(reading.efforts[-1].hold)
        )
        if held and switched and again:
            pending = Effort()  # the other side, told once more
        elif held:
            if any(each.fate in INSTRUCTING for each in pending.says):
                pending.held, pending.hold, pending.open = True, dose.hold, dose.open_hold
                pending.tips += [clause] if tip_of_hold else []
                pending.checks += _notes(dose)
                pending.sentence = clause.sentence
                reading.efforts.append(pending)
                told |= {_without_sides(each.text) for each in pending.says}
                pending = Effort()
            elif reading.efforts:
                _again(reading.efforts[-1], dose, other_side=switched)
            elif preset is None:
                preset = dose
                pending.checks += _notes(dose)
        if dose.count and shared.count and moved and clauses[counted_at].line != clause.line and not switched:
            pending.checks.append(Check("hold", doubt("also_says", words=clause.source)))
        counts = bool(dose.count and not shared.count)
        counted_at = index if counts else counted_at
        moved = not counts and (moved or clause.fate is Fate.MOVE)
        shared = _shared(shared, dose, held=held)
        if clause.fate is Fate.OTHER and not held and _DOSING.match(clause.source):
            pending.checks.append(Check("hold", doubt("unread", words=clause.source)))
        pending.checks += [
            Check("hold", doubt("unread", words=each))
            for each in clause.unread
            if clause.fate in SPOKEN | {Fate.DOSE, Fate.SWITCH}
        ]
    _close(reading, pending, preset)
    _mark_dropped(reading, shared)
    reading.dose = shared


def _mark_dropped(reading: Reading, shared: Dose) -> None:
    """Amounts in what is not taken for a prescription, where nothing else prescribes: better asked than lost."""
    for clause in reading.clauses if reading.efforts else ():
        lost_hold = clause.dose.hold and not any(effort.hold for effort in reading.efforts)
        if clause.fate in _NO_PRESCRIPTION - {Fate.PAGE} and (lost_hold or (clause.dose.count and not shared.count)):
            reading.efforts[0].checks.append(Check("hold", doubt("also_says", words=clause.source)))


def _leads_on(before: Clause) -> bool:
    """Whether a sentence before a hold moves the body on, rather than out of the hold before it."""
    return (
        before.fate in {Fate.RELEASE, Fate.TIP}
        and len(before.text.split()) >= 5
        and re.match(r"\W*then\b", before.source, re.I) is not None
    )


def _take_back(before: Clause, last: Effort, pending: Effort) -> None:
    """ "Step back into a plank and hold": what looked like the way out of the last hold leads into the next one."""
    for said in (last.release, last.tips):
        if said and said[-1] is before and before.sentence != last.sentence:
            pending.says.append(said.pop())
            return


def _prescribed(clause: Clause) -> Dose:
    """The dose of a clause. Amounts in explanations prescribe nothing; how often is told wherever it stands."""
    if clause.fate in _NO_PRESCRIPTION:
        prescribes = clause.fate is Fate.OTHER and (len(clause.text.split()) <= 4 or _DOSING.search(clause.source))
        return (
            clause.dose if prescribes else Dose(frequency=clause.dose.frequency if clause.fate is not Fate.PAGE else ())
        )
    return clause.dose


def _notes(dose: Dose) -> list[Check]:
    return [Check("hold", note, dose=note.startswith("the text also")) for note in dose.notes]


def _again(effort: Effort, dose: Dose, *, other_side: bool) -> None:
    """What a further hold adds to an effort: its length, or a doubt where both give one."""
    if dose.hold and effort.hold is None and not other_side:
        effort.hold = dose.hold
    elif dose.hold and effort.hold and not dose.hold.same_as(effort.hold):
        effort.checks.append(Check("hold", doubt("also_says", words=dose.hold.words)))


def _shared(shared: Dose, dose: Dose, *, held: bool) -> Dose:
    """The dose so far with what another clause adds; movements of a part of the exercise add their times up."""
    if shared.every and dose.every and shared.every.words != dose.every.words:
        total = shared.every.low + dose.every.low  # "4 seconds up", "4 seconds down"
        shared = replace(shared, every=Amount(total, total, f"{shared.every.words}, {dose.every.words}", "s"))
        dose = replace(dose, every=None)
    if dose.rounds and not dose.count:
        dose = replace(dose, count=dose.rounds, rounds=None)
    return shared.joined(replace(dose, hold=None, open_hold=False, notes=() if held else dose.notes))


def _mirrors(clause: Clause, told: Set[tuple[str, ...]], *, held_later: bool) -> bool:
    """Whether a clause says again for the other side what was said for one: "then pull the other leg towards you"."""
    if clause.fate is not Fate.MOVE:
        return False
    words = set(re.findall(r"[a-z]+", clause.text.lower()))
    other = bool({"other", "opposite"} & words)
    if not other and (held_later or not {"left", "right"} & words):
        return False
    core = _without_sides(clause.text)
    return bool(core) and core in told


def _without_sides(text: str) -> tuple[str, ...]:
    return tuple(word for word in re.findall(r"[a-z]+", text.lower()) if word not in _SIDE_WORDS)


def _place(reading: Reading, clause: Clause, pending: Effort, *, switched: bool) -> None:
    last = reading.efforts[-1] if reading.efforts else None
    moved = any(each.fate is Fate.MOVE for each in pending.says)
    if clause.fate in DOING and not pending.feel:
        felt = _UNTIL_FELT.search(clause.text)
        if felt and (place := place_of(felt[0])):
            pending.feel.append(replace(clause, text=place, fate=Fate.FEEL))
    match clause.fate:
        case Fate.MOVE:
            if (
                last
                and _TO_OTHER_SIDE.search(clause.text)
                and any(_TO_ONE_SIDE.search(each.source) for each in last.says)
            ):
                reading.dose = replace(reading.dose, each_side=True)
            elif last and _DURING.match(clause.text):
                last.tips.append(clause)
            else:
                pending.says.append(clause)
        case Fate.TIP if (
            last and clause.sentence == last.sentence and re.match(r"\W*relax\b", clause.text, re.IGNORECASE)
        ):
            last.release.append(clause)  # "hold for five, then relax your arms"
        case Fate.TIP | Fate.BREATHING:
            (last.tips if last and not moved else pending.says).append(clause)
        case Fate.RELEASE:
            if last and not moved and not (switched and last.release):
                last.release.append(clause)
            elif not (switched and last):
                pending.says.append(clause)
        case Fate.FEEL | Fate.NOT_FEEL:
            target = last if last and not pending.says else pending
            if place_of(clause.source) is None:
                (pending.says if target is pending else target.tips).append(clause)
            else:
                (target.feel if clause.fate is Fate.FEEL else target.not_feel).append(clause)
        case Fate.STOP:
            reading.stops.append(clause)
        case Fate.REASON:
            reading.reasons.append(clause)
        case _:
            pass


def _close(reading: Reading, pending: Effort, preset: Dose | None) -> None:
    """What is left after the last hold; and holds that were given before anything else."""
    if preset is not None:
        if not reading.efforts:
            pending.held, pending.hold, pending.open = True, preset.hold, preset.open_hold
            reading.efforts.append(pending)
            return
        if reading.efforts[0].hold is None:
            reading.efforts[0].hold = preset.hold
    if not reading.efforts:
        if pending.says or pending.feel or pending.tips:
            reading.efforts.append(pending)
        return
    last = reading.efforts[-1]
    last.feel += pending.feel
    last.not_feel += pending.not_feel
    last.checks += pending.checks
    last.tips += [
        clause for clause in pending.says if clause.fate in {Fate.TIP, Fate.BREATHING, Fate.FEEL, Fate.NOT_FEEL}
    ]
    last.after += [clause for clause in pending.says if clause.fate in {Fate.MOVE, Fate.RELEASE}]
