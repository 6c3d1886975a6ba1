"""From what was read of an exercise to the steps of a script: what is said, waited for, held and counted. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from voicecoach.importing.amounts import Amount, Dose
from voicecoach.importing.fates import Clause, Fate
from voicecoach.importing.lexicon import doubt, pattern, words
from voicecoach.importing.reading import Effort, Reading
from voicecoach.importing.script import Check, ScriptLength, ScriptStep, TimedCue
from voicecoach.importing.speech import Speech
from voicecoach.importing.stretched import opposite
from voicecoach.routine.speech_time import speech_s

GUESSED_HOLD_S = 20.0
GUESSED_SHORT_HOLD_S = 5.0
"""For what is repeated, or is no stretch."""
GUESSED_TIMES = 3
GUESSED_REPS = 10
PACE_S = 4.0
"""For a movement there and back, where the text gives no pace."""
SHORTEST_HOLD_S = 3.0
"""Shorter ones are part of a movement: the 3-2-1 before them would take longer than they do."""
REST_HOLD_S = 10.0
"""Shorter holds, many times over, are repetitions rather than sets."""
MOST_HOLD_S, MOST_TIMES, MOST_REPS = 600.0, 30, 100
FIRST_CUE_S, COUNTED_S, HALF_TIME_S, HALF_TIME_FROM_S = 5.0, 5.0, 1.5, 20.0

_POSTURE = pattern("steps", "posture")
_PRESCRIBES_NOTHING = frozenset({Fate.REASON, Fate.PAGE, Fate.VARIATION, Fate.ADVICE, Fate.OTHER})


@dataclass(slots=True)
class BuiltExercise:
    """The steps of one exercise: what is said once, and the block that is done."""

    lead: list[ScriptStep] = field(default_factory=list)
    """Getting into place, before there is a side to it."""
    block: list[ScriptStep] = field(default_factory=list)
    said: list[Clause] = field(default_factory=list)
    """The clauses that are in the steps."""


def build(reading: Reading, defaults: Dose) -> BuiltExercise:
    """The steps of one exercise. ``defaults``: what the text prescribes for all of them."""
    return _Builder(reading, defaults).build()


class _Builder:
    def __init__(self, reading: Reading, defaults: Dose) -> None:
        self.reading = reading
        self.defaults = defaults
        self.dose = reading.dose
        self.speech = Speech(reading)

    def build(self) -> BuiltExercise:
        reading = self.reading
        exercise = BuiltExercise()
        if reading.known and not any(effort.says for effort in reading.efforts):
            self._describe(exercise)
        else:
            self._as_described(exercise)
        if self.speech.guessed_side:
            step = next(
                (step for step in exercise.block if "{side}" in str(step.value("say") or "")), exercise.block[0]
            )
            step.check("say", doubt("limb_chosen"), dose=False)
        target = next(
            (step for step in exercise.block if step.value("hold") or step.value("reps") or step.value("repeat")),
            exercise.block[-1],
        )
        if not reading.sided:
            target.checks += [replace(check, key=target.fields[0][0]) for check in reading.checks]
        if self.dose.rounds and self.dose.count:
            target.check(target.fields[0][0], doubt("also_says", words=self.dose.rounds.words))
        target.remarks += self._as_written()
        exercise.said = [clause for clause in reading.clauses if self.speech.has_said(clause)]
        return exercise

    def _as_written(self) -> list[str]:
        """The sentences that the dose comes from, quoted above it."""
        told: dict[tuple[int, str], None] = {}
        for clause in self.reading.clauses:
            if not clause.dose.empty and clause.fate not in _PRESCRIBES_NOTHING:
                told[(clause.line, clause.source)] = None
        return [words("as_written", line=line, words=source) for line, source in list(told)[:12]]

    # --- a known exercise that the text only names ---

    def _describe(self, exercise: BuiltExercise) -> None:
        known = self.reading.known
        assert known is not None
        literal = self._literal if not self.reading.sided else (lambda text: text)
        says = [ScriptStep([("say", literal(text))], line=self.reading.line) for text in known.steps]
        says[0].check("say", doubt("described"))
        effort = self.reading.efforts[0] if self.reading.efforts else Effort(held=known.held)
        if effort.held and effort.hold and effort.hold.low < SHORTEST_HOLD_S:
            effort = self._as_movement([effort])
        done = self._effort(effort, is_last=True)
        main = done[-1]
        inner = main.value("steps")
        holder = inner[-1] if isinstance(inner, list) else main
        if known.feel and not holder.value("feel"):
            holder.fields.append(("feel", literal(known.feel)))
        if known.release and not holder.value("release"):
            holder.fields.append(("release", literal(known.release)))
        lead = [says[0]] if len(says) > 1 and "{" not in known.steps[0] and self.reading.sided else []
        exercise.lead += lead
        exercise.block += [*says[len(lead) :], *done[:-1], *self._stops(), ScriptStep([("wait", "ready")]), main]

    def _literal(self, text: str) -> str:
        side = self.reading.stretched.side or "right"
        return text.replace("{side}", side).replace("{other}", opposite(side))

    # --- an exercise that the text describes ---

    def _as_described(self, exercise: BuiltExercise) -> None:
        reading = self.reading
        efforts = reading.efforts or [Effort()]
        brief = all(effort.held and effort.hold and effort.hold.low < SHORTEST_HOLD_S for effort in efforts)
        if brief or not any(effort.held for effort in efforts):
            efforts = [self._as_movement(efforts)]
        several = len(efforts) > 1
        texts = [
            [ScriptStep([("say", text)], line=line) for text, line in self.speech.texts(effort.says)]
            for effort in efforts
        ]
        says = texts[0]
        if not says:
            name = (reading.name or words("unnamed", number="")).strip()
            says = [ScriptStep([("say", words("do_it", name=name[:1].lower() + name[1:]))], line=reading.line)]
            says[0].check("say", doubt("undescribed"))
        self._divide(exercise, says)
        opening = exercise.block
        repeated: list[ScriptStep] = []
        again = ""
        if several and opening and self._rounds() > 1:
            # With nothing else to be said before the question, it is said then, too.
            again = str(opening[-1].value("say"))
            opening[:] = opening[:-1] or opening
        for index, effort in enumerate(efforts):
            done = self._effort(effort, is_last=not several)
            if index == 0:
                # What there is no time for during the hold is said before the question whether one is ready.
                opening += [*done[:-1], *self._stops(), ScriptStep([("wait", "ready")])]
                repeated += [ScriptStep([("say", again)], line=reading.line), done[-1]] if again else done[-1:]
            else:
                repeated += [*texts[index], *done]
        rounds = self._rounds()
        if several and rounds > 1:
            block = ScriptStep([("repeat", min(rounds, MOST_TIMES)), *self._rest_field(), ("steps", repeated)])
            self._check_count(block, "repeat")
            exercise.block.append(block)
        else:
            exercise.block += repeated

    def _divide(self, exercise: BuiltExercise, says: list[ScriptStep]) -> None:
        """What gets one into place is said once, when there is a side to what follows."""
        if not self.reading.sided:
            exercise.block += says
            return
        index = 0
        while index < len(says) - 1:
            text = str(says[index].value("say"))
            if "{" in text or not _POSTURE.match(text):
                break
            index += 1
        exercise.lead += says[:index]
        exercise.block += says[index:]

    def _as_movement(self, efforts: Sequence[Effort]) -> Effort:
        """Holds of a second or two are part of a movement, which is counted as a whole; so are orders after them."""
        whole = Effort()
        holds = 0.0
        for effort in efforts:
            whole.says += [*effort.says, *effort.tips]
            brief = not effort.held or effort.hold is None or effort.hold.low < SHORTEST_HOLD_S
            if effort.held and effort.hold:
                holds += effort.hold.low
                whole.checks.append(Check("reps", doubt("short_hold", words=effort.hold.words), dose=False))
            whole.says += [*effort.release, *effort.after] if brief else []
            whole.feel += effort.feel
            whole.not_feel += effort.not_feel
            whole.checks += effort.checks
        if self._is_stretch(efforts) and self.dose.count is None and not holds:
            whole.held = True
        elif holds:
            whole.hold = Amount(holds, holds, "", "s")
        return whole

    def _is_stretch(self, efforts: Sequence[Effort]) -> bool:
        if (
            any(effort.held for effort in efforts)
            or self.dose.open_count
            or (self.defaults.count and not self.defaults.hold)
        ):
            return False
        if self.defaults.hold and not self.dose.amounts:
            return True  # "Hold each for 5 seconds", said of all
        known, name = self.reading.known, (self.reading.name or "").lower()
        return (
            bool(known and known.held)
            or bool(re.search(r"stretch|pose|hold|plank", name))
            or any(effort.feel for effort in efforts)
        )

    # --- holds and movements ---

    def _effort(self, effort: Effort, *, is_last: bool) -> list[ScriptStep]:
        return self._hold(effort, with_count=is_last) if effort.held else self._reps(effort)

    def _line(self, effort: Effort) -> int:
        dosed = [clause for clause in self.reading.clauses if clause.dose.amounts]
        return next(
            (clause.line for clause in dosed if clause.sentence == effort.sentence),
            dosed[0].line if dosed else self.reading.line,
        )

    def _hold(self, effort: Effort, *, with_count: bool) -> list[ScriptStep]:
        step = ScriptStep([], line=self._line(effort))
        amount = effort.hold or self.dose.hold or self.defaults.hold
        repeated = (
            self.dose.open_count or self._count() >= 5 or bool(self.reading.known and not self.reading.known.held)
        )
        guess = GUESSED_SHORT_HOLD_S if repeated else GUESSED_HOLD_S
        seconds = max(1.0, min(amount.low, MOST_HOLD_S)) if amount else guess
        step.fields.append(("hold", ScriptLength(seconds)))
        if amount is None:
            step.check("hold", doubt("open_hold" if effort.open else "no_hold", value=f"{guess:g} s"))
        else:
            self._check_amount(step, "hold", amount, "shorter", MOST_HOLD_S)
            if effort.hold is None and self.dose.hold is None:
                step.check("hold", doubt("default"), dose=False)
        step.checks += [replace(check, key="hold") for check in effort.checks]
        count, sets = self._count(), self._sets()
        wrapped = with_count and count > 1 and sets > 1
        if with_count:
            times = count if count > 1 else sets
            if times == 1 and self.dose.open_count:
                step.fields.append(("times", GUESSED_TIMES))
                step.check("times", doubt("open_count", value=GUESSED_TIMES))
            elif times > 1:
                step.fields.append(("times", min(times, MOST_TIMES)))
                self._check_count(step, "times")
                # A rest "between sets" is none between the short holds of one set.
                within_a_set = seconds < REST_HOLD_S and times >= 5 and not self.dose.rest
                step.fields += [] if wrapped or within_a_set else self._rest_field()
        step.checks += [
            Check("times" if step.value("times") else "hold", note, dose=_matters(note)) for note in self.dose.notes
        ]
        self._feelings(step, effort)
        if self.dose.breathe:
            into, out = self.dose.breathe
            step.fields.append(("breathe", (max(1.0, min(into.low, 20.0)), max(1.0, min(out.low, 20.0)))))
        before = self._cues(step, effort, seconds)
        release = self.speech.joined([*effort.release, *effort.after])
        if release:
            step.fields.append(("release", release))
            if effort.after:
                step.check("release", doubt("after_hold"))
        if wrapped:
            block = ScriptStep(
                [("repeat", min(sets, MOST_TIMES)), *self._rest_field(), ("steps", [step])], line=step.line
            )
            if self.dose.sets and self.dose.sets.is_range:
                block.check("repeat", doubt("range", words=self.dose.sets.words, which="smaller"), dose=False)
            return [*before, block]
        return [*before, step]

    def _feelings(self, step: ScriptStep, effort: Effort) -> None:
        if place := self.speech.place(effort.feel):
            step.fields.append(("feel", place))
        if place := self.speech.place(effort.not_feel):
            step.fields.append(("not_feel", place))

    def _cues(self, step: ScriptStep, effort: Effort, seconds: float) -> list[ScriptStep]:
        """Tips at their times in the hold; those for which there is no time come before it."""
        cues: list[TimedCue] = []
        before: list[ScriptStep] = []
        at_s = FIRST_CUE_S
        for text, line in self.speech.texts(effort.tips):
            length_s = speech_s(text)
            if seconds >= HALF_TIME_FROM_S and at_s < seconds / 2 + HALF_TIME_S and at_s + length_s > seconds / 2:
                at_s = float(round(seconds / 2 + HALF_TIME_S + 0.5))
            if at_s + length_s <= seconds - COUNTED_S:
                cues.append(TimedCue(at_s, text))
                at_s = float(int(at_s + length_s) + 2)
            else:
                before.append(ScriptStep([("say", text)], line=line))
        if cues:
            step.fields.append(("cues", cues))
        return before

    def _reps(self, effort: Effort) -> list[ScriptStep]:
        known_count = self.dose.count or self.defaults.count
        count = self._count() if known_count else GUESSED_REPS
        step = ScriptStep([("reps", max(1, min(count, MOST_REPS)))], line=self._line(effort))
        if known_count:
            self._check_count(step, "reps")
        else:
            step.check("reps", doubt("open_count" if self.dose.open_count else "no_count", value=GUESSED_REPS))
        held = effort.hold.low if effort.hold else 0.0
        every = self.dose.every.low if self.dose.every else PACE_S + held
        step.fields.append(("every", ScriptLength(max(1.0, min(every, 60.0)))))
        if not self.dose.every:
            step.check("every", doubt("no_pace"), dose=False)
        step.checks += [replace(check, key="reps") for check in effort.checks]
        step.checks += [Check("reps", note, dose=_matters(note)) for note in self.dose.notes]
        sets = self._sets()
        if sets > 1:
            step.fields.append(("times", min(sets, MOST_TIMES)))
            if self.dose.sets and self.dose.sets.is_range:
                step.check("times", doubt("range", words=self.dose.sets.words, which="smaller"), dose=False)
            step.fields += self._rest_field()
        before: list[ScriptStep] = []
        said = ""
        for text, line in self.speech.texts(effort.tips):
            if len(said) + len(text) < 590:
                said = f"{said} {text}".strip()
            else:
                before.append(ScriptStep([("say", text)], line=line))
        if said:
            step.fields.append(("say", said))
        self._feelings(step, effort)
        if release := self.speech.joined(effort.release):
            step.fields.append(("release", release))
        return [*before, step]

    def _stops(self) -> list[ScriptStep]:
        found: dict[str, ScriptStep] = {}
        for clause in self.reading.stops:
            for text in self.speech.as_it_stands(clause):
                found.setdefault(text, ScriptStep([("say", text)], line=clause.line))
        return list(found.values())

    # --- numbers ---

    def _count(self) -> int:
        amount = self.dose.count or self.defaults.count
        return max(1, int(amount.low)) if amount else 1

    def _sets(self) -> int:
        amount = self.dose.sets or (self.defaults.sets if self.dose.count is None else None)
        return max(1, int(amount.low)) if amount else 1

    def _rounds(self) -> int:
        return max(self._count(), self._sets())

    def _rest_field(self) -> list[tuple[str, object]]:
        rest = self.dose.rest or self.defaults.rest
        return [("rest", ScriptLength(max(1.0, min(rest.low, MOST_HOLD_S))))] if rest else []

    def _check_count(self, step: ScriptStep, key: str) -> None:
        amount = self.dose.count or self.dose.sets or self.defaults.count or self.defaults.sets
        if amount is None:
            return
        if not self.dose.count and not self.dose.sets:
            step.check(key, doubt("default"), dose=False)
        self._check_amount(step, key, amount, "smaller", MOST_REPS if key == "reps" else MOST_TIMES)

    @staticmethod
    def _check_amount(step: ScriptStep, key: str, amount: Amount, which: str, most: float) -> None:
        if amount.is_range:
            step.check(key, doubt("range", words=amount.words, which=which), dose=False)
        elif amount.vague or amount.at_most:
            step.check(key, doubt("vague", words=amount.words), dose=amount.vague)
        if amount.low > most:
            step.check(key, doubt("clamped", words=amount.words, most=f"{most:g}"))


def _matters(note: str) -> bool:
    """Whether a note on a dose is a guess to be settled, and not merely how it was read."""
    return note.startswith("the text also says") or " sets of " in note
