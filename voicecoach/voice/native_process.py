"""The child process in which pyttsx3 drives the operating system's own synthesiser.

SAPI 5 wants its COM objects used in the thread that made them, and NSSpeechSynthesizer wants the main thread and a run
loop; both have been known to hang. Here they have a main thread to themselves, and the parent can end it.
``python -m voicecoach.voice.native_process DRIVER [VOICE]`` reads one JSON request a line and answers with one line:

- ``{"voices": true}``: ``{"voices": [[id, name, [language, ...]], ...]}``
- ``{"text": ..., "rate": ..., "path": ...}``: the file is written, then ``{}``
- whatever fails: ``{"error": sentence}``
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

_COMPLETE_S = 20.0
_POLL_S = 0.02


def main(arguments: list[str]) -> None:
    """Answers requests until standard input ends."""
    # pyttsx3's drivers print; what they print must not look like an answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    engine: Any = None
    for line in sys.stdin:
        try:
            if engine is None:
                engine = _engine(*arguments)
            answer = _answer(engine, json.loads(line))
        except Exception as failure:  # noqa: BLE001 - a process boundary: the parent raises it as VoiceError
            answer = {"error": str(failure) or type(failure).__name__}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _engine(driver: str, voice: str = "") -> Any:
    """A pyttsx3 engine; a driver with a dot in its name is a module that pyttsx3 does not know yet."""
    import pyttsx3

    if "." in driver:
        module = importlib.import_module(driver)
        driver = driver.rpartition(".")[2]
        sys.modules[f"pyttsx3.drivers.{driver}"] = module
    engine = pyttsx3.Engine(driver)
    if voice:
        engine.setProperty("voice", voice)
    return engine


def _answer(engine: Any, request: dict[str, Any]) -> dict[str, Any]:
    if request.get("voices"):
        return {
            "voices": [[voice.id, voice.name or voice.id, _languages(voice)] for voice in engine.getProperty("voices")]
        }
    failures: list[BaseException] = []
    token = engine.connect("error", lambda exception, **_details: failures.append(exception))
    try:
        engine.setProperty("rate", request["rate"])
        engine.save_to_file(request["text"], request["path"])
        engine.runAndWait()
    finally:
        engine.disconnect(token)
    if failures:
        raise failures[0]
    _wait_until_complete(Path(request["path"]))
    return {}


def _languages(voice: Any) -> list[str]:
    """Drivers give codes as ``en-US``, ``en_US`` or bytes."""
    codes = [code.decode(errors="ignore") if isinstance(code, bytes) else str(code) for code in voice.languages or ()]
    return [code.strip("\x00\x05 ").replace("_", "-").lower() for code in codes]


def _wait_until_complete(path: Path) -> None:
    """``runAndWait`` may return before the synthesiser has closed its file: wait until it stops growing and opens."""
    import soundfile

    deadline_s = time.monotonic() + _COMPLETE_S
    size = -1
    while time.monotonic() < deadline_s:
        time.sleep(_POLL_S)
        grown, size = size, path.stat().st_size if path.exists() else -1
        if size != grown or size <= 0:
            continue
        try:
            if soundfile.info(str(path)).frames > 0:
                return
        except soundfile.LibsndfileError:
            continue
    raise TimeoutError("the synthesiser did not finish its file")


if __name__ == "__main__":
    main(sys.argv[1:])
