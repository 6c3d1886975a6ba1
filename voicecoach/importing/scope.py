"""Finds what is not part of the routine: later phases, and text that belongs to the page around it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voicecoach.importing.entries import Entry
from voicecoach.importing.fates import Fate
from voicecoach.importing.headings import is_exercise_name, phase_of
from voicecoach.importing.lexicon import pattern
from voicecoach.importing.sentences import sentences


@dataclass(frozen=True, slots=True)
class LeftOutSentence:
    """A sentence that is not in the script, and why."""

    text: str
    line: int
    reason: str


def without_later_phases(entries: Sequence[Entry]) -> tuple[list[Entry], list[LeftOutSentence]]:
    """The entries of the first phase, week or day alone: a script is one session."""
    phases = [phase_of(entry.text) if entry.heading else None for entry in entries]
    first = next((phase for phase in phases if phase), None)
    kept: list[Entry] = []
    left_out: list[LeftOutSentence] = []
    later: str | None = None
    for entry, phase in zip(entries, phases, strict=True):
        if phase:
            later = entry.text if phase != first else None
        if later is None:
            kept.append(entry)
        elif entry.text:
            left_out += [
                LeftOutSentence(text, entry.line, f"it belongs to “{later}”: import it by itself")
                for text in sentences(entry.text)
            ]
    return kept, left_out


_AFTERMATH = pattern("scope", "aftermath")


def without_page(entries: Sequence[Entry]) -> tuple[list[Entry], list[LeftOutSentence]]:
    """The entries without what belongs to the page: from the comments of an article on there is nothing else."""
    kept: list[Entry] = []
    left_out: list[LeftOutSentence] = []
    after = False
    for entry in entries:
        after = (after and not (entry.heading and is_exercise_name(entry.text))) or (
            not entry.terse and _AFTERMATH.search(entry.text) is not None
        )
        if entry.page or after:
            left_out += [LeftOutSentence(text, entry.line, Fate.PAGE.value) for text in sentences(entry.text)]
        else:
            kept.append(entry)
    return kept, left_out
