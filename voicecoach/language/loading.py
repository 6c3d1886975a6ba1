"""What is understood and said in each language, from the YAML file of that language in this folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from voicecoach.errors import RequestError
from voicecoach.language.adjustments import Adjustment, adjustments_from
from voicecoach.language.vocabulary import Vocabulary, vocabulary_from
from voicecoach.language.wording import Wording


@dataclass(frozen=True, slots=True)
class Language:
    """One language file."""

    code: str
    vocabulary: Vocabulary
    wording: Wording
    """What the session says, from ``sentences``, ``numbers`` and ``sides``."""
    texts: Mapping[str, Any]
    """The whole file, for the parts that have a section of their own."""
    keys: Mapping[str, str]
    """Key on the keyboard to the name of the command that it stands for."""
    courtesies: tuple[str, ...]
    """Words that may stand around a command in a transcript, such as "please"."""
    adjustments: Mapping[str, Adjustment]
    """Phrase to what it asks to have set otherwise."""


def available() -> tuple[str, ...]:
    """The codes of the languages that are packaged."""
    here = files(__package__).iterdir()
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in here if entry.name.endswith(".yaml")))


@cache
def load(code: str) -> Language:
    """The language with this code. Raises RequestError for a code that is not packaged."""
    if code not in available():
        raise RequestError(f"There is no language {code!r}; there is {', '.join(available())}.")
    text = files(__package__).joinpath(f"{code}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: dict[str, Any] = yaml.load(text, Loader=loader)
    vocabulary = vocabulary_from(content["language"], content["commands"], content.get("calls_for_help") or ())
    return Language(
        code=content["language"],
        vocabulary=vocabulary,
        wording=Wording(content["sentences"], tuple(content["numbers"]), content["sides"]),
        texts=content,
        keys={str(key): str(name) for key, name in (content.get("keys") or {}).items()},
        courtesies=tuple(content.get("courtesies") or ()),
        adjustments=adjustments_from(content["language"], content["adjustments"], vocabulary.spoken()),
    )
