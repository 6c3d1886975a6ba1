"""The page docs/a-session.md is what the program says today, word for word; only its times need the real voice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.page_makers import page_maker
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import (
    BLOCK_SAMPLES,
    PLAYBACK_RATIO,
    VOICE_RATE_HZ,
    Samples,
    silence,
    to_samples,
    to_seconds,
)
from voicecoach.audio.room.interface import BlockStep, Render
from voicecoach.coach.loop import Coach
from voicecoach.coach.session_request import SessionRequest, resolved
from voicecoach.ears.interface import ActivePhrases, Hearing, Utterance, Verdict
from voicecoach.records.trace import Trace
from voicecoach.session.engine import Session
from voicecoach.session.state import SessionSettings
from voicecoach.voice.phrase_cache import PhraseCache

HEARD_AFTER_S = 0.3
"""From the end of a word to the decision what it was, about as long as the ears take."""


MAKER: Any = page_maker("make_session_play")


class Hum:
    """A ``Voice`` that hums for as long as the words would take."""

    name = "hum"
    edition = ""

    def synthesise(self, text: str, rate_wpm: int) -> Samples:
        return np.full(round(len(text.split()) * 60 / rate_wpm * VOICE_RATE_HZ), 0.1, dtype=np.float32)

    def close(self) -> None:
        """Nothing to release."""


class Understanding:
    """``Ears`` that are told what the patient says."""

    name = "understanding"

    def __init__(self, patient: Any) -> None:
        self._patient = patient
        self._heard = 0

    def listen_for(self, active: ActivePhrases) -> None:
        self._active = active

    def hear(self, hearing: Hearing) -> list[Utterance]:
        now_s = to_seconds(hearing.position)
        for from_s, to_s, words in self._patient.spoken[self._heard :]:
            if now_s < to_s + HEARD_AFTER_S:
                break
            self._heard += 1
            verdict = Verdict.ACCEPTED if words.lower() in self._active.phrases else Verdict.REJECTED
            return [Utterance(verdict, words.lower(), 1.0, from_s, to_s, now_s)]
        return []

    def close(self) -> None:
        """Nothing to release."""


class BareRoom:
    """A ``Room`` without acoustics, in which a patient knows what is played and the ears need no sound."""

    live = False

    def __init__(self, patient: Any, longest_s: float) -> None:
        self._patient = patient
        self._longest = to_samples(longest_s)

    def run(self, render: Render, step: BlockStep) -> None:
        nothing = silence(BLOCK_SAMPLES)
        for position in range(0, self._longest, BLOCK_SAMPLES):
            played = render(BLOCK_SAMPLES)[::PLAYBACK_RATIO]
            self._patient(position, played)
            if not step(nothing, played, position):
                return


def hummed(trace: Path) -> tuple[list[dict[str, Any]], Any]:
    """The session of the page with a hum for a voice and without an acoustic model: its trace, and the patient."""
    session = resolved(SessionRequest(MAKER.ROUTINE))
    patient = MAKER.Patient(lambda words: silence(to_samples(0.3 * len(words.split()))))
    recorder = Trace(trace)
    coach = Coach(
        Session(session.plan, session.language.wording, SessionSettings()),
        mixer=Mixer(),
        phrases=PhraseCache(Hum(), ahead=False),
        vocabulary=session.language.vocabulary,
        ears=[Understanding(patient)],
        echo=None,
        recorders=[recorder],
        watch=patient.watch,
    )
    coach.run(BareRoom(patient, MAKER.LONGEST_S))
    recorder.close()
    return MAKER.read_trace(trace), patient


def words_of(page: str) -> list[str]:
    """The page without its times and quiet, and what one person says in one go as one item."""
    found: list[str] = []
    for line in page.splitlines():
        if not line or line.startswith("[quiet"):
            continue
        said = re.sub(r"^\d+:\d\d ", "", line)
        speaker = said.partition(" ")[0]
        if speaker == "**COACH**" and found and found[-1].startswith(speaker):
            found[-1] += said.removeprefix(speaker)
        else:
            found.append(said)
    return found


def times_of(page: str) -> Iterator[int]:
    for minutes, seconds in re.findall(r"^(\d+):(\d\d) \*\*", page, re.M):
        yield int(minutes) * 60 + int(seconds)


def without(tips: set[str], page: str) -> str:
    """The page without the tips of a hold: which of them an answer replaces depends on how fast the voice is."""
    for tip in tips:
        page = page.replace(f" {tip}", "")
    return re.sub(r"^\d+:\d\d \*\*COACH\*\*\n", "", page, flags=re.M)


def test_the_page_says_what_the_program_says(tmp_path: Path) -> None:
    events, patient = hummed(tmp_path / "trace.jsonl")
    patient.check(events)
    tips = {event["text"] for event in events if event["event"] == "said" and event["kind"] == "tip"}
    now, written = MAKER.page(events, patient), MAKER.PAGE.read_text(encoding="utf-8")
    assert words_of(without(tips, written)) == words_of(without(tips, now)), "run: python docs/make_session_play.py"
    assert [tip for tip in tips if tip not in written] == []
    assert max(times_of(written)) == pytest.approx(max(times_of(now)), rel=0.1)


def test_the_page_shows_a_whole_session() -> None:
    page = MAKER.PAGE.read_text(encoding="utf-8")
    times = list(times_of(page))
    assert times == sorted(times)
    assert page.count("[30 seconds held]") == 2
    assert page.rstrip().endswith("[the end]")
    said = re.findall(r"^\d+:\d\d \*\*YOU\*\* (.+)[.?]$", page, re.M)
    assert [words.lower() for words in said] == [turn.says.lower() for turn in MAKER.PATIENT]
