"""What one exercise's text amounts to. Pure.

Clauses come in the order of the text. What stands before a hold is how to get there; what stands after it is a tip
for it, the way out of it, or the way into the next one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voicecoach.importing import cautions, signs
from voicecoach.importing.classify import Clause, Kind, place_of
from voicecoach.importing.dose import Dose
from voicecoach.importing.exercise import Effort, Reading
from voicecoach.importing.imperative import strip_marker
from voicecoach.importing.lexicon import KnownExercise, doubt, known_exercise
from voicecoach.importing.numbers import Amount
from voicecoach.importing.roles import FOR_ALL, clauses_of
from voicecoach.importing.sections import ExerciseText
from voicecoach.importing.shorthand import one_liner
from voicecoach.importing.sidedness import ONLY_SIDE, decide_sides
from voicecoach.importing.stretched import Stretched, side_words, stretched_side


def read_exercise(text: ExerciseText) -> Reading:
    """Everything that a text says of one exercise."""
    if text.terse:
        return _read_terse(text)
    clauses = clauses_of(text.passages)
    known = known_exercise(text.name) if text.name else _named_in(clauses)
    reading = Reading(
        text.name, text.line, known, False, [], Dose(), stretched_side(clauses, text.name), False, clauses=clauses
    )
    _sort(reading, clauses)
    decide_sides(reading, clauses)
    return reading


def _named_in(clauses: Sequence[Clause]) -> KnownExercise | None:
    """The known exercise of which the first sentences of an unnamed text speak by name."""
    for clause in clauses[:6]:
        if re.search(r"\b(?:stretch|exercise|pose|this|called)\b", clause.source, re.IGNORECASE) and (
            known := known_exercise(clause.source)
        ):
            return known
    return None


def _read_terse(text: ExerciseText) -> Reading:
    line = one_liner(text.passages[0].text)
    assert line is not None
    more = clauses_of(text.passages[1:])
    words = side_words(line.name)
    side = words[0]["side"].lower() if words else None
    name = re.sub(r"\s*[(,]?\b(?:left|right)\b[,)]?\s*", " ", line.name).strip(" ,.;:-–")
    reading = Reading(
        name[:1].upper() + name[1:], text.line, line.known, True, [], line.dose, Stretched(side), False, clauses=more
    )
    _sort(reading, more)
    reading.dose = line.dose.joined(reading.dose)
    described = [effort for effort in reading.efforts if any(clause.kind is Kind.ORDER for clause in effort.says)]
    if not described:
        held = (
            reading.dose.hold is not None
            or reading.dose.open_hold
            or (line.known is not None and line.known.held and reading.dose.count is None)
        )
        effort = reading.efforts[0] if reading.efforts else Effort()
        effort.tips, effort.says = [*effort.says, *effort.tips], []
        reading.efforts = [effort]
        effort.held, effort.hold = (
            held or effort.held or bool(line.known and line.known.held),
            reading.dose.hold or effort.hold,
        )
    elif reading.dose.hold:
        described[0].held, described[0].hold = True, reading.dose.hold
    if line.only_side:
        reading.literal = True
        reading.stretched = Stretched(line.only_side if line.only_side in {"left", "right"} else side or "right")
        reading.side_checks.append(doubt("only_side"))
        return reading
    both_ways = reading.dose.each_side and line.known is not None and not line.known.sided
    reading.sided = (
        (reading.dose.each_side and not both_ways) or bool(line.known and line.known.sided) or side is not None
    )
    if both_ways:
        reading.side_checks.append(doubt("each_way"))
    elif side and not reading.dose.each_side:
        reading.side_checks.append(doubt("named_side", side=side))
    elif reading.sided and not reading.dose.each_side:
        reading.side_checks.append(doubt("known_sided"))
    return reading


_TO_OTHER_SIDE = re.compile(
    r"\bto(?:wards?)?\s+the\s+(?:other|opposite|opposing)\s+(?:side|direction|way)\b", re.IGNORECASE
)

_TO_ONE_SIDE = re.compile(
    r"\bto(?:wards?)?\s+(?:one|the\s+(?:left|right)|your\s+(?:left|right)|the same)\b", re.IGNORECASE
)

_DURING = re.compile(
    r"^\W*(?:as|while|whilst|with each|on each|each time|throughout|during|if you can,?"
    r"|when you)\b",
    re.IGNORECASE,
)

_UNTIL_FELT = re.compile(
    r"\b(?:(?:until|till|so (?:that )?)\s+(?:you\s+)?(?:can\s+|begin to\s+|start to\s+"
    r"|just\s+)?(?:feel\s+)?(?:an?\s+|the\s+)?(?:\w+\s+){0,2}(?:stretch|pull|tension|it\b(?=\s+(?:in|along"
    r"|at|down|across|deep|on|behind)))"
    r"|feel(?:ing)? (?:an?|the|this) (?:\w+\s+){0,2}(?:stretch|pull))\b[^.]*",
    re.IGNORECASE,
)


def _sort(reading: Reading, clauses: list[Clause]) -> None:
    pending = Effort()
    shared = Dose()
    preset: Amount | None = None
    open_preset = False
    switched = False
    for clause in clauses:
        dose = clause.dose
        if clause.kind in {Kind.WHY, Kind.FEEL, Kind.FURNITURE, Kind.OTHER} and not (
            clause.kind is Kind.OTHER and len(clause.text.split()) <= 4
        ):
            # Amounts in explanations are not prescriptions, but how often is how often wherever it is said.
            prescribes = clause.kind is Kind.OTHER and signs.DOSING.search(clause.source)
            dose = dose if prescribes else Dose(frequency=dose.frequency)
        if (
            FOR_ALL.search(clause.source)
            and dose.amounts
            and reading.for_all.empty
            and re.search(r"\b(?:these|all|exercises|stretches)\b", clause.source, re.IGNORECASE)
        ):
            reading.for_all = dose
        held = dose.hold is not None or dose.open_hold
        if clause.kind is Kind.EACH_SIDE:
            switched = True
        tip_of_hold = held and clause.kind in {Kind.BREATHING, Kind.TIP} and pending.says
        if not tip_of_hold:
            _place(reading, clause, pending, switched=switched)
        if held:
            ordered = any(each.kind in {Kind.ORDER, Kind.TIP, Kind.RELEASE, Kind.BREATHING} for each in pending.says)
            if ordered:
                pending.held, pending.hold, pending.open = True, dose.hold, dose.open_hold
                pending.tips += [clause] if tip_of_hold else []
                pending.notes += dose.notes
                pending.sentence = clause.sentence
                reading.efforts.append(pending)
                pending = Effort()
            elif reading.efforts:
                before = reading.efforts[-1]
                if dose.hold and before.hold is None:
                    before.hold = dose.hold
                elif (
                    dose.hold and before.hold and (dose.hold.low, dose.hold.high) != (before.hold.low, before.hold.high)
                ):
                    before.notes.append(doubt("also_says", words=dose.hold.words))
            elif preset is None:
                preset, open_preset = dose.hold, dose.open_hold
                pending.notes += dose.notes
        for mine, theirs in ((shared.count, dose.count), (shared.sets, dose.sets)):
            if mine and theirs and (mine.low, mine.high) != (theirs.low, theirs.high):
                shared = replace(shared, notes=(*shared.notes, doubt("also_says", words=theirs.words)))
        if shared.every and dose.every and shared.every.words != dose.every.words:
            total = shared.every.low + dose.every.low  # "4 seconds up", "4 seconds down"
            shared = replace(shared, every=Amount(total, total, f"{shared.every.words}, {dose.every.words}"))
        shared = shared.joined(replace(dose, hold=None, open_hold=False, notes=() if held else dose.notes))
    _close(reading, pending, preset, open_preset)
    reading.dose = shared


def _place(reading: Reading, clause: Clause, pending: Effort, *, switched: bool) -> None:
    last = reading.efforts[-1] if reading.efforts else None
    if ONLY_SIDE.search(clause.source):
        reading.advice.append(clause.source)
        return
    if clause.kind in {Kind.ORDER, Kind.TIP, Kind.RELEASE} and not pending.feel:
        felt = _UNTIL_FELT.search(clause.text)
        if felt and (place := place_of(felt[0])):
            pending.feel.append(place)
    match clause.kind:
        case Kind.ORDER:
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
        case Kind.TIP if (
            last and clause.sentence == last.sentence and re.match(r"\W*relax\b", clause.text, re.IGNORECASE)
        ):
            last.release.append(clause)  # "hold for five, then relax your arms"
        case Kind.TIP | Kind.BREATHING:
            if last and not any(each.kind is Kind.ORDER for each in pending.says):
                last.tips.append(clause)
            else:
                pending.says.append(clause)
        case Kind.RELEASE:
            if last and not any(each.kind is Kind.ORDER for each in pending.says) and not (switched and last.release):
                last.release.append(clause)
            elif switched and last:
                reading.advice += [clause.source] if len(clause.source.split()) > 2 else []
            else:
                pending.says.append(clause)
        case Kind.FEEL | Kind.NOT_FEEL:
            target = last if last and not pending.says else pending
            if place_of(clause.source) is None:
                pending.says.append(clause) if target is pending else target.tips.append(clause)
            elif clause.kind is Kind.FEEL:
                target.feel.append(clause.text)
            else:
                target.not_feel.append(clause.text)
        case Kind.SAFETY:
            reading.safety.append(clause.text or clause.source)
        case Kind.NOT_FOR:
            reading.questions += [(question, clause.source) for question in cautions.asked(clause.source)]
        case Kind.WHY:
            reading.why.append(clause.source)
        case Kind.VARIATION:
            reading.variations.append(clause.source)
        case Kind.ADVICE:
            reading.advice.append(clause.source)
        case Kind.NEEDS:
            reading.needs.append(clause.source)
        case Kind.OTHER:
            if len(clause.text.split()) > 2 or re.search(r"\d", clause.text):
                reading.unread.append(clause.source)
        case Kind.DOSE if len(strip_marker(clause.text).split()) > 4:
            reading.advice.append(clause.source)
        case Kind.DOSE | Kind.EACH_SIDE | Kind.FURNITURE:
            pass


def _close(reading: Reading, pending: Effort, preset: Amount | None, open_preset: bool) -> None:
    """What is left after the last hold; and holds that were given before anything else."""
    if preset or open_preset:
        if not reading.efforts:
            pending.held, pending.hold, pending.open = True, preset, open_preset
            reading.efforts.append(pending)
            return
        if reading.efforts[0].hold is None:
            reading.efforts[0].hold = preset
    if not reading.efforts:
        if pending.says or pending.feel:
            reading.efforts.append(pending)
        return
    last = reading.efforts[-1]
    last.feel += pending.feel
    last.not_feel += pending.not_feel
    last.notes += pending.notes
    orders = [clause for clause in pending.says if clause.kind in {Kind.ORDER, Kind.RELEASE}]
    last.tips += [clause for clause in pending.says if clause.kind in {Kind.TIP, Kind.BREATHING}]
    last.after += orders
