"""Files that are no YAML, or more than is good, are refused with one problem, and early."""

from __future__ import annotations

import time

import pytest
import yaml

from voicecoach.errors import FileError
from voicecoach.routine import nodes
from voicecoach.routine.parse import parse


def problem_of(source: bytes) -> str:
    with pytest.raises(FileError) as caught:
        parse(source, "f")
    assert len(caught.value.problems) == 1
    return str(caught.value).removeprefix("f:")


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (b"name: x\nsteps:\n\t- say: x\n", "3:1: a tab: indent with spaces only"),
        (b"name: x\nsteps:\n  \t- say: x\n", "3:3: a tab: indent with spaces only"),
        (b"name: x\n\tsteps: y\n", "2:1: a tab: indent with spaces only"),
        (b"name: x\nneeds: \xff\n", "2:8: byte 0xff is not UTF-8: save the file as UTF-8"),
        ("näme: ".encode() + b"\x80", "1:7: byte 0x80 is not UTF-8: save the file as UTF-8"),
        ("name: x".encode("utf-16"), "1:1: the file is written in UTF-16: save it as UTF-8"),
        (b"name: a\x00b\n", "1:8: control character U+0000: take it out"),
        (b"name: x\nneeds: *mat\n", "2:8: aliases are not allowed here; put text that begins with * in quotes"),
        (b"name: &n x\n", "1:7: anchors are not allowed here; put text that begins with & in quotes"),
        (b"name: !!str x\n", "1:7: tags are not allowed here; put text that begins with ! in quotes"),
        (
            b"a: !!python/object/apply:os.system [x]\n",
            "1:4: tags are not allowed here; put text that begins with ! in quotes",
        ),
        (b"&k name: x\n", "1:1: anchors are not allowed here; put text that begins with & in quotes"),
        (b"name: x\n---\nname: y\n", "2:1: a file holds one routine: '---' begins a second one"),
        (b"name: Now: lie down\n", "1:10: a colon inside text: put the text in quotes, or check the indentation"),
        (b'name: "x\nsteps: []\n', "1:7: a quote or bracket that is opened here is never closed"),
        (b"steps:\n  - short: {other} foot on it\n", "2:12: text that begins with { must be in quotes"),
        (b"- {say: Your {side} foot}\n", "1:14: between brackets, text with { in it must be in quotes"),
        (b"needs: [a mat, a wall\nsteps: x\n", "2:6: expected a comma or a closing bracket"),
        (b"name: @home\n", "1:7: text that begins with this character must be in quotes"),
        (b"steps:\n  - say: *breathe* slowly\n", "2:10: text that begins with * or & must be in quotes"),
        (
            "steps:\n  - say: “Lie down: slowly.”\n".encode(),
            "2:10: curly quotes do not count as quotes here: use straight ones",
        ),
        (
            b"steps:\n  - say: 'Don't lift.'\n",
            "2:14: the text in quotes ends at this sign: use double quotes around it, or write the sign twice",
        ),
        (
            b"steps:\n  - hold: 30s\n  times: 3\n",
            "3:3: this key is in column 3: to belong to the step before it, it must be in column 5",
        ),
        (
            b"steps:\n  - say: x\n - hold: 30s\n",
            "3:2: this '- ' is in column 2, and the one before it in column 3: line them up",
        ),
        (
            "name: x\nsteps:\n\xa0 - say: x\n".encode(),
            "3:1: U+00A0, which looks like a blank and is none: indent with ordinary blanks",
        ),
        (
            "name: x\nsteps:\n  - say: x\n   \u3000hold: 3\n".encode(),
            "4:4: U+3000, which looks like a blank and is none: indent with ordinary blanks",
        ),
        (
            b"PK\x03\x04\x14",
            "1:1: this is a Word, PDF or archive file, and no text: 'voicecoach import' makes routines from documents",
        ),
    ],
)
def test_what_is_no_yaml_says_what_was_probably_meant(source: bytes, problem: str) -> None:
    assert problem_of(source) == problem


def test_a_byte_order_mark_and_windows_line_ends_are_read_past() -> None:
    assert parse(b"\xef\xbb\xbfname: x\r\nsteps: [{say: x}]\r\n", "f").name == "x"
    assert problem_of(b"\xef\xbb\xbfname: x\r\nstep: [{say: x}]\r\n").startswith("2:1: unknown key 'step'")


def at_most_32_levels(levels: int) -> bytes:
    return b"a: " + b"[" * (levels - 1) + b"]" * (levels - 1)


def test_the_limits_are_exact() -> None:
    nodes.read(at_most_32_levels(nodes.MAX_DEPTH), "f")
    assert problem_of(at_most_32_levels(nodes.MAX_DEPTH + 1)) == "1:35: nested more than 32 levels deep"
    nodes.read(b"[" + b"a," * (nodes.MAX_NODES - 1) + b"]", "f")
    message = "a file may have at most 5,000 keys and values"
    assert problem_of(b"[" + b"a," * nodes.MAX_NODES + b"]").endswith(message)
    nodes.read(b"#" * nodes.MAX_BYTES, "f")
    assert "at most 256 KiB" in problem_of(b"#" * (nodes.MAX_BYTES + 1))


_FULL = nodes.MAX_BYTES - 64
_HOSTILE = {
    "deep flow lists": b"[" * _FULL,
    "deep flow maps": b"{a: " * (_FULL // 4),
    "deep block lists": b"- " * (_FULL // 2),
    "deep questions": b"? " * (_FULL // 2),
    "deep indentation": b"".join(b" " * level + b"a:\n" for level in range(700)),
    "many items": b"- a\n" * (_FULL // 4),
    "many empty items": b"-\n" * (_FULL // 2),
    "many keys": b"".join(b"k%d:\n" % number for number in range(30_000)),
    "the same key": b"k:\n" * (_FULL // 3),
    "wide flow": b"[" + b"a," * (_FULL // 2),
    "anchors": b"&a " * (_FULL // 3),
    "billion laughs": b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "one long word": b"a: " + b"x" * _FULL,
    "one long text": b"name: x\nsteps: [{say: '" + b"word " * (_FULL // 5) + b"'}]",
    "one long number": b"name: x\nsteps: [{hold: " + b"1" * _FULL + b"}]",
    "one long key": b"x" * _FULL + b": y",
    "braces in text": b"name: x\nsteps: [{say: '" + b"{a}" * (_FULL // 3) + b"'}]",
    "open quote": b'a: "' + b"\n" * _FULL,
    "tabs": b"\t" * _FULL,
    "odd blanks": ("\xa0" * (_FULL // 2)).encode(),
    "lines of odd blanks": ("\xa0\n" * (_FULL // 3)).encode(),
    "quotes in a line": b"a: " + b": '" * (_FULL // 3),
    "comments in a text": b"a: " + b" #b" * (_FULL // 3),
    "too large": b"[" * 10_000_000,
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_hostile_files_are_answered_in_a_tenth_of_a_second(name: str) -> None:
    times_s = []
    for _ in range(3):
        begun_s = time.process_time()
        with pytest.raises(FileError):
            parse(_HOSTILE[name], "f")
        times_s.append(time.process_time() - begun_s)
    assert min(times_s) < 0.1


def test_without_libyaml_the_same_is_read_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "_PARSER", yaml.SafeLoader)
    assert parse("name: Näme\nsteps: [{say: Lie down.}]\n".encode(), "f").name == "Näme"
    assert problem_of(b"steps:\n\t- say: x\n") == "2:1: a tab: indent with spaces only"
    assert problem_of(b"steps:\n  - short: {other} foot\n") == "2:12: text that begins with { must be in quotes"
    assert problem_of(b"name: Now: lie down\n").startswith("1:10: a colon inside text")
    assert problem_of(at_most_32_levels(33)) == "1:35: nested more than 32 levels deep"
    assert problem_of(b"name: 'x\n").startswith("1:7: a quote or bracket that is opened here is never closed")
