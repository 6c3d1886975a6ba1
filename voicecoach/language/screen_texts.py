"""The texts of the screen of a session. Pure."""

from __future__ import annotations

from typing import Annotated

from voicecoach.language.text_model import Keyed, Section, Text, blanks
from voicecoach.language.vocabulary import Command

NAMED_COMMANDS = tuple(command.value for command in Command if command.number is None)


class ScreenTexts(Section):
    """What stands on the screen besides what is said and the titles of the phases."""

    words: Annotated[
        dict[str, str],
        Keyed(
            "opening asking instructing waiting preparing holding moving breathing releasing resting switching paused"
            " checking adjusting stopped hurt calling alarm closing ended"
        ),
    ]
    """What to do, in large letters, by phase."""
    left: Text
    right: Text
    commands: Annotated[dict[str, str], Keyed(" ".join(NAMED_COMMANDS))]
    """What a key does."""
    keys: Annotated[dict[str, str], Keyed("space enter")]
    """The names of keys that are not their own character."""
    number: Text
    number_then_enter: Text
    """Where a one may be the first digit of ten."""
    typing: Text
    typing_keys: Text
    lasted: Annotated[str, blanks("minutes", "seconds")]
    go_on: Annotated[str, blanks("command")]
    hears: Text
    understood: Annotated[str, blanks("heard")]
    guest: Text
    minutes: Annotated[str, blanks("minutes")]
    done_last: Annotated[str, blanks("when")]
    never: Text
    today: Text
    yesterday: Text
    days_ago: Annotated[str, blanks("days")]
    failed: Text
    choose_keys: Text
    choose: Text
    postures: Annotated[dict[str, str], Keyed("on-the-back on-the-side on-the-front sitting kneeling standing other")]
