"""``topics`` and ``tell`` on the command line."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pcm import BLOCK_SAMPLES, silence
from voicecoach.audio.room.interface import BlockStep, Render
from voicecoach.cli.topics import list_topics, read_out, say, tell
from voicecoach.coach.assemble import SpokenText
from voicecoach.coach.read_aloud import ReadAloud
from voicecoach.errors import DeviceError, RequestError
from voicecoach.language import topics
from voicecoach.voice.phrase_cache import PhraseCache
from voicecoach.voice.printed_voice import PrintedVoice


class FastRoom:
    """Blocks as fast as they come; Ctrl-C is pressed at the block with this number."""

    live = False

    def __init__(self, interrupted_at: int | None = None) -> None:
        self.interrupted_at = interrupted_at
        self.blocks = 0

    def run(self, render: Render, step: BlockStep) -> None:
        while step(silence(BLOCK_SAMPLES), render(BLOCK_SAMPLES), self.blocks * BLOCK_SAMPLES):
            self.blocks += 1
            if self.blocks == self.interrupted_at:
                signal.raise_signal(signal.SIGINT)


class BrokenRoom:
    live = True

    def run(self, render: Render, step: BlockStep) -> None:  # noqa: ARG002
        raise DeviceError("No loudspeaker can be opened.")


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def reading() -> ReadAloud:
    return ReadAloud(["One two three.", "Four."], mixer=Mixer(), phrases=PhraseCache(PrintedVoice()), rate_wpm=150)


@pytest.mark.parametrize("key", topics.names())
def test_without_sound_a_topic_is_printed_whole_and_at_once(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(key, voice="printed") == 0
    out, err = capsys.readouterr()
    assert err == ""
    text, topic = " ".join(out.split()), topics.load(key)
    places = [text.index(sentence) for sentence in topic.sentences]
    assert places == sorted(places)
    assert all(section.heading in text for section in topic.sections)
    assert all(str(source) in text for source in topic.sources)


def test_a_topic_is_told_by_any_of_its_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell("tell me about injections", voice="printed") == 0
    assert capsys.readouterr().out.startswith("Epidural injections\n")


def test_an_unknown_topic_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RequestError, match="Did you mean 'epidural-injections"):
        tell("epidural-injektions", voice="printed")
    assert capsys.readouterr().out == ""


def test_the_list_has_every_topic_with_warning_signs_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert list_topics() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("red-flags")
    assert [line.split()[0] for line in lines if line.strip() and not line.startswith(" ")] == list(topics.names())


def test_it_reads_to_the_end() -> None:
    assert read_out(reading(), FastRoom()) is True


def test_ctrl_c_ends_it_in_order_and_means_what_it_meant_before_again() -> None:
    before = signal.getsignal(signal.SIGINT)
    room = FastRoom(interrupted_at=20)
    assert read_out(reading(), room) is False
    assert room.blocks < 20 + 60
    assert signal.getsignal(signal.SIGINT) is before


def test_a_loudspeaker_that_fails_is_told_of_and_the_text_goes_on_the_screen(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert say(SpokenText(reading(), BrokenRoom(), ())) is True
    assert "No loudspeaker can be opened." in capsys.readouterr().err


def test_what_is_missing_is_said_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert say(SpokenText(reading(), None, ("No loudspeaker here.",))) is True
    assert capsys.readouterr().err == "No loudspeaker here.\n"
