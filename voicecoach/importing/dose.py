"""What a clause prescribes. Data only."""

from __future__ import annotations

from dataclasses import dataclass, fields

from voicecoach.importing.numbers import Amount


@dataclass(frozen=True, slots=True)
class Dose:
    """What a clause says of amounts. Times are in seconds."""

    hold: Amount | None = None
    count: Amount | None = None
    """Repetitions, of a hold or of a movement."""
    sets: Amount | None = None
    rest: Amount | None = None
    every: Amount | None = None
    """The time of one movement."""
    breathe: tuple[Amount, Amount] | None = None
    """In and out."""
    each_side: bool = False
    alternating: bool = False
    frequency: tuple[str, ...] = ()
    progression: tuple[str, ...] = ()
    """"Work up to 30": for the reader, not for the session."""
    notes: tuple[str, ...] = ()
    """What is doubtful about the amounts."""
    open_hold: bool = False
    """A hold without a time: "as long as is comfortable", a blank to be filled in."""
    open_count: bool = False
    """Repetitions without a number."""

    @property
    def amounts(self) -> bool:
        """Whether anything is prescribed, if only a blank."""
        return any((self.hold, self.count, self.sets, self.open_hold, self.open_count))

    @property
    def empty(self) -> bool:
        return self == Dose()

    def joined(self, later: Dose) -> Dose:
        """Both; where both speak of the same, the earlier one stays."""
        values: dict[str, object] = {}
        for each in fields(self):
            mine, theirs = getattr(self, each.name), getattr(later, each.name)
            values[each.name] = mine + theirs if isinstance(mine, tuple) and each.name != "breathe" else mine or theirs
        return Dose(**values)  # type: ignore[arg-type]
