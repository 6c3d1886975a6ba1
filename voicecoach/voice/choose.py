"""Which voice speaks: the names that ``--voice`` takes, and what ``auto`` makes of this computer.

``auto`` takes the first of hibari's "heart", the system's own synthesiser where there is one, eSpeak NG, and in the end
the printed voice. It loads nothing before the first line is rendered; the synthesisers after it take over when it
fails, at any line. A named voice that fails is an error, unless it is asked for ``backed``, as in a session.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from voicecoach.errors import RequestError, VoiceError, did_you_mean
from voicecoach.language.loading import load
from voicecoach.voice import hibari_library
from voicecoach.voice.backup_voice import BackupVoice
from voicecoach.voice.interface import Voice, VoiceInfo
from voicecoach.voice.printed_voice import PRINTED, PrintedVoice
from voicecoach.voice.pyttsx3_voice import Pyttsx3Voice
from voicecoach.voice.spoken_text import PhraseMarks, Respelling, Shorthand, with_phonemes

AUTO = "auto"
_DRIVER = {"win32": "sapi5", "darwin": "nsss"}.get(sys.platform)
"""pyttsx3's driver where the system has a synthesiser of its own."""
_HIBARI, _ESPEAK, _SYSTEM, _TERMINAL = "hibari", "eSpeak NG", "the system", "the terminal"
MOST_OF_THE_SYSTEM = 6
"""So many of the system's own voices are offered one after the other."""
_PREFERRED = ("en-us",)
"""eSpeak NG's voices that come before the others of their language."""
_LISTED = "'voicecoach voices' lists those there are."
_REVISION = 1
"""Raise it when lines sound otherwise than those that are kept on disk, though text and hibari are the same."""

Pronunciation = dict[str, Any]
"""The section ``pronunciation`` of a language file."""


@dataclass(frozen=True, slots=True)
class ChosenVoice:
    """A voice, and why it is this one."""

    voice: Voice
    why: str
    """A clause for the terminal, such as ``asked for``."""
    passed_over: tuple[str, ...] = ()
    """Why those that ``auto`` would have preferred do not speak, a sentence each."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """A voice that can be opened."""

    info: VoiceInfo
    aliases: tuple[str, ...]
    open: Callable[[str, Pronunciation], Voice]
    """``open(variant, pronunciation)``."""

    def speaks(self, language: str) -> bool:
        return any(code.partition("-")[0] == language for code in self.info.languages)

    def may_speak(self, language: str) -> bool:
        """Also where it does not say what it speaks."""
        return not self.info.languages or self.speaks(language)


@dataclass(frozen=True, slots=True)
class _Source:
    """A synthesiser with its voices, or why it has none."""

    name: str
    offers: Sequence[_Offer]
    failure: VoiceError | None = None
    names: tuple[str, ...] = ()
    """What its voices would be called, where that is known without them."""

    def first(self, language: str) -> _Offer | None:
        """Its best voice for a language."""
        return next((offer for offer in self.offers if offer.speaks(language)), None)


def voices(language: str, *, driver: str | None = _DRIVER) -> list[VoiceInfo]:
    """Every voice for a language that ``open_voice`` takes, in the order of preference, ``printed`` last.

    A synthesiser that fails has no voices to offer; ``open_voice`` tells why.
    """
    offers = [offer for source in _sources(driver) for offer in source.offers]
    return [offer.info for offer in offers if offer.may_speak(language)]


class Voices:
    """The voices that a patient can try in a session, by name: those of one language that are pleasant to tell apart.

    eSpeak NG has more than anybody wants to hear one after the other; the language file names a few of them.
    """

    def __init__(self, language: str, *, driver: str | None = _DRIVER) -> None:
        self._language = language
        self._driver = driver

    def names(self, *, besides: str) -> tuple[str, ...]:
        """All but the one called ``besides``. A synthesiser that fails has none to offer."""
        return tuple(voice.name for voice in self.offered() if voice.name != besides)

    def offered(self) -> tuple[VoiceInfo, ...]:
        """All of them, the better ones first."""
        found: dict[str, VoiceInfo] = {}
        for source in _sources(self._driver):
            speaking = {offer.info.name: offer.info for offer in source.offers if offer.speaks(self._language)}
            if source.name == _ESPEAK:
                named = load(self._language).texts.voices
                speaking = {
                    name: replace(info, name=name, description=description)
                    for name, description in named.items()
                    if (info := speaking.get(name.partition("+")[0])) is not None
                }
            elif source.name == _SYSTEM:
                speaking = dict(islice(speaking.items(), MOST_OF_THE_SYSTEM))
            found |= {name: info for name, info in speaking.items() if name not in found}
        return tuple(found.values())

    def open(self, name: str) -> Voice:
        """Raises VoiceError when it fails, RequestError when there is none of this name."""
        return open_voice(name, self._language, driver=self._driver, backed=True).voice


def open_voice(name: str, language: str, *, driver: str | None = _DRIVER, backed: bool = False) -> ChosenVoice:
    """The voice called ``name``, or with ``auto`` the best one for a language that the coach has.

    A name is taken in any case, with ``_`` or a space for ``-``, by its description, and for eSpeak NG with a variant
    after ``+`` (``en-us+f3``). ``driver`` is pyttsx3's for the system's own voices, None where it has none. ``backed``:
    where the voice fails at a line those of the other synthesisers take over, also when it was named. Raises
    RequestError for a name that is not there, naming the nearest, and for a voice of another language or without
    variants; VoiceError when the voice that was named cannot be opened.
    """
    pronunciation: Pronunciation = load(language).texts.pronunciation
    wanted, _, variant = _kebab(name).partition("+")
    if wanted == AUTO and not variant:
        return _best(driver, language, pronunciation)
    known: list[str] = []
    failures: list[VoiceError] = []
    for source in _sources(driver):
        for offer in source.offers:
            if wanted in (offer.info.name, *offer.aliases):
                if not offer.may_speak(language):
                    spoken = ", ".join(offer.info.languages)
                    raise RequestError(f"The voice '{name}' speaks {spoken}, not {language}. {_LISTED}")
                if variant and source.name != _ESPEAK:
                    raise RequestError(f"The voice '{offer.info.name}' has no variants. {_LISTED}")
                voice = offer.open(variant, pronunciation)
                if source.name == _TERMINAL:
                    return ChosenVoice(voice, "asked for")
                others = _others(source.name, driver, language, pronunciation) if backed else []
                return ChosenVoice(BackupVoice(voice, others), "asked for")
        known += [offer.info.name for offer in source.offers if offer.may_speak(language)]
        if source.failure is not None and (wanted in source.names or not source.names):
            failures.append(source.failure)
    if failures:
        raise failures[0]
    raise _unknown("voice called", name, wanted, known)


def require_voice(name: str, language: str, *, driver: str | None = _DRIVER) -> None:
    """Raises RequestError where no voice has this name, also on a computer that could not play it."""
    if _kebab(name) not in (AUTO, PRINTED.name):
        open_voice(name, language, driver=driver).voice.close()


def _best(driver: str | None, language: str, pronunciation: Pronunciation) -> ChosenVoice:
    """The first voice that speaks the language, and behind it those of the other synthesisers."""
    failures: list[str] = []
    for source in _sources(driver):
        if source.failure is not None:
            failures.append(str(source.failure))
        offer = source.first(language)
        if offer is not None:
            why = "; ".join([f"{source.name}'s voice for {language}", *(failure.rstrip(".") for failure in failures)])
            others = _others(source.name, driver, language, pronunciation)
            return ChosenVoice(BackupVoice(offer.open("", pronunciation), others), why, tuple(failures))
    why = "; ".join(failure.rstrip(".") for failure in failures) or f"no voice here speaks {language}"
    return ChosenVoice(PrintedVoice(), why, tuple(failures))


def _others(besides: str, driver: str | None, language: str, pronunciation: Pronunciation) -> list[Callable[[], Voice]]:
    """What opens the best voice of each synthesiser but one, which is asked for its voices only then."""

    def opened(find: Callable[[], _Source]) -> Voice:
        source = find()
        offer = source.first(language)
        if offer is None:
            raise source.failure or VoiceError(f"{source.name} has no voice for {language}.")
        return offer.open("", pronunciation)

    found = _synthesisers(driver)
    return [partial(opened, find) for name, find in found.items() if name not in (besides, _TERMINAL)]


def _sources(driver: str | None) -> Iterator[_Source]:
    """Each synthesiser in the order of preference."""
    return (find() for find in _synthesisers(driver).values())


def _synthesisers(driver: str | None) -> dict[str, Callable[[], _Source]]:
    """How each is looked for, in the order of preference."""
    printed = [_Offer(PRINTED, (), lambda _variant, _pronunciation: PrintedVoice())]
    return {
        _HIBARI: lambda: _source(_HIBARI, _hibari_offers, tuple(hibari_library.TIMBRES)),
        **({_SYSTEM: lambda: _source(_SYSTEM, lambda: _system_offers(driver))} if driver is not None else {}),
        _ESPEAK: lambda: _source(_ESPEAK, _espeak_offers),
        _TERMINAL: lambda: _Source(_TERMINAL, printed),
    }


def _source(name: str, offers: Callable[[], list[_Offer]], names: tuple[str, ...] = ()) -> _Source:
    try:
        return _Source(name, offers(), names=names)
    except VoiceError as failure:
        return _Source(name, [], failure, names)


def _hibari_offers() -> list[_Offer]:
    if missing := hibari_library.why_missing():
        raise VoiceError(missing)
    return [
        _Offer(VoiceInfo(name, timbre.description, _HIBARI, ("en-us",)), (), partial(_hibari_voice, name))
        for name, timbre in hibari_library.TIMBRES.items()
    ]


def _hibari_voice(name: str, _variant: str, pronunciation: Pronunciation) -> Voice:
    from voicecoach.voice.driver_engine import DriverEngine

    engine = DriverEngine("hibari", hibari_library.hibari_library, name)
    shorthand = Shorthand(pronunciation.get("shorthand", {}))
    phonemes = Respelling(with_phonemes(pronunciation))
    phrases = PhraseMarks(pronunciation.get("phrase_starts", ()))
    tables = zlib.crc32(repr(pronunciation).encode())
    edition = f"{hibari_library.PACKAGE} {hibari_library.VERSION} {_REVISION} {tables:08x}"
    return Pyttsx3Voice(name, engine, lambda text: phrases.mark(phonemes.respell(shorthand.read(text))), edition)


def _system_offers(driver: str) -> list[_Offer]:
    from voicecoach.voice.native_engine import NativeEngine

    engine = NativeEngine(driver, pace_sample="")
    try:
        found = engine.voices()
    finally:
        engine.close()
    return [
        _Offer(
            VoiceInfo(_kebab(voice.name), voice.name, _SYSTEM, voice.languages),
            (_kebab(voice.id),),
            partial(_system_voice, driver, voice.id, _kebab(voice.name)),
        )
        for voice in found
    ]


def _system_voice(driver: str, voice_id: str, name: str, _variant: str, pronunciation: Pronunciation) -> Voice:
    from voicecoach.voice.native_engine import NativeEngine

    engine = NativeEngine(driver, voice_id, pace_sample=pronunciation.get("pace_sample", ""))
    return Pyttsx3Voice(name, engine, Shorthand(pronunciation.get("shorthand", {})).read)


def _espeak_offers() -> list[_Offer]:
    from voicecoach.voice.espeak_library import espeak_library

    found = sorted(espeak_library().voices, key=lambda voice: voice.name not in _PREFERRED)
    return [
        _Offer(
            VoiceInfo(voice.name, voice.description, _ESPEAK, (voice.name,)),
            (_kebab(voice.description),),
            partial(_espeak_voice, voice.name),
        )
        for voice in found
    ]


def _espeak_voice(name: str, variant: str, pronunciation: Pronunciation) -> Voice:
    from voicecoach.voice.driver_engine import DriverEngine
    from voicecoach.voice.espeak_library import espeak_library

    if variant:
        variants = espeak_library().variants
        match = next((known for known in variants if _kebab(known) == variant), None)
        if match is None:
            raise _unknown(f"variant of {name} called", variant, variant, list(variants))
        name = f"{name}+{match}"
    engine = DriverEngine("espeak", espeak_library, name)
    shorthand = Shorthand(pronunciation.get("shorthand", {}))
    respelling = Respelling(pronunciation.get("respelling", {}))
    return Pyttsx3Voice(name, engine, lambda text: respelling.respell(shorthand.read(text)))


def _kebab(name: str) -> str:
    return "-".join(name.casefold().replace("_", " ").split())


def _unknown(what: str, name: str, wanted: str, known: list[str]) -> RequestError:
    return RequestError(f"There is no {what} '{name}'.{did_you_mean(wanted, known, cutoff=0.4)} {_LISTED}")
