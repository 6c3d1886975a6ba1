from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.faulty_voice import Fault, FaultyVoice
from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, Samples
from voicecoach.errors import VoiceError
from voicecoach.voice import phrase_cache
from voicecoach.voice.backup_voice import BackupVoice
from voicecoach.voice.line_store import LineStore, Pcm
from voicecoach.voice.phrase_cache import PhraseCache, VoiceReports, line_key

PATIENCE_S = 10.0


class SteppedVoice:
    """A voice that renders a line only when the test lets it, and remembers what it was asked for."""

    name = "stepped"
    edition = ""

    def __init__(self, *, free: bool = True) -> None:
        self.asked: list[tuple[str, int]] = []
        self.failing: set[str] = set()
        self.closed = False
        self.begun = threading.Semaphore(0)
        self._allowed = threading.Semaphore(1_000 if free else 0)
        self._busy = threading.Lock()

    def allow(self, lines: int = 1) -> None:
        for _ in range(lines):
            self._allowed.release()

    def wait_for(self, lines: int) -> None:
        """Until so many more lines are being rendered, or have been."""
        for _ in range(lines):
            assert self.begun.acquire(timeout=PATIENCE_S)

    def synthesise(self, text: str, rate_wpm: int) -> Samples:
        assert self._busy.acquire(blocking=False), "called from two threads at once"
        try:
            self.asked.append((text, rate_wpm))
            self.begun.release()
            assert self._allowed.acquire(timeout=PATIENCE_S)
            if text in self.failing:
                raise VoiceError(f"cannot say {text}")
            return np.full(100 * len(text), rate_wpm / 1000, dtype=np.float32)
        finally:
            self._busy.release()

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def stepped() -> Iterator[tuple[SteppedVoice, PhraseCache]]:
    voice = SteppedVoice(free=False)
    with PhraseCache(voice) as cache:
        yield voice, cache
        voice.allow(1_000)


def test_a_line_is_rendered_once_for_each_rate() -> None:
    voice = SteppedVoice()
    with PhraseCache(voice, ahead=False) as cache:
        first = cache.get("hello", 150)
        assert np.array_equal(cache.get("hello", 150), first)
        assert cache.get("hello", 120)[500] == pytest.approx(0.12, abs=0.001)
    assert voice.asked == [("hello", 150), ("hello", 120)]


def test_without_a_thread_nothing_is_rendered_before_it_is_asked_for() -> None:
    voice = SteppedVoice()
    with PhraseCache(voice, ahead=False) as cache:
        cache.prepare(["one", "two"], 150)
        assert voice.asked == []
        assert not cache.ready("one", 150)


def test_lines_are_rendered_ahead_in_the_order_of_need() -> None:
    voice = SteppedVoice()
    with PhraseCache(voice) as cache:
        cache.prepare(["one", "two", "three", "two"], 150)
        voice.wait_for(3)
        assert [text for text, _ in voice.asked] == ["one", "two", "three"]
        cache.get("three", 150)
        cache.get("two", 150)
    assert len(voice.asked) == 3


def test_what_is_prepared_later_is_needed_sooner(stepped: tuple[SteppedVoice, PhraseCache]) -> None:
    voice, cache = stepped
    cache.prepare(["one", "two", "three"], 150)
    assert voice.begun.acquire(timeout=PATIENCE_S)
    cache.prepare(["four", "three"], 150)
    voice.allow(1_000)
    voice.wait_for(3)
    assert [text for text, _ in voice.asked] == ["one", "four", "three", "two"]


class NoticedText(str):
    """Tells when the cache has begun to look for it."""

    noticed: threading.Event | None = None

    def __hash__(self) -> int:
        if self.noticed is not None:
            self.noticed.set()
        return super().__hash__()


def test_a_line_that_is_needed_now_goes_before_all_that_wait(stepped: tuple[SteppedVoice, PhraseCache]) -> None:
    voice, cache = stepped
    cache.prepare([f"line{number}" for number in range(50)], 150)
    assert voice.begun.acquire(timeout=PATIENCE_S)
    now = NoticedText("now")
    noticed = now.noticed = threading.Event()
    asking = threading.Thread(target=cache.get, args=(now, 150))
    asking.start()
    assert noticed.wait(PATIENCE_S)
    voice.allow(1_000)
    asking.join(PATIENCE_S)
    assert [text for text, _ in voice.asked][:2] == ["line0", "now"]


def test_a_line_in_work_is_waited_for_and_not_rendered_twice(stepped: tuple[SteppedVoice, PhraseCache]) -> None:
    voice, cache = stepped
    cache.prepare(["one"], 150)
    assert voice.begun.acquire(timeout=PATIENCE_S)
    got: list[Samples] = []
    asking = threading.Thread(target=lambda: got.append(cache.get("one", 150)))
    asking.start()
    voice.allow()
    asking.join(PATIENCE_S)
    assert [line.size for line in got] == [600]
    assert voice.asked == [("one", 150)]


@pytest.mark.parametrize("ahead", [True, False])
def test_a_failing_voice_is_heard_of_when_the_line_is_needed(ahead: bool) -> None:
    voice = SteppedVoice()
    voice.failing = {"two"}
    with PhraseCache(voice, ahead=ahead) as cache:
        cache.prepare(["one", "two", "three"], 150)
        voice.wait_for(3 if ahead else 0)
        with pytest.raises(VoiceError, match="cannot say two"):
            cache.get("two", 150)
        assert cache.get("three", 150).size == 1000
        voice.failing.clear()
        assert cache.get("two", 150).size == 600


def test_closing_joins_the_thread_and_drops_what_is_waiting(stepped: tuple[SteppedVoice, PhraseCache]) -> None:
    voice, cache = stepped
    before = {thread for thread in threading.enumerate() if thread.name != "voice"}
    cache.prepare([f"line{number}" for number in range(50)], 150)
    assert voice.begun.acquire(timeout=PATIENCE_S)
    closing = threading.Thread(target=cache.close)
    closing.start()
    voice.allow(1_000)
    closing.join(PATIENCE_S)
    assert not closing.is_alive()
    assert set(threading.enumerate()) <= before
    assert voice.closed
    assert len(voice.asked) <= 2
    cache.close()


def test_after_closing_only_known_lines_are_left() -> None:
    cache = PhraseCache(SteppedVoice(), ahead=False)
    cache.get("one", 150)
    cache.close()
    assert cache.get("one", 150).size == 600
    with pytest.raises(VoiceError, match="closed"):
        cache.get("two", 150)


def test_what_was_used_longest_ago_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrase_cache, "KEPT_SAMPLES", 1000)
    voice = SteppedVoice()
    with PhraseCache(voice, ahead=False) as cache:
        for text in ("aaaa", "bbbb", "aaaa", "cccc"):
            cache.get(text, 150)
        assert cache.ready("aaaa", 150)
        assert not cache.ready("bbbb", 150)
        assert cache.ready("cccc", 150)


def test_a_clip_that_is_written_to_does_not_spoil_the_line() -> None:
    with PhraseCache(SteppedVoice(), ahead=False) as cache:
        cache.get("one", 150)[:] = 0.0
        assert cache.get("one", 150).any()


class Edited(SteppedVoice):
    """A voice whose lines may be kept."""

    name = "edited"
    edition = "1"


def test_what_was_announced_is_spoken_without_synthesis_in_the_next_session(tmp_path: Path) -> None:
    for renders in (2, 0):
        voice = Edited()
        with PhraseCache(voice, store=LineStore(tmp_path)) as cache:
            cache.prepare(["one", "two"], 150)
            voice.wait_for(renders)
            assert cache.get("two", 150).size == 600
        assert len(voice.asked) == renders


def test_what_a_session_makes_up_is_not_kept(tmp_path: Path) -> None:
    with PhraseCache(Edited(), ahead=False, store=LineStore(tmp_path)) as cache:
        cache.prepare(["one"], 150)
        cache.get("Number five.", 150)
        assert not list(tmp_path.iterdir())
        cache.get("one", 150)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("change", ["name", "edition", "rate"])
def test_another_voice_edition_or_rate_is_another_line(tmp_path: Path, change: str) -> None:
    for turn in (1, 2):
        voice = Edited()
        if turn == 2 and change != "rate":
            setattr(voice, change, "2")
        with PhraseCache(voice, ahead=False, store=LineStore(tmp_path)) as cache:
            cache.prepare(["one"], 150)
            cache.get("one", 150 if turn == 1 or change != "rate" else 151)
        assert len(voice.asked) == 1


def test_a_voice_without_an_edition_is_not_kept(tmp_path: Path) -> None:
    with PhraseCache(SteppedVoice(), ahead=False, store=LineStore(tmp_path)) as cache:
        cache.prepare(["one"], 150)
        cache.get("one", 150)
    assert not list(tmp_path.iterdir())


class Told:
    """Remembers what a cache reports."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self.reports = VoiceReports(
            failed=lambda _why: self.all.append("failed"),
            recovered=lambda: self.all.append("recovered"),
            replaced=lambda _why: self.all.append("replaced"),
            refused=lambda _why: self.all.append("refused"),
        )


def awaited(cache: PhraseCache, text: str) -> Samples:
    """What ``clip`` gives in the end."""
    for _ in range(round(PATIENCE_S * 100)):
        clip = cache.clip(text, 150)
        if clip is not None:
            return clip
        threading.Event().wait(0.01)
    raise AssertionError(f"{text} did not come")


def test_a_clip_is_never_waited_for_and_rendered_next(stepped: tuple[SteppedVoice, PhraseCache]) -> None:
    voice, cache = stepped
    cache.prepare(["one", "two"], 150)
    voice.wait_for(1)
    assert cache.clip("now", 150) is None
    voice.allow(1_000)
    assert awaited(cache, "now").size == 600
    assert [text for text, _ in voice.asked][:2] == ["one", "now"]


@pytest.mark.parametrize("fault", Fault)
def test_without_a_voice_an_earcon_and_time_to_read_stand_for_the_words(fault: Fault) -> None:
    voice, told = FaultyVoice(fault=fault), Told()
    words = "Now bend your right knee."
    with PhraseCache(BackupVoice(voice, line_s=0.05, patient_s=0.05)) as cache:
        cache.report_to(told.reports)
        stand_in = awaited(cache, words)
        assert np.abs(stand_in[: PLAYBACK_RATE_HZ // 4]).max() > 0.05
        assert not stand_in[PLAYBACK_RATE_HZ // 2 :].any()
        assert stand_in.size == pytest.approx(5 * 60 / 150 * PLAYBACK_RATE_HZ, rel=0.01)
        awaited(cache, "Hold it.")
        assert told.all == ["failed"]
        voice.fault = None
        voice.released.set()
        while told.all == ["failed"]:
            awaited(cache, "There.")
        assert told.all == ["failed", "recovered"]
        assert awaited(cache, words).max() == pytest.approx(0.1, abs=0.02)


def test_who_asks_later_is_told_as_well() -> None:
    told = Told()
    with PhraseCache(FaultyVoice(fault=Fault.THROW)) as cache:
        awaited(cache, "One.")
        cache.report_to(told.reports)
    assert told.all == ["failed"]


def test_another_voice_speaks_once_it_has_spoken() -> None:
    before, after, told = FaultyVoice("before"), FaultyVoice("after"), Told()
    with PhraseCache(before) as cache:
        cache.report_to(told.reports)
        awaited(cache, "One.")
        cache.speak_with("after", lambda: after, "Sample.", 150)
        awaited(cache, "One.")
        assert (cache.voice.name, cache.changing, after.said) == ("after", False, ["Sample.", "One."])
    assert before.closed
    assert told.all == []


@pytest.mark.parametrize("fault", [Fault.THROW, Fault.HANG, Fault.SILENCE])
def test_another_voice_that_fails_leaves_the_present_one(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrase_cache, "CHANGE_S", 0.1)
    before, after, told = FaultyVoice("before"), FaultyVoice("after", fault), Told()
    with PhraseCache(before) as cache:
        cache.report_to(told.reports)
        cache.speak_with("after", lambda: BackupVoice(after), "Sample.", 150)
        assert awaited(cache, "One.").any()
        assert (cache.voice.name, before.said, told.all) == ("before", ["One."], ["refused"])
    after.released.set()


def test_another_voice_that_leaves_its_line_to_one_behind_it_is_not_taken() -> None:
    broken, behind = FaultyVoice("broken", Fault.THROW), FaultyVoice("behind")
    with PhraseCache(FaultyVoice("before"), ahead=False) as cache:
        cache.speak_with("broken", lambda: BackupVoice(broken, [lambda: behind]), "Sample.", 150)
        assert cache.voice.name == "before"
    assert broken.closed
    assert behind.closed


def test_a_change_that_is_not_wanted_any_more_does_not_come() -> None:
    asked, wanted = threading.Event(), threading.Event()
    after = FaultyVoice("after")

    def opened() -> FaultyVoice:
        asked.set()
        assert wanted.wait(PATIENCE_S)
        return after

    with PhraseCache(FaultyVoice("before")) as cache:
        cache.speak_with("after", opened, "Sample.", 150)
        assert asked.wait(PATIENCE_S)
        cache.speak_with("before", lambda: FaultyVoice("before"), "Sample.", 150)
        wanted.set()
        assert awaited(cache, "two").any()
        assert cache.voice.name == "before"
    assert after.closed


@pytest.mark.parametrize("error", [OSError("disk full"), MemoryError(), ValueError("odd")])
def test_a_store_that_fails_costs_no_line(error: Exception, tmp_path: Path) -> None:
    class FullStore(LineStore):
        def save(self, key: str, line: Pcm) -> None:  # noqa: ARG002
            raise error

    told = Told()
    with PhraseCache(Edited(), store=FullStore(tmp_path)) as cache:
        cache.report_to(told.reports)
        cache.prepare(["one", "two", "three", "four", "five"], 150)
        assert awaited(cache, "five").size == 800
    assert told.all == []


def test_a_kept_line_that_is_silent_is_rendered_anew(tmp_path: Path) -> None:
    store, voice = LineStore(tmp_path), Edited()
    store.save(line_key(voice, "one", 150), np.zeros(5000, dtype=np.int16))
    with PhraseCache(voice, ahead=False, store=store) as cache:
        assert cache.get("one", 150).size == 600


def test_closing_does_not_wait_for_a_voice_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrase_cache, "_CLOSE_S", 0.05)
    voice = FaultyVoice(fault=Fault.HANG)
    cache = PhraseCache(BackupVoice(voice, line_s=0.05, patient_s=60.0))
    cache.prepare(["one"], 150)
    closing = threading.Thread(target=cache.close)
    closing.start()
    closing.join(PATIENCE_S)
    assert not closing.is_alive()
    voice.released.set()
