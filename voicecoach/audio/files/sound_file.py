"""Sound files in and out, and the room that is made of them.

Reads whatever libsndfile does (WAV, FLAC, OGG, MP3, AIFF; any rate, any number of channels) as 16 kHz mono, a piece at
a time, so that an hour costs no more memory than a minute. Writes WAV, FLAC, OGG and MP3 by the name's ending, at the
playback rate unless it is told another; MP3 at the voices' rate at most.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from voicecoach.audio.decimation import Decimator
from voicecoach.audio.pcm import (
    BLOCK_SAMPLES,
    PLAYBACK_RATE_HZ,
    SAMPLE_RATE_HZ,
    VOICE_RATE_HZ,
    Samples,
    silence,
    to_int16,
)
from voicecoach.audio.room.acoustics import Acoustics, EchoPath
from voicecoach.audio.room.interface import BlockStep, Render
from voicecoach.errors import DeviceError, RequestError, StorageError

_WRITTEN_AS = {
    ".wav": ("WAV", "PCM_16"),
    ".flac": ("FLAC", "PCM_16"),
    ".ogg": ("OGG", "VORBIS"),
    ".mp3": ("MP3", "MPEG_LAYER_III"),
}
ENDINGS = tuple(_WRITTEN_AS)
"""What a file that is written may end with."""
_MP3_RATE_HZ = VOICE_RATE_HZ
"""Nothing that is written reaches above half of it, and at the playback rate an MP3 of speech is 1.4 times as large."""
SLOWEST_HZ, FASTEST_HZ, MOST_CHANNELS = 4_000, 384_000, 32
"""Of a file that is read: more than a telephone or a studio has is a broken or a hostile header."""
_READ_FRAMES = 32_768
_WRITE_SAMPLES = 16_000
"""A third of a second at a time: what a crash can lose, and short enough for libvorbis, whose stack overflows on long
writes."""


def read(path: Path) -> Samples:
    """The whole file as samples. Errors as for ``pieces``."""
    return np.concatenate([*pieces(path), silence(0)])


def pieces(path: Path) -> Iterator[Samples]:
    """The file in pieces of any length, in order.

    Raises RequestError for a file that is missing, empty or holds no sound that can be read, and DeviceError for one
    that breaks off. Samples beyond full scale are clipped; what is not a number counts as silence.
    """
    import soundfile
    import soxr

    _require_file(path)
    try:
        file = soundfile.SoundFile(_name(path))
    except (soundfile.LibsndfileError, OSError) as error:
        raise RequestError(f"{path} is no sound file that can be read: WAV, FLAC, OGG, MP3 and AIFF can.") from error
    # soundfile seeks after each read to where the read has ended, and an MP3 decoder that seeks loses a frame.
    file.seekable = lambda: False
    with file:
        rate_hz, channels, expected = file.samplerate, file.channels, file.frames
        # What a few bytes in a header claim must not decide how much memory is taken.
        if not (SLOWEST_HZ <= rate_hz <= FASTEST_HZ and channels <= MOST_CHANNELS):
            raise RequestError(
                f"{path} has {rate_hz} samples a second in {channels} channels; "
                f"{SLOWEST_HZ} to {FASTEST_HZ} in at most {MOST_CHANNELS} can be read."
            )
        stream = soxr.ResampleStream(rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32", quality="HQ")
        done = 0
        while True:
            try:
                frames = file.read(_READ_FRAMES, dtype="float32", always_2d=True)
            except soundfile.LibsndfileError as error:
                raise DeviceError(f"{path} breaks off after {done / rate_hz:.1f} s.") from error
            done += len(frames)
            mono = frames.mean(axis=1, dtype=np.float32) if channels > 1 else frames[:, 0]
            mono = np.clip(np.nan_to_num(mono, nan=0.0), -1.0, 1.0)
            last = len(frames) < _READ_FRAMES
            if rate_hz != SAMPLE_RATE_HZ:
                mono = stream.resample_chunk(mono, last=last)
            if mono.size:
                yield mono.astype(np.float32, copy=False)
            if last:
                break
    if done == 0:
        raise RequestError(f"{path} holds no sound.")
    if done < expected and file.format != "MP3":  # whose length may be a guess
        raise DeviceError(f"{path} breaks off after {done / rate_hz:.1f} of its {expected / rate_hz:.1f} s.")


def _name(path: Path) -> str | bytes:
    """The path as soundfile takes it: left to itself it fails on names that are not of the locale's encoding."""
    return str(path) if os.name == "nt" else os.fsencode(path)


def _require_file(path: Path) -> None:
    if path.is_dir():
        raise RequestError(f"{path} is a folder, not a sound file.")
    try:
        if path.exists() and not path.is_file():
            raise RequestError(f"{path} is not an ordinary file.")
        if path.stat().st_size == 0:
            raise RequestError(f"{path} is empty.")
        with path.open("rb"):
            pass
    except FileNotFoundError:
        raise RequestError(f"There is no file {path}.") from None
    except OSError as error:
        raise RequestError(f"{path} cannot be read: {error.strerror}.") from error


class SoundFileWriter:
    """A sound file that grows by ``write`` and has its name once it is complete.

    Until ``close`` it is a neighbour called ``.NAME.part``; a reader of NAME never meets half a file. After a crash
    that neighbour remains, and if it is a WAV, libsndfile, sox and ffmpeg read it up to its last whole second. As a
    context manager it closes, or discards the file when the block ends with an exception.
    """

    def __init__(self, path: Path, rate_hz: int = PLAYBACK_RATE_HZ) -> None:
        """Raises RequestError for an ending or a place that will not do, StorageError when nothing can be written."""
        import soundfile
        import soxr

        self._path = path.resolve()
        if self._path.is_dir():
            raise RequestError(f"{path} is a folder, not a sound file.")
        if path.suffix.lower() not in _WRITTEN_AS:
            raise RequestError(f"{path} has to end in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}.")
        if not self._path.parent.is_dir():
            raise RequestError(f"There is no folder {path.parent} to write {path.name} in.")
        self._part = self._path.with_name(f".{self._path.name}.part")
        self._waiting: list[Samples] = []
        self._waiting_samples = 0
        self._closed = False
        kind, subtype = _WRITTEN_AS[path.suffix.lower()]
        written_hz = min(rate_hz, _MP3_RATE_HZ) if kind == "MP3" else rate_hz
        self._resampler = None if written_hz == rate_hz else soxr.ResampleStream(rate_hz, written_hz, 1, "float32")
        try:
            self._part.touch(mode=0o600)  # a session is health data; libsndfile would say "system error" and no more
            self._file: Any = soundfile.SoundFile(_name(self._part), "w", written_hz, 1, subtype, format=kind)
        except OSError as error:
            fault = StorageError if error.errno == errno.ENOSPC else RequestError
            raise fault(f"{path} cannot be written: {error.strerror}.") from error
        except soundfile.LibsndfileError as error:
            self._part.unlink(missing_ok=True)
            raise self._storage_error() from error

    def write(self, samples: Samples) -> None:
        """Appends samples. Raises StorageError when the disk is full."""
        self._waiting.append(samples)
        self._waiting_samples += samples.size
        if self._waiting_samples >= _WRITE_SAMPLES:
            self._write_out()

    def close(self, finish: Callable[[Path], None] | None = None) -> None:
        """Completes the file and gives it its name. Raises StorageError, after which nothing of the file is left.

        ``finish`` is called with the path of the complete file before it has its name, to add to it.
        """
        import soundfile

        if self._closed:
            return
        self._write_out(last=True)
        self._closed = True
        try:
            self._file.close()
            if finish is not None:
                finish(self._part)
            with self._part.open("rb+") as complete:
                os.fsync(complete.fileno())
            self._part.replace(self._path)
        except (soundfile.LibsndfileError, OSError) as error:
            failure = self._storage_error()
            self._part.unlink(missing_ok=True)
            raise failure from error
        except BaseException:
            self._part.unlink(missing_ok=True)
            raise

    def discard(self) -> None:
        """Ends without a file."""
        import soundfile

        if not self._closed:
            self._closed = True
            with contextlib.suppress(soundfile.LibsndfileError):
                self._file.close()
            self._part.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            self.discard()

    def _write_out(self, *, last: bool = False) -> None:
        import soundfile

        if not self._waiting and not last:
            return
        samples = np.concatenate([*self._waiting, silence(0)])
        if self._resampler is not None:
            samples = self._resampler.resample_chunk(samples, last=last)
        data = np.frombuffer(to_int16(samples), dtype="<i2")
        self._waiting.clear()
        self._waiting_samples = 0
        try:
            for start in range(0, len(data), _WRITE_SAMPLES):
                self._file.write(data[start : start + _WRITE_SAMPLES])
        except (soundfile.LibsndfileError, AssertionError) as error:  # a short write is an assertion in soundfile
            failure = self._storage_error()  # before there is room again
            self.discard()
            raise failure from error

    def _storage_error(self) -> StorageError:
        full = shutil.disk_usage(self._path.parent).free < 2 * _WRITE_SAMPLES
        reason = "the disk is full" if full else "the disk refused it"
        return StorageError(f"{self._path} could not be written: {reason}.")


class SoundFileRoom:
    """Hears one file and plays into another, as fast as the machine can; implements ``Room``.

    After the end of the microphone's file there is silence. The coach's own sound comes back into the microphone,
    ``echo_db`` relative to as it is played and ``echo_delay_ms`` later. The same files give the same blocks every time.
    """

    def __init__(
        self,
        microphone: Path | None,
        speaker: Path | None,
        *,
        echo_db: float | None = None,
        echo_delay_ms: float = 60.0,
    ) -> None:
        """Raises as ``pieces`` and ``SoundFileWriter`` do, before anything runs."""
        self._pieces = iter(()) if microphone is None else pieces(microphone)
        self._unheard = next(self._pieces, silence(0))
        self._speaker = None if speaker is None else SoundFileWriter(speaker)
        self._decimator = Decimator()
        self._echo = EchoPath(Acoustics(echo_db=echo_db, echo_delay_ms=echo_delay_ms))

    @property
    def live(self) -> bool:
        return False

    def close(self) -> None:
        """Leaves no unfinished file of a room in which nothing was run."""
        if self._speaker is not None:
            self._speaker.discard()

    def run(self, render: Render, step: BlockStep) -> None:
        """Runs until ``step`` answers False; the speaker's file is complete then, also when the run fails."""
        position = 0
        try:
            while True:
                sound = render(BLOCK_SAMPLES)
                if self._speaker is not None:
                    self._speaker.write(sound)
                played = self._decimator.process(sound)
                heard = np.clip(self._next_recorded() + self._echo.process(played), -1.0, 1.0)
                if not step(heard, played, position):
                    return
                position += BLOCK_SAMPLES
        finally:
            if self._speaker is not None:
                self._speaker.close()

    def _next_recorded(self) -> Samples:
        while self._unheard.size < BLOCK_SAMPLES:
            piece = next(self._pieces, None)
            if piece is None:  # after the end there is silence
                piece = silence(BLOCK_SAMPLES)
            self._unheard = np.concatenate([self._unheard, piece])
        block, self._unheard = self._unheard[:BLOCK_SAMPLES], self._unheard[BLOCK_SAMPLES:]
        return block
