"""Tries every part that a session uses and says what to do about missing ones: the rows of ``doctor``.

What is called good was tried: devices were opened, a line was synthesised and understood, packages were loaded, the
journal was written. What there is nothing to try of, such as a last session before the first, has no row.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

from voicecoach.errors import DeviceError, RequestError, VoicecoachError
from voicecoach.language.language_file import DoctorTexts
from voicecoach.language.loading import Language
from voicecoach.limits import PAGE_PORT
from voicecoach.outside.packages import NEEDED, unusable_packages, what_to_do
from voicecoach.settings import Settings

if TYPE_CHECKING:  # where a package is missing, the parts that do without it are tried all the same
    from voicecoach.audio.pcm import Samples
    from voicecoach.audio.room.interface import Room

MICROPHONE_BLOCKS = 170
"""So long is listened (1.7 s): a device that starts gives silence at first, and constant values take 1.5 s to tell."""
_STARTING_BLOCKS = 20
_LOUDSPEAKER_BLOCKS = 30


class PartState(StrEnum):
    GOOD = "good"
    WEAK = "weak"
    """A session runs, with limitations."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """One row: the part, its state, what was found, and what to do when it is not good."""

    part: str
    state: PartState
    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Examination:
    """All rows by the key of their part, in the order in which they are shown."""

    rows: dict[str, Finding]
    able: bool
    """A session can run here."""


Looked = tuple[PartState, str, str]
"""State, what was found or "-", and the key of the advice or ""."""
Card = Callable[[bool, bool], "Room"]
"""``card(speaker, microphone)`` is a room of this computer's devices that has not been used yet."""


def sound_card(speaker: bool, microphone: bool) -> Room:
    """A ``Card``: the default devices of this computer."""
    from voicecoach.audio.room.sound_card import SoundCard

    return SoundCard(speaker=speaker, microphone=microphone)


def examined(settings: Settings, language: Language, *, card: Card = sound_card, port: int = PAGE_PORT) -> Examination:
    """Tries every part. With loudspeaker and microphone a sentence is played and listened to."""
    words = language.texts.doctor
    looks: dict[str, Callable[[], Looked | None]] = {
        "packages": _packages,
        "loudspeaker": lambda: _loudspeaker(card),
        "microphone": lambda: _microphone(card),
        "voice": lambda: _voice(settings, language),
        "ears": lambda: _ears(settings, language),
        "echo": _echo,
        "routines": _routines,
        "journal": _journal,
        "keyboard": _keyboard,
        "awake": _awake,
        "page": lambda: _page(port, words),
        "last_session": lambda: _last_session(words),
    }
    rows: dict[str, Finding] = {}
    wrong_setting = False
    for part, look in looks.items():
        try:
            looked = look()
        except (VoicecoachError, OSError) as error:  # a library that its package cannot load is an OSError
            looked = PartState.MISSING, str(error), f"{part}_missing"
            if isinstance(error, RequestError):
                looked, wrong_setting = (PartState.MISSING, str(error), ""), True
        except ImportError as error:
            looked = PartState.MISSING, what_to_do(error), ""
        if looked is not None:
            state, found, advice = looked
            rows[part] = Finding(words.parts[part], state, found, words.advice.get(advice, ""))
    if all(rows[part].state is not PartState.MISSING for part in ("loudspeaker", "microphone", "packages")):
        try:
            heard, came_back = _heard_itself(settings, language, card)
        except (VoicecoachError, OSError, ImportError) as error:
            heard, came_back = Finding(words.parts["interrupting"], PartState.MISSING, str(error)), False
        if heard is not None:
            rows["interrupting"] = heard
        if came_back:  # so it was no mute switch
            rows["microphone"] = replace(rows["microphone"], state=PartState.GOOD, advice="")
    needed = all(rows[part].state is not PartState.MISSING for part in ("routines", "packages"))
    hears = all(rows[part].state is not PartState.MISSING for part in ("microphone", "ears"))
    keys = rows["keyboard"].state is PartState.GOOD
    return Examination(rows, needed and not wrong_setting and (hears or keys))


def _heard_itself(settings: Settings, language: Language, card: Card) -> tuple[Finding | None, bool]:
    """Plays a sentence, records it, and reports whether the coach can be interrupted here; None without a voice. Then
    whether the microphone heard it.

    Raises DeviceError and VoiceError, ImportError and OSError where a package is missing or cannot be loaded.
    """
    from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, VOICE_RATE_HZ, resampled
    from voicecoach.audio.room.loopback import LoopbackVerdict, measure_loopback

    words = language.texts.doctor
    sentence = _spoken(words.sentence, settings, language)
    if not sentence.any():
        return None, False
    report = measure_loopback(card(True, True), resampled(sentence, VOICE_RATE_HZ, PLAYBACK_RATE_HZ))
    delay = "" if report.delay_ms is None else f", {report.delay_ms:.0f} ms"
    found = f"{report.echo_db:.0f} dB{delay}, ERL {report.return_loss_db:.0f} dB, ERLE {report.enhancement_db:.0f} dB"
    good = report.verdict in (LoopbackVerdict.WORKS, LoopbackVerdict.NO_ECHO)
    told = [words.loopback.verdicts[report.verdict.value]]
    told += [words.loopback.advice[advice.value] for advice in report.advice]
    row = Finding(words.parts["interrupting"], PartState.GOOD if good else PartState.WEAK, found, " ".join(told))
    return row, report.verdict not in (LoopbackVerdict.DEAF, LoopbackVerdict.NO_ECHO)


def _packages() -> Looked:
    unusable = unusable_packages()
    if not unusable:
        return PartState.GOOD, "-", ""
    state = PartState.MISSING if NEEDED.intersection(unusable) else PartState.WEAK
    told = (f"{package} ({why})" if why else package for package, why in unusable.items())
    return state, " ".join(told), "packages_missing"


def _loudspeaker(card: Card) -> Looked:
    """Plays silence for a moment."""
    from voicecoach.audio.mixer import Mixer

    name = _default("loudspeakers")
    if name is None:
        return PartState.MISSING, "-", "loudspeaker_missing"
    count = 0

    def step(_microphone: Samples, _played: Samples, _position: int) -> bool:
        nonlocal count
        count += 1
        return count < _LOUDSPEAKER_BLOCKS

    card(True, False).run(Mixer().render, step)
    return PartState.GOOD, name, ""


def _microphone(card: Card) -> Looked:
    """Listens for a moment. Exact zeros may come from one that is muted, or from one that waits for a voice."""
    from voicecoach.audio.mixer import Mixer
    from voicecoach.audio.pcm import rms_db
    from voicecoach.audio.room.microphone_check import MicrophoneCheck

    name = _default("microphones")
    if name is None:
        return PartState.MISSING, "-", "microphone_missing"
    check, heard = MicrophoneCheck(), []
    fault = None

    def step(microphone: Samples, played: Samples, _position: int) -> bool:
        nonlocal fault
        fault = check.feed(microphone, played)
        heard.append(rms_db(microphone) if microphone.any() else None)
        return len(heard) < MICROPHONE_BLOCKS

    card(False, True).run(Mixer().render, step)
    levels = sorted(level for level in heard[_STARTING_BLOCKS:] if level is not None)
    if fault is not None:
        return PartState.WEAK, f"{name}. {fault}", "microphone_silent"
    if not levels:
        return PartState.WEAK, name, "microphone_silent"
    return PartState.GOOD, f"{name}, {levels[len(levels) // 2]:.0f} dB", ""


def _default(kind: str) -> str | None:
    """The default device of a kind, with the sound system that it belongs to."""
    from voicecoach.audio.room.devices import sound_devices

    devices = sound_devices()
    names = [device.name for device in getattr(devices, kind) if device.default]
    return f"{names[0]} ({devices.system})" if names else None


def _voice(settings: Settings, language: Language) -> Looked:
    from voicecoach.voice.backup_voice import BackupVoice
    from voicecoach.voice.choose import open_voice
    from voicecoach.voice.printed_voice import PRINTED

    chosen = open_voice(settings.voice, language.code)
    try:
        if chosen.voice.name == PRINTED.name:
            return PartState.MISSING, chosen.why, "voice_missing"
        length = chosen.voice.synthesise(language.wording.say("half_time"), settings.rate_wpm).size
        if not length or chosen.voice.name == PRINTED.name:
            return PartState.MISSING, "-", "voice_missing"
        failed = [chosen.voice.failure] if isinstance(chosen.voice, BackupVoice) and chosen.voice.failure else []
        if failed or chosen.passed_over:
            return PartState.WEAK, " ".join([f"{chosen.voice.name}.", *failed, *chosen.passed_over]), "voice_weak"
        return PartState.GOOD, f"{chosen.voice.name} ({chosen.why})", ""
    finally:
        chosen.voice.close()


def _spoken(text: str, settings: Settings, language: Language) -> Samples:
    """A text in the voice that is set, at its own rate; empty where it makes no sound. Raises VoiceError."""
    from voicecoach.voice.choose import open_voice

    voice = open_voice(settings.voice, language.code).voice
    try:
        return voice.synthesise(text, settings.rate_wpm)
    finally:
        voice.close()


def _ears(settings: Settings, language: Language) -> Looked:
    """Lets the ears hear a command in the coach's own voice. Those that ask a server, or may fetch a model, are not
    tried.
    """
    import numpy as np

    from voicecoach.audio.pcm import SAMPLE_RATE_HZ, VOICE_RATE_HZ, resampled, silence
    from voicecoach.ears.choose import PHRASES, choose_ears
    from voicecoach.ears.interface import ActivePhrases, Verdict
    from voicecoach.ears.listen_to_file import utterances_in
    from voicecoach.language.vocabulary import Command, Expectation

    choice = choose_ears(settings.ears, language)
    if choice.name not in (PHRASES, "sphinx"):
        told = " ".join(filter(None, (f"{choice.name}.", choice.why, language.texts.doctor.not_tried)))
        return PartState.WEAK, told, "ears_weak"
    vocabulary, session = language.vocabulary, Expectation.SESSION
    try:
        said = _spoken(vocabulary.phrases[Command.SWITCH][0], settings, language)
    except VoicecoachError:
        said = silence(0)  # what is wrong with the voice, its own row says
    pause = silence(SAMPLE_RATE_HZ)
    sound = np.concatenate((pause, resampled(said, VOICE_RATE_HZ, SAMPLE_RATE_HZ), pause))
    active = vocabulary.active(session)
    phrases = ActivePhrases(tuple(active), vocabulary.urgent(session), vocabulary.invited(session))
    with closing(choice.open()) as ears:
        heard = list(utterances_in([sound], ears, phrases))
    understood = any(each.verdict is Verdict.ACCEPTED and active[each.text] is Command.SWITCH for each in heard)
    if choice.why:
        return PartState.WEAK, f"{choice.name}. {choice.why}", "ears_weak"
    return (PartState.GOOD, choice.name, "") if understood else (PartState.WEAK, choice.name, "ears_deaf")


def _echo() -> Looked:
    from voicecoach.audio.echo.aec3 import Aec3
    from voicecoach.audio.echo.canceller import EchoCanceller
    from voicecoach.audio.pcm import BLOCK_SAMPLES, silence

    try:
        with closing(Aec3()) as suppressor:
            EchoCanceller(suppressor).process(silence(BLOCK_SAMPLES), silence(BLOCK_SAMPLES))
    except DeviceError as error:
        return PartState.WEAK, str(error), "echo_weak"
    return PartState.GOOD, "AEC3 + linear", ""


def _routines() -> Looked:
    from voicecoach.errors import RequestError
    from voicecoach.routine import library

    names, broken = library.names(), []
    for name in names:
        try:
            library.load(name)
        except RequestError:
            broken.append(name)
    if broken:
        return PartState.WEAK, ", ".join(broken), "routines_weak"
    return (PartState.GOOD, str(len(names)), "") if names else (PartState.MISSING, "0", "routines_missing")


def _journal() -> Looked:
    from voicecoach.records.database import Database

    with Database() as database:
        problems = database.problems()
        if problems:
            return PartState.WEAK, problems[0], "journal_missing"
        database.write_nothing()
        return PartState.GOOD, str(database.path), ""


def _keyboard() -> Looked:
    from voicecoach.ears.typed_ears import keyboard_present

    return (PartState.GOOD, "-", "") if keyboard_present() else (PartState.WEAK, "-", "keyboard_weak")


def _awake() -> Looked:
    from wakepy import keep

    with keep.presenting(on_fail="pass") as mode:
        if mode.active:
            return PartState.GOOD, str(mode.method or ""), ""
    return PartState.WEAK, "-", "awake_weak"


def _page(port: int, words: DoctorTexts) -> Looked:
    try:
        for name in ("starlette", "uvicorn", "jinja2"):
            import_module(name)
    except ImportError as error:
        return PartState.WEAK, str(error), "page_weak"
    try:
        with socket.socket() as there:
            if os.name == "posix":  # elsewhere it would take the port from another program
                there.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            there.bind(("127.0.0.1", port))
    except OSError:
        return PartState.WEAK, words.port_taken.format(port=port), "page_taken"
    return PartState.GOOD, f"http://127.0.0.1:{port}", ""


def _last_session(words: DoctorTexts) -> Looked | None:
    """The sound statistics of the last live session; None before the first."""
    from voicecoach.records.sound_log import last

    sound = last()
    if sound is None:
        return None
    drift = "-" if sound.drift_ppm is None else f"{sound.drift_ppm:+.0f} ppm"
    found = words.last_session.format(
        minutes=round(sound.minutes),
        underruns=sound.underruns,
        gaps=sound.microphone_gaps,
        buffer_ms=sound.buffer_ms,
        drift=drift,
    )
    if sound.underruns or sound.microphone_gaps:
        return PartState.WEAK, found, "last_session_ran_dry"
    return (PartState.WEAK, found, "last_session_ducked") if sound.ducking_needed else (PartState.GOOD, found, "")
