"""Every text in a script, with its place, for tests that go over the whole library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from voicecoach.routine import library
from voicecoach.routine.library import RoutineFile
from voicecoach.routine.model import NotForModel

SPOKEN = ("say", "short", "release", "ask", "because", "summary", "otherwise")
WITHIN_A_SENTENCE = ("feel", "not_feel", "told")


@dataclass(frozen=True)
class Text:
    """A text of a script that is read aloud."""

    key: str
    text: str
    sided: bool
    """It stands inside ``each_side``."""

    @property
    def whole(self) -> bool:
        """It is made of sentences, and is no part of one."""
        return self.key in SPOKEN


@cache
def shipped() -> dict[str, RoutineFile]:
    """All scripts that come with the program; a person's own do not count here."""
    paths = sorted(library.shipped_folder().glob("*.yaml"))
    return {path.stem: library.load(path) for path in paths}


def texts_of(part: object, *, key: str = "", sided: bool = False) -> Iterator[Text]:
    """The spoken texts of a routine or of any part of it."""
    if isinstance(part, str):
        if key in (*SPOKEN, *WITHIN_A_SENTENCE):
            yield Text(key, part, sided)
    elif isinstance(part, tuple):
        for item in part:
            yield from texts_of(item, key=key, sided=sided)
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            # What a guest is told of a contraindication is a part of a sentence, unlike all else that is short.
            said_as = "told" if isinstance(part, NotForModel) and name == "short" else name
            yield from texts_of(getattr(part, name), key=said_as, sided=sided or name in ("each_side", "checks"))
