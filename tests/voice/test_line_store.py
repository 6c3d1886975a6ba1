from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from voicecoach.voice.line_store import LineStore, Pcm


def line(length: int, value: int = 7) -> Pcm:
    return np.full(length, value, dtype=np.int16)


def test_a_line_is_there_again_in_another_session(tmp_path: Path) -> None:
    LineStore(tmp_path / "cache" / "lines").save("heart 150 Hello.", line(5))
    again = LineStore(tmp_path / "cache" / "lines")
    kept = again.load("heart 150 Hello.")
    assert kept is not None
    assert kept.tolist() == [7] * 5
    assert again.load("heart 151 Hello.") is None


def test_text_that_is_no_text_and_an_empty_line_are_kept_as_well(tmp_path: Path) -> None:
    store = LineStore(tmp_path)
    store.save("lone \ud800", line(0))
    kept = store.load("lone \ud800")
    assert kept is not None
    assert kept.size == 0


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-3], lambda data: data[:4], lambda _: b"", lambda data: data[:-1] + b"x"]
)
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    store = LineStore(tmp_path)
    store.save("Hello.", line(50))
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert store.load("Hello.") is None
    store.save("Hello.", line(50))
    assert store.load("Hello.") is not None


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    store = LineStore(tmp_path / "lines")
    store.save("Hello.", line(5))
    (file,) = (tmp_path / "lines").iterdir()
    assert stat.S_IMODE((tmp_path / "lines").stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_it_never_outgrows_its_limit_and_forgets_what_was_used_longest_ago(tmp_path: Path) -> None:
    store = LineStore(tmp_path, limit_bytes=10_000)
    for number in range(40):
        store.save(str(number), line(500))
        for file in tmp_path.iterdir():  # file systems count in ticks: make the order plain
            used = file.stat().st_mtime
            os.utime(file, (used - 10, used - 10))
        assert store.load("0") is not None, number
        assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 10_000
    assert store.load("39") is not None
    assert store.load("1") is None


def test_a_part_that_a_crash_left_goes_first(tmp_path: Path) -> None:
    (tmp_path / "x.part").write_bytes(b"x" * 9_000)
    store = LineStore(tmp_path, limit_bytes=10_000)
    store.save("one", line(1000))
    assert store.load("one") is not None
    assert not (tmp_path / "x.part").exists()


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    store = LineStore(tmp_path / "file" / "lines")
    store.save("Hello.", line(5))
    assert store.load("Hello.") is None


def test_a_damaged_or_unusable_file_does_not_hide_a_line_that_ships(tmp_path: Path) -> None:
    LineStore(tmp_path / "shipped").save("Hello.", line(50, 7))
    store = LineStore(tmp_path / "cache", shipped=tmp_path / "shipped")
    store.save("Hello.", line(50, 3))
    kept = store.load("Hello.", lambda found: int(found[0]) == 7)
    assert kept is not None
    (file,) = (tmp_path / "cache").iterdir()
    file.write_bytes(b"damaged")
    kept = store.load("Hello.")
    assert kept is not None
    assert kept.tolist() == [7] * 50


def test_a_cache_that_can_only_be_read_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = LineStore(tmp_path)
    store.save("Hello.", line(5))

    def read_only(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "utime", read_only)
    assert store.load("Hello.") is not None


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EACCES])
def test_a_full_or_failing_disk_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "replace", fails)
    LineStore(tmp_path).save("Hello.", line(5))
    assert LineStore(tmp_path).load("Hello.") is None
