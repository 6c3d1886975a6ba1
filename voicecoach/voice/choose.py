"""Which voice speaks: the names that ``--voice`` takes, and what ``auto`` makes of this computer.

A named voice that fails is an error. Only ``auto`` goes on to the next: the system's own synthesiser where there is
one, eSpeak NG, and in the end the printed voice.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from voicecoach.errors import RequestError, VoiceError
from voicecoach.language.loading import load
from voicecoach.voice.interface import Voice, VoiceInfo
from voicecoach.voice.printed_voice import PRINTED, PrintedVoice
from voicecoach.voice.pyttsx3_voice import Pyttsx3Voice
from voicecoach.voice.spoken_text import Respelling, Shorthand

AUTO = "auto"
_DRIVER = {"win32": "sapi5", "darwin": "nsss"}.get(sys.platform)
"""pyttsx3's driver where the system has a synthesiser of its own."""
_ESPEAK, _SYSTEM = "eSpeak NG", "the system"
MOST_OF_THE_SYSTEM = 6
"""So many of the system's own voices are offered one after the other."""
_PREFERRED = ("en-us",)
"""eSpeak NG's voices that come before the others of their language."""


@dataclass(frozen=True, slots=True)
class ChosenVoice:
    """A voice, and why it is this one."""

    voice: Voice
    why: str
    """A clause for the terminal, such as ``asked for``."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """A voice that can be opened."""

    info: VoiceInfo
    aliases: tuple[str, ...]
    languages: tuple[str, ...]
    open: Callable[[str, dict[str, Any]], Voice]
    """``open(variant, pronunciation)``."""

    def speaks(self, language: str) -> bool:
        return any(code.partition("-")[0] == language for code in self.languages)


@dataclass(frozen=True, slots=True)
class _Source:
    name: str
    offers: Callable[[], list[_Offer]]


def voices(driver: str | None = _DRIVER) -> list[VoiceInfo]:
    """Every name that ``open_voice`` takes besides ``auto``: the system's own, eSpeak NG's, ``printed``.

    A synthesiser that fails has no voices to offer; ``open_voice`` tells why.
    """
    return [offer.info for _, offers, _ in _listed(driver) for offer in offers]


class Voices:
    """The voices that a patient can try in a session, by name: those of one language that are pleasant to tell apart.

    eSpeak NG has more than anybody wants to hear one after the other; the language file names a few of them.
    """

    def __init__(self, language: str, *, driver: str | None = _DRIVER) -> None:
        self._language = language
        self._driver = driver

    def names(self, *, besides: str) -> tuple[str, ...]:
        """All but the one called ``besides``. A synthesiser that fails has none to offer."""
        found: list[str] = []
        for source, offers, _ in _listed(self._driver):
            speaking = [offer.info.name for offer in offers if offer.speaks(self._language)]
            if source == _ESPEAK:
                named = load(self._language).texts.voices
                found += [name for name in named if name.partition("+")[0] in speaking]
            elif source == _SYSTEM:
                found += speaking[:MOST_OF_THE_SYSTEM]
        return tuple(name for name in dict.fromkeys(found) if name != besides)

    def open(self, name: str) -> Voice:
        """Raises VoiceError when it fails, RequestError when there is none of this name."""
        return open_voice(name, self._language, driver=self._driver).voice


def open_voice(name: str, language: str, *, driver: str | None = _DRIVER) -> ChosenVoice:
    """The voice called ``name``, or with ``auto`` the best one for a language that the coach has.

    A name is taken in any case, with ``_`` or a space for ``-``, by its description, and for eSpeak NG with a variant
    after ``+`` (``en-us+f3``). ``driver`` is pyttsx3's for the system's own voices, None where it has none. Raises
    RequestError for a name that is not there, naming the nearest; VoiceError when the voice that was named fails.
    """
    pronunciation: dict[str, Any] = load(language).texts.pronunciation
    wanted, _, variant = _kebab(name).partition("+")
    failures: list[VoiceError] = []
    known: list[str] = []
    for source, offers, failure in _listed(driver):
        if failure is not None:
            failures.append(failure)
        for offer in offers:
            if wanted in (offer.info.name, *offer.aliases):
                return ChosenVoice(offer.open(variant, pronunciation), "asked for")
            if wanted == AUTO and offer.speaks(language):
                why = "; ".join([f"{source}'s voice for {language}", *(str(f).rstrip(".") for f in failures)])
                return ChosenVoice(offer.open("", pronunciation), why)
        known += [offer.info.name for offer in offers]
    if wanted == AUTO:
        why = "; ".join(str(f).rstrip(".") for f in failures) or f"no voice here speaks {language}"
        return ChosenVoice(PrintedVoice(), why)
    if failures:
        raise failures[0]
    raise _unknown("voice called", name, wanted, known)


def _listed(driver: str | None) -> Iterator[tuple[str, list[_Offer], VoiceError | None]]:
    """Each synthesiser in the order of preference, with its voices or the reason why it has none."""
    sources = [_Source(_ESPEAK, _espeak_offers), _Source("the terminal", _printed_offers)]
    if driver is not None:
        sources.insert(0, _Source(_SYSTEM, lambda: _system_offers(driver)))
    for source in sources:
        try:
            yield source.name, source.offers(), None
        except VoiceError as failure:
            yield source.name, [], failure


def _system_offers(driver: str) -> list[_Offer]:
    from voicecoach.voice.native_engine import NativeEngine

    engine = NativeEngine(driver, pace_sample="")
    try:
        found = engine.voices()
    finally:
        engine.close()

    def opener(voice_id: str, name: str) -> Callable[[str, dict[str, Any]], Voice]:
        def open_it(_variant: str, pronunciation: dict[str, Any]) -> Voice:
            engine = NativeEngine(driver, voice_id, pace_sample=pronunciation.get("pace_sample", ""))
            return Pyttsx3Voice(name, engine, Shorthand(pronunciation.get("shorthand", {})))

        return open_it

    return [
        _Offer(
            VoiceInfo(_kebab(voice.name), voice.name),
            (_kebab(voice.id),),
            voice.languages,
            opener(voice.id, _kebab(voice.name)),
        )
        for voice in found
    ]


def _espeak_offers() -> list[_Offer]:
    from voicecoach.voice.espeak_library import espeak_library

    def opener(name: str) -> Callable[[str, dict[str, Any]], Voice]:
        return lambda variant, pronunciation: _espeak_voice(name, variant, pronunciation)

    found = sorted(espeak_library().voices, key=lambda voice: voice.name not in _PREFERRED)
    return [
        _Offer(
            VoiceInfo(voice.name, voice.description), (_kebab(voice.description),), (voice.name,), opener(voice.name)
        )
        for voice in found
    ]


def _espeak_voice(name: str, variant: str, pronunciation: dict[str, Any]) -> Voice:
    from voicecoach.voice.espeak_engine import EspeakEngine
    from voicecoach.voice.espeak_library import espeak_library

    if variant:
        variants = espeak_library().variants
        match = next((known for known in variants if _kebab(known) == variant), None)
        if match is None:
            raise _unknown(f"variant of {name} called", variant, variant, list(variants))
        name = f"{name}+{match}"
    engine = EspeakEngine(name, Respelling(pronunciation.get("respelling", {})))
    return Pyttsx3Voice(name, engine, Shorthand(pronunciation.get("shorthand", {})))


def _printed_offers() -> list[_Offer]:
    return [_Offer(PRINTED, (), (), lambda _variant, _pronunciation: PrintedVoice())]


def _kebab(name: str) -> str:
    return "-".join(name.casefold().replace("_", " ").split())


def _unknown(what: str, name: str, wanted: str, known: list[str]) -> RequestError:
    near = difflib.get_close_matches(wanted, known, 1, 0.4)
    hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(known[:5])} and others."
    return RequestError(f"There is no {what} {name!r}; {hint}")
