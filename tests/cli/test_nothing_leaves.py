"""Each command runs under a guard: no socket beyond this computer, no file outside the folders that are ours.

The guard sees what Python does. What native code does is seen by the home folder, in which nothing may be left but our
own data, and by strace where there is one: onnxruntime 1.32 looked up a host and wrote a device's id when left alone.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.cli.app import app

ROOT = Path(__file__).parents[2]
COMMANDS: dict[str, list[list[str]]] = {
    "start": [["start", "knee-to-chest.yaml", "--mic", "quiet.wav", "--speaker", "spoken.wav", "--give-up", "5"]],
    "replay": [
        ["start", "knee-to-chest.yaml", "--mic", "quiet.wav", "--give-up", "5", "--trace", "trace.jsonl"],
        ["replay", "trace.jsonl"],
    ],
    "topics": [["topics"]],
    "tell": [["tell", "injections", "--voice", "printed"]],
    "list": [["list"]],
    "voices": [["voices"], ["voices", "--json"], ["voices", "--play", "heart"]],
    "check": [["check", "knee-to-chest.yaml"]],
    "listen": [["listen", "--json", "quiet.wav"], ["listen", "--phrases"]],
    "show": [["show", "deep-piriformis", "--html", "sheet.html", "--pdf", "sheet.pdf"]],
    "record": [["record", "knee-to-chest.yaml", "-o", "session.mp3", "--wait", "1"]],
    "doctor": [["doctor", "--json"]],
    "patients": [["patients", "set", "Ann", "--rate", "140"], ["patients"]],
    "history": [["history"]],
    "report": [["patients", "set", "Ann", "--rate", "140"], ["report", "--patient", "Ann"]],
    "import": [["import", "note.txt", "-o", "note.yaml"]],
}
"""How each command is run; ``serve`` and the bare ``voicecoach`` have tests of their own below."""
ROUTINE = """\
name: Knee to chest
summary: Rounds the lower back gently.
language: en
sources: [a test]
steps:
  - say: Lie on your back.
  - hold: 6s
"""


class Home:
    """An empty home folder with what the commands read, and the environment of a guarded process in it."""

    def __init__(self, folder: Path) -> None:
        self.home, self.work, self.data = folder / "home", folder / "work", folder / "data"
        self.temporary = folder / "tmp"
        for each in (self.home, self.work, self.temporary):
            each.mkdir()
        self.report = folder / "refused.txt"
        (self.work / "knee-to-chest.yaml").write_text(ROUTINE, encoding="utf-8")
        (self.work / "note.txt").write_text(
            "Knee to chest. Hold for 20 seconds, 3 times on each side.\n", encoding="utf-8"
        )
        soundfile.write(self.work / "quiet.wav", np.zeros(16_000, dtype=np.float32), 16_000)

    @property
    def environment(self) -> dict[str, str]:
        quiet = ("ORT_", "GITHUB_", "XDG_", "VOICECOACH_", "PULSE_")  # onnxruntime is silent where it is being tested
        kept = {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith(quiet)}
        return kept | {
            "HOME": str(self.home),
            "USERPROFILE": str(self.home),
            "TMPDIR": str(self.temporary),
            "VOICECOACH_DATA": str(self.data),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "tests" / "guard"), str(ROOT)]),
            "GUARD_FOLDERS": os.pathsep.join(map(str, (self.work, self.data, self.temporary))),
            "GUARD_REPORT": str(self.report),
        }

    def run(self, arguments: list[str], *before: str) -> subprocess.CompletedProcess[str]:
        command = [*before, sys.executable, "-m", "voicecoach", *arguments]
        return subprocess.run(
            command,
            cwd=self.work,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    def refused(self) -> str:
        return self.report.read_text(encoding="utf-8")

    def left_behind(self) -> list[str]:
        """But for what PulseAudio's own library keeps for whoever plays a sound."""
        found = [path.relative_to(self.home).as_posix() for path in self.home.rglob("*")]
        return [path for path in found if path != ".config" and not path.startswith(".config/pulse")]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_every_command_is_run_here() -> None:
    named = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    grouped = {group.name for group in app.registered_groups}
    assert set(COMMANDS) | {"serve"} == named | grouped


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_writes_only_to_our_folders_and_speaks_to_nobody(command: str, home: Home) -> None:
    for arguments in COMMANDS[command]:
        done = home.run(arguments)
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode in (0, 1), done.stderr
    assert home.refused() == ""
    assert home.left_behind() == []


def test_the_guard_sees_what_it_is_there_for(home: Home) -> None:
    script = "import contextlib, pathlib, socket\n" + "".join(
        f"with contextlib.suppress(OSError):\n    {attempt}\n"
        for attempt in (
            "socket.create_connection(('192.0.2.1', 9), 0.1)",
            "socket.getaddrinfo('example.org', 80)",
            "pathlib.Path.home().joinpath('id').write_text('x')",
            "pathlib.Path.home().joinpath('folder').mkdir()",
        )
    )
    subprocess.run([sys.executable, "-c", script], env=home.environment, check=True)
    assert len(home.refused().splitlines()) == 4
    assert home.left_behind() == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.real_time
def test_the_page_is_served_to_this_computer_alone(home: Home) -> None:
    command = [sys.executable, "-m", "voicecoach", "serve", "--port", "0"]
    serving = subprocess.Popen(
        command, cwd=home.work, env=home.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert serving.stdout is not None
    try:
        assert any("http://" in line for line in serving.stdout)
    finally:
        serving.send_signal(signal.SIGINT)
        serving.wait(timeout=30)
    assert home.refused() == ""
    assert home.left_behind() == []


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_native_code_neither_looks_up_a_host_nor_writes_elsewhere(home: Home) -> None:
    log = home.work / "strace.log"
    tracing = ("strace", "-f", "-qq", "-e", "trace=connect,openat,sendto", "-o", str(log))
    if "ptrace" in home.run(["--version"], *tracing).stderr.lower():
        pytest.skip("strace is not permitted here")
    done = home.run([*COMMANDS["start"][0], "--ears", "phrases"], *tracing)
    assert done.returncode == 0, done.stderr
    allowed = ('"/dev/', '"/proc/', '"/sys/', *(f'"{folder}' for folder in (home.work, home.data, home.temporary)))
    strange = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if "AF_INET" in line and "127.0.0.1" not in line and "::1" not in line:
            strange.append(line)
        elif "openat(" in line and re.search(r"O_WRONLY|O_RDWR|O_CREAT", line):
            path = line.partition(", ")[2]
            if (
                not path.startswith(allowed)
                and not path.startswith(f'"{home.report}')
                and not path.startswith('"' + ".")
            ):
                strange.append(line)
    assert not strange, "\n".join(strange[:20])
    assert home.left_behind() == []
