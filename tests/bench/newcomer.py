"""Ten things that a newcomer tries, timed, on a fresh clone: ``python -m tests.bench.newcomer``.

The clone has a home folder and a virtual environment of its own, and what is typed is the README's, word for word, with
one addition: the newcomer's sessions run with the printed voice and typed answers into a sound file, so that they do
not take as long as real ones. Each try is a dead end when it ends with another exit code than it should, or with
words that do not name what to do next. Needs Debian's pulseaudio and pulseaudio-utils; prints the table as Markdown.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.soundcard import virtual_soundcard
from voicecoach.audio.pcm import SAMPLE_RATE_HZ

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LONGEST_S = 900.0
"""For one command; the set-up fetches some 190 MB."""
LOUD = 30
"""Of 32,767: what is louder is a word, and no rounding."""


@dataclass(frozen=True)
class Ended:
    """A command that has ended, or that was ended once it had done what was waited for."""

    code: int
    said: str
    took_s: float

    @property
    def last_line(self) -> str:
        lines = [line.strip() for line in self.said.splitlines() if line.strip()]
        return lines[-1] if lines else ""


@dataclass
class Outcome:
    """One row of the table; ``dead_end`` is empty where there is none."""

    tried: str
    took_s: float
    seen: str
    dead_end: str = ""


@dataclass
class Newcomer:
    """Somebody with a clone, a home folder, Python, and no more."""

    clone: Path
    home: Path
    not_ours: frozenset[Path] = frozenset()
    """Files that the set-up left in the home folder: pip's own."""
    outcomes: list[Outcome] = field(default_factory=list)

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("VOICECOACH", "XDG_"))}
        for name in ("PYTHONPATH", "VIRTUAL_ENV", "PULSE_SERVER", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
            kept.pop(name, None)
        return {**kept, "HOME": str(self.home), "PULSE_SERVER": "unix:/nonexistent", **more}

    def start(
        self,
        line: str,
        more: Mapping[str, str] | None = None,
        *,
        stdin: int = subprocess.DEVNULL,
        stdout: int = subprocess.PIPE,
        stderr: int = subprocess.STDOUT,
    ) -> subprocess.Popen[str]:
        """The command line as a shell runs it in the clone; ``voicecoach`` is the one that the README names."""
        line = re.sub(r"^voicecoach(?= |$)", ".venv/bin/voicecoach", line)
        return subprocess.Popen(
            ["bash", "-c", line if "&&" in line else f"exec {line}"],
            cwd=self.clone,
            env=self.environment(more or {}),
            text=True,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
        )

    def run(self, line: str, more: Mapping[str, str] | None = None) -> Ended:
        began_s = time.perf_counter()
        process = self.start(line, more)
        said, _ = process.communicate(timeout=LONGEST_S)
        return Ended(process.returncode, said, time.perf_counter() - began_s)

    def note(self, tried: str, took_s: float, seen: str, dead_end: str = "") -> None:
        self.outcomes.append(Outcome(tried, took_s, seen, dead_end))

    def check(self, tried: str, ended: Ended, code: int, names: str, seen: str = "") -> None:
        """A row for a command that should end with this code, and say what the pattern ``names``."""
        dead_end = ""
        if ended.code != code:
            dead_end = f"exit code {ended.code} instead of {code}: {ended.said[-400:]}"
        elif not re.search(names, ended.said):
            dead_end = f"says nothing like /{names}/: {ended.said[-400:]}"
        self.note(tried, ended.took_s, seen or f"“{ended.last_line}”", dead_end)


# -- what is tried -----------------------------------------------------------------------------------------------------


def set_up(newcomer: Newcomer) -> None:
    """The README's first command, up to where the session starts."""
    install, _, _ = set_up_line().rpartition(" && ")
    ended = newcomer.run(install)
    size_mb = sum(file.lstat().st_size for file in (newcomer.clone / ".venv").rglob("*") if file.is_file()) / 1e6
    newcomer.not_ours = frozenset(newcomer.home.rglob("*"))
    newcomer.check("set-up", ended, 0, "", f".venv with {size_mb:.0f} MB; with -q pip prints no more than its warnings")


def first_word(newcomer: Newcomer) -> None:
    """The rest of that command, to the first sound on a live card, and Ctrl-C."""
    _, _, start = set_up_line().rpartition(" && ")
    with virtual_soundcard() as card:
        for tried in ("first word", "first word, the second time"):
            heard_s, ended = _until_sound(newcomer, start, card.environment)
            dead_end = "" if ended.code == 130 else f"exit code {ended.code}: {ended.said[-400:]}"
            newcomer.note(tried, heard_s, "“Hello.”; Ctrl-C ends it", dead_end)


def _until_sound(newcomer: Newcomer, line: str, card: Mapping[str, str]) -> tuple[float, Ended]:
    listening = ["pacat", "--record", "--device=spk.monitor", "--raw", f"--rate={SAMPLE_RATE_HZ}", "--channels=1"]
    listening += ["--format=s16le", "--latency-msec=10"]
    with subprocess.Popen(listening, stdout=subprocess.PIPE, env={**os.environ, **card}) as recorder:
        assert recorder.stdout is not None
        recorder.stdout.read(3200)
        began_s = time.perf_counter()
        coach = newcomer.start(line, card)
        while np.abs(np.frombuffer(recorder.stdout.read(320), dtype="<i2")).max(initial=0) <= LOUD:
            if coach.poll() is not None or time.perf_counter() - began_s > LONGEST_S:
                break
        heard_s = time.perf_counter() - began_s
        time.sleep(3.0)
        coach.send_signal(signal.SIGINT)
        said, _ = coach.communicate(timeout=60)
        recorder.kill()
    return heard_s, Ended(coach.returncode, said, heard_s)


def help_(newcomer: Newcomer) -> None:
    newcomer.check("help: `voicecoach --help`", newcomer.run("voicecoach --help"), 0, r"start\b.*\n(.*\n)*.*doctor")
    newcomer.check("help: `voicecoach start --help`", newcomer.run("voicecoach start --help"), 0, "--patient")


def list_(newcomer: Newcomer) -> None:
    ended = newcomer.run("voicecoach list")
    newcomer.check("`voicecoach list`", ended, 0, "deep-piriformis", "the routines, with minutes and a sentence each")


def own_routine(newcomer: Newcomer) -> None:
    """The README's example, checked and run."""
    (newcomer.clone / "my-routine.yaml").write_text(example(), encoding="utf-8")
    newcomer.check("own routine: check", newcomer.run("voicecoach check my-routine.yaml"), 0, "good script")
    line = "voicecoach start my-routine.yaml --voice printed --ears typed --speaker said.wav"
    newcomer.check("own routine: run, answers typed", _answered(newcomer, line), 0, "You did")


def _answered(newcomer: Newcomer, line: str) -> Ended:
    """A session in which somebody who is well types what is asked for."""
    began_s = time.perf_counter()
    process = newcomer.start(line, stdin=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    limit = threading.Timer(LONGEST_S, process.kill)
    limit.start()
    said = []
    for text in process.stdout:
        said.append(text)
        if not text.startswith(">") and (answer := _answer(text)):  # ">" repeats what was typed
            process.stdin.write(f"{answer}\n")
            process.stdin.flush()
    limit.cancel()
    process.stdin.close()
    return Ended(process.wait(), "".join(said), time.perf_counter() - began_s)


def _answer(text: str) -> str:
    if "zero to ten?" in text:
        return "two"
    if text.endswith("?\n"):
        return "no"
    return "ready" if "ready" in text else ""


def wrong_name(newcomer: Newcomer) -> None:
    newcomer.check("wrong routine", newcomer.run("voicecoach start deep-pirifomis"), 2, "Did you mean|voicecoach list")
    newcomer.check("no such routine", newcomer.run("voicecoach start yoga"), 2, "voicecoach list")
    newcomer.check("no such file", newcomer.run("voicecoach start mine.yaml"), 2, "voicecoach list|voicecoach check")
    newcomer.check("no such patient", newcomer.run("voicecoach report --patient Ada"), 2, "--patient")
    newcomer.run("voicecoach patients set Ada --hold 20")
    newcomer.check(
        "wrong patient", newcomer.run("voicecoach report --patient Aad"), 2, "Did you mean|voicecoach patients"
    )
    newcomer.check("wrong command", newcomer.run("voicecoach begin"), 2, "voicecoach --help")


def no_microphone(newcomer: Newcomer) -> None:
    """A computer without any sound card: without a terminal, and at one."""
    start = "voicecoach start deep-piriformis"
    newcomer.check("no microphone, no terminal", newcomer.run(start), 1, "voicecoach record")
    newcomer.check(
        "no microphone, at a terminal",
        _at_a_terminal(newcomer, start),
        130,
        "use the keys",
        "the words in large letters; “No microphone here: use the keys.”",
    )
    newcomer.check("no microphone: `voicecoach listen`", newcomer.run("voicecoach listen"), 1, "voicecoach doctor")
    doctor = newcomer.run("voicecoach doctor")
    newcomer.check(
        "`voicecoach doctor`", doctor, 1, "microphone", "a row for each part: what is missing, and what to do"
    )


def _at_a_terminal(newcomer: Newcomer, line: str) -> Ended:
    """Looks at it for five seconds, then Ctrl-C."""
    import pty  # only Unix has it

    keyboard, terminal = pty.openpty()
    began_s = time.perf_counter()
    process = newcomer.start(
        line,
        {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    threading.Timer(5.0, lambda: process.send_signal(signal.SIGINT)).start()
    shown = b""
    try:
        while data := os.read(keyboard, 65536):
            shown += data
    except OSError:  # the program has let go of the terminal
        pass
    os.close(keyboard)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode(errors="replace"))
    return Ended(process.wait(timeout=60), text, time.perf_counter() - began_s)


def page(newcomer: Newcomer) -> None:
    began_s = time.perf_counter()
    process = newcomer.start("voicecoach serve --port 0")
    assert process.stdout is not None
    said = html = ""
    for text in process.stdout:
        said += text
        if found := re.search(r"http://\S+", text):
            with urllib.request.urlopen(found[0].partition("#")[0], timeout=20) as answer:
                html = answer.read().decode("utf-8")
            break
    took_s = time.perf_counter() - began_s
    process.send_signal(signal.SIGINT)
    said += process.communicate(timeout=60)[0]
    dead_end = "" if "<title>" in html and process.returncode == 130 else f"exit code {process.returncode}: {said}"
    newcomer.note(
        "page: `voicecoach serve`, fetched", took_s, "an address, “Ctrl-C ends it.”; the page comes", dead_end
    )


def reports(newcomer: Newcomer) -> None:
    newcomer.check("report of one who has done nothing", newcomer.run("voicecoach report --patient Ada"), 0, "Ada")
    line = "voicecoach start pelvic-tilt --patient Ben --voice printed --ears typed --speaker said.wav"
    _answered(newcomer, line)
    ended = newcomer.run("voicecoach report --patient Ben")
    newcomer.check("report", ended, 0, "Ben", "a letter to the therapist")
    newcomer.check("history", newcomer.run("voicecoach history"), 0, "Ada|Ben", "the week and the month")


def uninstall(newcomer: Newcomer) -> None:
    """What the README says of it."""
    ended = newcomer.run(".venv/bin/pip uninstall -y voicecoach")
    left = [file for file in newcomer.home.rglob("*") if file.is_file() and file not in newcomer.not_ours]
    named = [Path(name.replace("~", str(newcomer.home))) for name in re.findall(r"`(~/\S+)`", README)]
    forgotten = [file for file in left if not any(folder in file.parents for folder in named)]
    kept_mb = sum(file.stat().st_size for file in left) / 1e6
    newcomer.note(
        "uninstall: `pip uninstall`",
        ended.took_s,
        f"left: .venv, and {len(left)} files ({kept_mb:.1f} MB) in the folders that the README names",
        f"not named in the README: {forgotten}" if forgotten or ended.code else "",
    )


TRIES: tuple[Callable[[Newcomer], None], ...] = (
    set_up,
    first_word,
    help_,
    list_,
    own_routine,
    wrong_name,
    no_microphone,
    page,
    reports,
    uninstall,
)


# -- what the README says ----------------------------------------------------------------------------------------------


def commands() -> list[str]:
    """The lines of its shell blocks."""
    return [line for block in re.findall(r"```sh\n(.*?)```", README, re.S) for line in block.splitlines() if line]


def set_up_line() -> str:
    return next(line for line in commands() if line.endswith("start deep-piriformis"))


def example() -> str:
    """The routine in it."""
    found = re.search(r"```yaml\n(.*?)```", README, re.S)
    assert found is not None
    return found[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave the clone, and say where it is")
    keep = parser.parse_args().keep
    folder = Path(tempfile.mkdtemp(prefix="newcomer-"))
    newcomer = Newcomer(folder / "voicecoach", folder / "home")
    newcomer.home.mkdir()
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", f"file://{ROOT}", str(newcomer.clone)], check=True)
    print("| tried | took | what is seen | dead end |\n|---|---|---|---|")
    try:
        for each in TRIES:
            before = len(newcomer.outcomes)
            each(newcomer)
            for outcome in newcomer.outcomes[before:]:
                seen = re.sub(r"\s+", " ", outcome.seen.replace(f"{folder}/", "")).replace("|", "\\|")
                print(f"| {outcome.tried} | {outcome.took_s:.1f} s | {seen} | {outcome.dead_end or 'no'} |", flush=True)
    finally:
        if keep:
            print(folder, file=sys.stderr)
        else:
            subprocess.run(["rm", "-rf", str(folder)], check=True)
    return 1 if any(outcome.dead_end for outcome in newcomer.outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
