"""Parts that fail and come back, in every phase: it is said at once, nothing is held meanwhile, and keys still work."""

from __future__ import annotations

import pytest

from tests.rehearsal import WORDING, Rehearsal, two_sided
from tests.session.test_safety import PATIENT, in_phase
from voicecoach.language.vocabulary import Command
from voicecoach.language.wording import sentences_of
from voicecoach.session.events import KEYBOARD, CommandHeard, PartFailed, PartRecovered, VoiceReplaced
from voicecoach.session.part import HEARING, Part, text_key
from voicecoach.session.phase import INTERRUPTED, Phase
from voicecoach.session.records import EndReason, Fault, HoldEnded, HoldStarted, Paused, Recovered
from voicecoach.session.state import SessionSettings

SAID_AT_LATEST_S = 2.0
STOPS = [Part.EARS, Part.MICROPHONE, Part.SPEAKER, Part.VOICE]
"""The parts that a session cannot do without."""


def first_words(key: str) -> str:
    return sentences_of(WORDING.say(key))[0]


def failing(part: Part, *, deaf: bool = False, phase: Phase = Phase.HOLDING) -> tuple[Rehearsal, float]:
    """A session in which a part has just failed, and when."""
    r = in_phase(phase)
    r.tell(PartFailed(part, "broken", deaf))
    return r, r.now_s


class TestAPartThatASessionNeeds:
    @pytest.mark.parametrize("part", STOPS)
    def test_it_is_said_within_two_seconds_and_the_hold_stands_still(self, part: Part) -> None:
        r, failed_s = failing(part)
        assert [pause.why for pause in r.of(Paused)] == [f"{part}-failed"]
        assert r.of(Fault) == [Fault(part.value, "broken")]
        r.run(20.0)
        first = next(spoken for spoken in r.spoken if spoken.from_s >= failed_s)
        assert first.text == first_words(text_key(part, "failed"))
        assert first.from_s - failed_s <= SAID_AT_LATEST_S
        assert "Take your hands away." in r.said_since(failed_s)
        assert not [hold for hold in r.of(HoldEnded) if hold.why == "full"]

    @pytest.mark.parametrize("part", STOPS)
    @pytest.mark.parametrize("phase", [phase for phase in Phase if phase not in (Phase.CLOSING, Phase.ENDED)])
    def test_in_every_phase_it_is_said_and_nothing_goes_on(self, phase: Phase, part: Part) -> None:
        r, failed_s = failing(part, phase=phase)
        assert r.session.phase is (phase if phase in INTERRUPTED else Phase.PAUSED)
        r.run(SAID_AT_LATEST_S)
        heard = " ".join(line.text for line in r.sounding) + r.said_since(failed_s)
        assert first_words(text_key(part, "failed")) in heard

    @pytest.mark.parametrize("part", STOPS)
    def test_the_last_words_are_not_disturbed(self, part: Part) -> None:
        r, failed_s = failing(part, phase=Phase.CLOSING)
        r.run_to_end(answering=False)
        assert first_words(text_key(part, "failed")) not in r.said_since(failed_s)

    @pytest.mark.parametrize("part", STOPS)
    def test_by_the_keys_it_goes_on(self, part: Part) -> None:
        r, _ = failing(part)
        r.run(15.0).tell(CommandHeard(Command.RESUME, by=KEYBOARD))
        r.run_until("holding").run_until("releasing")
        assert [hold.held_s for hold in r.of(HoldEnded)] == [30.0]

    @pytest.mark.parametrize("part", STOPS)
    def test_stop_is_obeyed_meanwhile(self, part: Part) -> None:
        r, _ = failing(part)
        r.run(0.5).tell(CommandHeard(Command.STOP, by=KEYBOARD))
        assert not r.sounding
        assert r.session.phase is Phase.STOPPED

    @pytest.mark.parametrize("part", STOPS)
    def test_that_it_is_back_is_said_and_the_patient_goes_on_when_they_want(self, part: Part) -> None:
        r, _ = failing(part)
        r.run(20.0).tell(PartRecovered(part))
        back_s = r.now_s
        r.run(12.0)
        assert r.said_since(back_s).startswith(first_words(text_key(part, "back")))
        assert r.session.phase is Phase.PAUSED
        assert r.of(Recovered) == [Recovered(part.value)]
        r.hear(Command.RESUME)
        r.run_until("holding").run_until("releasing")
        assert [hold.held_s for hold in r.of(HoldEnded)] == [30.0]

    def test_it_is_shown_for_as_long_as_it_lasts(self) -> None:
        r, _ = failing(Part.SPEAKER)
        assert r.session.view(r.now_s).faults == (first_words("speaker_failed"),)
        r.run(3.0).tell(PartRecovered(Part.SPEAKER))
        assert r.session.view(r.now_s).faults == ()

    def test_what_recovers_without_having_failed_is_not_told_of(self) -> None:
        r = in_phase(Phase.HOLDING)
        r.tell(PartRecovered(Part.SPEAKER))
        assert not r.of(Recovered)
        assert r.session.phase is Phase.HOLDING


class TestHearing:
    def test_with_nothing_to_type_at_either_it_says_how_to_come_out(self) -> None:
        r, failed_s = failing(Part.MICROPHONE, deaf=True)
        r.run(20.0)
        assert sentences_of(WORDING.say("hearing_failed_deaf"))[2] in r.said_since(failed_s)

    def test_it_comes_back_only_with_both_halves(self) -> None:
        r, _ = failing(Part.MICROPHONE)
        r.run(1.0).tell(PartFailed(Part.EARS, "broken"))
        r.run(20.0).tell(PartRecovered(Part.EARS))
        one_s = r.now_s
        r.run(5.0)
        assert not r.said_since(one_s)
        r.tell(PartRecovered(Part.MICROPHONE))
        r.run(5.0)
        assert first_words("hearing_back") in r.said_since(one_s)

    def test_a_session_that_hears_nothing_for_long_ends_and_blames_nobody(self) -> None:
        r, failed_s = failing(Part.MICROPHONE, deaf=True)
        r.run_to_end(answering=False)
        assert r.why is EndReason.UNANSWERED
        assert len(r.of(HoldStarted)) == 1
        assert first_words("closing_unheard") in r.said_since(failed_s)

    def test_a_call_for_help_still_brings_the_alarm(self) -> None:
        r, _ = failing(Part.MICROPHONE, deaf=True, phase=Phase.CALLING)
        r.run_until("alarm")

    @pytest.mark.parametrize("part", sorted(HEARING))
    def test_nobody_is_told_to_talk_to_a_coach_that_hears_nothing(self, part: Part) -> None:
        r = Rehearsal(two_sided(), SessionSettings(guest=False))
        r.tell(PartFailed(part, "broken"))
        r.run(15.0).tell(CommandHeard(Command.RESUME, by=KEYBOARD))
        r.run_until("waiting")
        said = [spoken.text for spoken in r.spoken]
        assert first_words("keys_at_any_time") in said
        assert first_words("at_any_time") not in said

    def test_nor_to_one_that_never_had_ears(self) -> None:
        r = Rehearsal(two_sided(), SessionSettings(guest=False, listens=False)).run_until("waiting")
        said = [spoken.text for spoken in r.spoken]
        assert first_words("keys_at_any_time") in said
        assert first_words("at_any_time") not in said


class TestTheJournal:
    def test_that_nothing_is_saved_is_said_and_the_hold_goes_on(self) -> None:
        r, failed_s = failing(Part.JOURNAL)
        r.run(10.0)
        assert first_words("journal_failed") in r.said_since(failed_s)
        assert not r.of(Paused)
        r.tell(PartRecovered(Part.JOURNAL))
        r.run_until("releasing")
        assert first_words("journal_back") in r.said_since(failed_s)
        assert [hold.held_s for hold in r.of(HoldEnded)] == [30.0]

    def test_that_it_is_over_is_never_said_before_what_was_wrong(self) -> None:
        r = Rehearsal(two_sided()).run_until("instructing").run(0.5)
        r.tell(PartFailed(Part.JOURNAL, "locked"))
        r.tell(PartRecovered(Part.JOURNAL))
        failed_s = r.now_s
        r.run(30.0)
        said = r.said_since(failed_s)
        assert first_words("journal_failed") in said
        assert said.index(first_words("journal_failed")) < said.index(first_words("journal_back"))

    def test_while_movements_are_counted_it_waits_and_is_not_said_once_it_is_over(self) -> None:
        r, failed_s = failing(Part.JOURNAL, phase=Phase.MOVING)
        r.run(1.0).tell(PartRecovered(Part.JOURNAL))
        r.run_until("releasing").run(10.0)
        said = r.said_since(failed_s)
        assert first_words("journal_failed") not in said
        assert first_words("journal_back") not in said


def test_a_voice_that_was_replaced_at_once_stops_nothing() -> None:
    r = in_phase(Phase.HOLDING)
    r.tell(VoiceReplaced("broken"))
    failed_s = r.now_s
    r.run(8.0)
    assert first_words("voice_replaced") in r.said_since(failed_s)
    assert not r.of(Paused)
    assert r.session.view(r.now_s).faults == ()


def test_a_patient_hears_of_a_fault_before_the_first_question() -> None:
    r = Rehearsal(two_sided(), PATIENT)
    r.tell(PartFailed(Part.EARS, "no model"))
    r.run(SAID_AT_LATEST_S)
    assert [line.text for line in r.sounding] == [first_words("hearing_failed")]
