"""Rules and parts joined: a session, the welcome that asks which one, a text read aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import to_seconds
from voicecoach.audio.room.interface import Room
from voicecoach.coach.loop import Coach
from voicecoach.coach.parts import Parts, SoundFiles, choose_voice, gather, sound_here
from voicecoach.coach.read_aloud import ReadAloud
from voicecoach.coach.scene import Scene
from voicecoach.language import loading
from voicecoach.records.trace import Recorder, Trace
from voicecoach.routine import library
from voicecoach.routine.plan import Plan, Side, plan
from voicecoach.session.engine import Session
from voicecoach.session.reception import Offer, Reception
from voicecoach.session.script import all_lines
from voicecoach.session.waiting import SessionSettings
from voicecoach.settings import Settings
from voicecoach.voice.phrase_cache import PhraseCache

if TYPE_CHECKING:
    from voicecoach.records.patient_session import PatientSession


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
    page: bool = False
    """Commands come from the caregiver's page as well, and not from the keyboard."""

    @property
    def kept_as(self) -> str:
        """What the journal calls the routine: something that finds it again from any folder."""
        path = library.find(self.routine)
        here = path.parent in (library.shipped_folder(), library.user_folder())
        name = path.stem if here else str(path.resolve())
        return name.encode("utf-8", errors="backslashreplace").decode("utf-8")  # a name may hold bytes that are no text


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
class SpokenText:
    """A text ready to be read aloud."""

    reading: ReadAloud
    room: Room | None
    """None where nothing can be heard, and the text has to be read on the screen."""
    notes: tuple[str, ...]
    """What is missing here, a sentence each."""


def planned(wanted: Wanted) -> Plan:
    """The plan of what was asked for. Raises RequestError and FileError."""
    script = library.load(wanted.routine)
    language = loading.load(script.routine.language)
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
def receiving(
    offers: Sequence[Offer], people: Sequence[str], settings: Settings, watch: Callable[[Scene], None] | None = None
) -> Iterator[tuple[Assembled, Reception]]:
    """The welcome: asks which routine and whose session it is. What was chosen is read off the ``Reception``."""
    language = loading.load(settings.language)
    with ExitStack() as closing:
        parts = gather(settings, language, None, closing)
        reception = Reception(
            offers,
            people,
            language.texts["reception"],
            language.wording,
            SessionSettings(give_up_s=settings.give_up_s, rate_wpm=settings.rate_wpm, gain_db=settings.gain_db),
            language=language.code,
        )
        coach = Coach(
            reception,
            mixer=parts.mixer,
            phrases=parts.phrases,
            vocabulary=language.vocabulary,
            ears=parts.ears,
            echo=parts.echo,
            rate_wpm=settings.rate_wpm,
            watch=watch,
        )
        yield Assembled(coach, parts.room_for(coach), reception.plan, parts.notes, parts.printed), reception


@contextmanager
def aloud(
    sentences: Sequence[str], language: str, settings: Settings, *, show: Callable[[str], None]
) -> Iterator[SpokenText]:
    """A text to be read aloud outside a session; ``show`` is told each sentence as it comes.

    Raises RequestError for a voice that is not there, RunError for what this computer cannot do.
    """
    notes: list[str] = []
    words = loading.load(language).texts["terminal"]
    voice, printed = choose_voice(settings, language, sound_here(), words, notes)
    with PhraseCache(voice) as phrases:
        reading = ReadAloud(sentences, mixer=Mixer(), phrases=phrases, rate_wpm=settings.rate_wpm, show=show)
        room: Room | None = None
        if not printed:
            from voicecoach.audio.room.sound_card import SoundCard

            room = SoundCard(microphone=False)
        yield SpokenText(reading, room, tuple(notes))


def _assemble(
    wanted: Wanted, settings: Settings, watch: Callable[[Scene], None] | None, closing: ExitStack
) -> Assembled:
    from voicecoach.voice.choose import Voices

    the_plan = planned(wanted)
    language = loading.load(the_plan.language)
    person = None
    if wanted.patient is not None:
        from voicecoach.records.patient_session import open_patient_session
        from voicecoach.records.prescribed import PlanOptions

        options = PlanOptions(wanted.sides, wanted.first_side, wanted.hold_s)
        person = open_patient_session(
            wanted.patient, wanted.kept_as, the_plan, options, language, datetime.now().astimezone()
        )
        closing.callback(person.close)
    learnt = person.learnt if person is not None else None
    parts = gather(settings, language, wanted.files, closing, page=wanted.page, learnt=learnt)
    recorders: list[Recorder] = []
    trace = Trace(wanted.trace) if wanted.trace is not None else None
    if trace is not None:
        closing.callback(trace.close)
        recorders.append(trace)
    if person is not None:
        person.begin()
        recorders += person.recorders
    notes = [*parts.notes, *(person.notes if person is not None else ())]

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
        mixer=parts.mixer,
        phrases=parts.phrases,
        vocabulary=language.vocabulary,
        ears=parts.ears,
        echo=parts.echo,
        recorders=recorders,
        lines=all_lines(the_plan, language.wording),
        rate_wpm=settings.rate_wpm,
        watch=_watching(watch, person),
        remember=person.remember if person is not None else None,
        adjustments=language.adjustments,
        voices=None if parts.printed else Voices(language.code),
    )
    if person is not None:
        person.on_trouble = coach.note_trouble
    if trace is not None:
        trace.on_failure = coach.note_trouble
    room = parts.room_for(coach)
    closing.callback(_keep_sound, room, parts)
    return Assembled(coach, room, the_plan, tuple(notes), parts.printed)


def _keep_sound(room: Room, parts: Parts) -> None:
    """What the card counted, for ``doctor``; files and silence have nothing to tell."""
    if not room.live or parts.printed:
        return
    from voicecoach.audio.room.sound_card import SoundCard
    from voicecoach.records import sound_log

    if isinstance(room, SoundCard):
        counted = room.statistics
        sound_log.keep(
            sound_log.SoundOfSession(
                minutes=to_seconds(parts.mixer.position) / 60,
                underruns=counted.underruns,
                microphone_gaps=counted.microphone_gaps,
                buffer_ms=counted.buffer_ms,
                reopened=counted.reopened,
                drift_ppm=counted.drift_ppm,
                ducking_needed=parts.echo is not None and parts.echo.ducking_needed,
            )
        )


def _watching(watch: Callable[[Scene], None] | None, person: PatientSession | None) -> Callable[[Scene], None] | None:
    if person is None:
        return watch

    def both(scene: Scene) -> None:
        person.tick(scene.view, scene.at_s)
        if watch is not None:
            watch(scene)

    return both
