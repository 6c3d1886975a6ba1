"""The real synthesiser: every rendering of a line is the same, at the rate that was asked for."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import espeakng_loader
import numpy as np
import pytest

from voicecoach.audio.loudness import loudness_lufs, true_peaks
from voicecoach.audio.pcm import VOICE_RATE_HZ, Samples, gain_from_db
from voicecoach.errors import VoiceError
from voicecoach.voice.choose import open_voice
from voicecoach.voice.driver_engine import DriverEngine
from voicecoach.voice.espeak_library import espeak_library
from voicecoach.voice.interface import Voice
from voicecoach.voice.levelling import SPEECH_LUFS
from voicecoach.voice.speaking_rate import FASTEST_WPM, SLOWEST_WPM, EspeakRate

LINES = (
    "five",
    "four",
    "Stop.",
    "Half way. You are doing well.",
    "Put your left foot flat on the wall, so that your thigh points straight up.",
    "Uh-oh, the button and the mitten.",
    "How bad is the pain right now, from zero to ten?",
)
INSTRUCTIONS = (
    "Lie on your back, close to the wall.",
    "Now rest your right ankle on your left knee. There is an open triangle between your legs.",
    "You should feel it deep in your right buttock, through the hip and towards the knee.",
    "Breathe in. And slowly out.",
    "And let go. Take your hands away and come out slowly.",
    "Paused. Say carry on when you want to go on.",
    "If the pain does not settle, or your leg feels numb or weak, call your doctor.",
)


def voice(name: str = "en-us") -> Voice:
    return open_voice(name, "en", driver=None).voice


def pace_wpm(speaker: Voice, rate_wpm: int) -> float:
    words = sum(len(line.split()) for line in INSTRUCTIONS)
    samples = sum(speaker.synthesise(line, rate_wpm).size for line in INSTRUCTIONS)
    return words * 60 * VOICE_RATE_HZ / samples


def render_for_ever(speaker: Voice, line: str, alarm_s: float) -> None:
    """With an alarm set here and not before: on a busy machine it may ring before this is reached."""
    signal.setitimer(signal.ITIMER_REAL, alarm_s)
    while True:
        speaker.synthesise(line, 150)


def test_same_line_same_samples_in_any_order_at_any_rate_among_other_voices() -> None:
    voices = [voice("en-us"), voice("en-gb"), voice("en-us+f3")]
    work = [(speaker, line, rate) for speaker in voices for line in LINES for rate in (100, 220)]
    first: dict[tuple[str, str, int], Samples] = {}
    shuffle = random.Random(1)
    for _ in range(2):
        shuffle.shuffle(work)
        for speaker, line, rate in work:
            samples = speaker.synthesise(line, rate)
            known = first.setdefault((speaker.name, line, rate), samples)
            assert np.array_equal(known, samples), (speaker.name, line, rate)


def test_same_samples_from_many_threads_at_once() -> None:
    speaker, expected = voice(), {line: voice().synthesise(line, 150) for line in LINES}
    wrong: list[str] = []

    def render(seed: int) -> None:
        lines = list(LINES) * 2
        random.Random(seed).shuffle(lines)
        own = voice()
        wrong.extend(line for line in lines if not np.array_equal(own.synthesise(line, 150), expected[line]))

    threads = [threading.Thread(target=render, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert np.array_equal(speaker.synthesise(LINES[0], 150), expected[LINES[0]])


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs POSIX timers")
def test_an_interruption_in_mid_line_is_raised_and_spoils_nothing() -> None:
    speaker = voice()
    long_line = " ".join(LINES) * 2
    expected = speaker.synthesise(long_line, 150)

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        for wait_s in (0.0005, 0.004):
            with pytest.raises(KeyboardInterrupt):
                render_for_ever(speaker, long_line, alarm_s=wait_s)
            signal.setitimer(signal.ITIMER_REAL, 0)
            assert np.array_equal(speaker.synthesise(long_line, 150), expected)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", ["en-us", "en-gb"])
@pytest.mark.parametrize("rate", [80, 100, 150, 200, 280])
def test_rate_is_in_words_that_a_listener_counts(name: str, rate: int) -> None:
    assert pace_wpm(voice(name), rate) == pytest.approx(rate, rel=0.08)


def test_default_rate_is_close() -> None:
    assert pace_wpm(voice(), 150) == pytest.approx(150, rel=0.03)


def test_rates_beyond_the_limits_are_taken_as_the_nearest() -> None:
    speaker = voice()
    assert np.array_equal(speaker.synthesise(LINES[3], 10), speaker.synthesise(LINES[3], SLOWEST_WPM))
    assert np.array_equal(speaker.synthesise(LINES[3], 999), speaker.synthesise(LINES[3], FASTEST_WPM))


@pytest.mark.parametrize("number", ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
def test_a_counted_number_is_audible_from_its_first_sample(number: str) -> None:
    samples = np.abs(voice().synthesise(number, 150))
    loud = np.flatnonzero(samples >= samples.max() * 10 ** (-30 / 20))
    assert loud[0] < 0.005 * VOICE_RATE_HZ


@pytest.mark.parametrize("line", LINES)
def test_lines_are_equally_loud_and_never_clip(line: str) -> None:
    samples = voice().synthesise(line, 150)
    assert loudness_lufs(samples, VOICE_RATE_HZ) == pytest.approx(SPEECH_LUFS, abs=0.5)
    assert true_peaks(samples, VOICE_RATE_HZ).max() <= gain_from_db(-1.0)


def test_markup_is_text_and_control_characters_are_nothing() -> None:
    speaker = voice()
    plain = speaker.synthesise("Stop b now.", 150)
    assert np.array_equal(speaker.synthesise("<Stop> b\0\x1b\u200b\nnow.", 150), plain)
    assert np.array_equal(speaker.synthesise("[[Stop]] b now.", 150), plain)


@pytest.mark.parametrize("text", ["", " \n\t", "...", "\0", "<>", "—"])
def test_nothing_to_say_is_no_samples(text: str) -> None:
    assert voice().synthesise(text, 150).size == 0


@pytest.mark.parametrize(
    "text", ["&", '<b>bold</b> & "quoted"', "Grüße, naïve café", "😀 smile", "x" * 3000, "\ud800 lone"]
)
def test_odd_texts_are_spoken_or_nothing(text: str) -> None:
    samples = voice().synthesise(text, 150)
    assert np.isfinite(samples).all()


def test_a_voice_that_does_not_exist_is_a_voice_error() -> None:
    engine = DriverEngine("espeak", espeak_library, "xx-nowhere")
    with pytest.raises(VoiceError, match="no voice called xx-nowhere"):
        engine.render("Hello", 150)


def test_a_failed_line_does_not_spoil_the_next() -> None:
    library = espeak_library()
    before = library.render("Hello.", "en-us", EspeakRate(150, 0))
    with pytest.raises(VoiceError):
        library.render("Hello.", "en-us+nobody", EspeakRate(150, 0))
    assert library.render("Hello.", "en-us", EspeakRate(150, 0)) == before


def test_an_imperative_is_not_read_as_a_noun() -> None:
    assert not np.array_equal(voice().synthesise("Use a strap.", 150), voice().synthesise("The use a strap.", 150))
    assert np.array_equal(voice().synthesise("Use a strap.", 150), voice().synthesise("yooz a strap.", 150))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the detour")
def test_data_in_a_very_deep_folder_are_found(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-folder-with-a-long-name"] * 8)
    deep.mkdir(parents=True)
    (deep / "espeak-ng-data").symlink_to(espeakng_loader.get_data_path())
    script = textwrap.dedent(f"""
        import espeakng_loader
        espeakng_loader.get_data_path = lambda: {str(deep / "espeak-ng-data")!r}
        from voicecoach.voice.espeak_library import EspeakRate, espeak_library
        print(len(espeak_library().render("Hello.", "en-us", EspeakRate(150, 0))))
    """)
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(shown.stdout) > 10_000


def test_missing_data_are_an_error_and_not_the_end_of_the_process(tmp_path: Path) -> None:
    script = textwrap.dedent(f"""
        import espeakng_loader
        espeakng_loader.get_data_path = lambda: {str(tmp_path)!r}
        from voicecoach.errors import VoiceError
        from voicecoach.voice.espeak_library import espeak_library
        try:
            espeak_library()
        except VoiceError as error:
            print(error)
    """)
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "voice data could not be loaded" in shown.stdout
