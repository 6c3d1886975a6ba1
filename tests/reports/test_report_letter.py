"""The short text that is read aloud or sent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.kept_sessions import TODAY, a_month, kept
from tests.speakable import LONGEST_SENTENCE_WORDS, plain
from voicecoach.language.loading import load
from voicecoach.language.wording import sentences_of
from voicecoach.records.entry import Note, Skip
from voicecoach.records.prescription import Prescription
from voicecoach.reports.figures import DayState, Outcome, report
from voicecoach.reports.letter import letter
from voicecoach.reports.words import Words
from voicecoach.session.records import EndReason

WORDS = Words(load("en").texts.report)


def test_says_what_a_therapist_asks_first() -> None:
    text = letter(a_month(), WORDS)
    assert text.startswith("Anna, 5 October 2026 to 4 November 2026.\n")
    assert "20 of 26 prescribed sessions were done, on 20 of 26 prescribed days." in text
    assert "45 of 54 holds were held in full." in text
    assert "After the session on Saturday 10 October, pain had risen from 6 to 9." in text
    assert "It hurt 3 times during a session." in text
    assert "Deep piriformis stretch: it hurt, 3 times." in text


def test_calls_for_help_and_alarms_are_told() -> None:
    notes = tuple(Note(kind, "", 60.0) for kind in ("help-called", "alarm", "help-called"))
    made = report("Anna", [kept(TODAY, notes=notes)], (Prescription(TODAY),), TODAY, days=1)
    text = letter(made, WORDS)
    assert "Help was called for 2 times during a session." in text
    assert "Once that was not taken back, and the alarm sounded." in text
    noted = list(WORDS.notes(made.sessions[0]))
    assert noted == ["called for help, and the alarm sounded", "called for help, and took it back"]


def test_a_session_that_did_not_begin_has_no_list_of_what_was_left_out() -> None:
    skips = (Skip(4, "warning-sign"), Skip(8, "warning-sign"))
    made = report("Anna", [kept(TODAY, right_s=0.0, left_s=0.0, skips=skips, refused=True)], (), TODAY, days=1)
    assert made.sessions[0].outcome is Outcome.REFUSED
    assert list(WORDS.notes(made.sessions[0])) == []


def test_one_session_reads_like_one() -> None:
    made = report("Anna", [kept(TODAY, pain=(4, 2), hurt_steps=(4,))], (Prescription(TODAY),), TODAY, days=1)
    text = letter(made, WORDS)
    assert "One session was prescribed, and it was done." in text
    assert "4 before and 2 after, in the one session with both scores." in text
    assert "It hurt once during a session." in text


def test_a_missed_day_is_told_without_reproach() -> None:
    yesterday = TODAY - timedelta(days=1)
    text = letter(report("Anna", [], (Prescription(yesterday),), TODAY, days=2), WORDS)
    assert text == (
        "Anna, 2 November 2026 to 4 November 2026.\n\n"
        "No session is kept from this time.\nOne session was prescribed, and it was not done.\n"
    )


def test_a_refused_session_is_told() -> None:
    refused = kept(TODAY, right_s=0, left_s=0, refused=True, ended=EndReason.STOPPED, skips=(Skip(4, "warning-sign"),))
    text = letter(report("Anna", [refused], (Prescription(TODAY),), TODAY, days=1), WORDS)
    assert "One did not begin, because a warning sign was said yes to." in text


def test_can_be_read_aloud() -> None:
    """Digits are read as numbers; symbols and long sentences are not read well."""
    for line in letter(a_month(), WORDS).splitlines():
        assert not re.search(r"[()\[\]{}<>/\\&%+=*_#@\"“”;–—→·×]", line), line
        for sentence in sentences_of(line):
            assert len(plain(sentence).split()) <= LONGEST_SENTENCE_WORDS, sentence
            assert sentence.endswith("."), sentence


@pytest.mark.parametrize("state", DayState)
def test_every_state_has_a_word(state: DayState) -> None:
    assert WORDS.state(state)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_word(outcome: Outcome) -> None:
    assert WORDS.outcome(outcome)


def test_a_reason_of_a_newer_program_is_shown_as_it_is() -> None:
    assert WORDS.why("earthquake") == "earthquake"
    entry = replace(kept(TODAY, left_s=0.0), skips=(Skip(8, "earthquake"),))
    assert "earthquake, once" in letter(report("Anna", [entry], (), TODAY, days=1), WORDS)
