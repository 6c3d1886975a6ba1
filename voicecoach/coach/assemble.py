"""Builds a session, the menu, or a text to be read aloud, out of rules and parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import to_seconds
from voicecoach.audio.room.interface import Room
from voicecoach.coach.loop import Coach
from voicecoach.coach.parts import Keyboard, Parts, choose_voice, gather, sound_here
from voicecoach.coach.read_aloud import ReadAloud
from voicecoach.coach.session_request import ResolvedSession, SessionRequest, resolved
from voicecoach.language import loading
from voicecoach.records.patient import Pace
from voicecoach.records.screening import question_to_guest
from voicecoach.records.trace import Recorder, Trace
from voicecoach.routine.plan import Plan
from voicecoach.session.engine import Session
from voicecoach.session.lines import all_lines
from voicecoach.session.menu import Menu, MenuItem, MenuTexts
from voicecoach.session.part import Part
from voicecoach.session.state import SessionSettings
from voicecoach.session.view import View
from voicecoach.settings import Settings
from voicecoach.voice.phrase_cache import PhraseCache


@dataclass(frozen=True, slots=True)
class Assembled:
    """A session ready to run."""

    coach: Coach
    room: Room
    plan: Plan
    notes: tuple[str, ...]
    """Notices about missing parts, one sentence each."""
    printed: bool
    """The coach makes no sound: its words have to be shown."""
    keyboard: Keyboard | None
    """None where nothing is typed."""


@dataclass(frozen=True, slots=True)
class SpokenText:
    """A text ready to be read aloud."""

    reading: ReadAloud
    room: Room | None
    """None where there is no sound and the text is shown instead."""
    notes: tuple[str, ...]
    """Notices about missing parts, one sentence each."""


@contextmanager
def assembled(request: SessionRequest, watch: Callable[[View], None] | None = None) -> Iterator[Assembled]:
    """Opens everything that one session needs and closes it again at the end.

    Raises RequestError for options that cannot be used, RunError for missing hardware or software.
    """
    with ExitStack() as closing:
        yield _assemble(resolved(request), watch, closing)


@contextmanager
def choosing(
    items: Sequence[MenuItem], patients: Sequence[str], settings: Settings, watch: Callable[[View], None] | None = None
) -> Iterator[tuple[Assembled, Session]]:
    """The menu: asks which routine and whose session it is. What was chosen is ``choice`` of the session's state."""
    language = loading.load(settings.language)
    with ExitStack() as closing:
        parts = gather(settings, language, None, closing)
        texts = MenuTexts(**language.texts.menu.model_dump())
        plan = Plan("", texts.title, "", language.code, (), ())
        session = Session(
            plan,
            language.wording,
            SessionSettings(give_up_s=settings.give_up_s, rate_wpm=settings.rate_wpm, gain_db=settings.gain_db),
            menu=Menu(tuple(items), tuple(patients), texts),
        )
        coach = Coach(
            session,
            mixer=parts.mixer,
            phrases=parts.phrases,
            vocabulary=language.vocabulary,
            ears=parts.ears,
            echo=parts.echo,
            rate_wpm=settings.rate_wpm,
            watch=watch,
        )
        yield Assembled(coach, parts.room_for(coach), plan, parts.notes, parts.printed, parts.keyboard), session


@contextmanager
def aloud(
    sentences: Sequence[str], language: str, settings: Settings, *, show: Callable[[str], None]
) -> Iterator[SpokenText]:
    """A text to be read aloud outside a session; ``show`` is called with each sentence as it begins.

    Raises RequestError for an unknown voice, RunError for missing hardware or software.
    """
    notes: list[str] = []
    words = loading.load(language).texts.terminal
    voice, printed = choose_voice(settings, language, sound_here(), words, notes)
    with PhraseCache(voice) as phrases:
        reading = ReadAloud(sentences, mixer=Mixer(), phrases=phrases, rate_wpm=settings.rate_wpm, show=show)
        room: Room | None = None
        if not printed:
            from voicecoach.audio.room.sound_card import SoundCard

            room = SoundCard(microphone=False)
        yield SpokenText(reading, room, tuple(notes))


def _assemble(session: ResolvedSession, watch: Callable[[View], None] | None, closing: ExitStack) -> Assembled:
    from voicecoach.voice.choose import Voices

    request, settings, language = session.request, session.settings, session.language
    person = None
    if request.patient is not None:
        from voicecoach.records.patient_session import open_patient_session

        person = open_patient_session(
            request.patient,
            session.routine,
            session.plan,
            session.options,
            language,
            datetime.now().astimezone(),
            verbosity=request.verbosity,
            new_name=request.new_name,
        )
        closing.callback(person.close)
    learnt = person.learnt if person is not None else None
    parts = gather(settings, language, request.files, closing, page=request.page, learnt=learnt)
    recorders: list[Recorder] = []
    trace = Trace(request.trace) if request.trace is not None else None
    if trace is not None:
        closing.callback(trace.close)
        recorders.append(trace)
    if person is not None:
        person.begin()
        recorders += person.recorders
    gate = language.texts.gate
    after = person.after if person is not None else question_to_guest(gate) if request.offer_to_remember else ()
    notes = [*parts.notes, *(person.notes if person is not None else ())]

    coach = Coach(
        Session(
            session.plan,
            language.wording,
            SessionSettings(
                give_up_s=settings.give_up_s,
                rate_wpm=settings.rate_wpm,
                gain_db=settings.gain_db,
                short=person is not None and person.knows_it,
                guest=person is None,
                listens=parts.listens,
                pace=(request.pace or Pace.NORMAL).factor,
                notice=person.notice if person is not None else "",
            ),
            before=person.before if person is not None else (),
            after=after,
            resume_point=person.resume_point if person is not None else None,
        ),
        mixer=parts.mixer,
        phrases=parts.phrases,
        vocabulary=language.vocabulary,
        ears=parts.ears,
        echo=parts.echo,
        recorders=recorders,
        lines=all_lines(session.plan, language.wording),
        rate_wpm=settings.rate_wpm,
        watch=watch,
        remember=person.remember if person is not None else None,
        adjustments=language.adjustments,
        voices=None if parts.printed else Voices(language.code),
    )
    if person is not None:
        person.on_trouble = coach.note_trouble
        person.on_failure = partial(coach.part_failed, Part.JOURNAL)
        person.on_recovery = partial(coach.part_recovered, Part.JOURNAL)
    if trace is not None:
        trace.on_failure = coach.note_trouble
    room = parts.room_for(coach)
    closing.callback(_keep_sound, room, parts)
    return Assembled(coach, room, session.plan, tuple(notes), parts.printed, parts.keyboard)


def _keep_sound(room: Room, parts: Parts) -> None:
    """Stores the sound card's statistics for ``doctor``; rooms of files have none."""
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
