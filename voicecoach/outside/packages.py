"""Lists the packages that the program needs, those that are missing, and those that cannot be loaded."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec

PACKAGES = {
    "numpy": "numpy",
    "yaml": "pyyaml",
    "jinja2": "jinja2",
    "markupsafe": "markupsafe",
    "mutagen": "mutagen",
    "pydantic": "pydantic",
    "pyttsx3": "pyttsx3",
    "hibari": "hibari-tts",
    "speech_recognition": "SpeechRecognition",
    "onnxruntime": "onnxruntime",
    "miniaudio": "miniaudio",
    "livekit": "livekit",
    "soundfile": "soundfile",
    "soxr": "soxr",
    "rich": "rich",
    "markdown_it": "markdown-it-py",
    "textual": "textual",
    "PIL": "pillow",
    "reportlab": "reportlab",
    "typer": "typer",
    "starlette": "starlette",
    "uvicorn": "uvicorn",
    "platformdirs": "platformdirs",
    "wakepy": "wakepy",
}
"""What is imported, and what pip calls it: all that every installation has."""

NEEDED = frozenset(
    {"numpy", "pyyaml", "pydantic", "pyttsx3", "soundfile", "soxr", "rich", "typer", "platformdirs", "wakepy"}
)
"""Those without which a session does not run, or not with a voice and a sound card."""


def missing_packages() -> list[str]:
    """The packages that an installation should have and this one has not, as pip calls them. Imports none of them."""
    return [package for module, package in PACKAGES.items() if not _there(module)]


def unusable_packages() -> dict[str, str]:
    """The packages that cannot be loaded, as pip calls them, each with why; "" for one that is missing. As long as one
    is, no other is tried, which may need it.
    """
    if missing := missing_packages():
        return dict.fromkeys(missing, "")
    found = {}
    for module, package in PACKAGES.items():
        try:
            import_module(module)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a package, it is to be told
            found[package] = " ".join(str(error).split()) or type(error).__name__
    return found


def what_to_do(error: ImportError) -> str:
    """Which package is missing, or cannot be loaded, and what to do about it, in one sentence each."""
    missing = missing_packages()
    if missing:
        return f"This installation lacks {', '.join(missing)}. What to do: {pip_install(*missing)}"
    module = (error.name or "").partition(".")[0]
    if module in PACKAGES:
        package = PACKAGES[module]
        return f"{package} cannot be loaded: {error}. What to do: {pip_install('--force-reinstall', package)}"
    return f"This installation is not complete: {error}. What to do: install voicecoach again."


def pip_install(*words: str) -> str:
    """The command line that installs for the Python that runs this: a ``pip`` on the path is often another's."""
    python = sys.executable or "python"
    return " ".join([f'"{python}"' if " " in python else python, "-m pip install", *words])


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False
