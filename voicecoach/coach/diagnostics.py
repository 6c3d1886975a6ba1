"""Checks every part that a session uses and says what to do about missing ones: the rows of ``doctor``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from voicecoach.errors import VoicecoachError
from voicecoach.language.language_file import DoctorTexts
from voicecoach.language.loading import Language
from voicecoach.outside.packages import NEEDED, missing_packages, what_to_do
from voicecoach.settings import Settings


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


def findings(settings: Settings, language: Language) -> list[Finding]:
    """Checks every part. Nothing is played or recorded."""
    words = language.texts.doctor
    looks: list[tuple[str, Callable[[], tuple[PartState, str, str]]]] = [
        ("packages", _packages),
        ("loudspeaker", lambda: _devices("loudspeakers")),
        ("microphone", lambda: _devices("microphones")),
        ("voice", lambda: _voice(settings, language)),
        ("ears", lambda: _ears(settings, language)),
        ("echo", _echo),
        ("routines", _routines),
        ("journal", _journal),
        ("keyboard", _keyboard),
        ("awake", _awake),
        ("page", _page),
        ("last_session", lambda: _last_session(words)),
    ]
    rows = []
    for part, look in looks:
        try:
            state, found, advice = look()
        except (VoicecoachError, OSError) as error:  # a library that its package cannot load is an OSError
            state, found, advice = PartState.MISSING, str(error), f"{part}_missing"
        except ImportError as error:
            state, found, advice = PartState.MISSING, what_to_do(error), ""
        rows.append(Finding(words.parts[part], state, found, words.advice.get(advice, "")))
    return rows


def heard_itself(settings: Settings, language: Language) -> Finding | None:
    """Plays a sentence, records it, and reports whether the coach can be interrupted here; None without both devices.

    Raises DeviceError and VoiceError, ImportError and OSError where a package is missing or cannot be loaded.
    """
    from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, VOICE_RATE_HZ, resampled
    from voicecoach.audio.room.devices import sound_devices
    from voicecoach.audio.room.loopback import LoopbackVerdict, measure_loopback
    from voicecoach.audio.room.sound_card import SoundCard
    from voicecoach.voice.choose import open_voice

    devices = sound_devices()
    if not any(d.default for d in devices.loudspeakers) or not any(d.default for d in devices.microphones):
        return None
    words = language.texts.doctor
    voice = open_voice(settings.voice, language.code).voice
    try:
        sentence = resampled(voice.synthesise(words.sentence, settings.rate_wpm), VOICE_RATE_HZ, PLAYBACK_RATE_HZ)
    finally:
        voice.close()
    if not sentence.any():
        return None
    report = measure_loopback(SoundCard(), sentence)
    delay = "" if report.delay_ms is None else f", {report.delay_ms:.0f} ms"
    found = f"{report.echo_db:.0f} dB{delay}, ERL {report.return_loss_db:.0f} dB, ERLE {report.enhancement_db:.0f} dB"
    good = report.verdict in (LoopbackVerdict.WORKS, LoopbackVerdict.NO_ECHO)
    told = [words.loopback.verdicts[report.verdict.value]]
    told += [words.loopback.advice[advice.value] for advice in report.advice]
    return Finding(words.parts["interrupting"], PartState.GOOD if good else PartState.WEAK, found, " ".join(told))


def _packages() -> tuple[PartState, str, str]:
    missing = missing_packages()
    if not missing:
        return PartState.GOOD, "-", ""
    state = PartState.MISSING if NEEDED.intersection(missing) else PartState.WEAK
    return state, " ".join(missing), "packages_missing"


def _devices(kind: str) -> tuple[PartState, str, str]:
    from voicecoach.audio.room.devices import sound_devices

    devices = sound_devices()
    default = [device.name for device in getattr(devices, kind) if device.default]
    if not default:
        return PartState.MISSING, "-", f"{kind.removesuffix('s')}_missing"
    return PartState.GOOD, f"{default[0]} ({devices.system})", ""


def _voice(settings: Settings, language: Language) -> tuple[PartState, str, str]:
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


def _ears(settings: Settings, language: Language) -> tuple[PartState, str, str]:
    from voicecoach.ears.choose import PHRASES, choose_ears

    choice = choose_ears(settings.ears, language)
    if choice.name == PHRASES:
        choice.open().close()
        if not choice.why:
            return PartState.GOOD, choice.name, ""
    return PartState.WEAK, f"{choice.name}. {choice.why}".strip(), "ears_weak"


def _echo() -> tuple[PartState, str, str]:
    from voicecoach.audio.echo.aec3 import Aec3
    from voicecoach.errors import DeviceError

    try:
        Aec3()
    except DeviceError as error:
        return PartState.WEAK, str(error), "echo_weak"
    return PartState.GOOD, "AEC3 + linear", ""


def _routines() -> tuple[PartState, str, str]:
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


def _journal() -> tuple[PartState, str, str]:
    from voicecoach.records.database import Database

    with Database() as database:
        problems = database.problems()
        if problems:
            return PartState.WEAK, problems[0], "journal_missing"
        return PartState.GOOD, str(database.path), ""


def _keyboard() -> tuple[PartState, str, str]:
    from voicecoach.ears.typed_ears import keyboard_present

    return (PartState.GOOD, "-", "") if keyboard_present() else (PartState.WEAK, "-", "keyboard_weak")


def _awake() -> tuple[PartState, str, str]:
    from wakepy import keep

    with keep.presenting(on_fail="pass") as mode:
        if mode.active:
            return PartState.GOOD, str(mode.method or ""), ""
    return PartState.WEAK, "-", "awake_weak"


def _page() -> tuple[PartState, str, str]:
    from importlib.util import find_spec

    there = all(find_spec(name) is not None for name in ("starlette", "uvicorn", "jinja2"))
    return (PartState.GOOD, "-", "") if there else (PartState.WEAK, "-", "page_weak")


def _last_session(words: DoctorTexts) -> tuple[PartState, str, str]:
    """The sound statistics of the last live session."""
    from voicecoach.records.sound_log import last

    sound = last()
    if sound is None:
        return PartState.GOOD, "-", ""
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
