"""Opens the parts of a session that this computer has, with a fallback and a notice for each that is missing.

Without a loudspeaker the words are printed; without a microphone the keyboard is read. A live session that nobody could
answer does not begin.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from voicecoach.audio.mixer import LIVE_LEVEL_DB, Mixer
from voicecoach.audio.room.interface import Room
from voicecoach.coach.loop import Coach
from voicecoach.coach.memory import return_freed_memory
from voicecoach.coach.session_request import SoundFiles
from voicecoach.ears.choose import TYPED, EarsChoice, choose_ears
from voicecoach.ears.enrolment import Enrolment
from voicecoach.ears.interface import Ears
from voicecoach.errors import RunError
from voicecoach.language.language_file import TerminalTexts
from voicecoach.language.loading import Language
from voicecoach.language.topics import topic_phrases
from voicecoach.paths import cache_folder
from voicecoach.session.events import InputEnded
from voicecoach.session.part import Part
from voicecoach.settings import Settings
from voicecoach.voice.interface import Voice
from voicecoach.voice.line_store import LineStore
from voicecoach.voice.phrase_cache import PhraseCache

if TYPE_CHECKING:
    from voicecoach.audio.echo.ducking import DuckingEcho
    from voicecoach.ears.typed_ears import TypedEars

NOBODY_TO_HEAR = (
    "Nobody can be heard here: there is no microphone and no terminal to type at. "
    "'voicecoach record' makes a sound file of the session that needs no answers."
)


@dataclass(frozen=True, slots=True)
class Sound:
    """Which default devices there are."""

    speaker: bool
    microphone: bool


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Where a display or a reader of lines hands in what is typed. Safe from any thread."""

    type: Callable[[str], None]
    """A key by its name, or a line without its end."""
    ended: Callable[[], None]
    """Nothing more will be typed."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything a session needs except its rules."""

    mixer: Mixer
    phrases: PhraseCache
    ears: tuple[Ears, ...]
    echo: DuckingEcho | None
    notes: tuple[str, ...]
    """Notices about missing parts, one sentence each."""
    printed: bool
    """The coach makes no sound: its words have to be shown."""
    keyboard: Keyboard | None
    """None where nothing is typed."""
    _hearing: _Hearing
    _room_of_files: Room | None

    @property
    def listens(self) -> bool:
        """Something can be heard, and not only typed or pressed."""
        return self._hearing.chosen is not None

    def room_for(self, coach: Coach) -> Room:
        """The room for this coach."""
        self._hearing.reaches(coach)
        if self._room_of_files is not None:
            return self._room_of_files
        speaker, microphone = not self.printed, self.listens
        if not (speaker or microphone):
            from voicecoach.audio.room.quiet_room import QuietRoom

            return QuietRoom(time_lost=coach.time_lost)
        from voicecoach.audio.room.sound_card import CardReports, SoundCard

        reports = CardReports(
            microphone_lost=self._hearing.microphone_lost,
            microphone_back=lambda: coach.part_recovered(Part.MICROPHONE),
            speaker_lost=lambda what: coach.part_failed(Part.SPEAKER, what),
            speaker_back=lambda: coach.part_recovered(Part.SPEAKER),
            time_lost=coach.time_lost,
            echo_moved=None if self.echo is None else self.echo.moved,
        )
        return SoundCard(speaker=speaker, microphone=microphone, reports=reports)


def gather(
    settings: Settings,
    language: Language,
    files: SoundFiles | None,
    closing: ExitStack,
    *,
    page: bool = False,
    learnt: Enrolment | None = None,
) -> Parts:
    """Opens all parts; ``closing`` closes them. With a ``page``, its buttons replace the keyboard.

    ``learnt`` is the enrolment of the patient's voice.

    Raises RequestError for unknown names, EarsError and VoiceError for parts that fail, RunError when there is no
    input at all.
    """
    return_freed_memory()
    live = files is None
    room = None if files is None else _room_of_files(files, closing)
    notes: list[str] = []
    sound = sound_here() if live else Sound(True, True)
    voice, printed = choose_voice(settings, language.code, sound, language.texts.terminal, notes)
    # The printed voice takes no time, so nothing is rendered ahead.
    phrases = PhraseCache(voice, ahead=live and not printed, store=LineStore(cache_folder() / "lines"))
    if live:
        # The topics are files: they are read here, so that the loop does not wait for them when a pause begins.
        Thread(target=topic_phrases, args=(language.code,), name="topics", daemon=True).start()
    closing.callback(phrases.close)
    choice = choose_ears(settings.ears, language, learnt)
    hearing = _by_page(settings, language, sound, choice) if page else _by_keys(settings, language, sound, choice, live)
    typed = hearing.type()
    ears = tuple(each for each in (hearing.listen(live), typed) if each is not None)
    for each in ears:
        closing.callback(each.close)
    mixer = Mixer(level_db=LIVE_LEVEL_DB)
    mixer.set_volume(settings.gain_db)
    listens = hearing.chosen is not None
    echo = _echo_path(files, mixer, voice_sounds=not printed, listens=listens)
    if echo is not None:
        closing.callback(echo.close)
    keyboard = None if typed is None else Keyboard(typed.type, hearing.typing_ended)
    return Parts(mixer, phrases, ears, echo, (*notes, *hearing.notes), printed, keyboard, hearing, room)


def sound_here() -> Sound:
    from voicecoach.audio.room.devices import sound_devices

    # ALSA lists plugins where there is no card at all; only what is somebody's default is a device.
    devices = sound_devices()
    return Sound(
        any(device.default for device in devices.loudspeakers), any(device.default for device in devices.microphones)
    )


def choose_voice(
    settings: Settings, language: str, sound: Sound, words: TerminalTexts, notes: list[str]
) -> tuple[Voice, bool]:
    """The voice, and whether it is only printed."""
    from voicecoach.voice.choose import open_voice, require_voice
    from voicecoach.voice.printed_voice import PRINTED, PrintedVoice

    if not sound.speaker and settings.voice != PRINTED.name:
        require_voice(settings.voice, language)
        notes.append(words.no_speaker)
        return PrintedVoice(), True
    chosen = open_voice(settings.voice, language, backed=True)
    printed = chosen.voice.name == PRINTED.name
    if printed and settings.voice != PRINTED.name:
        notes.append(words.no_voice.format(why=chosen.why))
    return chosen.voice, printed


class _Hearing:
    """The inputs of a session: ears, keyboard, or both."""

    def __init__(
        self, language: Language, chosen: EarsChoice | None, *, keys: bool, notes: list[str], page: bool = False
    ) -> None:
        self.chosen = chosen
        self.notes = notes
        self._language = language
        self._keys = keys
        self._page = page
        self._coach: Coach | None = None
        self._typed_out = False

    def listen(self, live: bool) -> Ears | None:
        """The ears: in their own thread in a live session, in the loop otherwise."""
        if self.chosen is None:
            return None
        if not live:
            return self.chosen.open()
        from voicecoach.ears.worker import EarsWorker

        return EarsWorker(
            self.chosen.name,
            self.chosen.open_anew,
            on_failure=self._ears_failed,
            on_recovery=self._ears_recovered,
            late_s=self.chosen.late_s,
        )

    def type(self) -> TypedEars | None:
        """What understands the keyboard."""
        if not self._keys:
            return None
        from voicecoach.ears.typed_ears import TypedEars

        return TypedEars(
            self._language.vocabulary,
            self._language.keys,
            answer_keys=self._language.texts.answer_keys,
            courtesies=self._language.courtesies,
            topics=lambda: (*self._language.adjustments, *topic_phrases(self._language.code)),
            paused=lambda: self._coach is not None and self._coach.standing_still,
        )

    def reaches(self, coach: Coach) -> None:
        self._coach = coach
        if self._typed_out:
            self.typing_ended()

    def _ears_failed(self, what: str) -> None:
        """Called from the loop, so there is a coach."""
        if self._coach is not None:
            self._coach.part_failed(Part.EARS, what, deaf=not self._other_input)

    def _ears_recovered(self) -> None:
        if self._coach is not None:
            self._coach.part_recovered(Part.EARS)

    @property
    def _other_input(self) -> bool:
        """Whether keyboard or page remain when nothing can be heard."""
        return self._page or (self._keys and not self._typed_out)

    def microphone_lost(self, what: str) -> None:
        """Handles the loss of the microphone: keyboard and page remain, if there are any. Safe from any thread."""
        if self._coach is not None:
            self._coach.part_failed(Part.MICROPHONE, what, deaf=not self._other_input)

    def typing_ended(self) -> None:
        """Handles the end of the typed input, which may come before there is a coach. Safe from any thread."""
        self._typed_out = True
        if self._coach is not None and self.chosen is None:
            self._coach.happened(InputEnded())


def _by_keys(settings: Settings, language: Language, sound: Sound, choice: EarsChoice, live: bool) -> _Hearing:
    """Ears and keyboard. Raises RunError when there is neither."""
    from voicecoach.ears.typed_ears import keyboard_present

    words = language.texts.terminal
    notes = [choice.why] if choice.why else []
    if choice.name == TYPED:
        if settings.ears != TYPED and not keyboard_present():
            raise RunError(NOBODY_TO_HEAR)
        return _Hearing(language, None, keys=True, notes=notes)
    if sound.microphone:
        return _Hearing(language, choice, keys=live and keyboard_present(), notes=notes)
    if not keyboard_present():
        raise RunError(NOBODY_TO_HEAR)
    return _Hearing(language, None, keys=True, notes=[words.no_microphone])


def _by_page(settings: Settings, language: Language, sound: Sound, choice: EarsChoice) -> _Hearing:
    """Ears only: the page has buttons."""
    if choice.name != TYPED and sound.microphone:
        return _Hearing(language, choice, keys=False, page=True, notes=[choice.why] if choice.why else [])
    missing = [] if settings.ears == TYPED else [choice.why or language.texts.page.live.no_microphone]
    return _Hearing(language, None, keys=False, page=True, notes=missing)


def _echo_path(files: SoundFiles | None, mixer: Mixer, *, voice_sounds: bool, listens: bool) -> DuckingEcho | None:
    """The echo canceller, where the coach's voice can reach the microphone."""
    if not (voice_sounds and listens):
        return None
    if files is not None and files.echo_db is None:
        return None
    from voicecoach.audio.echo.canceller import open_echo_canceller
    from voicecoach.audio.echo.ducking import DuckingEcho

    canceller, _ = open_echo_canceller()  # which one it is, ``doctor`` says
    return DuckingEcho(canceller, mixer)


def _room_of_files(files: SoundFiles, closing: ExitStack) -> Room:
    from voicecoach.audio.files.sound_file import SoundFileRoom

    room = SoundFileRoom(files.microphone, files.speaker, echo_db=files.echo_db, echo_delay_ms=files.echo_delay_ms)
    closing.callback(room.close)
    return room
