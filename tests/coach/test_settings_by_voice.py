"""From the patient's words in a pause to a setting: real voice, real ears, the keyboard, and what is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from tests.conversation import LANGUAGE, Cue, Heard, coach_voice, converse
from tests.rehearsal import two_sided
from voicecoach.coach.loop import Remembered
from voicecoach.ears.choose import choose_ears
from voicecoach.ears.interface import Ears
from voicecoach.ears.typed_ears import TypedEars
from voicecoach.errors import VoiceError
from voicecoach.paths import JOURNAL_NAME, VARIABLE
from voicecoach.records.database import Database
from voicecoach.records.patient import Pace, Verbosity
from voicecoach.records.patient_session import PatientSession, open_patient_session, settings_of
from voicecoach.records.patients import Patients
from voicecoach.records.prescribed import PlanOptions
from voicecoach.records.sessions import sessions_of
from voicecoach.routine.plan import Side
from voicecoach.session.actions import Remember, Setting
from voicecoach.session.records import EndReason, HoldEnded, Said, SettingChanged
from voicecoach.session.state import SessionSettings
from voicecoach.voice.choose import Voices
from voicecoach.voice.interface import Voice

PATIENT = SessionSettings(give_up_s=60.0, guest=False)
NOW = datetime(2026, 11, 4, 8, 0).astimezone()


def typing(*lines: str) -> list[Ears]:
    ears = TypedEars(
        LANGUAGE.vocabulary,
        LANGUAGE.keys,
        courtesies=LANGUAGE.courtesies,
        topics=lambda: LANGUAGE.adjustments,
    )
    for line in lines:
        ears.type(line)
    return [ears]


def conversation(cues: Sequence[Cue] = (), **more: object) -> tuple[Heard, list[Remembered]]:
    kept: list[Remembered] = []
    options = {"settings": PATIENT, "adjustments": LANGUAGE.adjustments, "remember": kept.append, **more}
    return converse(two_sided(), cues, **options), kept  # type: ignore[arg-type]


def test_a_patient_asks_for_longer_holds_in_a_pause() -> None:
    heard, kept = conversation(
        [
            Cue("waiting", 2.5, "pause"),
            Cue("paused", 6.0, "hold for longer"),
            Cue("paused", 24.0, "carry on"),
            Cue("waiting", 2.5, "i'm ready"),
            Cue("switching", 6.0, "let's go"),
            Cue("waiting", 2.5, "i'm ready"),
        ]
    )
    assert kept == [Remember(Setting.HOLD, 35.0)]
    assert [h.held_s for _, h in heard.of(HoldEnded)] == [35.0, 35.0]
    assert heard.why is EndReason.FINISHED


def test_a_patient_gives_the_number_to_call_digit_by_digit() -> None:
    heard, kept = conversation(
        [
            Cue("waiting", 2.5, "pause"),
            Cue("paused", 6.0, "the number to call"),
            Cue("adjusting", 18.0, "nine"),
            Cue("adjusting", 23.0, "one"),
            Cue("adjusting", 28.0, "one"),
            Cue("adjusting", 33.0, "next"),
            Cue("adjusting", 41.0, "yes"),
        ],
        ears=[choose_ears("auto", LANGUAGE).open()],
    )
    assert kept == [Remember(Setting.NUMBER, "911")]
    assert "I have nine, one, one." in [said.text for _, said in heard.of(Said)]


def test_everything_can_be_typed_as_well() -> None:
    heard, kept = conversation(ears=typing("pause", "Say less, please."))
    assert kept == [Remember(Setting.INSTRUCTIONS, "short")]
    assert [changed.setting for _, changed in heard.of(SettingChanged)] == ["instructions"]


def test_another_voice_is_heard_before_it_is_kept() -> None:
    before = coach_voice().voice.name
    voices = Voices("en")
    try:
        _, kept = conversation(ears=typing("pause", "another voice", "yes"), voices=voices)
        assert kept == [Remember(Setting.VOICE, coach_voice().voice.name)]
        assert coach_voice().voice.name != before
    finally:
        coach_voice().speak_with(before, lambda: voices.open(before), "Ready.", 150)


def test_a_voice_that_is_not_kept_is_gone_again() -> None:
    before = coach_voice().voice.name
    _, kept = conversation(ears=typing("pause", "another voice", "carry on"), voices=Voices("en"))
    assert kept == []
    assert coach_voice().voice.name == before


class _Mute:
    def names(self, *, besides: str) -> tuple[str, ...]:
        return tuple(name for name in ("mute",) if name != besides)

    def open(self, name: str) -> Voice:
        raise VoiceError(f"The voice {name} gave way.")


def test_a_voice_that_fails_leaves_the_one_there_was() -> None:
    before = coach_voice().voice.name
    heard, _ = conversation(ears=typing("pause", "another voice", "no", "carry on"), voices=_Mute())
    assert coach_voice().voice.name == before
    assert heard.why is EndReason.UNANSWERED


def test_the_other_voices_speak_the_language_and_are_not_the_one_that_speaks() -> None:
    voices = Voices("en", driver=None)
    names = voices.names(besides="en-us")
    assert len(names) >= 4
    assert "en-us" not in names
    assert all(voices.open(name).name == name for name in names)


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        (Remember(Setting.HOLD, 20.0), "hold_s", 20.0),
        (Remember(Setting.HOLD, None), "hold_s", None),
        (Remember(Setting.LEAVE_OUT, "left"), "leave_out_side", Side.LEFT),
        (Remember(Setting.LEAVE_OUT, None), "leave_out_side", None),
        (Remember(Setting.FIRST_SIDE, "right"), "first_side", Side.RIGHT),
        (Remember(Setting.INSTRUCTIONS, "short"), "verbosity", Verbosity.SHORT),
        (Remember(Setting.VOICE, "en-gb"), "voice", "en-gb"),
        (Remember(Setting.NUMBER, "112"), "emergency_number", "112"),
        (Remember(Setting.PACE, "slow"), "pace", Pace.SLOW),
        (Remember(Setting.PACE, None), "pace", None),
        (Remember(Setting.DOSE, "flexibility"), "dose", "flexibility"),
        (Remember(Setting.DOSE, None), "dose", None),
    ],
)
def test_what_was_changed_is_there_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Remember, field: str, value: object
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    patient_session = begun()
    patient_session.remember(change)
    patient_session.close()
    patient = settings_of("Anna")
    assert patient is not None
    assert getattr(patient, field) == value


def begun() -> PatientSession:
    with Database() as database:
        Patients(database).called("Anna", NOW)
    patient_session = open_patient_session("Anna", "test", two_sided(), PlanOptions(), LANGUAGE, NOW)
    patient_session.begin()
    return patient_session


def test_a_patient_who_was_deleted_meanwhile_does_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    patient_session = begun()
    with Database() as database:
        Patients(database).delete("Anna")
        patient_session.remember(Remember(Setting.HOLD, 20.0))
        patient_session.close()
        assert Patients(database).all() == ()


def test_a_value_that_no_setting_has_is_said_and_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    patient_session = begun()
    patient_session.remember(Remember(Setting.HOLD, 5000.0))
    patient_session.close()
    assert "must be 1 to 600 seconds" in patient_session.notes[-1]
    with Database() as database:
        assert Patients(database).get("Anna").hold_s is None


def test_the_session_goes_on_while_another_program_holds_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole conversation, with a setting changed in it, takes place between the lock and its release."""
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    patient_session = begun()
    with closing(sqlite3.connect(tmp_path / JOURNAL_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        heard = converse(
            two_sided(),
            settings=PATIENT,
            adjustments=LANGUAGE.adjustments,
            ears=typing("pause", "hold for longer"),
            recorders=patient_session.recorders,
            remember=patient_session.remember,
        )
        assert [changed.setting for _, changed in heard.of(SettingChanged)] == ["hold"]
        [(hold_s,)] = other.execute("SELECT hold_s FROM patients").fetchall()
        assert hold_s is None, "nothing can have been written yet"
        assert patient_session.notes == []
        other.execute("ROLLBACK")
    patient_session.close()
    assert patient_session.notes == []
    with Database() as database:
        anna = Patients(database).get("Anna")
        assert anna.hold_s == 35.0
        assert len(sessions_of(database, anna.id)) == 1
