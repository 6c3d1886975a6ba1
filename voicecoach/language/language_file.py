"""The model that a language file is checked against when it is loaded. Pure."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from voicecoach.language.keyed_texts import PRONUNCIATION, REPORT, SENTENCES, SHEET
from voicecoach.language.page_texts import PageTexts
from voicecoach.language.screen_texts import ScreenTexts
from voicecoach.language.text_model import Keyed, Phrase, Section, Text, blanks


class SideTexts(Section):
    left: Text
    right: Text


class TerminalTexts(Section):
    """The live view. The phases' titles are read by ``[phase]``, and are used by the page too."""

    opening: Text
    asking: Text
    instructing: Text
    waiting: Text
    preparing: Text
    holding: Text
    moving: Text
    breathing: Text
    releasing: Text
    resting: Text
    switching: Text
    paused: Text
    checking: Text
    adjusting: Text
    stopped: Text
    hurt: Text
    calling: Text
    alarm: Text
    closing: Text
    ended: Text
    left: Text
    right: Text
    set: Annotated[str, blanks("number", "sets")]
    step: Annotated[str, blanks("step", "steps")]
    no_microphone: Text
    no_speaker: Text
    no_voice: Annotated[str, blanks("why")]
    advice: Text
    new_name: Annotated[str, blanks("name", "near")]
    ask_near: Annotated[str, blanks("name", "near")]
    yes_letter: Text
    no_letter: Text
    ask_name: Text
    name_elsewhere: Text
    name_taken: Annotated[str, blanks("name")]
    name_kept: Annotated[str, blanks("name")]


class RecordingTexts(Section):
    """Titles of the chapters of a recorded session."""

    opening: Text
    ending: Text
    talk: Text
    position: Text
    position_side: Annotated[str, blanks("side")]
    hold: Annotated[str, blanks("duration")]
    hold_side: Annotated[str, blanks("duration", "side")]
    reps: Annotated[str, blanks("count")]
    reps_side: Annotated[str, blanks("count", "side")]
    breaths: Annotated[str, blanks("count")]
    one_breath: Text
    breathe: Annotated[str, blanks("breaths")]
    breathe_side: Annotated[str, blanks("breaths", "side")]
    one_of: Annotated[str, blanks("part", "number", "sets")]
    rest: Text
    switch: Annotated[str, blanks("side")]
    whole: Text
    whole_side: Annotated[str, blanks("side")]
    of_exercise: Annotated[str, blanks("exercise", "part")]


class WarningSign(Section):
    """A sign of something serious, and what it calls for wherever it is named."""

    key: str
    ask: Text = ""
    """The question before a session; empty for a sign that is only told."""
    sign: Text
    """The same as a part of a sentence, after "if you have"."""
    do: Literal["emergency", "doctor"]
    source: Text


class GateLeads(Section):
    pain: Text
    signs: Text
    not_for: Text


class GateTexts(Section):
    """The questions before and after a patient's session."""

    warning_signs: Annotated[tuple[WarningSign, ...], Field(min_length=1)]
    leads: GateLeads
    do: Annotated[dict[str, str], Keyed("emergency doctor not_for")]
    number: Annotated[str, blanks("number")]
    resume: Annotated[str, blanks("ago")]
    doctor_seen: Annotated[str, blanks("sign")]
    pain_risen: Annotated[str, blanks("count", "routine")]
    pain_risen_side: Annotated[str, blanks("side")]
    pain_risen_advice: Text
    remember: Text
    pain_before: Text
    pain_after: Text

    @property
    def signs(self) -> tuple[WarningSign, ...]:
        """Those that are asked."""
        return tuple(sign for sign in self.warning_signs if sign.ask)

    def told(self, do: str) -> tuple[str, ...]:
        """All that call for this, as parts of a sentence."""
        return tuple(sign.sign for sign in self.warning_signs if sign.do == do)

    def sources(self) -> tuple[str, ...]:
        """Where the signs come from, each once."""
        return tuple(dict.fromkeys(part for sign in self.warning_signs for part in sign.source.split("; ")))


class MovementSection(Section):
    """Words that ask for movements, after which there is quiet: see ``language.movement``."""

    verbs: tuple[Phrase, ...]
    posture_verbs: tuple[Phrase, ...]
    legs: tuple[Phrase, ...]
    before: tuple[Phrase, ...]


class MenuSection(Section):
    """The menu, when no routine was named."""

    title: Text
    welcome: Text
    which: Text
    choice: Annotated[str, blanks("number", "name")]
    more: Text
    whose: Text
    guest: Text


class LoopbackTexts(Section):
    verdicts: Annotated[dict[str, str], Keyed("works no-echo barely fails deaf")]
    advice: Annotated[dict[str, str], Keyed("turn-down move-apart noisy one-device check-speaker check-microphone")]


class VoiceListTexts(Section):
    """What ``voices`` prints, and what a voice says so that one can hear it."""

    used: Annotated[str, blanks("description")]
    why: Annotated[str, blanks("name", "why")]
    play: Text
    take: Text
    sample: Text


_PARTS = (
    "packages loudspeaker microphone voice ears echo routines journal keyboard awake page last_session interrupting"
)


class StateTexts(Section):
    """What is said of a part in each state: a sentence without its full stop, before which what was found can stand."""

    good: Text
    weak: Text
    missing: Text


class DoctorTexts(Section):
    parts: Annotated[dict[str, str], Keyed(_PARTS)]
    told: dict[str, StateTexts]
    not_tried: Text
    port_taken: Annotated[str, blanks("port")]
    sentence: Text
    advice: Annotated[
        dict[str, str],
        Keyed(
            "packages_missing loudspeaker_missing microphone_missing microphone_silent voice_missing voice_weak"
            " ears_weak ears_missing ears_deaf echo_weak routines_weak routines_missing journal_missing keyboard_weak"
            " awake_weak page_weak page_taken last_session_ran_dry last_session_ducked"
        ),
    ]
    last_session: Annotated[str, blanks("minutes", "underruns", "gaps", "buffer_ms", "drift")]
    loopback: LoopbackTexts
    able: Text
    unable: Text


class LanguageFile(Section):
    """All of a language file."""

    language: Text
    commands: dict[str, tuple[Phrase, ...]]
    adjustments: dict[str, tuple[Phrase, ...]]
    voices: dict[str, Text] = Field(default_factory=dict)
    voice_list: VoiceListTexts
    courtesies: tuple[Text, ...] = ()
    keys: dict[str, str] = Field(default_factory=dict)
    answer_keys: dict[str, str] = Field(default_factory=dict)
    sentences: Annotated[dict[str, str | dict[str, str]], SENTENCES]
    numbers: Annotated[tuple[Text, ...], Field(min_length=11)]
    sides: SideTexts
    movement: MovementSection
    terminal: TerminalTexts
    screen: ScreenTexts
    recording: RecordingTexts
    pronunciation: Annotated[dict[str, Any], PRONUNCIATION] = Field(default_factory=dict)
    sheet: Annotated[dict[str, Any], SHEET]
    gate: GateTexts
    report: Annotated[dict[str, Any], REPORT]
    menu: MenuSection
    page: PageTexts
    doctor: DoctorTexts
