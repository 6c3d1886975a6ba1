"""The computer stays awake from the first word to the end, and no longer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from wakepy import keep

from voicecoach.cli.awake import awake


class Kept:
    """A stand-in for the library."""

    def __init__(self) -> None:
        self.began, self.ended = threading.Event(), threading.Event()

    @contextmanager
    def presenting(self, **_: object) -> Iterator[None]:
        self.began.set()
        yield
        self.ended.set()


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    stand_in = Kept()
    monkeypatch.setattr(keep, "presenting", stand_in.presenting)
    return stand_in


def test_from_the_first_word_to_the_end(kept: Kept) -> None:
    begun = threading.Event()
    with awake(begun):
        assert not kept.began.is_set()
        begun.set()
        assert kept.began.wait(10)
        assert not kept.ended.is_set()
    assert kept.ended.is_set()


def test_a_session_that_never_began_asks_for_nothing(kept: Kept) -> None:
    with awake(threading.Event()):
        pass
    assert not kept.began.is_set()


def test_a_session_of_the_page_at_once(kept: Kept) -> None:
    with awake():
        assert kept.began.wait(10)
    assert kept.ended.is_set()


def test_a_library_that_fails_says_nothing(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def failing(**_: object) -> None:
        raise OSError("no system bus")

    monkeypatch.setattr(keep, "presenting", failing)
    with awake():
        pass
    assert capfd.readouterr().err == ""
