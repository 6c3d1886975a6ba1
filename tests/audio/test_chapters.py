from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.flac import FLAC
from mutagen.id3 import ID3
from mutagen.oggvorbis import OggVorbis

from voicecoach.audio.chapters import tags
from voicecoach.audio.chapters.chapter import Chapter, Contents
from voicecoach.audio.chapters.cue_sheet import cue_sheet
from voicecoach.audio.chapters.tags import clock
from voicecoach.audio.files.sound_file import SoundFileWriter, read
from voicecoach.audio.pcm import PLAYBACK_RATE_HZ, SAMPLE_RATE_HZ

FORMATS = tuple(tags.MOST)
CONTENTS = Contents(
    "Dehnung über der Wand",
    (Chapter(0.0, "Beginning"), Chapter(1.2345, 'Hold "30 s"'), Chapter(2.5, "Ende – schön")),
    4.0,
)


def recorded(path: Path, contents: Contents = CONTENTS) -> Path:
    time_s = np.arange(4 * PLAYBACK_RATE_HZ) / PLAYBACK_RATE_HZ
    writer = SoundFileWriter(path)
    writer.write((0.3 * np.sin(2 * np.pi * 440 * time_s)).astype(np.float32))
    writer.close(lambda part: tags.write(part, path.suffix, contents))
    return path


@pytest.mark.parametrize("ending", FORMATS)
def test_the_sound_is_the_same_with_chapters(tmp_path: Path, ending: str) -> None:
    plain = recorded(tmp_path / f"plain{ending}", Contents("x", (), 4.0))
    assert np.array_equal(read(recorded(tmp_path / f"with{ending}")), read(plain))


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="needs ffprobe")
@pytest.mark.parametrize("ending", FORMATS)
def test_another_program_reads_the_chapters(tmp_path: Path, ending: str) -> None:
    command = ["ffprobe", "-v", "error", "-show_chapters", "-of", "json", str(recorded(tmp_path / f"with{ending}"))]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["chapters"]
    assert [chapter["tags"]["title"] for chapter in found] == [chapter.title for chapter in CONTENTS.chapters]
    for chapter, wanted in zip(found, CONTENTS.chapters, strict=True):
        assert float(chapter["start_time"]) == pytest.approx(wanted.starts_s, abs=0.001)


def test_an_mp3_says_its_chapters_in_id3_frames(tmp_path: Path) -> None:
    tag = ID3(recorded(tmp_path / "with.mp3"), translate=False)
    assert tag.version == (2, 3, 0)
    assert [str(text) for text in tag.getall("TIT2")] == ["Dehnung über der Wand"]
    assert tag["TLEN"].text == ["4000"]
    assert tag["CTOC:toc"].child_element_ids == ["chp000", "chp001", "chp002"]
    chapters = [tag[f"CHAP:{name}"] for name in tag["CTOC:toc"].child_element_ids]
    assert [(each.start_time, each.end_time) for each in chapters] == [(0, 1234), (1234, 2500), (2500, 4000)]
    assert [str(each.sub_frames["TIT2"]) for each in chapters] == [chapter.title for chapter in CONTENTS.chapters]


TITLES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30)


@given(st.lists(TITLES, max_size=12))
def test_the_chapters_of_an_mp3_are_in_order_however_long_their_titles(
    tmp_path_factory: pytest.TempPathFactory, titles: list[str]
) -> None:
    path = tmp_path_factory.mktemp("order") / "silent.mp3"
    path.write_bytes(b"")
    chapters = tuple(Chapter(float(number), title) for number, title in enumerate(titles))
    tags.write(path, ".mp3", Contents("x", chapters, 99.0))
    names = re.findall(rb"CHAP.{6}(chp\d+)\0", path.read_bytes(), re.S)
    assert names == [f"chp{number:03}".encode() for number in range(len(titles))]
    read_back = ID3(path, translate=False)
    assert [str(read_back[f"CHAP:{name.decode()}"].sub_frames["TIT2"]) for name in names] == titles


def test_a_wav_says_its_chapters_in_cue_points_with_labels(tmp_path: Path) -> None:
    data = recorded(tmp_path / "with.wav").read_bytes()
    assert struct.unpack("<I", data[4:8])[0] == len(data) - 8
    chunks, at = {}, 12
    while at < len(data):
        kind, size = struct.unpack("<4sI", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        chunks[kind if kind != b"LIST" else body[:4]] = body
        at += 8 + size + size % 2
    assert struct.unpack("<I", chunks[b"cue "][:4])[0] == 3
    assert struct.unpack("<II4sIII", chunks[b"cue "][28:52]) == (2, 59256, b"data", 0, 0, 59256)
    assert b'\x02\x00\x00\x00Hold "30 s"\0' in chunks[b"adtl"]
    assert "Dehnung über der Wand".encode() in chunks[b"INFO"]


def test_comments_of_ogg_and_flac_name_each_chapter(tmp_path: Path) -> None:
    for found in (OggVorbis(recorded(tmp_path / "with.ogg")), FLAC(recorded(tmp_path / "with.flac"))):
        assert found["CHAPTER001"] == ["00:00:01.234"]
        assert found["CHAPTER001NAME"] == ['Hold "30 s"']
        assert found["TITLE"] == ["Dehnung über der Wand"]


@pytest.mark.parametrize("ending", FORMATS)
def test_as_many_chapters_as_a_format_holds_and_long_titles(tmp_path: Path, ending: str) -> None:
    most = min(tags.MOST[ending], 1000)
    chapters = tuple(Chapter(number * 0.004, "ü" * 120) for number in range(most))
    path = recorded(tmp_path / f"many{ending}", Contents("many", chapters, 4.0))
    assert abs(read(path).size - 4 * SAMPLE_RATE_HZ) <= 1200


def test_a_file_that_is_no_sound_is_an_os_error(tmp_path: Path) -> None:
    path = tmp_path / "text.flac"
    path.write_text("This is no FLAC.")
    with pytest.raises(OSError, match="chapters could not be written"):
        tags.write(path, ".flac", CONTENTS)


def test_a_cue_sheet_has_a_track_for_each_chapter_and_a_cd_no_more_than_99() -> None:
    assert cue_sheet('my "file".wav', CONTENTS).splitlines() == [
        'TITLE "Dehnung über der Wand"',
        "FILE \"my 'file'.wav\" WAVE",
        "  TRACK 01 AUDIO",
        '    TITLE "Beginning"',
        "    INDEX 01 00:00:00",
        "  TRACK 02 AUDIO",
        "    TITLE \"Hold '30 s'\"",
        "    INDEX 01 00:01:18",
        "  TRACK 03 AUDIO",
        '    TITLE "Ende – schön"',
        "    INDEX 01 00:02:38",
    ]
    many = Contents("many", tuple(Chapter(float(number), "x") for number in range(150)), 150.0)
    assert cue_sheet("x.wav", many).count("TRACK") == 99


@given(st.floats(0, 100 * 3600, allow_nan=False))
def test_a_clock_is_right_to_the_millisecond(seconds: float) -> None:
    hours, minutes, rest = clock(seconds).split(":")
    assert int(minutes) < 60
    assert float(rest) < 60
    assert int(hours) * 3600 + int(minutes) * 60 + float(rest) == pytest.approx(seconds, abs=0.00051)
