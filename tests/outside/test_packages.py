"""An installation that lacks a package says which, and what to do, instead of a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

import pytest

from voicecoach.outside.packages import NEEDED, PACKAGES, missing_packages, what_to_do

ROOT = Path(__file__).parents[2]
WITHOUT = """\
import os
from importlib.machinery import PathFinder

find = PathFinder.find_spec
gone = os.environ["WITHOUT"].split()
PathFinder.find_spec = lambda name, path=None, target=None: (
    None if name.partition(".")[0] in gone else find(name, path, target)
)
"""
"""A ``sitecustomize`` that makes a package look as if it had not been installed."""


def run(tmp_path: Path, without: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "sitecustomize.py").write_text(WITHOUT, encoding="utf-8")
    environment = {
        **os.environ,
        "WITHOUT": without,
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]),
        "VOICECOACH_DATA": str(tmp_path / "data"),
    }
    command = [sys.executable, "-m", "voicecoach", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def test_every_package_of_every_installation_is_known() -> None:
    required = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    everywhere = {
        requirement.partition(">=")[0].partition("==")[0] for requirement in required if ";" not in requirement
    }
    assert set(PACKAGES.values()) == everywhere
    assert everywhere >= NEEDED


@pytest.mark.parametrize("module", ["yaml", "typer", "numpy"])
def test_a_start_without_a_package_says_which_and_what_to_do(tmp_path: Path, module: str) -> None:
    ended = run(tmp_path, module, "start", "deep-piriformis", "--voice", "printed", "--ears", "typed")
    package = PACKAGES[module]
    assert ended.returncode == 1
    assert ended.stderr == f"This installation lacks {package}. What to do: {sys.executable} -m pip install {package}\n"


def test_doctor_names_what_is_missing_and_looks_at_the_rest(tmp_path: Path) -> None:
    without = "pyttsx3 wakepy soxr onnxruntime miniaudio livekit speech_recognition reportlab"
    ended = run(tmp_path, without, "doctor", "--json")
    assert (ended.returncode, ended.stderr) == (1, "")
    rows = {row["part"]: row for row in json.loads(ended.stdout)}
    assert rows["packages"]["state"] == "missing"
    assert set(rows["packages"]["found"].split()) == {PACKAGES[module] for module in without.split()}
    assert "pip install" in rows["packages"]["advice"]
    assert rows["routines"]["state"] == "good"
    assert {rows[part]["state"] for part in ("voice", "loudspeaker", "keeping awake")} == {"missing"}
    assert rows["ears"]["state"] != "good"


def test_doctor_needs_nothing_to_print_with(tmp_path: Path) -> None:
    ended = run(tmp_path, "rich numpy", "doctor")
    assert ended.returncode == 1
    assert "Packages that are needed cannot be loaded: numpy rich." in ended.stdout
    assert "Traceback" not in ended.stderr


def test_all_packages_are_here() -> None:
    assert missing_packages() == []


def test_a_package_that_is_there_and_cannot_be_loaded_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "--force-reinstall numpy" in what_to_do(ImportError("broken", name="numpy.core"))
    assert "install voicecoach again" in what_to_do(ImportError("no such thing", name="voicecoach.nothing"))
    find = PathFinder.find_spec

    def without_soxr(name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return None if name == "soxr" else find(name, path, target)  # type: ignore[arg-type]

    monkeypatch.setattr(PathFinder, "find_spec", without_soxr)
    monkeypatch.delitem(sys.modules, "soxr", raising=False)
    assert what_to_do(ImportError(name="soxr")).startswith("This installation lacks soxr.")
