"""Chooses the parts and puts them together. The only module that imports adapters, lazily and by name.

What is missing is said in one line and done without: no loudspeaker, and the words are printed; no microphone, and the
keys are read. Only when nobody could be heard at all does a live session not begin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from voicecoach import languages
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.room import Room
from voicecoach.coach import Coach, EchoPath, Scene
from voicecoach.ears.interface import Ears
from voicecoach.errors import RunError
from voicecoach.languages import Language
from voicecoach.reading import Reading
from voicecoach.routine import library
from voicecoach.routine.plan import Plan, Side, plan
from voicecoach.session.engine import Session
from voicecoach.session.script import all_lines
from voicecoach.session.waiting import SessionSettings
from voicecoach.settings import Settings
from voicecoach.trace import Keeper, Trace
from voicecoach.voice.interface import Voice
from voicecoach.voice.phrase_cache import PhraseCache

if TYPE_CHECKING:
    from voicecoach.attendance import Attendance
    from voicecoach.ears.choose import Choice

NOBODY_TO_HEAR = (
    "Nobody can be heard here: there is no microphone and no terminal to type at. "
    "'voicecoach record' makes a sound file of the session that needs no answers."
)


@dataclass(frozen=True, slots=True)
class SoundFiles:
    """A room made of files instead of a card."""

    microphone: Path | None
    speaker: Path | None
    echo_db: float | None = None
    echo_delay_ms: float = 60.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A session as it was asked for."""

    routine: str
    sides: Literal["left", "right", "both"] = "both"
    first_side: Side | None = None
    hold_s: float | None = None
    files: SoundFiles | None = None
    trace: Path | None = None
    patient: str | None = None
    """Whose session it is; None for a guest's, of whom nothing is asked and nothing is kept."""

    @property
    def kept_as(self) -> str:
        """What the journal calls the routine: something that finds it again from any folder."""
        path = library.find(self.routine)
        return path.stem if path.parent in (library.shipped_folder(), library.user_folder()) else str(path.resolve())


@dataclass(frozen=True, slots=True)
class Assembled:
    """A session ready to run."""

    coach: Coach
    room: Room
    plan: Plan
    notes: tuple[str, ...]
    """What is missing here, a sentence each."""
    printed: bool
    """Nothing can be heard of the coach: its words have to be shown."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A text ready to be read aloud."""

    reading: Reading
    room: Room | None
    """None where nothing can be heard, and the text has to be read on the screen."""
    notes: tuple[str, ...]
    """What is missing here, a sentence each."""


@dataclass(frozen=True, slots=True)
class _Sound:
    """What there is to play on and to listen with."""

    speaker: bool
    microphone: bool


def planned(wanted: Wanted) -> Plan:
    """The plan of what was asked for. Raises RequestError and FileError."""
    script = library.load(wanted.routine)
    language = languages.load(script.routine.language)
    return plan(
        script.routine,
        key=script.key,
        sides=wanted.sides,
        first_side=wanted.first_side,
        hold_s=wanted.hold_s,
        included=script.included,
        side_words={side: language.wording.side(side) for side in Side},
    )


@contextmanager
def assembled(wanted: Wanted, settings: Settings, watch: Callable[[Scene], None] | None = None) -> Iterator[Assembled]:
    """Everything for one session; all of it is closed again at the end.

    Raises RequestError for what was asked wrongly, RunError for what this computer cannot do.
    """
    with ExitStack() as closing:
        yield _assemble(wanted, settings, watch, closing)


@contextmanager
def aloud(
    sentences: Sequence[str], language: str, settings: Settings, *, show: Callable[[str], None]
) -> Iterator[Speech]:
    """A text to be read aloud outside a session; ``show`` is told each sentence as it comes.

    Raises RequestError for a voice that is not there, RunError for what this computer cannot do.
    """
    notes: list[str] = []
    words = languages.load(language).texts["terminal"]
    voice, printed = _voice(settings, language, _sound(), words, notes)
    with PhraseCache(voice) as phrases:
        reading = Reading(sentences, mixer=Mixer(), phrases=phrases, rate_wpm=settings.rate_wpm, show=show)
        room: Room | None = None
        if not printed:
            from voicecoach.audio.sound_card import SoundCard

            room = SoundCard(microphone=False)
        yield Speech(reading, room, tuple(notes))


def _assemble(
    wanted: Wanted, settings: Settings, watch: Callable[[Scene], None] | None, closing: ExitStack
) -> Assembled:
    the_plan = planned(wanted)
    language = languages.load(the_plan.language)
    words = language.texts["terminal"]
    live = wanted.files is None
    notes: list[str] = []

    sound = _Sound(True, True) if wanted.files is not None else _sound()
    voice, printed = _voice(settings, the_plan.language, sound, words, notes)
    phrases = PhraseCache(voice, ahead=live)
    closing.callback(phrases.close)
    phrases.prepare(all_lines(the_plan, language.wording), settings.rate_wpm)

    keepers: list[Keeper] = []
    if wanted.trace is not None:
        trace = Trace(wanted.trace)
        closing.callback(trace.close)
        keepers.append(trace)
    person = None
    if wanted.patient is not None:
        from voicecoach.attendance import attend
        from voicecoach.journal.prescribed import PlanOptions

        options = PlanOptions(wanted.sides, wanted.first_side, wanted.hold_s)
        person = attend(wanted.patient, wanted.kept_as, the_plan, options, language, datetime.now().astimezone())
        closing.callback(person.close)
        notes += person.notes
        keepers += person.keepers

    hearing = _hearing(settings, language, sound, live=live)
    notes += hearing.notes
    ears = [each for each in (hearing.listen(live), hearing.type()) if each is not None]
    for each in ears:
        closing.callback(each.close)

    mixer = Mixer()
    coach = Coach(
        Session(
            the_plan,
            language.wording,
            SessionSettings(
                give_up_s=settings.give_up_s,
                rate_wpm=settings.rate_wpm,
                gain_db=settings.gain_db,
                short=person is not None and person.knows_it,
                guest=person is None,
            ),
            before=person.before if person is not None else (),
            after=person.after if person is not None else (),
            standing=person.standing if person is not None else None,
        ),
        mixer=mixer,
        phrases=phrases,
        vocabulary=language.vocabulary,
        ears=ears,
        echo=_echo_path(wanted, voice_sounds=not printed, listens=hearing.chosen is not None),
        keepers=keepers,
        rate_wpm=settings.rate_wpm,
        watch=_watching(watch, person),
        remember=person.remember if person is not None else None,
    )
    mixer.set_volume(settings.gain_db)
    if person is not None:
        person.on_trouble = coach.note_trouble
    hearing.reaches(coach)
    room = _room(wanted, coach, speaker=not printed, microphone=hearing.chosen is not None)
    return Assembled(coach, room, the_plan, tuple(notes), printed)


def _watching(watch: Callable[[Scene], None] | None, person: Attendance | None) -> Callable[[Scene], None] | None:
    if person is None:
        return watch

    def both(scene: Scene) -> None:
        person.tick(scene.view, scene.at_s)
        if watch is not None:
            watch(scene)

    return both


def _sound() -> _Sound:
    from voicecoach.audio.devices import sound_devices

    # ALSA lists plugins where there is no card at all; only what is somebody's default is a device.
    devices = sound_devices()
    return _Sound(
        any(device.default for device in devices.loudspeakers), any(device.default for device in devices.microphones)
    )


def _voice(
    settings: Settings, language: str, sound: _Sound, words: Mapping[str, str], notes: list[str]
) -> tuple[Voice, bool]:
    """The voice, and whether its words have to be read because it cannot be heard."""
    from voicecoach.voice.choose import open_voice
    from voicecoach.voice.printed_voice import PRINTED, PrintedVoice

    if not sound.speaker and settings.voice != PRINTED.name:
        notes.append(words["no_speaker"])
        return PrintedVoice(), True
    chosen = open_voice(settings.voice, language)
    printed = chosen.voice.name == PRINTED.name
    if printed and settings.voice != PRINTED.name:
        notes.append(words["no_voice"].format(why=chosen.why))
    return chosen.voice, printed


class _Hearing:
    """Who listens: ears for sound, keys, both."""

    def __init__(self, language: Language, chosen: Choice | None, *, keys: bool, notes: list[str]) -> None:
        self.chosen = chosen
        self.notes = notes
        self._language = language
        self._keys = keys
        self._coach: Coach | None = None

    def listen(self, live: bool) -> Ears | None:
        """The ears for sound: in a thread where time is real, in the loop where it is not."""
        if self.chosen is None:
            return None
        if not live:
            return self.chosen.open()
        from voicecoach.ears.worker import EarsWorker

        return EarsWorker(self.chosen.name, self.chosen.open)

    def type(self) -> Ears | None:
        """The keyboard."""
        if not self._keys:
            return None
        from voicecoach.ears.typed_ears import TypedEars

        return TypedEars(
            self._language.vocabulary,
            self._language.keys,
            courtesies=self._language.courtesies,
            paused=lambda: self._coach is not None and self._coach.standing_still,
            ended=self._ended,
        )

    def reaches(self, coach: Coach) -> None:
        self._coach = coach

    def _ended(self) -> None:
        if self._coach is not None and self.chosen is None:
            self._coach.ears_lost()


def _hearing(settings: Settings, language: Language, sound: _Sound, *, live: bool) -> _Hearing:
    """Chooses the ears. Raises RunError where nobody could be heard, EarsError where the named ears are missing."""
    from voicecoach.ears.choose import TYPED, choose_ears
    from voicecoach.ears.typed_ears import keyboard_present

    words = language.texts["terminal"]
    choice = choose_ears(settings.ears, language)
    notes = [choice.why] if choice.why else []
    if choice.name == TYPED:
        if settings.ears != TYPED and not keyboard_present():
            raise RunError(NOBODY_TO_HEAR)
        return _Hearing(language, None, keys=True, notes=notes)
    if sound.microphone:
        return _Hearing(language, choice, keys=live and keyboard_present(), notes=notes)
    if not keyboard_present():
        raise RunError(NOBODY_TO_HEAR)
    return _Hearing(language, None, keys=True, notes=[words["no_microphone"]])


def _echo_path(wanted: Wanted, *, voice_sounds: bool, listens: bool) -> EchoPath | None:
    """An echo canceller wherever the coach's voice can come back into the microphone."""
    if not (voice_sounds and listens):
        return None
    if wanted.files is not None and wanted.files.echo_db is None:
        return None
    from voicecoach.audio.echo import EchoCanceller

    return EchoCanceller()


def _room(wanted: Wanted, coach: Coach, *, speaker: bool, microphone: bool) -> Room:
    if wanted.files is not None:
        from voicecoach.audio.sound_file import SoundFileRoom

        files = wanted.files
        return SoundFileRoom(files.microphone, files.speaker, echo_db=files.echo_db, echo_delay_ms=files.echo_delay_ms)
    if speaker or microphone:
        from voicecoach.audio.sound_card import SoundCard

        return SoundCard(speaker=speaker, microphone=microphone, time_lost=coach.time_lost)
    from voicecoach.audio.quiet_room import QuietRoom

    return QuietRoom()
