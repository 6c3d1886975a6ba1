"""The loop: events in, actions out, between the session, the voice, the ears and the room.

The samples played are the clock: ``step`` is called with 10 ms of microphone signal, the 10 ms played meanwhile, and
their position. Whatever came due by the end of the block (the end of a line, a deadline) is handed to the session
first, in order and with its exact time, then what was heard. A delayed control thread catches up block by block; sounds
with an exact time were placed in the mixer long before.
"""

from __future__ import annotations

import heapq
import queue
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from threading import Thread

from voicecoach.audio import earcons
from voicecoach.audio.mixer import Channel, Mixer
from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples, to_samples, to_seconds
from voicecoach.audio.room.interface import Room
from voicecoach.coach.command_input import CommandInput, EchoRemover
from voicecoach.coach.speech_scheduler import SpeechEnded, SpeechLeftOut, SpeechOutcome, SpeechScheduler, SpeechStarted
from voicecoach.ears.interface import Ears
from voicecoach.language.adjustments import NO_ADJUSTMENTS, Adjustment
from voicecoach.language.vocabulary import Command, Expectation, Vocabulary
from voicecoach.records.trace import Recorder
from voicecoach.session.actions import (
    Action,
    ChangeRate,
    ChangeVoice,
    ChangeVolume,
    Finish,
    Keep,
    Listen,
    PlayEarcon,
    Remember,
    Say,
    SetDeadline,
    Setting,
    StopSpeaking,
)
from voicecoach.session.engine import Session
from voicecoach.session.events import (
    AdjustmentHeard,
    CommandHeard,
    DeadlinePassed,
    Event,
    LineFinished,
    LineStarted,
    PartFailed,
    PartRecovered,
    QuitRequested,
    RoomFailed,
    TimeLost,
    TopicHeard,
    VoiceReplaced,
)
from voicecoach.session.part import HEARING, Part
from voicecoach.session.phase import INTERRUPTED
from voicecoach.session.records import (
    Counted,
    EndReason,
    LeftOut,
    Record,
    Said,
    SessionEnded,
)
from voicecoach.session.view import View
from voicecoach.voice.interface import OtherVoices
from voicecoach.voice.phrase_cache import PhraseCache, VoiceReports
from voicecoach.voice.time_limit import within

FAREWELL_S = 0.3
"""From the end of the session to the end of the sound, for the last fade and slow outputs."""
LIST_VOICES_S = 10.0
"""So long may it take to find the other voices."""


Remembered = ChangeRate | ChangeVolume | Remember
"""A setting that the patient changed by voice, to be kept."""


class Coach:
    """Runs one session. ``run`` blocks until it ends; ``command`` and ``quit`` may be called from any thread."""

    def __init__(
        self,
        session: Session,
        *,
        mixer: Mixer,
        phrases: PhraseCache,
        vocabulary: Vocabulary,
        ears: Sequence[Ears],
        echo: EchoRemover | None,
        recorders: Sequence[Recorder] = (),
        lines: Sequence[str] = (),
        rate_wpm: int = 150,
        watch: Callable[[View], None] | None = None,
        remember: Callable[[Remembered], None] | None = None,
        adjustments: Mapping[str, Adjustment] = NO_ADJUSTMENTS,
        voices: OtherVoices | None = None,
    ) -> None:
        """``adjustments`` maps the phrases that change settings in a pause to the setting."""
        self._session = session
        self._mixer = mixer
        self._phrases = phrases
        self._command_input = CommandInput(ears, echo, vocabulary, adjustments)
        self._recorders = tuple(recorders)
        self._rate_wpm = rate_wpm
        self._lines = tuple(lines)
        phrases.prepare(self._lines, rate_wpm)
        self._watch = watch
        self._remember = remember
        self._voices = voices
        self._own_voice = phrases.voice.name
        self._voice_to_keep: Remember | None = None
        self._speech = SpeechScheduler(mixer, phrases.clip, rate_wpm)
        self._inbox: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._deadlines: list[tuple[float, int]] = []
        self._earcons: list[int] = []
        self._expectation = Expectation.SESSION
        self._farewell: int | None = None
        self._last_record: SessionEnded | None = None
        self.ended: EndReason | None = None
        self._troubles: dict[str, None] = {}
        self._faults: dict[Part, str] = {}
        failed, recovered = partial(self.part_failed, Part.VOICE), partial(self.part_recovered, Part.VOICE)
        phrases.report_to(VoiceReports(failed, recovered, self.voice_replaced, self.note_trouble))

    # -- the outside ----------------------------------------------------------------------------------------------

    def command(self, command: Command, by: str) -> None:
        """A command from a key or a page. Safe from any thread."""
        self._inbox.put(CommandHeard(command, command.value, by=by))

    def happened(self, event: Event) -> None:
        """Hands in an event from outside the loop. Safe from any thread."""
        self._inbox.put(event)

    def quit(self, *, interrupted: bool = False) -> None:
        """Ends the session; ``interrupted`` when it was not asked for in it. Safe in threads and signal handlers."""
        self._inbox.put(QuitRequested(interrupted))

    def note_trouble(self, sentence: str) -> None:
        """Notes a failure that does not end the session. Safe from any thread."""
        self._troubles[sentence] = None

    @property
    def trouble(self) -> str:
        """What failed without ending the session, as sentences, but for what works again; empty when all is well."""
        return " ".join(dict.fromkeys([*self._faults.values(), *self._troubles]))

    def part_failed(self, part: Part, what: str, *, deaf: bool = False) -> None:
        """Reports that a part has failed, and what happened: see ``PartFailed``. Safe from any thread."""
        self._inbox.put(PartFailed(part, what, deaf))

    def voice_replaced(self, what: str) -> None:
        """Reports that a voice has failed, and how, and that the next one speaks. Safe from any thread."""
        self._inbox.put(VoiceReplaced(what))

    def part_recovered(self, part: Part) -> None:
        """Reports that a part works again. Safe from any thread."""
        self._inbox.put(PartRecovered(part))

    def time_lost(self, gap_s: float) -> None:
        """Reports that the computer slept. Safe from any thread."""
        self._inbox.put(TimeLost(gap_s))

    @property
    def standing_still(self) -> bool:
        """True while the session is interrupted and can be resumed."""
        return self._session.phase in INTERRUPTED

    @property
    def guest_to_remember(self) -> bool:
        """True once a guest has said that they want to be remembered."""
        return self._session.state.wants_to_be_remembered

    def run(self, room: Room) -> EndReason:
        """Runs the session in this room. Raises DeviceError when the device fails, after recording that the session
        failed.
        """
        start_s = to_seconds(self._mixer.position)
        for recorder in self._recorders:
            recorder.started(self._session.context, self._session.state, start_s)
        self._carry_out(self._session.start(start_s))
        try:
            room.run(self._mixer.render, self.step)
        except Exception:
            # The room or the program failed: the session is recorded as failed, and the error is raised.
            self._tell(RoomFailed(), to_seconds(self._mixer.position))
            raise
        finally:
            if self.ended is None:  # nobody in the session wanted it to end: it can be taken up again
                self._tell(QuitRequested(interrupted=True), to_seconds(self._mixer.position))
            self._keep_last(to_seconds(self._mixer.position))
            self._let_go()
        return self.ended or EndReason.FAILED

    def _let_go(self) -> None:
        """Drops the parts: they call back, and a circle would keep their models until the collector finds it."""
        self._phrases.report_to(VoiceReports())
        self._recorders, self._remember, self._watch = (), None, None
        del self._command_input, self._phrases, self._speech

    def step(self, microphone: Samples, played: Samples, position: int) -> bool:
        """Processes 10 ms. Returns False when the session is over and its last sound has faded."""
        end = position + len(microphone)
        self._settle(end)
        self._keep_voice()
        if self._farewell is None:
            self._listen_on(microphone, played, position)
            self._read_inbox(to_seconds(end))
        self._show(end)
        if self._farewell is None or end < self._farewell:
            return True
        self._keep_last(to_seconds(end))
        return False

    def _keep_last(self, now_s: float) -> None:
        """Records the end of the session once the last sound has faded, so that no record follows it."""
        record, self._last_record = self._last_record, None
        if record is not None:
            self._keep(record, now_s)

    # -- what has come due ----------------------------------------------------------------------------------------

    def _settle(self, until: int) -> None:
        """Hands over all that fell due before this sample, in order, each with its own time."""
        while True:
            outcomes = self._speech.outcomes(until)
            for outcome in outcomes:
                self._pass_deadlines(to_seconds(outcome.at))
                self._report(outcome)
            if not outcomes and not self._pass_deadlines(to_seconds(until)):
                return

    def _pass_deadlines(self, until_s: float) -> bool:
        passed = False
        while self._deadlines and self._deadlines[0][0] <= until_s:
            at_s, deadline_id = heapq.heappop(self._deadlines)
            self._tell(DeadlinePassed(deadline_id), at_s)
            passed = True
        return passed

    def _report(self, outcome: SpeechOutcome) -> None:
        at_s = to_seconds(outcome.at)
        match outcome:
            case SpeechStarted(line=line):
                self._tell(LineStarted(line), at_s)
                if line.seconds_left is not None:
                    self._keep(Counted(line.seconds_left), at_s)
            case SpeechEnded(line=line, started_at=started_at, cut=cut, by_session=by_session):
                self._keep(Said(line.text, line.id, line.kind.value, to_seconds(started_at), at_s, cut), at_s)
                if not by_session:
                    self._tell(LineFinished(line.id), at_s)
            case SpeechLeftOut(line=line):
                self._keep(LeftOut(line.text, line.id, line.kind.value), at_s)
                self._tell(LineFinished(line.id), at_s)

    # -- what is heard --------------------------------------------------------------------------------------------

    def _listen_on(self, microphone: Samples, played: Samples, position: int) -> None:
        events = self._command_input.hear(
            microphone,
            played,
            position,
            expects=self._expectation,
            phase=self._session.phase,
            saying=self._speech.text_around(position),
        )
        now_s = to_seconds(position + BLOCK_SAMPLES)
        for event in events:
            if isinstance(event, AdjustmentHeard):
                self._adjust(event, now_s)
            else:
                self._take(event, now_s)

    def _read_inbox(self, now_s: float) -> None:
        while not self._inbox.empty():
            self._take(self._inbox.get(), now_s)

    def _take(self, event: Event, now_s: float) -> None:
        """Hands an input event to the session, after adding what the session cannot know."""
        if isinstance(event, TopicHeard):
            self._phrases.prepare(event.sentences, self._rate_wpm)
        elif isinstance(event, PartFailed):
            self._faults[event.part] = event.what
        elif isinstance(event, PartRecovered):
            self._faults.pop(event.part, None)
        elif isinstance(event, VoiceReplaced):
            self.note_trouble(event.what)
        self._tell(event, now_s)

    def _adjust(self, event: AdjustmentHeard, now_s: float) -> None:
        """Adds the voices that can be chosen. Listing may take a process: live, the event waits in a thread."""
        voices = self._voices
        if voices is None or event.adjustment not in (Adjustment.SETTINGS, Adjustment.VOICE):
            self._take(event, now_s)
        elif self._phrases.ahead:
            Thread(target=lambda: self._inbox.put(self._with_voices(event, voices)), name="voices", daemon=True).start()
        else:
            self._take(self._with_voices(event, voices), now_s)

    def _with_voices(self, event: AdjustmentHeard, voices: OtherVoices) -> AdjustmentHeard:
        """The event with all voices but the one that speaks; without any where they cannot be listed."""
        besides = self._phrases.voice.name
        try:
            return replace(event, voices=within(LIST_VOICES_S, lambda: voices.names(besides=besides)))
        except Exception as failure:  # noqa: BLE001 - engines fail in ways of their own
            self.note_trouble(f"The voices cannot be listed: {failure}")
            return event

    # -- what is done ---------------------------------------------------------------------------------------------

    def _tell(self, event: Event, at_s: float) -> None:
        for recorder in self._recorders:
            recorder.event(event, at_s)
        self._carry_out(self._session.handle(event, at_s))

    def _carry_out(self, actions: Sequence[Action]) -> None:
        for action in actions:
            match action:
                case Say(line=line, at_s=at_s, exact=exact):
                    self._speech.say(line, at_s, exact=exact)
                case StopSpeaking():
                    self._speech.stop()
                    self._forget_earcons()
                case PlayEarcon(earcon=earcon, at_s=at_s):
                    self._play_earcon(earcons.EarconSound(earcon.value), at_s)
                case SetDeadline(deadline_id=deadline_id, at_s=at_s):
                    heapq.heappush(self._deadlines, (at_s, deadline_id))
                case Listen(expectation=expectation):
                    self._expectation = expectation
                case ChangeRate(rate_wpm=rate_wpm) as change:
                    self._rate_wpm = self._speech.rate_wpm = rate_wpm
                    self._phrases.prepare(self._lines, rate_wpm)
                    self._remembered(change)
                case ChangeVolume(gain_db=gain_db) as change:
                    self._mixer.set_volume(gain_db)
                    if change.lasting:
                        self._remembered(change)
                case ChangeVoice(voice=voice):
                    self._change_voice(voice or self._own_voice)
                case Remember(setting=Setting.VOICE) as change:
                    self._voice_to_keep = change
                case Remember() as change:
                    self._remembered(change)
                case Keep(record=SessionEnded() as record):
                    self._last_record = record
                case Keep(record=record, at_s=at_s):
                    self._keep(record, at_s)
                case Finish(why=why):
                    self.ended = why
                    self._farewell = self._mixer.position + to_samples(FAREWELL_S)

    def _change_voice(self, name: str) -> None:
        """Changes the voice once the new one has spoken; when it fails, the old one stays."""
        if self._voices is not None:
            sample = next(iter(self._lines), name)
            self._phrases.speak_with(name, partial(self._voices.open, name), sample, self._rate_wpm)

    def _keep_voice(self) -> None:
        """Remembers the voice that is to be kept as soon as it speaks; one that failed is not remembered."""
        change = self._voice_to_keep
        if change is None or self._phrases.changing:
            return
        self._voice_to_keep = None
        if change.value is None or change.value == self._phrases.voice.name:
            self._own_voice = self._phrases.voice.name
            self._remembered(change)

    def _remembered(self, change: Remembered) -> None:
        if self._remember is not None:
            self._remember(change)

    def _keep(self, record: Record, at_s: float) -> None:
        for recorder in self._recorders:
            recorder.keep(record, at_s)

    def _play_earcon(self, earcon: earcons.EarconSound, at_s: float) -> None:
        channel = Channel.ALARM if earcon is earcons.EarconSound.ALARM else Channel.EARCON
        placed = self._mixer.play(earcons.earcon(earcon), to_samples(at_s), channel=channel)
        self._earcons.append(placed.handle)

    def _forget_earcons(self) -> None:
        """Cancels the earcons that have not begun; one that sounds is short and soft."""
        for handle in self._earcons:
            self._mixer.cancel(handle)
        self._earcons.clear()

    def _show(self, end: int) -> None:
        now_s = to_seconds(end)
        for recorder in self._recorders:
            recorder.tick(self._session.state, now_s)
        if self._watch is not None:
            level_db = None if self._session.state.faults & HEARING else self._command_input.level_db
            self._watch(replace(self._session.view(now_s), level_db=level_db))
