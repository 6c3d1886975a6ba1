"""Which step is next. A plan is fixed; what is still to be done of it changes with every "skip" and "switch legs".

A side that is left before its holds were full is *owed*: once the other side is done, the agenda comes back to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from voicecoach.routine.plan import HoldStep, Plan, RepsStep, RestStep, SayStep, Side, Step, SwitchStep, WaitStep
from voicecoach.session.standing import Standing

_DEFAULT_SWITCH_S = 10.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A step to do, with its number in the plan (from 1)."""

    number: int
    step: Step

    @property
    def is_work(self) -> bool:
        return isinstance(self.step, HoldStep | RepsStep)


class Agenda:
    """The steps still to come, with a cursor on the one being done."""

    def __init__(self, plan: Plan) -> None:
        self._entries = [Entry(number, step) for number, step in enumerate(plan.steps, start=1)]
        self._cursor = 0
        self._full: set[int] = set()
        self._changed_s: float | None = None
        self._written = {entry.number: entry.step for entry in self._entries}

    @property
    def current(self) -> Entry | None:
        """The entry under the cursor, None at the end."""
        return self._entries[self._cursor] if self._cursor < len(self._entries) else None

    @property
    def remaining(self) -> tuple[Entry, ...]:
        """From the cursor to the end, but for a current hold or set that is done."""
        return tuple(self._entries[self._cursor + self.current_is_full :])

    @property
    def current_is_full(self) -> bool:
        """True when the current hold or set was done to its end."""
        return self.current is not None and self.current.number in self._full

    def mark_full(self) -> None:
        """The current hold or set was done to its end."""
        if self.current is not None:
            self._full.add(self.current.number)

    def take_up(self, standing: Standing) -> None:
        """To where an earlier session stood. What was done in full is not done again, and a side that was put off
        comes after the one that was being done. The way into the position is said again.
        """
        self._full |= standing.full_steps
        past = standing.step + (1 if standing.step in standing.full_steps else 0)
        self._cursor = min(max(0, past - 1), len(self._entries))
        entry = self.current
        if entry is None:
            return
        if entry.step.side is not None and entry.step.exercise is not None:
            side = entry.step.side
            first, last = self._exercise_bounds(entry.step.exercise)
            block = self._entries[first:last]
            ahead = [entry, *self._segment(self._entries[self._cursor + 1 : last], side, leave_out=self._full)]
            other = self._segment(block, side.other, leave_out=self._full)
            if any(e.is_work for e in other):
                ahead += [self._turn(block, side.other), *other]
            self._entries[self._cursor : last] = ahead
        while entry.is_work and self._cursor > 0 and self._leads_to(self._entries[self._cursor - 1], entry):
            self._cursor -= 1

    @staticmethod
    def _leads_to(before: Entry, work: Entry) -> bool:
        same = before.step.side is work.step.side and before.step.exercise == work.step.exercise
        return same and isinstance(before.step, SayStep | WaitStep)

    def advance(self) -> None:
        self._cursor = min(self._cursor + 1, len(self._entries))

    def can_go_back(self) -> bool:
        return self._previous() is not None

    def go_back(self) -> None:
        """To the step before, past rests and changes of side. At the beginning nothing moves."""
        previous = self._previous()
        if previous is not None:
            self._cursor = previous

    def _previous(self) -> int | None:
        for position in range(self._cursor - 1, -1, -1):
            if not isinstance(self._entries[position].step, RestStep | SwitchStep):
                return position
        return None

    def instructions(self) -> tuple[str, ...]:
        """What the patient was last told to do, in full: all in a row that led here, for the same side."""
        row: list[SayStep] = []
        for entry in reversed(self._entries[: self._cursor + 1]):
            if isinstance(entry.step, SayStep) and (not row or entry.step.side is row[0].side):
                row.insert(0, entry.step)
            elif row:
                break
        return tuple(step.text for step in row)

    def skip_exercise(self) -> list[Entry]:
        """Past the whole exercise, both sides. Answers what was left out after the current step."""
        entry = self.current
        if entry is None:
            return []
        end = self._cursor + 1
        if entry.step.exercise is not None:
            while end < len(self._entries) and self._entries[end].step.exercise == entry.step.exercise:
                end += 1
        left_out = self._entries[self._cursor + 1 : end]
        self._cursor = end
        return left_out

    @property
    def hold_s(self) -> float | None:
        """As it was changed last; else that of the hold at hand, the next, or the last. None in a plan without any."""
        if self._changed_s is not None:
            return self._changed_s
        ahead = [e.step.hold_s for e in self._entries[self._cursor :] if isinstance(e.step, HoldStep)]
        behind = [e.step.hold_s for e in self._entries[: self._cursor] if isinstance(e.step, HoldStep)]
        return ahead[0] if ahead else behind[-1] if behind else None

    def change_holds(self, hold_s: float, *, also_current: bool) -> None:
        """Every hold is so long from now on. A cue that would fall after the end is left out."""
        self._changed_s = hold_s
        for position, entry in enumerate(self._entries):
            written = self._written[entry.number]
            if isinstance(entry.step, HoldStep) and isinstance(written, HoldStep):
                if position == self._cursor and not also_current:
                    continue
                cues = tuple(cue for cue in written.cues if cue.at_s < hold_s)
                self._entries[position] = Entry(entry.number, replace(written, hold_s=hold_s, cues=cues))

    def stretches(self, side: Side) -> bool:
        """True when this session has anything to hold or to move on that side."""
        return any(entry.is_work and entry.step.side is side for entry in self._entries)

    def leave_out(self, side: Side) -> list[Entry]:
        """Nothing more of that side, also not what is being done of it. Answers what was left out."""
        current = self.current
        there = current is not None and current.step.side is side
        kept: list[Entry] = []
        gone: list[Entry] = []
        for entry in self._entries[self._cursor :]:
            # Nobody has to change over who is on the other side already.
            coming_from_there = there and current is not None and entry.step.exercise == current.step.exercise
            turn = isinstance(entry.step, SwitchStep) and entry is not current and not coming_from_there
            (gone if entry.step.side is side or turn else kept).append(entry)
        self._entries[self._cursor :] = kept
        return [entry for entry in gone if entry.number not in self._full]

    def can_switch(self) -> bool:
        """True when the exercise at hand is done on two sides."""
        return self._other_side() is not None

    def switch(self) -> list[Entry]:
        """To the other side, which gets its full holds. Answers what was put off or left out of this side.

        If this side's holds are not full yet it is owed, and comes again once the other side is done.
        """
        entry, other = self.current, self._other_side()
        if entry is None or other is None or entry.step.side is None:
            raise ValueError("there is no other side to switch to")
        exercise, side = entry.step.exercise, entry.step.side
        first, last = self._exercise_bounds(exercise)
        block = self._entries[first:last]
        rest_of_side = [
            later
            for later in self._entries[self._cursor + 1 : last]
            if later.step.side is side and not isinstance(later.step, SwitchStep)
        ]
        owed = [e for e in block if e.is_work and e.step.side is side and e.number not in self._full]
        upcoming = self._segment(self._entries[self._cursor + 1 : last], other)
        segment = upcoming or self._segment(block, other)
        turn = [self._turn(block, other), *segment]
        if owed:
            turn += [self._turn(block, side), *self._segment(block, side, leave_out=self._full)]
        self._entries[self._cursor + 1 : last] = turn
        self._cursor += 1
        return rest_of_side

    def _other_side(self) -> Side | None:
        entry = self.current
        if entry is None or entry.step.side is None or entry.step.exercise is None:
            return None
        first, last = self._exercise_bounds(entry.step.exercise)
        other = entry.step.side.other
        there = any(e.step.side is other and not isinstance(e.step, SwitchStep) for e in self._entries[first:last])
        return other if there else None

    def _exercise_bounds(self, exercise: int | None) -> tuple[int, int]:
        """The unbroken run of entries around the cursor that belong to one exercise."""
        first = last = self._cursor
        while first > 0 and self._entries[first - 1].step.exercise == exercise:
            first -= 1
        while last < len(self._entries) and self._entries[last].step.exercise == exercise:
            last += 1
        return first, last

    @staticmethod
    def _segment(entries: list[Entry], side: Side, leave_out: set[int] | frozenset[int] = frozenset()) -> list[Entry]:
        """One side's entries in plan order, each once, without its turn and without the numbers left out."""
        unique = {
            e.number: e
            for e in entries
            if e.step.side is side and not isinstance(e.step, SwitchStep) and e.number not in leave_out
        }
        kept = [unique[number] for number in sorted(unique)]
        while kept and isinstance(kept[-1].step, RestStep):
            kept.pop()
        return kept

    @staticmethod
    def _turn(block: list[Entry], to: Side) -> Entry:
        """The change to a side: the plan's own where it has one, else one like it."""
        turns = [(e.number, e.step) for e in block if isinstance(e.step, SwitchStep)]
        for number, step in turns:
            if step.side is to:
                return Entry(number, step)
        number, switch_s = (turns[0][0], turns[0][1].switch_s) if turns else (block[0].number, _DEFAULT_SWITCH_S)
        return Entry(number, SwitchStep(exercise=block[0].step.exercise, side=to, switch_s=switch_s))
