"""Chooses ears by name; ``auto`` takes the best that are installed and says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from voicecoach.ears.interface import Ears
from voicecoach.ears.speech_recognition_ears import OFFLINE_ENGINES, ONLINE_ENGINES
from voicecoach.errors import EarsError, RequestError
from voicecoach.language.loading import Language

if TYPE_CHECKING:
    from voicecoach.ears.enrolment import Enrolment
    from voicecoach.ears.phrase_head import PhraseHead
    from voicecoach.ears.phrase_judge import PhraseJudge

PHRASES = "phrases"
TYPED = "typed"


@dataclass(frozen=True, slots=True)
class EarsChoice:
    """Ears that can be opened, and the reason for them. Nothing is loaded before ``open``."""

    name: str
    why: str
    """One sentence for the user; empty when there is nothing to say."""
    open: Callable[[], Ears]


def names() -> tuple[str, ...]:
    """What ``--ears`` can be."""
    return ("auto", PHRASES, TYPED, *OFFLINE_ENGINES, *ONLINE_ENGINES)


def choose_ears(name: str, language: Language, learnt: Enrolment | None = None) -> EarsChoice:
    """Ears by name; ``learnt`` is what they know of the person who speaks.

    Raises RequestError for an unknown name; ``open`` raises EarsError when the named ones are not installed.
    ``typed`` is not opened here, because it listens to a keyboard and not to sound: ``open`` refuses.
    """
    if name == "auto":
        return _best(language, learnt)
    if name == PHRASES:
        return _phrases(language, learnt)
    if name == TYPED:
        return EarsChoice(TYPED, "", _no_sound)
    if name in OFFLINE_ENGINES or name in ONLINE_ENGINES:
        why = f"{name} sends what is said over the network." if name in ONLINE_ENGINES else ""
        return EarsChoice(name, why, lambda: _engine(name, language))
    raise RequestError(f"Unknown ears {name!r}: choose from {', '.join(names())}.")


def _best(language: Language, learnt: Enrolment | None) -> EarsChoice:
    from voicecoach.ears.moonshine_model import find_model

    if language.code == "en" and find_model() is not None:
        return _phrases(language, learnt)
    missing = "The speech model is not installed here (pip install moonshine-voice==0.1.0)"
    if find_spec("pocketsphinx") is not None:
        why = f"{missing}: pocketsphinx listens instead, which misses and mishears more."
        return EarsChoice("sphinx", why, lambda: _engine("sphinx", language))
    return EarsChoice(TYPED, f"{missing}: the keyboard is all there is.", _no_sound)


def open_judge(language: Language, head: PhraseHead | None = None) -> PhraseJudge:
    """The acoustic model with this language's phrases, and the head that ships unless another is given.

    Raises EarsError when the model is not installed.
    """
    from voicecoach.ears.moonshine_model import MoonshineModel, find_model
    from voicecoach.ears.phrase_head import packaged_head
    from voicecoach.ears.phrase_judge import PhraseJudge

    files = find_model()
    if files is None:
        raise EarsError("The speech model is not installed: pip install moonshine-voice==0.1.0.")
    return PhraseJudge(MoonshineModel(files), language.vocabulary.spoken(), head or packaged_head(language.code))


def _phrases(language: Language, learnt: Enrolment | None) -> EarsChoice:
    judges: list[PhraseJudge] = []

    def open_phrases() -> Ears:
        from voicecoach.ears.phrase_scorer import PhraseScorer

        # One model serves every file of a run: it takes most of a second to load.
        if not judges:
            judges.append(open_judge(language))
        relief = {str(command): odds for command, odds in learnt.relief.items()} if learnt else {}
        return PhraseScorer(judges[0], language.vocabulary, relief=relief)

    return EarsChoice(PHRASES, "", open_phrases)


def _engine(name: str, language: Language) -> Ears:
    from voicecoach.ears.speech_recognition_ears import SpeechRecognitionEars

    return SpeechRecognitionEars(name, language.vocabulary, courtesies=language.courtesies)


def _no_sound() -> Ears:
    raise EarsError("Typed input has no sound: it is read from a keyboard.")
