"""A voice is heard on the page before it is chosen: one at a time, kept, and never while a session runs."""

from __future__ import annotations

import io
import threading
import wave
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.caregiver import BeepingVoice, eventually, serving
from tests.conversation import LANGUAGE
from voicecoach.audio.pcm import Samples
from voicecoach.errors import RequestError, VoiceError
from voicecoach.voice.choose import open_voice
from voicecoach.voice.interface import Voice
from voicecoach.voice.printed_voice import PrintedVoice
from voicecoach.web.sessions import BusyError
from voicecoach.web.voice_samples import MOST_KEPT, VoiceSamples

WORDS = LANGUAGE.texts.page.settings


class FailingVoice(BeepingVoice):
    def synthesise(self, text: str, rate_wpm: int) -> Samples:  # noqa: ARG002
        raise VoiceError("Its model is damaged.")


class HangingVoice(BeepingVoice):
    freed: threading.Event = threading.Event()

    def synthesise(self, text: str, rate_wpm: int) -> Samples:
        self.freed.wait(10)
        return super().synthesise(text, rate_wpm)


class Opened:
    """Opens beeping voices and counts them."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, name: str) -> Voice:
        self.names.append(name)
        return BeepingVoice(name)


def samples(opened: Callable[[str], Voice], *, within_s: float = 10.0) -> VoiceSamples:
    return VoiceSamples(LANGUAGE, opened, lambda: False, within_s=within_s)


def test_over_the_page_a_voice_is_heard_by_visitors_only() -> None:
    with serving() as page:
        order = {"voice": "heart", "rate_wpm": "120"}
        assert page.post("/api/voices/sample", order).status == 401
        inside = page.come_in()
        answer = page.post("/api/voices/sample", order, inside)
        assert (answer.status, answer.headers["content-type"]) == (200, "audio/wav")
        with wave.open(io.BytesIO(answer.body)) as sound:
            assert (sound.getframerate(), sound.getnchannels()) == (24_000, 1)
            assert sound.getnframes() == 4 * (2_400 + 7_200), "four sentences, each with a pause"
        assert page.post("/api/voices/sample", {**order, "rate_wpm": "9"}, inside).status == 400
        assert page.post("/api/voices/sample", {**order, "text": "anything"}, inside).status == 400


def test_a_running_session_is_left_in_peace() -> None:
    opened = Opened()
    with serving(open_voice=opened) as page:
        inside = page.come_in()
        assert page.post("/api/start", {"routine": "deep-piriformis"}, inside).status == 202
        answer = page.post("/api/voices/sample", {"voice": "heart"}, inside)
        assert (answer.status, answer.json) == (409, {"error": WORDS["voice_later"]})
        assert opened.names == []


def test_a_session_that_begins_meanwhile_ends_the_rendering() -> None:
    asked = iter([False, False, True])
    heard = VoiceSamples(LANGUAGE, Opened(), lambda: next(asked), within_s=10.0)
    with pytest.raises(BusyError):
        heard.wav("a", None)


def test_while_a_voice_hangs_no_other_is_tried() -> None:
    opened, hanging = Opened(), HangingVoice("a")
    hanging.freed = threading.Event()
    heard = samples(lambda name: hanging if name == "a" else opened(name), within_s=0.05)
    with pytest.raises(VoiceError):
        heard.wav("a", None)
    with pytest.raises(VoiceError):
        heard.wav("b", None)
    assert opened.names == []
    hanging.freed.set()


def test_the_last_samples_are_kept_and_the_oldest_let_go() -> None:
    opened = Opened()
    heard = samples(opened)
    first = heard.wav("a", None)
    assert heard.wav("a", 150) == first
    assert opened.names == ["a"]
    for rate_wpm in range(100, 100 + MOST_KEPT):
        heard.wav("b", rate_wpm)
    heard.wav("a", 150)
    assert opened.names == ["a", *"b" * MOST_KEPT, "a"]


def test_a_voice_that_fails_says_why() -> None:
    with pytest.raises(VoiceError, match="cannot be heard here: Its model is damaged"):
        samples(FailingVoice).wav("heart", None)
    with pytest.raises(VoiceError, match="cannot be heard here: it makes no sound"):
        samples(lambda _: PrintedVoice()).wav("printed", None)
    with pytest.raises(RequestError, match="There is no voice"):
        samples(lambda name: open_voice(name, "en", driver=None).voice).wav("no-such-voice", None)


def test_a_voice_that_hangs_holds_nobody_up() -> None:
    heard = samples(HangingVoice, within_s=0.05)
    try:
        with pytest.raises(VoiceError, match="takes too long"):
            heard.wav("heart", None)
    finally:
        HangingVoice.freed.set()
    eventually(lambda: comes(heard))


def comes(heard: VoiceSamples) -> bool:
    try:
        return bool(heard.wav("heart", None))
    except VoiceError:  # what hung has not ended yet
        return False


class CountingVoice(BeepingVoice):
    """Counts how many speak at once."""

    at_once = most = 0

    def synthesise(self, text: str, rate_wpm: int) -> Samples:
        CountingVoice.at_once += 1
        CountingVoice.most = max(CountingVoice.most, CountingVoice.at_once)
        threading.Event().wait(0.01)
        CountingVoice.at_once -= 1
        return super().synthesise(text, rate_wpm)


def test_one_voice_is_rendered_at_a_time_however_many_are_asked_for() -> None:
    with serving(open_voice=CountingVoice) as page, ThreadPoolExecutor() as pool:
        inside = page.come_in()
        orders = [{"voice": voice} for voice in ("a", "b", "c")]
        answers = pool.map(lambda order: page.post("/api/voices/sample", order, inside).status, orders)
        assert list(answers) == [200, 200, 200]
    assert CountingVoice.most == 1
