"""From readings to the steps of a script: what is said, waited for, held and counted, in order. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from voicecoach.importing.dose import Dose
from voicecoach.importing.exercise import Effort, Reading
from voicecoach.importing.lexicon import doubt, words
from voicecoach.importing.numbers import Amount
from voicecoach.importing.script import Cue, Seconds, Step
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

_POSTURE = re.compile(
    r"^(?:lie|sit|stand|kneel|go (?:from |on(?:to)? )?|get (?:down )?on|start|begin|use a"
    r"|take up|assume|adopt|before you|make sure you have|(?:put|place) an? (?:(?:small"
    r"|flat|folded|rolled|thin),?\s+)*(?:cushion|pillow|towel|mat|book))\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Exercise:
    """The steps of one exercise: what is said once, and the block that is done."""

    lead: list[Step] = field(default_factory=list)
    """Getting into place, before there is a side to it."""
    block: list[Step] = field(default_factory=list)
    sided: bool = False


def build(reading: Reading, defaults: Dose) -> Exercise:
    """The steps of one exercise. ``defaults``: what the text prescribes for all of them."""
    return _Builder(reading, defaults).build()


class _Builder:
    def __init__(self, reading: Reading, defaults: Dose) -> None:
        self.reading = reading
        self.defaults = defaults
        self.dose = reading.dose
        self.speech = Speech(reading)

    # --- the exercise ---

    def build(self) -> Exercise:
        reading = self.reading
        exercise = Exercise(sided=reading.sided)
        if reading.known and not any(effort.says for effort in reading.efforts):
            self._describe(exercise)
        else:
            self._as_described(exercise)
        if self.speech.guessed_side:
            step = next(
                (step for step in exercise.block if "{side}" in str(step.value("say") or "")), exercise.block[0]
            )
            step.check("say", doubt("limb_chosen"))
        target = next(
            (step for step in exercise.block if step.value("hold") or step.value("reps") or step.value("repeat")), None
        )
        for message in reading.side_checks:
            if not reading.sided and target is not None:
                target.check(target.fields[0][0], message)
        self._remarks(exercise)
        return exercise

    def _describe(self, exercise: Exercise) -> None:
        """A known exercise that the text only names."""
        known = self.reading.known
        assert known is not None
        literal = self._literal if not self.reading.sided else (lambda text: text)
        says = [Step([("say", literal(text))]) for text in known.steps]
        says[0].check("say", doubt("described"))
        effort = self.reading.efforts[0] if self.reading.efforts else Effort(held=known.held)
        if effort.held and effort.hold and effort.hold.low < SHORTEST_HOLD_S:
            effort = self._as_movement([effort])
        done = self._effort(effort, held=effort.held, is_last=True)
        main = done[-1]
        inner = main.value("steps")
        holder = inner[-1] if isinstance(inner, list) else main
        if known.feel and not holder.value("feel"):
            holder.fields.append(("feel", literal(known.feel)))
        if known.release and not holder.value("release"):
            holder.fields.append(("release", literal(known.release)))
        lead = [says[0]] if len(says) > 1 and "{" not in known.steps[0] and self.reading.sided else []
        exercise.lead += lead
        exercise.block += [*says[len(lead) :], *done[:-1], *self._safety(), Step([("wait", "ready")]), main]

    def _literal(self, text: str) -> str:
        side = self.reading.stretched.side or "right"
        return text.replace("{side}", side).replace("{other}", opposite(side))

    def _as_described(self, exercise: Exercise) -> None:
        reading = self.reading
        efforts = reading.efforts or [Effort()]
        if all(effort.held and effort.hold and effort.hold.low < SHORTEST_HOLD_S for effort in efforts) or not any(
            effort.held for effort in efforts
        ):
            efforts = [self._as_movement(efforts)]
        several = len(efforts) > 1
        texts = [self.speech.texts(effort.says) for effort in efforts]
        says = [Step([("say", text)]) for text in texts[0]]
        if not says:
            name = (reading.name or words("unnamed", number="")).strip()
            says = [Step([("say", words("do_it", name=name[:1].lower() + name[1:]))])]
            says[0].check("say", doubt("undescribed"))
        self._divide(exercise, says)
        opening = exercise.block
        repeated: list[Step] = []
        again = ""
        if several and opening and self._rounds() > 1:
            # With nothing else to be said before the question, it is said then, too.
            again = str(opening[-1].value("say"))
            opening[:] = opening[:-1] or opening
        for index, effort in enumerate(efforts):
            done = self._effort(effort, held=effort.held, is_last=not several)
            if index == 0:
                # What there is no time for during the hold is said before the question whether one is ready.
                opening += [*done[:-1], *self._safety(), Step([("wait", "ready")])]
                repeated += [Step([("say", again)]), done[-1]] if again else done[-1:]
            else:
                repeated += [*(Step([("say", text)]) for text in texts[index]), *done]
        rounds = self._rounds()
        if several and rounds > 1:
            block = Step([("repeat", min(rounds, MOST_TIMES)), *self._rest_field(), ("steps", repeated)])
            self._check_count(block, "repeat")
            exercise.block.append(block)
        else:
            exercise.block += repeated

    def _divide(self, exercise: Exercise, says: list[Step]) -> None:
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
            if effort.held and effort.hold:
                holds += effort.hold.low
                whole.notes.append(doubt("short_hold", words=effort.hold.words))
            whole.says += (
                [*effort.release, *effort.after]
                if not effort.held or effort.hold is None or effort.hold.low < SHORTEST_HOLD_S
                else []
            )
            whole.feel += effort.feel
            whole.not_feel += effort.not_feel
        held_by_kind = self._is_stretch(efforts) and self.dose.count is None and not holds
        if held_by_kind:
            whole.held = True
        elif holds:
            whole.hold = Amount(holds, holds, "")
        return whole

    def _is_stretch(self, efforts: Sequence[Effort]) -> bool:
        if (
            any(effort.held for effort in efforts)
            or self.dose.open_count
            or (self.defaults.count and not self.defaults.hold)
        ):
            return False
        known, name = self.reading.known, (self.reading.name or "").lower()
        return (
            bool(known and known.held)
            or bool(re.search(r"stretch|pose|hold|plank", name))
            or any(effort.feel for effort in efforts)
        )

    # --- holds and movements ---

    def _effort(self, effort: Effort, *, held: bool, is_last: bool) -> list[Step]:
        return self._hold(effort, with_count=is_last) if held else self._reps(effort)

    def _hold(self, effort: Effort, *, with_count: bool) -> list[Step]:
        step = Step([])
        amount = effort.hold or self.dose.hold or self.defaults.hold
        repeated = (
            self.dose.open_count or self._count() >= 5 or bool(self.reading.known and not self.reading.known.held)
        )
        guess = GUESSED_SHORT_HOLD_S if repeated else GUESSED_HOLD_S
        seconds = max(1.0, min(amount.low, MOST_HOLD_S)) if amount else guess
        step.fields.append(("hold", Seconds(seconds)))
        if amount is None:
            step.check("hold", doubt("open_hold" if effort.open else "no_hold", value=f"{guess:g} s"))
        else:
            self._check_amount(step, "hold", amount, "shorter", MOST_HOLD_S)
            if effort.hold is None and self.dose.hold is None:
                step.check("hold", doubt("default"))
        for note in (*effort.notes, *self.dose.notes):
            step.check("hold", note)
        count = self._count()
        sets = self._sets()
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
        if effort.feel:
            step.fields.append(("feel", self.speech.place(effort.feel)))
        if effort.not_feel:
            step.fields.append(("not_feel", self.speech.place(effort.not_feel)))
        if self.dose.breathe:
            into, out = self.dose.breathe
            step.fields.append(("breathe", (max(1.0, min(into.low, 20.0)), max(1.0, min(out.low, 20.0)))))
        before = self._cues(step, effort, seconds)
        release = self.speech.joined(effort.release)
        if effort.after:
            more = self.speech.joined(effort.after)
            release = f"{release} {more}".strip()
        if release:
            step.fields.append(("release", self.speech.fitted(release)))
            if effort.after:
                step.check("release", doubt("after_hold"))
        if wrapped:
            block = Step([("repeat", min(sets, MOST_TIMES)), *self._rest_field(), ("steps", [step])])
            if self.dose.sets and self.dose.sets.is_range:
                block.check("repeat", doubt("range", words=self.dose.sets.words, which="smaller"))
            return [*before, block]
        return [*before, step]

    def _cues(self, step: Step, effort: Effort, seconds: float) -> list[Step]:
        """Tips at their times in the hold; those for which there is no time come before it."""
        cues: list[Cue] = []
        before: list[Step] = []
        at_s = FIRST_CUE_S
        for text in self.speech.texts(effort.tips):
            length_s = speech_s(text)
            if seconds >= HALF_TIME_FROM_S and at_s < seconds / 2 + HALF_TIME_S and at_s + length_s > seconds / 2:
                at_s = float(round(seconds / 2 + HALF_TIME_S + 0.5))
            if at_s + length_s <= seconds - COUNTED_S:
                cues.append(Cue(Seconds(at_s), text))
                at_s = float(int(at_s + length_s) + 2)
            else:
                before.append(Step([("say", text)]))
        if cues:
            step.fields.append(("cues", cues))
        return before

    def _reps(self, effort: Effort) -> list[Step]:
        count = self._count() if self.dose.count or self.defaults.count else GUESSED_REPS
        step = Step([("reps", max(1, min(count, MOST_REPS)))])
        if self.dose.count or self.defaults.count:
            self._check_count(step, "reps")
        else:
            step.check("reps", doubt("open_count" if self.dose.open_count else "no_count", value=GUESSED_REPS))
        held = effort.hold.low if effort.hold else 0.0
        every = self.dose.every.low if self.dose.every else PACE_S + held
        step.fields.append(("every", Seconds(max(1.0, min(every, 60.0)))))
        if not self.dose.every:
            step.check("every", doubt("no_pace"))
        for note in (*effort.notes, *self.dose.notes):
            step.check("reps", note)
        sets = self._sets()
        if sets > 1:
            step.fields.append(("times", min(sets, MOST_TIMES)))
            if self.dose.sets and self.dose.sets.is_range:
                step.check("times", doubt("range", words=self.dose.sets.words, which="smaller"))
            step.fields += self._rest_field()
        said = " ".join(self.speech.texts(effort.tips))
        if said:
            step.fields.append(("say", self.speech.fitted(said)))
        if effort.feel:
            step.fields.append(("feel", self.speech.place(effort.feel)))
        if effort.not_feel:
            step.fields.append(("not_feel", self.speech.place(effort.not_feel)))
        release = self.speech.joined(effort.release)
        if release:
            step.fields.append(("release", self.speech.fitted(release)))
        return [step]

    def _safety(self) -> list[Step]:
        return [
            Step([("say", text)])
            for each in dict.fromkeys(self.reading.safety)
            for text in self.speech.as_it_stands(each)
            if text
        ]

    # --- numbers ---

    def _count(self) -> int:
        amount = self.dose.count or (self.defaults.count if not self.dose.amounts or self.dose.count is None else None)
        return int(amount.low) if amount else 1

    def _sets(self) -> int:
        amount = self.dose.sets or (self.defaults.sets if self.dose.count is None else None)
        return int(amount.low) if amount else 1

    def _rounds(self) -> int:
        return max(self._count(), self._sets())

    def _rest_field(self) -> list[tuple[str, object]]:
        rest = self.dose.rest or self.defaults.rest
        return [("rest", Seconds(max(1.0, min(rest.low, MOST_HOLD_S))))] if rest else []

    def _check_count(self, step: Step, key: str) -> None:
        amount = self.dose.count or self.dose.sets or self.defaults.count or self.defaults.sets
        if amount is None:
            return
        if not self.dose.count and not self.dose.sets:
            step.check(key, doubt("default"))
        self._check_amount(step, key, amount, "smaller", MOST_REPS if key == "reps" else MOST_TIMES)

    @staticmethod
    def _check_amount(step: Step, key: str, amount: Amount, which: str, most: float) -> None:
        if amount.is_range:
            step.check(key, doubt("range", words=amount.words, which=which))
        elif amount.vague:
            step.check(key, doubt("vague", words=amount.words))
        if amount.low > most:
            step.check(key, doubt("clamped", words=amount.words, most=f"{most:g}"))

    # --- remarks ---

    def _remarks(self, exercise: Exercise) -> None:
        reading = self.reading
        first = (exercise.lead + exercise.block)[0]
        remarks = [words("why", words=" ".join(reading.why))] if reading.why else []
        remarks += (
            [words("how_often", words=", ".join(dict.fromkeys(self.dose.frequency)))] if self.dose.frequency else []
        )
        remarks += [words("later", words=each) for each in self.dose.progression]
        remarks += [words("instead", words=_plain(each)) for each in reading.variations]
        remarks += [
            words("advice", words=_plain(each)) for each in (*reading.advice, *reading.needs, *self.speech.too_long)
        ]
        remarks += [f"check: {words('unread', words=_plain(each))}" for each in reading.unread]
        first.remarks += [remark[:800] for remark in remarks]


def _plain(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())
