"""The list of routines in the documentation says what the scripts say."""

from __future__ import annotations

from typing import Any

from tests.page_makers import DOCS, page_maker
from tests.script_texts import shipped

MAKER: Any = page_maker("make_routines_page")


def test_the_page_is_current() -> None:
    written = (DOCS / "routines.md").read_text(encoding="utf-8")
    assert written == MAKER.page(), "run: python docs/make_routines_page.py"


def test_it_names_every_routine_and_every_source() -> None:
    text: str = MAKER.page()
    for key, script in shipped().items():
        assert f"| `{key}` |" in text
        assert [source for source in script.routine.sources if source not in text] == []
