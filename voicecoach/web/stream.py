"""Server-sent events to an open page: at most ten a second, and one every few seconds when nothing changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

LOOK_EVERY_S = 0.1
SIGN_OF_LIFE_S = 5.0
MOST_AT_ONCE = 16
"""Open pages; one more is refused."""


async def events(
    look: Callable[[], Mapping[str, object]],
    going: Callable[[], bool],
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncIterator[str]:
    """Yields what ``look`` returns whenever it has changed, while ``going`` returns True."""
    last, silent_s = "", SIGN_OF_LIFE_S
    while going():
        news = json.dumps(look(), ensure_ascii=False, separators=(",", ":"))
        if news != last:
            last, silent_s = news, 0.0
            yield f"data: {news}\n\n"
        elif silent_s >= SIGN_OF_LIFE_S:
            silent_s = 0.0
            # Sent as data, because a page has no other way to tell a quiet coach from one that is gone.
            yield f"data: {news}\n\n"
        await wait(LOOK_EVERY_S)
        silent_s += LOOK_EVERY_S
