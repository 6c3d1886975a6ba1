"""What the questions before and after the exercises have in common."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.session.phase import Phase
from voicecoach.session.state import Activity


@dataclass(frozen=True)
class Questioning(Activity):
    """One question at a time; silence is never an answer."""

    phase = Phase.ASKING
