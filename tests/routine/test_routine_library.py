"""Scripts are found by name or path, and programmes are joined; what cannot be read is said plainly."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest

import voicecoach
from voicecoach.errors import FileError, RequestError
from voicecoach.routine import library, script_files

GOOD = "name: {name}\nsteps: [{{say: Lie down.}}]\n"


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A library of our own: what is shipped, and what is the user's."""
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    for folder, names in ((shipped, ("bridge", "deep-piriformis", "sphinx")), (own, ("sphinx", "mine"))):
        folder.mkdir()
        for name in names:
            (folder / f"{name}.yaml").write_text(GOOD.format(name=f"{folder.name} {name}"), encoding="utf-8")
    monkeypatch.setattr(script_files, "shipped_folder", lambda: shipped)
    monkeypatch.setattr(script_files, "user_folder", lambda: own)
    return shipped, own


def problems(path: Path) -> list[str]:
    with pytest.raises(FileError) as caught:
        library.load(path)
    return [f"{Path(found.file).name}:{found.line}:{found.column}: {found.message}" for found in caught.value.problems]


@pytest.mark.usefixtures("folders")
def test_names_are_those_of_both_folders_and_the_users_file_comes_first() -> None:
    assert library.names() == ("bridge", "deep-piriformis", "mine", "sphinx")
    assert library.load("sphinx").routine.name == "own sphinx"
    assert library.load("bridge").routine.name == "shipped bridge"


@pytest.mark.usefixtures("folders")
@pytest.mark.parametrize("asked", ["deep-piriformis", "Deep Piriformis", "deep_piriformis"])
def test_a_name_may_be_written_as_it_is_spoken(asked: str) -> None:
    script = library.load(asked)
    assert (script.key, script.routine.name) == ("deep-piriformis", "shipped deep-piriformis")


def test_a_file_name_of_any_form_has_a_name_in_the_library(folders: tuple[Path, Path]) -> None:
    (folders[1] / "My Stretch_2.YAML").write_text(GOOD.format(name="mine"), encoding="utf-8")
    assert "my-stretch-2" in library.names()
    for asked in ("my-stretch-2", "My Stretch 2"):
        script = library.load(asked)
        assert (script.key, script.routine.name) == ("my-stretch-2", "mine")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_script_is_not_in_the_library(folders: tuple[Path, Path]) -> None:
    before = library.names()
    own = folders[1]
    (own / "folder.yaml").mkdir()
    os.mkfifo(own / "pipe.yaml")
    (own / "._mine.yaml").write_bytes(b"\x00\x05\x16\x07")
    (own / "~mine.yaml").write_text("left over", encoding="utf-8")
    (own / "gone.yaml").symlink_to(own / "nowhere.yaml")
    for name in (b"latin-\xe9.yaml", b"red\x1b[31m.yaml", b"two\nlines.yaml"):
        with suppress(OSError):  # some file systems take no such names
            (own / os.fsdecode(name)).touch()
    assert library.names() == before


@pytest.mark.usefixtures("folders")
def test_an_included_routine_is_found_by_its_name_beside_the_script(tmp_path: Path) -> None:
    (tmp_path / "Good Evening.yaml").write_text(GOOD.format(name="beside"), encoding="utf-8")
    path = write(tmp_path, morning="- include: good-evening")
    assert library.load(path).included["good-evening"].name == "beside"


@pytest.mark.usefixtures("folders")
def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(RequestError, match=r"no routine called 'brigde'\. Did you mean 'bridge'"):
        library.find("brigde")
    with pytest.raises(RequestError, match=r"no routine called 'zzz'\. 'voicecoach list' shows"):
        library.find("zzz")


@pytest.mark.usefixtures("folders")
def test_what_is_there_and_no_routine_is_said_to_be_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    for name in ("song.wav", "notes.TXT", "program", "sphinx"):
        (tmp_path / name).touch()
    for asked, what in {
        "folder": "'folder' is a folder, not a routine",
        "song.wav": "'song.wav' is a file, but not a routine, which ends in .yaml or .yml",
        "./program": "'./program' is a file, but not a routine",
        "notes.TXT": "'notes.TXT' is a text, not a routine, .*. 'voicecoach import' makes a routine of it",
    }.items():
        with pytest.raises(RequestError, match=what):
            library.load(asked)
    assert library.load("sphinx").key == "sphinx"  # the library goes before a file of that name


def test_a_program_is_no_routine(tmp_path: Path) -> None:
    (tmp_path / "program.yaml").write_bytes(b"\x7fELF\x02\x01\x00\x00\xff\xfe")
    assert problems(tmp_path / "program.yaml") == ["program.yaml:1:1: this is no text in UTF-8: it contains zero bytes"]


def test_a_path_is_a_path(folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bridge.yaml").write_text(GOOD.format(name="here"), encoding="utf-8")
    assert library.load("bridge.yaml").routine.name == "here"
    assert library.load(folders[0] / "bridge.yaml").routine.name == "shipped bridge"
    assert library.load(str(folders[0] / "bridge.yaml")).key == "bridge"


def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"There is no file .*nowhere\.yaml.*voicecoach list"):
        library.load(tmp_path / "nowhere.yaml")
    with pytest.raises(RequestError, match="is a folder"):
        library.load(tmp_path)
    with pytest.raises(RequestError, match=r"There is no file 'a b\.yaml'"):
        library.load("a\0b.yaml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_routine_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(RequestError, match="not an ordinary file"):
        library.load(tmp_path / "pipe.yaml")


def test_a_forbidden_file_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.yaml"
    path.touch()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")  # Permissions do not hold for whoever runs this as root.

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(RequestError, match=r"secret\.yaml' cannot be read: Permission denied"):
        library.load(path)


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(10_000_000_000)  # Sparse: it holds nothing and claims ten gigabytes.
    assert problems(path) == ["large.yaml:1:1: a file may have at most 256 KiB, and this one has more"]


def write(folder: Path, **files: str) -> Path:
    for name, steps in files.items():
        (folder / f"{name}.yaml").write_text(f"name: {name}\nsteps:\n{steps}\n", encoding="utf-8")
    return folder / f"{next(iter(files))}.yaml"


@pytest.mark.usefixtures("folders")
def test_a_programme_joins_what_lies_beside_it_before_the_library(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        morning="- include: bridge\n- include: sphinx\n- include: evening",
        bridge="- say: x",
        evening="- say: x",
    )
    script = library.load(path)
    assert {key: part.name for key, part in script.included.items()} == {
        "bridge": "bridge",
        "sphinx": "own sphinx",
        "evening": "evening",
    }


@pytest.mark.usefixtures("folders")
def test_a_programme_of_unknown_routines_says_where(tmp_path: Path) -> None:
    path = write(tmp_path, morning="- say: x\n- repeat: 2\n  steps:\n  - include: brigde")
    assert problems(path) == ["morning.yaml:6:14: there is no routine called 'brigde'; did you mean 'bridge'?"]


def test_a_circle_is_an_error_where_it_closes(tmp_path: Path) -> None:
    assert problems(write(tmp_path, a="- include: a")) == ["a.yaml:3:12: a circle: a includes a"]
    path = write(tmp_path, a="- include: b", b="- say: x\n- include: c", c="- include: b")
    assert problems(path) == ["c.yaml:3:12: a circle: b includes c includes b"]


def test_a_routine_included_twice_is_no_circle(tmp_path: Path) -> None:
    path = write(tmp_path, a="- include: b\n- include: c\n- include: b", b="- include: c", c="- say: x")
    assert set(library.load(path).included) == {"b", "c"}


def test_problems_of_an_included_file_come_with_it(tmp_path: Path) -> None:
    path = write(tmp_path, a="- include: b", b="- sayy: x")
    assert problems(path) == [
        "a.yaml:3:12: the routine 'b' has problems of its own",
        "b.yaml:3:3: unknown step 'sayy'; did you mean 'say'?",
    ]


def test_three_hours_count_what_is_included(tmp_path: Path) -> None:
    files = {f"part{number}": f"- include: part{number + 1}\n" * 10 for number in range(5)}
    path = write(tmp_path, **files, part5="- hold: 10m")
    (problem,) = problems(path)
    assert problem.startswith(
        "part0.yaml:2:1: a routine may last 3 hours, and with both sides this one takes more than"
    )


def test_programmes_include_each_other_eight_deep_at_most(tmp_path: Path) -> None:
    chain = {f"part{number}": f"- include: part{number + 1}" for number in range(9)}
    path = write(tmp_path, **chain, part9="- say: x")
    assert problems(path) == ["part7.yaml:3:12: programmes may include each other 8 deep, and this is deeper"]
    assert len(library.load(tmp_path / "part3.yaml").included) == 6


def test_shipped_routines_are_inside_the_package_of_a_wheel_and_beside_that_of_a_source_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "voicecoach"
    package.mkdir()
    monkeypatch.setattr(voicecoach, "__file__", str(package / "__init__.py"))
    (tmp_path / "scripts").mkdir()
    assert library.shipped_folder() == package / "scripts"  # Some other package's scripts, for all we know.
    (tmp_path / "pyproject.toml").touch()
    assert library.shipped_folder() == tmp_path / "scripts"
    (package / "scripts").mkdir()
    assert library.shipped_folder() == package / "scripts"


def test_the_program_comes_with_routines() -> None:
    assert (library.shipped_folder() / "deep-piriformis.yaml").is_file()
