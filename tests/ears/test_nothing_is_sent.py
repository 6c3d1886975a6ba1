"""What is heard stays here: the recogniser's library keeps no identifier and queues nothing for anybody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from voicecoach.ears.moonshine_model import find_model

LISTEN_ONCE = """\
import sys
from voicecoach.audio.pcm import silence
from voicecoach.ears.moonshine_model import MoonshineModel, find_model
MoonshineModel(find_model()).encode(silence(16_000))
sys.stdout.write("listened")
"""


@pytest.mark.skipif(find_model() is None, reason="needs moonshine-voice")
def test_the_library_of_the_ears_leaves_nothing_in_the_home_folder(tmp_path: Path) -> None:
    # onnxruntime holds its tongue by itself where it believes that it is being tested.
    quiet = {name for name in os.environ if name == "CI" or name.startswith(("ORT_", "GITHUB_", "XDG_"))}
    environment = {name: value for name, value in os.environ.items() if name not in quiet}
    environment["HOME"] = environment["USERPROFILE"] = str(tmp_path)
    command = [sys.executable, "-c", LISTEN_ONCE]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "listened", done.stderr
    assert not list(tmp_path.rglob("*"))
