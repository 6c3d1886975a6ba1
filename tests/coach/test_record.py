from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.rehearsal import plan_of, two_sided
from voicecoach.audio.files.sound_file import read
from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples
from voicecoach.coach.record import record
from voicecoach.errors import RequestError, VoiceError
from voicecoach.language.loading import load
from voicecoach.limits import RECORDED_WAIT_USUAL_S
from voicecoach.routine.plan import SayStep, Side, WaitStep
from voicecoach.voice.printed_voice import PrintedVoice

LANGUAGE = load("en")


class TickingVoice:
    """Says every word as a tenth of a second of tone, and remembers the lines."""

    name = "ticking"
    edition = ""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.fails_at = ""

    def synthesise(self, text: str, rate_wpm: int) -> Samples:
        if self.fails_at and self.fails_at in text:
            raise VoiceError("The voice broke.")
        self.lines.append(text)
        return np.full(round(len(text.split()) * 2400 * 150 / rate_wpm), 0.25, dtype=np.float32)

    def close(self) -> None:
        raise AssertionError("the voice is not the recording's to close")


@pytest.mark.parametrize("ending", [".wav", ".mp3", ".flac", ".ogg"])
def test_a_session_is_recorded_from_its_first_word_to_its_last(tmp_path: Path, ending: str) -> None:
    voice, path = TickingVoice(), tmp_path / f"session{ending}"
    done = record(two_sided(), LANGUAGE, voice, path)
    sound = read(path)
    assert abs(sound.size / SAMPLE_RATE_HZ - done.lasts_s) < 0.2
    assert 60 < done.lasts_s < 200
    assert done.cue_sheet == (tmp_path / "session.cue" if ending in (".wav", ".flac") else None)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted(
        [path.name, *([done.cue_sheet.name] if done.cue_sheet else [])]
    )


def test_both_sides_are_told_and_the_whole_hold_is_counted(tmp_path: Path) -> None:
    voice = TickingVoice()
    record(two_sided(), LANGUAGE, voice, tmp_path / "session.wav")
    said = " ".join(voice.lines)
    assert "Put your left foot on the wall." in said
    assert "Put your right foot on the wall." in said
    assert {"one", "two", "three", "four", "five"} <= set(voice.lines)


def test_nobody_is_asked_what_a_recording_cannot_hear(tmp_path: Path) -> None:
    voice = TickingVoice()
    record(two_sided(), LANGUAGE, voice, tmp_path / "session.wav")
    said = " ".join(voice.lines)
    assert LANGUAGE.wording.say("ask_ready") not in said
    assert "talk to me" not in said
    assert "This is a recording" in said
    assert LANGUAGE.wording.say("guest_warning").split(".")[0] in said


def test_a_wait_is_as_long_as_was_asked(tmp_path: Path) -> None:
    plan = plan_of(WaitStep(exercise=None, side=None), WaitStep(exercise=None, side=None))
    lasts_s = {
        wait_s: record(plan, LANGUAGE, TickingVoice(), tmp_path / "session.wav", wait_s=wait_s).lasts_s
        for wait_s in (2.0, 5.0, 20.0, RECORDED_WAIT_USUAL_S)
    }
    for wait_s, length_s in lasts_s.items():
        assert length_s - lasts_s[2.0] == pytest.approx(2 * (wait_s - 2.0), abs=0.05)


def test_waiting_is_silence(tmp_path: Path) -> None:
    plan = plan_of(WaitStep(exercise=None, side=None))
    record(plan, LANGUAGE, TickingVoice(), tmp_path / "session.wav", wait_s=8.0)
    sounding = np.flatnonzero(read(tmp_path / "session.wav"))
    assert np.diff(sounding).max() / SAMPLE_RATE_HZ == pytest.approx(8.0, abs=0.5)


def test_chapters_begin_where_their_sound_does(tmp_path: Path) -> None:
    done = record(two_sided(sets=2), LANGUAGE, TickingVoice(), tmp_path / "session.wav")
    titles = [chapter.title for chapter in done.chapters]
    assert titles == [
        "Before you begin",
        "Getting into position, right side",
        "Hold for 30 seconds, right side (1 of 2)",
        "Rest",
        "Hold for 30 seconds, right side (2 of 2)",
        "Changing to the left side",
        "Getting into position, left side",
        "Hold for 30 seconds, left side (1 of 2)",
        "Rest",
        "Hold for 30 seconds, left side (2 of 2)",
    ]
    sound = np.abs(read(tmp_path / "session.wav"))
    starts_s = [chapter.starts_s for chapter in done.chapters]
    assert starts_s == sorted(starts_s)
    for start_s in starts_s[1:]:
        start = round(start_s * SAMPLE_RATE_HZ)
        assert sound[start : start + SAMPLE_RATE_HZ].max() > 0.1


def test_the_share_that_is_done_only_grows(tmp_path: Path) -> None:
    shares: list[float] = []
    record(two_sided(), LANGUAGE, TickingVoice(), tmp_path / "session.ogg", progress=shares.append)
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    assert len(shares) > 5


def test_twice_the_same_is_the_same_file(tmp_path: Path) -> None:
    for name in ("one.wav", "two.wav"):
        record(two_sided(), LANGUAGE, TickingVoice(), tmp_path / name)
    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "two.wav").read_bytes()


def test_a_rate_makes_the_words_and_not_the_holds_longer(tmp_path: Path) -> None:
    normal = record(two_sided(), LANGUAGE, TickingVoice(), tmp_path / "session.wav")
    slow = record(two_sided(), LANGUAGE, TickingVoice(), tmp_path / "session.wav", rate_wpm=100)
    assert slow.lasts_s > normal.lasts_s + 3
    assert slow.lasts_s < normal.lasts_s * 1.5


def test_a_voice_that_breaks_leaves_no_file(tmp_path: Path) -> None:
    voice = TickingVoice()
    voice.fails_at = "Take your hands away"
    with pytest.raises(VoiceError, match="broke"):
        record(two_sided(), LANGUAGE, voice, tmp_path / "session.wav")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_recorded_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    plan = plan_of(SayStep(exercise=None, side=Side.LEFT, text="Hello."))
    for path, wait_s, sentence in (
        (tmp_path / "session.m4a", 1.0, "has to end in"),
        (tmp_path / "nowhere" / "session.wav", 1.0, "no folder"),
        (tmp_path / "session.wav", -1.0, "0 to 300 s"),
        (tmp_path / "session.wav", 1e9, "0 to 300 s"),
    ):
        with pytest.raises(RequestError, match=sentence):
            record(plan, LANGUAGE, TickingVoice(), path, wait_s=wait_s)
    with pytest.raises(RequestError, match="no sound"):
        record(plan, LANGUAGE, PrintedVoice(), tmp_path / "session.wav")
    assert list(tmp_path.iterdir()) == []


def test_a_voice_that_gives_silence_is_an_error_and_leaves_no_file(tmp_path: Path) -> None:
    class Mute(TickingVoice):
        def synthesise(self, text: str, rate_wpm: int) -> Samples:
            return super().synthesise(text, rate_wpm)[:0]

    with pytest.raises(VoiceError, match="it is silent"):
        record(two_sided(), LANGUAGE, Mute(), tmp_path / "session.wav")
    assert list(tmp_path.iterdir()) == []
