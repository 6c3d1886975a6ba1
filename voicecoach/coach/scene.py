"""What a screen or a page shows of a session at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.language.vocabulary import Expectation
from voicecoach.session.view import View

HEARD_SHOWN_S = 4.0
"""How long a recognised command stays on display."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that can be shown at one moment."""

    view: View
    at_s: float
    saying: str
    """The sentence that sounds now, or the last one."""
    line_id: int | None
    """Which line that is; None before the first."""
    heard: str
    """The last command heard, as it was heard."""
    heard_at_s: float
    expects: Expectation = Expectation.SESSION
    """What kind of answer the last question asks for."""


def clock_face(seconds: float) -> str:
    """Seconds up to 99 as they are, longer times as minutes and seconds. A begun second counts as whole."""
    whole = int(seconds) + (seconds > int(seconds))
    return str(whole) if whole < 100 else f"{whole // 60}:{whole % 60:02d}"
