"""The choices before a session: a routine, and the patient whose session it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A routine to choose: its key in the library, and its name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class MenuTexts:
    """The section ``menu`` of a language file; ``choice`` has the blanks {number} and {name}."""

    title: str
    welcome: str
    which: str
    choice: str
    more: str
    whose: str
    guest: str


@dataclass(frozen=True, slots=True)
class Menu:
    """The routines and the patients that are offered."""

    items: tuple[MenuItem, ...]
    patients: tuple[str, ...]
    texts: MenuTexts
