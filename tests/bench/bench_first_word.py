"""How long after ``voicecoach start`` the first word sounds: ``python -m tests.bench.bench_first_word [--times N]``.

From the start of the process, the interpreter's own start included, to the first sample that is not silence: in a room
of files as it is written, and on the live card of ``tests.soundcard`` as a second program records it there (which adds
up to 20 ms). The first word needs the routine read, the voice loaded, the card opened; not the ears.
"""

from __future__ import annotations

import argparse
import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from tests.soundcard import VirtualSoundcard, missing, virtual_soundcard
from voicecoach.audio.files.sound_file import SoundFileWriter
from voicecoach.audio.pcm import SAMPLE_RATE_HZ, silence

_ROUTINE = "deep-piriformis"
_LIMIT_S = 30.0
_WAV_HEADER = 44


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    times = parser.parse_args().times
    table = Table("from process start to", "median s", "fastest s", "slowest s", title=f"First word, {times} starts")
    _measure(table, "Python itself, doing nothing", _python, times)
    with tempfile.TemporaryDirectory() as folder:
        microphone = Path(folder) / "quiet.wav"
        with SoundFileWriter(microphone, SAMPLE_RATE_HZ) as writer:
            writer.write(silence(SAMPLE_RATE_HZ))
        _measure(table, "first word written to a sound file", lambda: _in_files(microphone, Path(folder)), times)
    if lacking := missing():
        table.add_row(f"first word on a live card: {lacking}", "", "", "")
    else:
        with virtual_soundcard() as card:
            _measure(table, "first word on the live card", lambda: _on_card(card, screen=False), times)
            _measure(table, "the same in a terminal, with the screen", lambda: _on_card(card, screen=True), times)
    console = Console()
    console.print(table)
    console.print(f"{os.cpu_count()} cores; others were using {os.getloadavg()[0]:.1f} of them in the last minute.")


def _measure(table: Table, name: str, once: Callable[[], float], times: int) -> None:
    once()  # the first reads everything from the disk
    took_s = [once() for _ in range(times)]
    table.add_row(name, f"{statistics.median(took_s):.2f}", f"{min(took_s):.2f}", f"{max(took_s):.2f}")


def _python() -> float:
    began_s = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - began_s


def _coach(
    *options: str, environment: dict[str, str] | None = None, terminal: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "voicecoach", "start", _ROUTINE, *options]
    everything = {**os.environ, "TERM": "xterm", **(environment or {})}
    return subprocess.Popen(command, env=everything, stdin=terminal, stdout=terminal, stderr=terminal)


def _in_files(microphone: Path, folder: Path) -> float:
    speaker = folder / "spoken.wav"
    growing = folder / ".spoken.wav.part"
    began_s = time.perf_counter()
    coach = _coach("--mic", str(microphone), "--speaker", str(speaker))
    try:
        while time.perf_counter() - began_s < _LIMIT_S:
            for file in (growing, speaker):
                if file.exists() and any(file.read_bytes()[_WAV_HEADER:]):
                    return time.perf_counter() - began_s
            time.sleep(0.002)
    finally:
        _end(coach)
        growing.unlink(missing_ok=True)
        speaker.unlink(missing_ok=True)
    raise RuntimeError("nothing was said")


def _on_card(card: VirtualSoundcard, *, screen: bool) -> float:
    environment = {**os.environ, **card.environment}
    record = ["pacat", "--record", "--device=spk.monitor", "--raw", f"--rate={SAMPLE_RATE_HZ}", "--channels=1"]
    recorder = subprocess.Popen(
        [*record, "--format=s16le", "--latency-msec=10"], stdout=subprocess.PIPE, env=environment
    )
    assert recorder.stdout is not None
    recorder.stdout.read(3200)
    began_s = time.perf_counter()
    ours, theirs = pty.openpty() if screen else (-1, subprocess.DEVNULL)
    coach = _coach(environment=card.environment, terminal=theirs)
    try:
        while time.perf_counter() - began_s < _LIMIT_S:
            if np.abs(np.frombuffer(recorder.stdout.read(320), dtype="<i2")).max(initial=0) > 30:
                return time.perf_counter() - began_s
    finally:
        _end(coach)
        _end(recorder)
        if screen:
            os.close(ours)
            os.close(theirs)
    raise RuntimeError("nothing was heard")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


if __name__ == "__main__":
    main()
