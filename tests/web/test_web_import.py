"""Instructions pasted into the page: what comes back, and what is kept in the library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.caregiver import Page, serving
from tests.web.test_web_access_control import roomy
from voicecoach.errors import RequestError
from voicecoach.paths import VARIABLE
from voicecoach.routine import library
from voicecoach.web import import_data

TEXT = "Bridge\nLie on your back with your knees bent.\nLift your hips.\nHold 20 sec rest 10 sec repeat 5 times.\n"
OPEN = "Knee hug\nLie on your back. Bring both knees to your chest.\n"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with serving(limits=roomy()) as page:
        yield page


def lines(answer: dict[str, Any]) -> list[str]:
    return str(answer["script"]).split("\n")


def test_each_line_of_the_script_leads_to_its_line_of_the_text() -> None:
    answer: dict[str, Any] = import_data.imported(TEXT)
    leads = {lines(answer)[mine - 1].strip(): theirs for mine, theirs in answer["origins"]}
    assert leads["- say: Lift your hips."] == 3
    assert leads["- hold: 20s"] == 4
    assert leads["rest: 10s"] == 4


def test_guesses_and_problems_are_told_with_their_lines() -> None:
    answer: dict[str, Any] = import_data.imported(OPEN)
    [check] = answer["checks"]
    assert check["decides"]
    assert "# check:" in lines(answer)[check["line"] - 1]
    broken: dict[str, Any] = import_data.looked_over(TEXT)
    assert broken["problems"]


def test_a_script_is_kept_for_its_owner_only_and_found_in_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    script = str(import_data.imported(TEXT)["script"])
    assert import_data.saved(script, "My Bridge", replace=False) == {"name": "my-bridge"}
    assert library.load("my-bridge").routine.name == "Bridge"
    assert (tmp_path / "routines" / "my-bridge.yaml").stat().st_mode & 0o077 == 0
    with pytest.raises(RequestError, match="called my-bridge"):
        import_data.saved(script, "my bridge", replace=False)
    import_data.saved(script.replace("20s", "25s"), "my bridge", replace=True)
    assert "25s" in (tmp_path / "routines" / "my-bridge.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", ["", "..", "/", "a" * 61, "é"])
def test_a_name_that_is_none_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    script = str(import_data.imported(TEXT)["script"])
    with pytest.raises(RequestError):
        import_data.saved(script, name, replace=False)
    assert not list(tmp_path.rglob("*.yaml"))


def test_a_name_never_leads_out_of_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    import_data.saved(str(import_data.imported(TEXT)["script"]), "../../etc/passwd", replace=False)
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.yaml")] == ["routines/etc-passwd.yaml"]


def test_a_script_with_problems_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    script = str(import_data.imported(TEXT)["script"]).replace("20s", "9999s")
    with pytest.raises(RequestError, match=r"Line \d+: expected a duration"):
        import_data.saved(script, "bridge", replace=False)
    assert not list(tmp_path.rglob("*.yaml"))


def test_the_page_answers_with_long_bodies_and_refuses_what_is_too_long(page: Page) -> None:
    inside = page.come_in()
    answer = page.post("/api/import", {"text": TEXT + "It helps your back. " * 2000}, inside)
    assert answer.status == 200
    assert "hold: 20s" in answer.json["script"]
    assert page.post("/api/import", {"text": "x" * (300 * 1024)}, inside).status == 413
    assert page.post("/api/import", {"text": "nothing here"}, inside).status == 400


def test_nobody_imports_or_keeps_anything_without_coming_in(page: Page, tmp_path: Path) -> None:
    for path in ("/api/import", "/api/import/check", "/api/import/save"):
        assert page.post(path, {"script": TEXT, "name": "x"} if path.endswith("save") else {}).status == 401
    assert not (tmp_path / "routines").exists()
    assert page.ask("GET", "/import").status == 303


def test_half_a_character_is_refused(page: Page) -> None:
    inside = page.come_in()
    script = str(import_data.imported(TEXT)["script"]) + "# \ud800\n"
    for path, body in (("save", {"script": script, "name": "odd", "replace": ""}), ("check", {"script": script})):
        assert page.post(f"/api/import/{path}", body, inside).status == 400
