"""The ears that are measured: with the head that ships, or with another one."""

from __future__ import annotations

from pathlib import Path

from voicecoach.ears.choose import PHRASES, EarsChoice, open_judge
from voicecoach.ears.phrase_head import head_from
from voicecoach.ears.phrase_scorer import PhraseScorer
from voicecoach.language.loading import Language


def with_head(language: Language, weights: Path) -> EarsChoice:
    """The default ears around the head in this file."""
    judge = open_judge(language, head_from(weights.read_bytes()))

    def around_it() -> PhraseScorer:
        return PhraseScorer(judge, language.vocabulary)

    return EarsChoice(PHRASES, "", around_it, around_it)
