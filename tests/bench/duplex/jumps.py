"""How long the coach's echo is left in when its delay jumps, as it does when a sound server was late or a buffer ran
dry.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.bench.coach_lines import LINES
from tests.bench.duplex.talk import NOISE_DB, ROOMS, line_heard
from voicecoach.audio.echo.aec3 import Aec3
from voicecoach.audio.echo.canceller import EchoCanceller
from voicecoach.audio.pcm import BLOCK_SAMPLES, Samples, gain_from_db, rms_db, silence, to_samples
from voicecoach.audio.room.acoustics import EchoPath

JUMPS_MS = (-10.0, -1.0, 1.0, 15.0, 60.0)
BEFORE_S = 20.0
AFTER_S = 15.0
TAKEN_OUT_DB = 10.0
WINDOW_S = 0.4
STEP_S = 0.1


def left_in_s(room: str, jump_ms: float) -> float:
    """Seconds after the jump in which less than 10 dB of an audible echo were taken out."""
    acoustics = ROOMS[room]
    moved = replace(acoustics, echo_delay_ms=acoustics.echo_delay_ms + jump_ms)
    paths = EchoPath(acoustics), EchoPath(moved)
    canceller = EchoCanceller(Aec3())
    dice = np.random.default_rng(5)
    heard, left = [], []
    for number, played in enumerate(_talk(BEFORE_S + AFTER_S).reshape(-1, BLOCK_SAMPLES)):
        echo = [path.process(played) for path in paths][number * BLOCK_SAMPLES >= to_samples(BEFORE_S)]
        noise = dice.standard_normal(BLOCK_SAMPLES) * gain_from_db(NOISE_DB)
        heard.append((echo + noise).astype(np.float32))
        left.append(canceller.process(heard[-1], played)[1])
    starts = range(to_samples(BEFORE_S), to_samples(BEFORE_S + AFTER_S - WINDOW_S), to_samples(STEP_S))
    windows = [slice(start, start + to_samples(WINDOW_S)) for start in starts]
    before, after = np.concatenate(heard), np.concatenate(left)
    levels = [(rms_db(before[window]), rms_db(after[window])) for window in windows]
    return STEP_S * sum(echo > NOISE_DB + 20.0 and echo - rest < TAKEN_OUT_DB for echo, rest in levels)


def _talk(seconds: float) -> Samples:
    pieces: list[Samples] = []
    while sum(map(len, pieces)) < to_samples(seconds):
        pieces += [line_heard(LINES[len(pieces) // 2 % len(LINES)]), silence(to_samples(0.3))]
    return np.concatenate(pieces)[: to_samples(seconds)]
