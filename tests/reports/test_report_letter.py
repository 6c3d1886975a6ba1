"""The short text that is read aloud or sent."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from rich.console import Console

from tests.kept_sessions import TODAY, a_month, kept
from tests.speakable import LONGEST_SENTENCE_WORDS, plain
from voicecoach.language.loading import load
from voicecoach.language.wording import sentences_of
from voicecoach.records.entry import Note, Skip, WorkDone
from voicecoach.records.prescription import Prescription
from voicecoach.records.warning_signs import KnownSign
from voicecoach.reports import terminal
from voicecoach.reports.documents import report_document
from voicecoach.reports.figures import DayState, Outcome, Report, report
from voicecoach.reports.letter import letter
from voicecoach.reports.page import page
from voicecoach.reports.words import Words
from voicecoach.session.records import EndReason

WORDS = Words.of_language(load("en").texts)


def test_says_what_a_therapist_asks_first() -> None:
    text = letter(a_month(), WORDS)
    assert text.startswith("Anna, 5 October 2026 to 4 November 2026.\n")
    assert "20 of the 26 prescribed sessions were done." in text
    assert "45 of 54 holds were held in full." in text
    assert "After the session on Saturday 10 October, pain had risen from 6 to 9." in text
    assert "It hurt 3 times in all." in text
    assert "Deep piriformis stretch: it hurt, 3 times." in text


def test_calls_for_help_and_alarms_are_told() -> None:
    notes = tuple(Note(kind, "", 60.0) for kind in ("help-called", "alarm", "help-called"))
    made = report("Anna", [kept(TODAY, notes=notes)], (Prescription(TODAY),), TODAY, days=1)
    text = letter(made, WORDS)
    assert "Help was called for 2 times in all." in text
    assert "One call was not taken back, and the alarm sounded." in text
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
    assert "It hurt once." in text


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


def concerned() -> Report:
    """Pain has risen three times, twice because of the left side; one sign is open, and a doctor saw another."""
    broken_off = tuple(WorkDone(step, 10.0, 30.0, None, "hurts") for step in (8,))
    entries = [
        kept(TODAY - timedelta(days=days), pain=(3, 5), efforts=broken_off if days < 3 else None) for days in (3, 2, 1)
    ]
    signs = (
        KnownSign("night", open=True, said_on=date(2026, 11, 2)),
        KnownSign("fever", open=False, said_on=date(2026, 11, 1), cleared_on=date(2026, 11, 3)),
    )
    return report("Anna", entries, (Prescription(TODAY),), TODAY, signs=signs)


CONCERNS = (
    "Pain was higher after each of the last 3 sessions of Deep piriformis stretch.",
    "Holds were broken off because of pain more often on the left side.",
    "Please ask the therapist about this routine before going on with it.",
)


def test_pain_that_has_risen_in_a_row_is_concluded_with_its_side_and_what_to_do() -> None:
    assert "\n".join(CONCERNS) in letter(concerned(), WORDS)
    assert "Please ask the therapist" not in letter(a_month(), WORDS)


def test_warning_signs_are_told_with_their_days() -> None:
    text = letter(concerned(), WORDS)
    assert "On 2 November 2026 a warning sign was said yes to, and no doctor is known to have looked at it:" in text
    assert "On 3 November 2026 a doctor looked at this warning sign: a fever" in text


def test_the_page_the_terminal_and_the_document_tell_the_same() -> None:
    for shown in (page([concerned()], WORDS, TODAY), _on_a_terminal(concerned())):
        text = " ".join(shown.split())
        for concern in CONCERNS:
            assert concern in text
        assert "yes on 2 November 2026, and no doctor has looked at it yet" in text
        assert "a doctor looked at it on 3 November 2026" in text
    document = report_document(concerned())
    assert document["pain_risen_in_a_row"] == [{"routine": "Deep piriformis stretch", "sessions": 3, "side": "left"}]
    assert [sign["open"] for sign in document["warning_signs"]] == [True, False]  # type: ignore[attr-defined]


def _on_a_terminal(shown: Report) -> str:
    out = io.StringIO()
    terminal.show([shown], WORDS, Console(file=out, width=200, force_terminal=False))
    return out.getvalue()
