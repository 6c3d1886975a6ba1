"""What all activities share in which a question is open that the session does not begin, or end, without."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.session.phase import Phase
from voicecoach.session.state import Activity


@dataclass(frozen=True)
class Questioning(Activity):
    """One question at a time; silence is never an answer."""

    phase = Phase.ASKING
