"""Chooses ears by name; ``auto`` takes the best that are installed and says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING

from voicecoach.ears.interface import Ears
from voicecoach.ears.speech_recognition_ears import OFFLINE_ENGINES, ONLINE_ENGINES
from voicecoach.ears.worker import LATE_S
from voicecoach.errors import EarsError, RequestError, did_you_mean
from voicecoach.language.loading import Language

if TYPE_CHECKING:
    from voicecoach.ears.enrolment import Enrolment
    from voicecoach.ears.phrase_head import PhraseHead
    from voicecoach.ears.phrase_judge import PhraseJudge

PHRASES = "phrases"
TYPED = "typed"
TRANSCRIBER_LATE_S = 6.0
"""Engines that transcribe freely, or ask a server, take seconds for a sentence."""


@dataclass(frozen=True, slots=True)
class EarsChoice:
    """Ears that can be opened, and the reason for them. Nothing is loaded before ``open``."""

    name: str
    why: str
    """One sentence for the user; empty when there is nothing to say."""
    open: Callable[[], Ears]
    open_anew: Callable[[], Ears]
    """Like ``open``, and shares no model with ears that were opened before, which may have failed by it."""
    late_s: float = LATE_S
    """So long may a block wait for these ears in a live session, and so old may a word be that they hear."""


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
        return EarsChoice(TYPED, "", _no_sound, _no_sound)
    if name in OFFLINE_ENGINES or name in ONLINE_ENGINES:
        return _engine(name, language, f"{name} sends what is said over the network." if name in ONLINE_ENGINES else "")
    near = did_you_mean(name, names())
    raise RequestError(f"There are no ears called '{name}'.{near} There are {', '.join(names())}.")


def _best(language: Language, learnt: Enrolment | None) -> EarsChoice:
    from voicecoach.ears.moonshine_model import find_model

    missing = "The speech model is not installed here (pip install moonshine-voice==0.1.0)"
    if language.code == "en" and find_model() is not None:
        if find_spec("onnxruntime") is not None:
            return _phrases(language, learnt)
        missing = "The speech model cannot run here (pip install onnxruntime)"
    if find_spec("pocketsphinx") is not None:
        why = f"{missing}: pocketsphinx listens instead, which misses and mishears more."
        return _engine("sphinx", language, why)
    return EarsChoice(TYPED, f"{missing}: the keyboard is all there is.", _no_sound, _no_sound)


def open_judge(language: Language, head: PhraseHead | None = None) -> PhraseJudge:
    """The acoustic model with this language's phrases, and the head that ships unless another is given.

    Raises EarsError when the model is not installed, or something of it is damaged.
    """
    with damage_told():
        from voicecoach.ears.moonshine_model import MoonshineModel, find_model
        from voicecoach.ears.phrase_head import packaged_head
        from voicecoach.ears.phrase_judge import PhraseJudge

        found = find_model()
        if found is None:
            raise EarsError("The speech model is not installed: pip install moonshine-voice==0.1.0.")
        head = head or packaged_head(language.code)
        judge = PhraseJudge(MoonshineModel(found), language.vocabulary.spoken(), head)
        judge.check()
        return judge


def _phrases(language: Language, learnt: Enrolment | None) -> EarsChoice:
    judges: list[PhraseJudge] = []

    def open_phrases() -> Ears:
        # One model serves every file of a run: it takes most of a second to load.
        if not judges:
            judges.append(open_judge(language))
        relief = {str(command): odds for command, odds in learnt.relief.items()} if learnt else {}
        with damage_told():
            from voicecoach.ears.phrase_scorer import PhraseScorer

            return PhraseScorer(judges[0], language.vocabulary, relief=relief)

    def open_anew() -> Ears:
        judges.clear()
        return open_phrases()

    whole = language.code != "en" or files("voicecoach.ears").joinpath("phrase_head_en.npz").is_file()
    why = "" if whole else "A part of the ears is missing, so they miss and mishear more: install voicecoach again."
    return EarsChoice(PHRASES, why, open_phrases, open_anew)


def _engine(name: str, language: Language, why: str) -> EarsChoice:
    def open_engine() -> Ears:
        with damage_told():
            from voicecoach.ears.speech_recognition_ears import SpeechRecognitionEars

            return SpeechRecognitionEars(name, language.vocabulary, courtesies=language.courtesies)

    return EarsChoice(name, why, open_engine, open_engine, LATE_S if name == "sphinx" else TRANSCRIBER_LATE_S)


@contextmanager
def damage_told() -> Iterator[None]:
    """Raises EarsError for whatever a library says that is missing, or cannot use its files."""
    try:
        yield
    except EarsError:
        raise
    except Exception as error:
        what = " ".join(str(error).split()) or type(error).__name__
        raise EarsError(f"The ears cannot be used, something of them is missing or damaged ({what}).") from error


def _no_sound() -> Ears:
    raise EarsError("Typed input has no sound: it is read from a keyboard.")
