"""The list of routines in the documentation says what the scripts say."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tests.script_texts import shipped

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_routines_page", DOCS / "make_routines_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_current(maker: ModuleType) -> None:
    written = (DOCS / "routines.md").read_text(encoding="utf-8")
    assert written == maker.page(), "run: python docs/make_routines_page.py"


def test_it_names_every_routine_and_every_source(maker: ModuleType) -> None:
    text: str = maker.page()
    for key, script in shipped().items():
        assert f"| `{key}` |" in text
        assert [source for source in script.routine.sources if source not in text] == []
