"""The pictures and the sound sample of the documentation are what the program looks and sounds like today."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image

from tests.page_makers import page_maker
from voicecoach.paths import VARIABLE

PICTURES: Any = page_maker("make_pictures")
SAMPLE: Any = page_maker("make_sound_sample")
MOST_OF_A_PICTURE, MOST_OF_THE_SOUND = 150_000, 250_000
"""Bytes."""
FRAME_S = 0.05


def drawn(svg: str) -> tuple[list[str], set[str]]:
    """The texts of an SVG in order, and its colours: what one sees, however the file is written."""
    return re.findall(r"<text[^>]*>(.*?)</text>", svg, re.S), set(re.findall(r"#[0-9a-fA-F]{6}\b", svg))


def test_the_picture_of_the_terminal_is_current() -> None:
    kept = PICTURES.TERMINAL.read_text(encoding="utf-8")
    assert drawn(kept) == drawn(PICTURES.terminal(PICTURES.MOMENT)), "run: python docs/make_pictures.py terminal"
    assert len(kept) < MOST_OF_A_PICTURE


def test_the_picture_of_the_page_is_current() -> None:
    with Image.open(PICTURES.PAGE) as kept:
        made_from = kept.info[PICTURES.MADE_FROM]
        size = kept.size
    assert made_from == PICTURES.page_made_from(PICTURES.MOMENT), "run: python docs/make_pictures.py page"
    assert size == PICTURES.PAGE_PIXELS
    assert PICTURES.PAGE.stat().st_size < MOST_OF_A_PICTURE


def loudness(sound: np.ndarray[Any, Any], rate_hz: int) -> np.ndarray[Any, Any]:
    """The level of each twentieth of a second."""
    frame = round(FRAME_S * rate_hz)
    return np.sqrt(np.square(sound[: sound.size // frame * frame]).reshape(-1, frame).mean(axis=1))


def test_the_sound_sample_is_current(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    kept = loudness(*soundfile.read(SAMPLE.SAMPLE))
    now = loudness(*SAMPLE.recorded())
    assert kept.size == now.size == round(SAMPLE.LASTS_S / FRAME_S)
    assert np.corrcoef(kept, now)[0, 1] > 0.9, "run: python docs/make_sound_sample.py"
    assert SAMPLE.SAMPLE.stat().st_size < MOST_OF_THE_SOUND
