"""News as they come: not more often than is useful, and a sign of life in between."""

from __future__ import annotations

import asyncio
import json

from voicecoach.web.stream import LOOK_EVERY_S, SIGN_OF_LIFE_S, events


def followed(looks: list[dict[str, object]]) -> list[dict[str, object]]:
    """What is sent when each look finds the next of these."""
    waited: list[float] = []
    remaining = list(looks)

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    async def run() -> list[str]:
        return [e async for e in events(lambda: remaining.pop(0), lambda: bool(remaining), wait)]

    sent = asyncio.run(run())
    assert set(waited) == {LOOK_EVERY_S}
    assert all(event.startswith("data: ") and event.endswith("\n\n") and event.count("\n") == 2 for event in sent)
    return [json.loads(event.removeprefix("data: ")) for event in sent]


def test_only_what_is_new_is_sent() -> None:
    assert followed([{"a": 1}, {"a": 1}, {"a": 2}, {"a": 2}, {"a": 2}]) == [{"a": 1}, {"a": 2}]


def test_line_breaks_in_a_text_do_not_break_an_event() -> None:
    assert followed([{"said": "one\n\ndata: two\r"}]) == [{"said": "one\n\ndata: two\r"}]


def test_silence_is_broken_now_and_then() -> None:
    quiet = round(SIGN_OF_LIFE_S / LOOK_EVERY_S)
    assert len(followed([{"a": 1}] * (2 * quiet + 5))) == 3
