"""Small files are read whole or not at all, and never waited for; JSON is JSON."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from voicecoach.outside.small_files import TooLargeError, parse_json, read_beginning, read_small


def test_a_file_of_just_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x" * 1024)
    assert read_small(file, 1024) == b"x" * 1024
    file.write_bytes(b"x" * 1025)
    with pytest.raises(TooLargeError) as refused:
        read_small(file, 1024)
    assert refused.value.strerror == "it is larger than 1 KiB"
    assert read_beginning(file, 10) == b"x" * 10


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_a_device_and_a_folder_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for odd in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(OSError, match="not an ordinary file"):
            read_small(odd, 1024)
    with pytest.raises(IsADirectoryError, match="it is a folder"):
        read_small(tmp_path, 1024)


def test_a_file_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for path in (tmp_path / "none", tmp_path / "dangling", tmp_path / "a\0b"):
        with pytest.raises(FileNotFoundError):
            read_small(path, 1024)


@pytest.mark.parametrize(
    "text", ["NaN", "[Infinity]", '{"a": -Infinity}', "1e999", "[" * 100_000, '{"a":' * 100_000, "9" * 5000, "", "{]"]
)
def test_what_is_no_json_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of any text
        parse_json(text)


def test_json_is_read() -> None:
    assert parse_json(b'{"a": [1, 2.5, -1e300, null, "NaN"]}') == {"a": [1, 2.5, -1e300, None, "NaN"]}
