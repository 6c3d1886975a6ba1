"""``import``: what it prints, where it writes, what it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from voicecoach.cli.importing import import_script
from voicecoach.errors import RequestError, RunError
from voicecoach.routine.parse import parse

NOTE = "SKTC 3x30s ea\nbridges 2x12\n"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


def test_the_script_goes_to_stdout_and_the_list_to_stderr(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_script(note, None) == 0
    out, err = capsys.readouterr()
    assert parse(out.encode(), "out").name == "Imported exercises"
    assert "2 exercises: Single knee to chest, Bridges" in err
    assert "line " in err
    assert "the text only names it" in err


def test_the_script_goes_to_a_file_and_the_list_to_stdout(
    note: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.yaml"
    assert import_script(note, output) == 0
    assert parse(output.read_bytes(), "out").steps
    out, err = capsys.readouterr()
    assert err == ""
    assert f"{output}:" in out


def test_a_file_is_not_written_over_unless_told_so(note: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.yaml"
    output.write_text("mine", encoding="utf-8")
    with pytest.raises(RequestError, match=r"exists already\. --force writes over it"):
        import_script(note, output)
    assert output.read_text("utf-8") == "mine"
    assert import_script(note, output, force=True) == 0
    assert output.read_text("utf-8").startswith("# Imported from note.txt.")


def test_what_cannot_be_imported_is_refused_with_the_name_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="cannot be read"):
        import_script(tmp_path / "none.txt", None)
    with pytest.raises(RequestError, match="cannot be read"):
        import_script(tmp_path, None)
    large = tmp_path / "large.txt"
    large.write_bytes(b"Lie down. " * 30_000)
    with pytest.raises(RequestError, match=r"large\.txt: the text is longer than 256 KiB"):
        import_script(large, None)
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    with pytest.raises(RequestError, match=r"empty\.txt: no exercise was found"):
        import_script(empty, None)


def test_a_file_that_cannot_be_written_is_a_failed_run(note: Path, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="cannot be written"):
        import_script(note, tmp_path / "no" / "such" / "folder.yaml")


def test_the_order_of_hashes_changes_nothing(note: Path) -> None:
    imports = "from pathlib import Path; from voicecoach.cli.importing import import_script"
    program = f"{imports}; import_script(Path({str(note)!r}), None)"

    def run(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        ).stdout

    assert run("1") == run("2")


OPEN = "Knee hug\nLie on your back. Bring both knees to your chest.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(
    ("typed", "written", "told"),
    [
        (b"a while\n15s\n", "hold: 15s\n", "That cannot stand here"),
        (b"y\n", "hold: 20s\n", "Knee hug"),
        (b"\n", "hold: 20s  # check: the text gives no time", "start' refuses it"),
    ],
)
def test_at_a_terminal_it_asks_about_the_guesses_that_matter(
    typed: bytes, written: str, told: str, tmp_path: Path
) -> None:
    import pty

    text, output = tmp_path / "open.txt", tmp_path / "out.yaml"
    text.write_text(OPEN, "utf-8")
    ours, theirs = pty.openpty()
    os.write(ours, typed)
    command = [sys.executable, "-m", "voicecoach", "import", str(text), "-o", str(output)]
    done = subprocess.run(command, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, check=True)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.stderr == b""
    assert "The text gives no time" in shown
    assert told in shown
    assert written in output.read_text("utf-8")


def test_asked_nothing_it_marks_what_is_in_doubt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "open.txt"
    text.write_text(OPEN, "utf-8")
    assert import_script(text, tmp_path / "out.yaml", yes=True) == 0
    assert "out.yaml:" in capsys.readouterr().out
    assert "# check:" in (tmp_path / "out.yaml").read_text("utf-8")
