"""How much is done: what a person, a dose or a programme sets instead of what a step says. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields

from voicecoach.routine.quantities import Length


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much of each kind of exercise. None leaves what the step says."""

    hold: Length | None = None
    times: int | None = None
    """How often a hold is done; also how many sets of movements or breaths, unless ``sets`` says so."""
    sets: int | None = None
    reps: int | None = None
    breaths: int | None = None
    rest_s: float | None = None
    """Between holds or sets."""

    def over(self, other: Amounts) -> Amounts:
        """These, and those of ``other`` for what these leave open."""
        return Amounts(
            **{
                field.name: getattr(other if getattr(self, field.name) is None else self, field.name)
                for field in fields(Amounts)
            }
        )


@dataclass(frozen=True, slots=True)
class Dosage:
    """The amounts for one routine of a session.

    What the person chose counts before what programmes set for the routines that they include. In both, what comes from
    further out counts first.
    """

    chosen: Amounts = Amounts()
    """From the person: the length of holds, and the dose asked for by name."""
    included_with: Amounts = Amounts()
    """From the ``include`` steps around the routine."""

    @property
    def amounts(self) -> Amounts:
        """What overrules the steps."""
        return self.chosen.over(self.included_with)

    def inside(self, included_with: Amounts, dose: Amounts | None) -> Dosage:
        """The amounts for an included routine. ``dose`` is that of the name that was asked for, if it has one."""
        return Dosage(self.chosen.over(dose or Amounts()), self.included_with.over(included_with))


AS_WRITTEN = Dosage()
