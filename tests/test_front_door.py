"""The README: short, its commands run, its pictures and its sound are those of the program today."""

from __future__ import annotations

import functools
import io
import re
import signal
import sys
import time
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image

from tests.page_makers import page_maker
from tests.test_documentation import README, ROOT, code_in, command_lines_in
from voicecoach import cli
from voicecoach.audio.room.devices import Found
from voicecoach.audio.room.quiet_room import QuietRoom
from voicecoach.language.loading import load
from voicecoach.paths import VARIABLE

MOST_WORDS = 900
SET_UP = [line for line in code_in(README) if line.startswith("python3 -m venv")]
CODE = re.findall(r"```\w*\n.*?```|`[^`\n]+`", README, re.S)
COMMANDS = list(dict.fromkeys(command_lines_in(line for code in CODE for line in code_in(code) if line not in SET_UP)))
"""As they are written and where, each once."""
QUICKLY = "--hold 5 --wait 0 --voice en-us --rate 220"
ADDED = {
    "voicecoach start deep-piriformis --patient Ada": "--hold 5 --side left",
    "voicecoach start my-routine.yaml": "--hold 5",
    "voicecoach record deep-piriformis -o session.mp3": f"-o session.wav --side left {QUICKLY}",
    "voicecoach listen": "--ears phrases",
    "voicecoach serve": "--port 0",
}
"""Options with which they are run here, to be done sooner, and on any free port."""
ENDS_WITH = {
    "voicecoach doctor": (1, "microphone"),
    "voicecoach listen": (1, "no microphone here"),
    "voicecoach listen --learn --patient Ada": (1, "no microphone here"),
    "voicecoach serve": (130, "http://"),
}
"""The exit codes that are not 0, and what is said then: there is no sound card, and Ctrl-C ends the page."""
TIMES_AS_FAST = 1000
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
    frames = sound[: sound.size // frame * frame].reshape(-1, frame)
    return np.asarray(np.sqrt(np.square(frames).mean(axis=1)))


def test_the_sound_sample_is_current(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    kept = loudness(*soundfile.read(SAMPLE.SAMPLE))
    now = loudness(*SAMPLE.recorded())
    assert kept.size == now.size == round(SAMPLE.LASTS_S / FRAME_S)
    assert np.corrcoef(kept, now)[0, 1] > 0.98, "run: python docs/make_sound_sample.py"
    assert SAMPLE.SAMPLE.stat().st_size < MOST_OF_THE_SOUND


# -- the README --------------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """What is printed, and somebody who answers it: who is ready, has no warning signs and a pain of two."""

    ENDS = load("en").texts.page.serve.ends

    def __init__(self) -> None:
        super().__init__()
        self._typed: SimpleQueue[str | None] = SimpleQueue()

    def write(self, text: str) -> int:
        if self.ENDS in text:
            signal.raise_signal(signal.SIGINT)
        elif "do today?" in text:
            self._typed.put("stop")
        elif "zero to ten?" in text:
            self._typed.put("two")
        elif text.endswith("?\n"):
            self._typed.put("no")
        elif text.startswith("Tell me when you are ready"):
            self._typed.put("ready")
        return super().write(text)

    def readline(self, *_: int) -> str:  # type: ignore[override]  # as standard input
        line = self._typed.get()
        return "" if line is None else f"{line}\n"

    def hang_up(self) -> None:
        self._typed.put(None)


def ran(line: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """A command line: its exit code, and what it printed."""
    terminal = Terminal()
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, stream, terminal)
    try:
        return cli.run(f"{line} {ADDED.get(line, '')}".split()[1:]), terminal.getvalue()
    finally:
        terminal.hang_up()


@pytest.fixture
def newcomer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own, no sound card, the printed voice and typed answers; and time that runs faster."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "data"))
    monkeypatch.setenv("VOICECOACH_VOICE", "printed")
    monkeypatch.setenv("VOICECOACH_EARS", "typed")
    fast = functools.partial(
        QuietRoom, clock=lambda: time.monotonic() * TIMES_AS_FAST, wait=lambda s: time.sleep(s / TIMES_AS_FAST)
    )
    monkeypatch.setattr("voicecoach.audio.room.quiet_room.QuietRoom", fast)
    monkeypatch.setattr("voicecoach.audio.room.devices.sound_devices", lambda: Found("none", (), ()))
    return tmp_path


def test_the_readme_is_short() -> None:
    assert len(README.split()) <= MOST_WORDS


def test_every_command_in_the_readme_runs(newcomer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = re.search(r"```yaml\n(.*?)```", README, re.S)
    assert example is not None
    (newcomer / "my-routine.yaml").write_text(example[1], encoding="utf-8")
    (newcomer / "handout.txt").write_text("Knee to chest\n\nHold for 20 seconds. Repeat 3 times.\n", encoding="utf-8")
    for line in COMMANDS:
        code, said = ran(line, monkeypatch)
        expected, sentence = ENDS_WITH.get(line, (0, ""))
        assert code == expected, f"{line}: {said}"
        assert sentence in said, f"{line}: {said}"
    assert "voicecoach start my-routine.yaml" in COMMANDS


def test_the_set_up_lines_are_run_before_anything_lands() -> None:
    script = ROOT / ".ci" / "run"
    if not script.exists():
        pytest.skip("a source distribution has no .ci")
    run = script.read_text(encoding="utf-8")
    patterns = re.findall(r"grep -E '(.*?)' README\.md", run)
    assert len(SET_UP) == 2
    assert all(any(re.search(pattern, line) for pattern in patterns) for line in SET_UP)
