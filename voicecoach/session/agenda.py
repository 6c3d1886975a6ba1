"""The steps of a plan that are still to be done, as changed by "skip" and "switch legs".

A side that is left before its holds were full is *owed*: once the other side is done, the agenda comes back to it.
An agenda is a value: every change gives a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from voicecoach.routine.plan import HoldStep, Plan, RestStep, SayStep, Side, Step, SwitchStep, WaitStep
from voicecoach.session.codec import CONTEXT

DEFAULT_SWITCH_S = 10.0


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step to do, with its number in the plan (from 1)."""

    number: int
    step: Step

    @property
    def kind(self) -> str:
        """The name of its kind in traces."""
        return str(self.step.shape()[0])

    @property
    def is_work(self) -> bool:
        """True for what is exercised: a hold, movements, breaths."""
        return self.step.is_work


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the agenda: a step of the plan by its number, or a change of sides that the plan does not have."""

    number: int
    turn_to: Side | None = None
    """The side to change to. It takes as long as the plan's step ``number`` if that is a change of sides."""
    hold_s: float | None = None
    """How long to hold instead of what the plan says."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """The steps to do, with a cursor on the one being done. Those before it are kept, for "back"."""

    plan: Plan = field(metadata=CONTEXT)
    slots: tuple[Slot, ...]
    cursor: int = 0
    full: frozenset[int] = frozenset()
    """The numbers of the holds and sets that were done to their end."""
    changed_hold_s: float | None = None
    """How long every hold is, if the patient has changed it."""

    @classmethod
    def of(cls, plan: Plan) -> Agenda:
        """All of a plan, from its first step."""
        return cls(plan, tuple(Slot(number) for number in range(1, len(plan.steps) + 1)))

    # -- looking --------------------------------------------------------------------------------------------------

    def _due(self, slot: Slot) -> DueStep:
        step = self.plan.steps[slot.number - 1]
        if slot.turn_to is not None and not (isinstance(step, SwitchStep) and step.side is slot.turn_to):
            switch_s = step.switch_s if isinstance(step, SwitchStep) else DEFAULT_SWITCH_S
            step = SwitchStep(exercise=step.exercise, side=slot.turn_to, switch_s=switch_s)
        elif slot.hold_s is not None and isinstance(step, HoldStep):
            cues = tuple(cue for cue in step.cues if cue.at_s < slot.hold_s)
            step = replace(step, hold_s=slot.hold_s, breaths=None, cues=cues)
        return DueStep(slot.number, step)

    def _dues(self, first: int = 0, last: int | None = None) -> list[DueStep]:
        return [self._due(slot) for slot in self.slots[first:last]]

    @property
    def current(self) -> DueStep | None:
        """The step under the cursor, None at the end."""
        return self._due(self.slots[self.cursor]) if self.cursor < len(self.slots) else None

    @property
    def remaining(self) -> tuple[DueStep, ...]:
        """From the cursor to the end, but for a current hold or set that is done."""
        return tuple(self._dues(self.cursor + self.current_is_full))

    @property
    def current_is_full(self) -> bool:
        """True when the current hold or set was done to its end."""
        return self.current is not None and self.current.number in self.full

    def instructions(self) -> tuple[str, ...]:
        """What the patient was last told to do, in full: all in a row that led here, for the same side."""
        row: list[SayStep] = []
        for due in reversed(self._dues(0, self.cursor + 1)):
            if isinstance(due.step, SayStep) and (not row or due.step.side is row[0].side):
                row.insert(0, due.step)
            elif row:
                break
        return tuple(step.text for step in row)

    def _same_part(self, slot: Slot) -> bool:
        """True for a slot of the exercise and the side at hand."""
        current, step = self.current, self._due(slot).step
        return current is not None and step.exercise == current.step.exercise and step.side is current.step.side

    def _work_position(self) -> int | None:
        """Where the hold or set is that the steps from the cursor on lead to; None when something else comes first."""
        for position in range(self.cursor, len(self.slots)):
            step = self._due(self.slots[position]).step
            if not self._same_part(self.slots[position]):
                return None
            if step.is_work:
                return position
            if not isinstance(step, SayStep | WaitStep):
                return None
        return None

    @property
    def work_ahead(self) -> int | None:
        """The number of the hold or set that the steps from the cursor on lead to."""
        position = self._work_position()
        return None if position is None else self.slots[position].number

    def due_of(self, number: int) -> DueStep:
        """The step with this number as the agenda has it. Raises StopIteration where it has none."""
        return self._due(next(slot for slot in self.slots if slot.number == number))

    @property
    def leads_straight_to_work(self) -> bool:
        """True for a sentence right before a hold or set: what it asks for begins the stretch."""
        following = self.cursor + 1
        if following >= len(self.slots) or not self._same_part(self.slots[following]):
            return False
        before = self.cursor > 0 and isinstance(self._due(self.slots[self.cursor - 1]).step, WaitStep)
        return before and self._due(self.slots[following]).is_work

    @property
    def on_second_side(self) -> bool:
        """True when the same has been said for the other side before."""
        current = self.current
        if current is None or current.step.side is None:
            return False
        return any(
            isinstance(due.step, SayStep)
            and due.step.exercise == current.step.exercise
            and due.step.side is current.step.side.other
            for due in self._dues(0, self.cursor)
        )

    def to_question(self) -> tuple[Agenda | None, list[DueStep]]:
        """With the cursor on the question whether the patient is ready, which the steps here lead to; with what is
        passed over, the question included. None where they lead to none."""
        for position in range(self.cursor, len(self.slots)):
            step = self._due(self.slots[position]).step
            if not self._same_part(self.slots[position]) or step.is_work:
                break
            if isinstance(step, WaitStep):
                return replace(self, cursor=position), self._dues(self.cursor, position + 1)
        return None, []

    def position(self, is_posture: Callable[[str], bool]) -> str:
        """What was last said before the cursor about the posture, such as lying down; empty if nothing was."""
        for due in reversed(self._dues(0, self.cursor)):
            text = due.step.short or due.step.text if isinstance(due.step, SayStep) else ""
            if text and is_posture(text):
                return text
        return ""

    @property
    def hold_s(self) -> float | None:
        """As it was changed last; else that of the hold at hand, the next, or the last. None in a plan without any."""
        if self.changed_hold_s is not None:
            return self.changed_hold_s
        ahead = [due.step.hold_s for due in self._dues(self.cursor) if isinstance(due.step, HoldStep)]
        behind = [due.step.hold_s for due in self._dues(0, self.cursor) if isinstance(due.step, HoldStep)]
        return ahead[0] if ahead else behind[-1] if behind else None

    def stretches(self, side: Side) -> bool:
        """True when this session has anything to hold or to move on that side."""
        return any(due.is_work and due.step.side is side for due in self._dues())

    @property
    def can_go_back(self) -> bool:
        return self._previous() is not None

    @property
    def can_switch(self) -> bool:
        """True when the exercise at hand is done on two sides."""
        return self._other_side() is not None

    # -- moving ---------------------------------------------------------------------------------------------------

    def mark_full(self) -> Agenda:
        """The current hold or set was done to its end."""
        current = self.current
        return self if current is None else replace(self, full=self.full | {current.number})

    def advance(self) -> Agenda:
        return replace(self, cursor=min(self.cursor + 1, len(self.slots)))

    def go_back(self) -> Agenda:
        """To the step before, past rests and changes of side. At the beginning nothing moves."""
        previous = self._previous()
        return self if previous is None else replace(self, cursor=previous)

    def _previous(self) -> int | None:
        for position in range(self.cursor - 1, -1, -1):
            if not isinstance(self._due(self.slots[position]).step, RestStep | SwitchStep):
                return position
        return None

    def back_to_position(self) -> Agenda:
        """To the sentences that lead into the position of the current hold or set."""
        cursor, current = self.cursor, self.current
        while current is not None and current.is_work and cursor > 0:
            before = self._due(self.slots[cursor - 1]).step
            same = before.side is current.step.side and before.exercise == current.step.exercise
            if not (same and isinstance(before, SayStep | WaitStep)):
                break
            cursor -= 1
        return replace(self, cursor=cursor)

    def skip_exercise(self) -> tuple[Agenda, list[DueStep]]:
        """Past the whole exercise, both sides; with what was left out after the current step."""
        current = self.current
        if current is None:
            return self, []
        end = self.cursor + 1
        if current.step.exercise is not None:
            while end < len(self.slots) and self._due(self.slots[end]).step.exercise == current.step.exercise:
                end += 1
        return replace(self, cursor=end), self._dues(self.cursor + 1, end)

    # -- changing -------------------------------------------------------------------------------------------------

    def change_holds(self, hold_s: float, *, also_current: bool) -> Agenda:
        """Every hold is so long from now on. A cue that would fall after the end is left out."""
        slots = tuple(
            slot
            if position == self.cursor and not also_current
            else replace(slot, hold_s=hold_s)
            if isinstance(self.plan.steps[slot.number - 1], HoldStep)
            else slot
            for position, slot in enumerate(self.slots)
        )
        return replace(self, slots=slots, changed_hold_s=hold_s)

    def leave_out(self, side: Side) -> tuple[Agenda, list[DueStep]]:
        """Nothing more of that side, also not what is being done of it; with what was left out."""
        current = self.current
        there = current is not None and current.step.side is side
        kept: list[Slot] = []
        gone: list[DueStep] = []
        for position, slot in enumerate(self.slots[self.cursor :], start=self.cursor):
            due = self._due(slot)
            # A patient who is on the other side already does not have to change over.
            coming_from_there = there and current is not None and due.step.exercise == current.step.exercise
            turn = isinstance(due.step, SwitchStep) and position != self.cursor and not coming_from_there
            if due.step.side is side or turn:
                gone.append(due)
            else:
                kept.append(slot)
        agenda = replace(self, slots=(*self.slots[: self.cursor], *kept))
        return agenda, [due for due in gone if due.number not in self.full]

    def switch(self) -> tuple[Agenda, list[DueStep]]:
        """To the other side, which gets its full holds; with what was put off or left out of this side.

        If this side's holds are not full yet it is owed, and comes again once the other side is done.
        """
        current, other = self.current, self._other_side()
        if current is None or other is None or current.step.side is None:
            raise ValueError("there is no other side to switch to")
        side = current.step.side
        first, last = self._exercise_bounds()
        block = self.slots[first:last]
        rest_of_side = [
            due
            for due in self._dues(self.cursor + 1, last)
            if due.step.side is side and not isinstance(due.step, SwitchStep)
        ]
        owed = [
            slot
            for slot in block
            if (due := self._due(slot)).is_work and due.step.side is side and slot.number not in self.full
        ]
        upcoming = self._segment(self.slots[self.cursor + 1 : last], other)
        turn = [self._turn(block, other), *(upcoming or self._segment(block, other))]
        if owed:
            turn += [self._turn(block, side), *self._segment(block, side, leave_out=self.full)]
        slots = (*self.slots[: self.cursor + 1], *turn, *self.slots[last:])
        return replace(self, slots=slots, cursor=self.cursor + 1), rest_of_side

    def _other_side(self) -> Side | None:
        current = self.current
        if current is None or current.step.side is None or current.step.exercise is None:
            return None
        first, last = self._exercise_bounds()
        other = current.step.side.other
        there = any(due.step.side is other and not isinstance(due.step, SwitchStep) for due in self._dues(first, last))
        return other if there else None

    def _exercise_bounds(self) -> tuple[int, int]:
        """The unbroken run of slots around the cursor that belong to one exercise."""
        exercise = self.plan.steps[self.slots[self.cursor].number - 1].exercise
        first = last = self.cursor
        while first > 0 and self._due(self.slots[first - 1]).step.exercise == exercise:
            first -= 1
        while last < len(self.slots) and self._due(self.slots[last]).step.exercise == exercise:
            last += 1
        return first, last

    def _segment(self, slots: Sequence[Slot], side: Side, leave_out: Collection[int] = ()) -> list[Slot]:
        """One side's slots in plan order, each once, without changes of sides and without the numbers left out."""
        unique = {
            slot.number: slot
            for slot in slots
            if (step := self._due(slot).step).side is side
            and not isinstance(step, SwitchStep)
            and slot.number not in leave_out
        }
        kept = [unique[number] for number in sorted(unique)]
        while kept and isinstance(self._due(kept[-1]).step, RestStep):
            kept.pop()
        return kept

    def _turn(self, block: Sequence[Slot], to: Side) -> Slot:
        """The change to a side: the plan's own where it has one, else one like it."""
        turns = [slot for slot in block if isinstance(self._due(slot).step, SwitchStep)]
        for slot in turns:
            if self._due(slot).step.side is to:
                return slot
        return Slot(turns[0].number if turns else block[0].number, turn_to=to)
