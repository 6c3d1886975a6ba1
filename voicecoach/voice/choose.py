"""Which voice speaks: the names that ``--voice`` takes, and what ``auto`` makes of this computer."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from voicecoach.errors import RequestError, VoiceError
from voicecoach.voice.interface import Voice, VoiceInfo
from voicecoach.voice.printed_voice import PRINTED, PrintedVoice
from voicecoach.voice.pyttsx3_voice import Pyttsx3Voice

AUTO = "auto"
_PREFERRED = {"en": "en-us"}
"""The eSpeak NG voice for a language that has several."""


@dataclass(frozen=True, slots=True)
class ChosenVoice:
    """A voice, and why it is this one."""

    voice: Voice
    why: str
    """A clause for the terminal, such as ``asked for`` or ``eSpeak NG's voice for en``."""


def voices() -> list[VoiceInfo]:
    """Every name that ``open_voice`` takes besides ``auto``, ``printed`` last."""
    return [*_espeak_voices(), PRINTED]


def open_voice(name: str, language: str) -> ChosenVoice:
    """The voice called ``name``, or with ``auto`` the best one for the language code.

    A name is taken in any case, with ``_`` for ``-``, by its description, and with an eSpeak variant after ``+``
    (``en-us+f3``). Raises RequestError for a name that is not there, naming the nearest; VoiceError when the voice
    that was named fails. Only ``auto`` goes on to the next one, and ends with ``printed``.
    """
    if name == AUTO:
        return _best(language)
    wanted = name.strip().casefold().replace("_", "-")
    if wanted == PRINTED.name:
        return ChosenVoice(PrintedVoice(), "asked for")
    known, _, variant = wanted.partition("+")
    for info in _espeak_voices(required=True):
        if known in (info.name, info.description.casefold()):
            return ChosenVoice(_espeak_voice(info.name, variant), "asked for")
    raise _unknown(name, known)


def _best(language: str) -> ChosenVoice:
    wanted = _PREFERRED.get(language, language)
    try:
        known = [info.name for info in _espeak_voices(required=True)]
        match = next((name for name in known if name == wanted or name.startswith(f"{wanted}-")), None)
        if match is None:
            return ChosenVoice(PrintedVoice(), f"eSpeak NG has no voice for {language}")
        return ChosenVoice(_espeak_voice(match, ""), f"eSpeak NG's voice for {language}")
    except VoiceError as failure:
        return ChosenVoice(PrintedVoice(), f"nothing here can speak: {failure}")


def _espeak_voices(*, required: bool = False) -> list[VoiceInfo]:
    from voicecoach.voice.espeak_library import espeak_library

    try:
        return [VoiceInfo(voice.name, voice.description) for voice in espeak_library().voices]
    except VoiceError:
        if required:
            raise
        return []


def _espeak_voice(name: str, variant: str) -> Voice:
    from voicecoach.voice.espeak_engine import EspeakEngine
    from voicecoach.voice.espeak_library import espeak_library

    if variant:
        variants = espeak_library().variants
        match = next((known for known in variants if known.casefold() == variant), None)
        if match is None:
            near = difflib.get_close_matches(variant, variants, 1, 0.4)
            hint = f"; did you mean {name}+{near[0]}?" if near else ""
            raise RequestError(f"There is no variant {variant!r} of the voice {name}{hint}")
        name = f"{name}+{match}"
    return Pyttsx3Voice(name, EspeakEngine(name))


def _unknown(name: str, wanted: str) -> RequestError:
    known = [info.name for info in voices()]
    near = difflib.get_close_matches(wanted, known, 1, 0.4)
    hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(known[:5])} and others."
    return RequestError(f"There is no voice called {name!r}; {hint}")
