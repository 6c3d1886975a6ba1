from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.audio.decimation import Decimator
from voicecoach.audio.files.sound_file import ENDINGS, SoundFileRoom, SoundFileWriter, pieces, read
from voicecoach.audio.pcm import (
    BLOCK_SAMPLES,
    PLAYBACK_RATE_HZ,
    PLAYBACK_RATIO,
    SAMPLE_RATE_HZ,
    VOICE_RATE_HZ,
    Samples,
    rms_db,
    silence,
)
from voicecoach.errors import DeviceError, RequestError

RNG = np.random.default_rng(7)


def tone(seconds: float, hz: float = 440.0, rate_hz: int = SAMPLE_RATE_HZ) -> Samples:
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    return (0.3 * np.sin(2 * np.pi * hz * time_s)).astype(np.float32)


def strongest_hz(samples: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(samples.size)))
    return float(np.argmax(spectrum)) * SAMPLE_RATE_HZ / samples.size


# -- reading
# ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate_hz", [8000, 11025, 16000, 22050, 44100, 48000])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "aiff"])
def test_any_rate_and_any_channels_are_16_khz_mono(tmp_path: Path, rate_hz: int, channels: int, ending: str) -> None:
    path = tmp_path / f"tone.{ending}"
    soundfile.write(path, np.tile(tone(1.3, rate_hz=rate_hz)[:, None], channels), rate_hz)
    samples = read(path)
    assert samples.dtype == np.float32
    assert abs(samples.size - 1.3 * SAMPLE_RATE_HZ) <= 2
    assert strongest_hz(samples) == pytest.approx(440, abs=2)
    assert rms_db(samples[1600:-1600]) == pytest.approx(rms_db(tone(1)), abs=0.3)


@pytest.mark.parametrize("rate_hz", [16000, 44100])
def test_mp3_is_read_without_a_gap_between_pieces(tmp_path: Path, rate_hz: int) -> None:
    path = tmp_path / "tone.mp3"
    sound = tone(9.7, rate_hz=rate_hz)
    soundfile.write(path, sound, rate_hz, format="MP3")
    samples = read(path)
    assert strongest_hz(samples) == pytest.approx(440, abs=2)
    assert abs(samples.size - 9.7 * SAMPLE_RATE_HZ) <= 2
    assert np.abs(samples - tone(9.7)[: samples.size])[2000:-2000].max() < 0.05


def test_channels_are_averaged(tmp_path: Path) -> None:
    path = tmp_path / "stereo.wav"
    soundfile.write(path, np.stack([tone(1), -tone(1)], axis=1), SAMPLE_RATE_HZ, subtype="FLOAT")
    assert np.abs(read(path)).max() < 1e-6


def test_what_is_beyond_full_scale_or_no_number_is_tamed(tmp_path: Path) -> None:
    path = tmp_path / "wild.wav"
    soundfile.write(path, np.array([3.0, -3.0, np.nan, np.inf, 0.5]), SAMPLE_RATE_HZ, subtype="FLOAT")
    assert read(path).tolist() == [1.0, -1.0, 0.0, 1.0, 0.5]


@pytest.mark.parametrize("seconds", [0.0001, 2.048, 4.096, 5.0])
def test_pieces_are_the_whole_and_nothing_twice(tmp_path: Path, seconds: float) -> None:
    path = tmp_path / "noise.wav"
    noise = (RNG.integers(-20000, 20000, max(1, round(seconds * SAMPLE_RATE_HZ))) / 32768).astype(np.float32)
    soundfile.write(path, noise, SAMPLE_RATE_HZ, subtype="PCM_16")
    assert np.array_equal(np.concatenate(list(pieces(path))), noise)


def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.wav").touch()
    (tmp_path / "notes.wav").write_text("this is a shopping list " * 50)
    soundfile.write(tmp_path / "silent.wav", np.zeros(0), SAMPLE_RATE_HZ)
    cases = {
        "missing.wav": "There is no file",
        ".": "is a folder",
        "empty.wav": "is empty",
        "notes.wav": "no sound file that can be read",
        "silent.wav": "holds no sound",
        "empty.wav/inside.wav": "cannot be read",
    }
    for name, sentence in cases.items():
        with pytest.raises(RequestError, match=sentence) as caught:
            read(tmp_path / name)
        assert "\n" not in str(caught.value)


def test_a_flac_that_breaks_off_is_a_device_error(tmp_path: Path) -> None:
    path = tmp_path / "noise.flac"
    soundfile.write(path, RNG.uniform(-0.5, 0.5, 5 * SAMPLE_RATE_HZ), SAMPLE_RATE_HZ)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(DeviceError, match="breaks off after"):
        read(path)


@pytest.mark.parametrize("told", [0xFFFFFFFF, 0x7FFFFFF0, 5 * 32_000])
def test_a_wav_that_is_shorter_than_it_says_is_read_as_far_as_it_goes(tmp_path: Path, told: int) -> None:
    """So pipes of sox and ffmpeg begin their files, and so does a recorder that loses its power."""
    path = tmp_path / "tone.wav"
    soundfile.write(path, tone(2), SAMPLE_RATE_HZ, subtype="PCM_16")
    data = path.read_bytes()
    path.write_bytes(data[:40] + told.to_bytes(4, "little") + data[44:])
    assert read(path).size == 2 * SAMPLE_RATE_HZ


@pytest.mark.parametrize(
    ("rate_hz", "channels"),
    [(1, 1), (3_999, 1), (384_001, 1), (10**9, 1), (16_000, 33), (16_000, 1024)],
)
def test_a_header_that_claims_what_no_recording_has_takes_no_memory(
    tmp_path: Path, rate_hz: int, channels: int
) -> None:
    path = tmp_path / "odd.wav"
    soundfile.write(path, tone(0.1), SAMPLE_RATE_HZ, subtype="PCM_16")
    data = path.read_bytes()
    head = channels.to_bytes(2, "little") + rate_hz.to_bytes(4, "little")
    head += min(rate_hz * channels * 2, 2**32 - 1).to_bytes(4, "little") + (channels * 2).to_bytes(2, "little")
    path.write_bytes(data[:22] + head + data[34:])
    with pytest.raises(RequestError, match=r"can be read\.$"):
        read(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_and_a_device_are_no_recordings(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    for odd in (tmp_path / "pipe.wav", Path("/dev/zero")):
        with pytest.raises(RequestError, match="is not an ordinary file"):
            read(odd)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(min_size=1, max_size=400),
    st.sampled_from([b"", b"RIFF\x24\x00\x00\x00WAVEfmt ", b"fLaC", b"OggS", b"ID3"]),
)
def test_no_garbage_crashes_the_reader(tmp_path_factory: pytest.TempPathFactory, junk: bytes, magic: bytes) -> None:
    path = tmp_path_factory.mktemp("junk") / "junk.wav"
    path.write_bytes(magic + junk)
    try:
        samples = read(path)
    except (RequestError, DeviceError):
        return
    assert np.isfinite(samples).all()


# -- writing
# ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_written_can_be_read_again(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out{ending}"
    sound = tone(3.21)
    with SoundFileWriter(path, SAMPLE_RATE_HZ) as writer:
        for start in range(0, sound.size, BLOCK_SAMPLES):
            writer.write(sound[start : start + BLOCK_SAMPLES])
    again = read(path)
    assert abs(again.size - sound.size) <= 1200
    assert strongest_hz(again) == pytest.approx(440, abs=1)
    assert rms_db(again) == pytest.approx(rms_db(sound), abs=0.3)


@pytest.mark.parametrize("ending", [".wav", ".flac"])
def test_lossless_is_lossless(tmp_path: Path, ending: str) -> None:
    sound = (RNG.integers(-32768, 32767, 40_001) / 32768).astype(np.float32)
    with SoundFileWriter(tmp_path / f"out{ending}", SAMPLE_RATE_HZ) as writer:
        writer.write(sound)
    assert np.array_equal(read(tmp_path / f"out{ending}"), sound)


def test_too_loud_is_clipped_and_does_not_wrap(tmp_path: Path) -> None:
    with SoundFileWriter(tmp_path / "out.wav", SAMPLE_RATE_HZ) as writer:
        writer.write(np.array([1.5, -1.5, 1.0], dtype=np.float32))
    assert read(tmp_path / "out.wav").tolist() == pytest.approx([1.0, -1.0, 1.0], abs=1e-4)


def test_upper_case_endings_do(tmp_path: Path) -> None:
    with SoundFileWriter(tmp_path / "OUT.WAV", SAMPLE_RATE_HZ) as writer:
        writer.write(tone(0.1))
    assert read(tmp_path / "OUT.WAV").size == 1600


def test_the_file_has_its_name_when_it_is_complete_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "out.wav"
    path.write_text("what was there before")
    writer = SoundFileWriter(path, SAMPLE_RATE_HZ)
    writer.write(tone(3))
    assert path.read_text() == "what was there before"
    writer.close()
    writer.close()
    assert read(path).size == 3 * SAMPLE_RATE_HZ
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.wav"]


def test_a_failed_block_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "out.wav"
    with pytest.raises(ValueError, match="the renderer broke"), SoundFileWriter(path, SAMPLE_RATE_HZ) as writer:
        writer.write(_broken(tone(1)))
    assert list(tmp_path.iterdir()) == []


def _broken(_samples: Samples) -> Samples:
    raise ValueError("the renderer broke")


def test_where_nothing_can_be_written_is_said_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "folder.wav").mkdir()
    cases = {
        "out.txt": "has to end in",
        "out": "has to end in",
        "folder.wav": "is a folder",
        "none/out.wav": "no folder",
    }
    for name, sentence in cases.items():
        with pytest.raises(RequestError, match=sentence):
            SoundFileWriter(tmp_path / name)
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder.wav"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits")
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_full_disk_is_a_storage_error_and_leaves_nothing(tmp_path: Path, ending: str) -> None:
    script = textwrap.dedent(f"""
        import resource
        from pathlib import Path
        import numpy as np
        from voicecoach.audio.files.sound_file import SoundFileWriter
        from voicecoach.errors import StorageError
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
        noise = np.random.default_rng(1).uniform(-0.9, 0.9, 16_000).astype(np.float32)
        try:
            with SoundFileWriter(Path({str(tmp_path)!r}) / "out{ending}") as writer:
                for _ in range(60):
                    writer.write(noise)
        except StorageError as error:
            print(error)
    """)
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "could not be written" in shown.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_after_a_crash_a_wav_is_readable_up_to_its_last_second(tmp_path: Path) -> None:
    script = textwrap.dedent(f"""
        import time
        from pathlib import Path
        import numpy as np
        from voicecoach.audio.files.sound_file import SoundFileWriter
        writer = SoundFileWriter(Path({str(tmp_path)!r}) / "out.wav", 16_000)
        for _ in range(350):
            writer.write(np.full(160, 0.25, np.float32))
        print("written", flush=True)
        time.sleep(60)
    """)
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "written\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert read(tmp_path / ".out.wav.part").size == 3 * SAMPLE_RATE_HZ
    assert not (tmp_path / "out.wav").exists()


# -- the room
# -----------------------------------------------------------------------------------------------------


class Played:
    """Renders a sound and keeps what the room hands to ``step``."""

    def __init__(self, sound: Samples) -> None:
        self.sound = sound
        self.rendered = 0
        self.heard: list[Samples] = []
        self.played: list[Samples] = []
        self.positions: list[int] = []

    def render(self, count: int) -> Samples:
        self.rendered += count
        return self.sound[PLAYBACK_RATIO * (self.rendered - count) : PLAYBACK_RATIO * self.rendered]

    def step(self, microphone: Samples, played: Samples, position: int) -> bool:
        self.heard.append(microphone)
        self.played.append(played)
        self.positions.append(position)
        return PLAYBACK_RATIO * self.rendered < self.sound.size


def noise(seconds: float, seed: int, rate_hz: int = SAMPLE_RATE_HZ) -> Samples:
    values = np.random.default_rng(seed).integers(-6000, 6000, round(seconds * rate_hz))
    return (values / 32768).astype(np.float32)


def decimated(sound: Samples) -> Samples:
    """As an echo canceller is given what was played."""
    decimator, size = Decimator(), PLAYBACK_RATIO * BLOCK_SAMPLES
    return np.concatenate([decimator.process(sound[at : at + size]) for at in range(0, len(sound), size)])


@pytest.fixture
def microphone(tmp_path: Path) -> Path:
    with SoundFileWriter(tmp_path / "mic.wav", SAMPLE_RATE_HZ) as writer:
        writer.write(noise(1.005, 1))
    return tmp_path / "mic.wav"


@pytest.mark.parametrize(("echo_db", "delay_ms"), [(-6.0, 0.0), (0.0, 50.0), (-20.0, 250.0), (None, 50.0)])
def test_the_microphone_is_the_file_and_the_echo_and_then_silence(
    microphone: Path, echo_db: float | None, delay_ms: float
) -> None:
    session = Played(noise(2, 2, PLAYBACK_RATE_HZ))
    SoundFileRoom(microphone, None, echo_db=echo_db, echo_delay_ms=delay_ms).run(session.render, session.step)
    expected = np.zeros(2 * SAMPLE_RATE_HZ, dtype=np.float32)
    expected[: round(1.005 * SAMPLE_RATE_HZ)] += noise(1.005, 1)
    if echo_db is not None:
        delay = round(delay_ms * SAMPLE_RATE_HZ / 1000)
        expected[delay:] += decimated(session.sound)[: expected.size - delay] * 10 ** (echo_db / 20)
    assert np.abs(np.concatenate(session.heard) - expected).max() < 1e-6
    assert session.positions == list(range(0, 2 * SAMPLE_RATE_HZ, BLOCK_SAMPLES))


def test_the_speaker_file_holds_what_was_played(microphone: Path, tmp_path: Path) -> None:
    session = Played(noise(1.5, 2, PLAYBACK_RATE_HZ))
    SoundFileRoom(microphone, tmp_path / "out.wav").run(session.render, session.step)
    written, rate_hz = soundfile.read(tmp_path / "out.wav", dtype="float32")
    assert rate_hz == PLAYBACK_RATE_HZ
    assert np.array_equal(written, session.sound)
    assert np.array_equal(np.concatenate(session.played), decimated(session.sound))


def test_an_mp3_has_the_voices_rate_and_loses_no_time(tmp_path: Path) -> None:
    sound = np.concatenate([silence(PLAYBACK_RATE_HZ), tone(1.0, 300.0, PLAYBACK_RATE_HZ), silence(4_321)])
    with SoundFileWriter(tmp_path / "out.mp3") as writer:
        for at in range(0, len(sound), 480):
            writer.write(sound[at : at + 480])
    written, rate_hz = soundfile.read(tmp_path / "out.mp3", dtype="float32")
    assert rate_hz == VOICE_RATE_HZ
    assert len(written) / rate_hz == pytest.approx(len(sound) / PLAYBACK_RATE_HZ, abs=0.001)
    loud = np.flatnonzero(np.abs(written) > 0.5 * np.abs(sound).max()) / rate_hz
    assert (loud[0], loud[-1]) == pytest.approx((1.0, 2.0), abs=0.005)


def test_twice_the_same_is_the_same(microphone: Path, tmp_path: Path) -> None:
    takes = []
    for name in ("one.wav", "two.wav"):
        session = Played(noise(1, 2, PLAYBACK_RATE_HZ))
        SoundFileRoom(microphone, tmp_path / name, echo_db=-3.3, echo_delay_ms=33.3).run(session.render, session.step)
        takes.append((np.concatenate(session.heard).tobytes(), (tmp_path / name).read_bytes()))
    assert takes[0] == takes[1]


def test_what_was_played_is_kept_when_the_session_fails(microphone: Path, tmp_path: Path) -> None:
    session = Played(noise(2, 2, PLAYBACK_RATE_HZ))

    def fail(heard: Samples, played: Samples, position: int) -> bool:
        if position >= SAMPLE_RATE_HZ:
            raise DeviceError("the session broke")
        return session.step(heard, played, position)

    with pytest.raises(DeviceError, match="the session broke"):
        SoundFileRoom(microphone, tmp_path / "out.wav").run(session.render, fail)
    assert read(tmp_path / "out.wav").size == SAMPLE_RATE_HZ + BLOCK_SAMPLES


def test_faults_of_the_files_are_found_before_the_session_runs(microphone: Path, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no file"):
        SoundFileRoom(tmp_path / "none.wav", None)
    with pytest.raises(RequestError, match="has to end in"):
        SoundFileRoom(microphone, tmp_path / "out.txt")


def test_a_room_of_files_is_fast_and_not_live(microphone: Path) -> None:
    session = Played(noise(20, 2, PLAYBACK_RATE_HZ))
    room = SoundFileRoom(microphone, None, echo_db=-6.0)
    began_s = time.process_time()
    room.run(session.render, session.step)
    assert not room.live
    assert time.process_time() - began_s < 10
