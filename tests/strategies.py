"""Hypothesis strategies that make routine scripts: good ones as data and as YAML, and ways to spoil them.

They are cached, since building a strategy takes longer than drawing from it.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from hypothesis import strategies as st

Data = dict[str, Any]

_WORDS = (
    "lie",
    "down",
    "slowly",
    "knee",
    "hip",
    "breathe",
    "floor",
    "wall",
    "your",
    "the",
    "foot",
    "naïve",
    "1e5",
    "yes",
)
_PLACEHOLDERS = ("{side}", "{other}")
_BARE = re.compile(r"[A-Za-z][A-Za-z ]*[a-z]")
_YAML_WORDS = frozenset({"true", "false", "null", "True", "False", "Null", "TRUE", "FALSE", "NULL"})


@cache
def texts(*, sided: bool = False, max_words: int = 8) -> st.SearchStrategy[str]:
    """A spoken line; with {side} and {other} in it when it may stand inside ``each_side``."""
    words = st.sampled_from(_WORDS + _PLACEHOLDERS * 4 if sided else _WORDS)
    ends = st.sampled_from([".", "", "!", ", please."])
    return st.builds(lambda line, end: " ".join(line) + end, st.lists(words, min_size=1, max_size=max_words), ends)


@cache
def durations(least_s: int, most_s: int) -> st.SearchStrategy[Any]:
    """A duration in each of its forms."""
    seconds = st.integers(least_s, most_s)
    return st.one_of(
        seconds,
        seconds.map(float),
        seconds.map(lambda value: f"{value}s"),
        seconds.map(lambda value: f"{value // 60}m{value % 60}s"),
    )


def _with(required: Data, optional: Data) -> st.SearchStrategy[Data]:
    return st.fixed_dictionaries(required, optional=optional)


_PICTURE = st.sampled_from(["lying-at-wall", "sitting", "pose-2"])


@cache
def says(*, sided: bool) -> st.SearchStrategy[Data]:
    line = texts(sided=sided)
    return _with({"say": line}, {"short": line, "pause": durations(1, 5), "picture": _PICTURE})


@cache
def waits() -> st.SearchStrategy[Data]:
    return _with({"wait": st.just("ready")}, {"picture": _PICTURE})


def _hold(step: Data, cues: list[tuple[float, str]]) -> Data:
    """A hold whose cues come at their part of it."""
    length, _, breaths = str(step["hold"]).partition(" ")
    # No pace is quicker than a second in and a second out.
    hold_s = float(length.removesuffix("s")) * (2 if breaths else 1)
    placed = [{"at": f"{round(part * (hold_s - 0.1), 2)}s", "say": say} for part, say in cues]
    return {**step, "cues": placed} if placed else step


@cache
def holds(*, sided: bool) -> st.SearchStrategy[Data]:
    line = texts(sided=sided)
    seconds = st.integers(1, 20)
    breaths = st.integers(2, 4).map(lambda value: f"{value} breaths") | st.just("1 breath")
    step = _with(
        {"hold": seconds | seconds.map(lambda value: f"{value}s") | breaths},
        {
            "times": st.integers(1, 2),
            "rest": durations(1, 20),
            "say": line,
            "short": line,
            "pause": durations(1, 5),
            "feel": line,
            "not_feel": line,
            "breathe": st.fixed_dictionaries({"in": durations(1, 5), "out": durations(1, 5)}),
            "release": line,
            "picture": _PICTURE,
        },
    )
    return st.builds(_hold, step, st.lists(st.tuples(st.floats(0, 1), line), max_size=3))


@cache
def reps(*, sided: bool) -> st.SearchStrategy[Data]:
    line = texts(sided=sided)
    return _with(
        {"reps": st.one_of(st.integers(1, 9), st.just(5.0)), "every": durations(1, 3)},
        {
            "times": st.integers(1, 2),
            "rest": durations(1, 20),
            "say": line,
            "short": line,
            "feel": line,
            "not_feel": line,
            "release": line,
            "picture": _PICTURE,
        },
    )


@cache
def breathes(*, sided: bool) -> st.SearchStrategy[Data]:
    line = texts(sided=sided)
    return _with(
        {"breathe": st.integers(1, 4)},
        {
            "in": durations(1, 5),
            "out": durations(1, 5),
            "times": st.integers(1, 2),
            "rest": durations(1, 9),
            "say": line,
            "short": line,
            "pause": durations(1, 5),
            "feel": line,
            "release": line,
            "picture": _PICTURE,
        },
    )


@cache
def rests() -> st.SearchStrategy[Data]:
    return _with({"rest": durations(1, 20)}, {"picture": _PICTURE})


@cache
def _leaves(*, sided: bool) -> st.SearchStrategy[Data]:
    return st.one_of(says(sided=sided), waits(), holds(sided=sided), reps(sided=sided), breathes(sided=sided), rests())


def _repeats(steps: st.SearchStrategy[Data]) -> st.SearchStrategy[Data]:
    return _with(
        {"repeat": st.integers(1, 2), "steps": st.lists(steps, min_size=1, max_size=2)}, {"rest": durations(1, 20)}
    )


@cache
def each_sides() -> st.SearchStrategy[Data]:
    inside = st.recursive(_leaves(sided=True), _repeats, max_leaves=3)
    return st.fixed_dictionaries({"each_side": st.lists(inside, min_size=1, max_size=3)})


@cache
def exercises() -> st.SearchStrategy[Data]:
    leaves = _leaves(sided=False)
    inside = st.one_of(leaves, _repeats(leaves), each_sides())
    return _with(
        {"exercise": texts(max_words=3), "steps": st.lists(inside, min_size=1, max_size=2)},
        {"stretches": st.lists(texts(max_words=2), max_size=2)},
    )


@cache
def steps() -> st.SearchStrategy[Data]:
    return st.recursive(st.one_of(_leaves(sided=False), each_sides(), exercises()), _repeats, max_leaves=3)


@cache
def doses() -> st.SearchStrategy[Data]:
    amounts: Data = {
        "hold": st.integers(1, 9) | st.just("3 breaths"),
        "times": st.integers(1, 2),
        "sets": st.integers(1, 2),
        "reps": st.integers(1, 9),
        "breathe": st.integers(1, 4),
        "rest": durations(1, 9),
    }
    line = texts()
    one = _with({"why": line, "source": line}, amounts).filter(lambda dose: len(dose) > 2)
    return st.dictionaries(st.sampled_from(["flexibility", "gentle", "long-holds-2"]), one, max_size=2)


@cache
def routine_data() -> st.SearchStrategy[Data]:
    """A good routine as plain data, well below three hours."""
    line = texts()
    question = st.fixed_dictionaries({"ask": line, "because": line})
    return _with(
        {"name": texts(max_words=4), "steps": st.lists(steps(), min_size=1, max_size=3)},
        {
            "summary": line,
            "language": st.sampled_from(["en", "de", "pt-BR"]),
            "needs": st.lists(texts(max_words=3), max_size=2),
            "sources": st.lists(line, max_size=2),
            "not_for": st.lists(question, max_size=2),
            "stretches": st.lists(texts(max_words=2), max_size=2),
            "doses": doses(),
            "first_side": st.sampled_from(["left", "right"]),
            "switch": durations(1, 60),
        },
    )


def as_yaml(data: object, indent: int = 0) -> str:
    """Data as a person would write it: blocks, with quotes where they are needed."""
    pad = "  " * indent
    if isinstance(data, dict) and data:
        return "".join(f"{pad}{_scalar(key)}:{_nested(value, indent)}" for key, value in data.items())
    if isinstance(data, list) and data:
        return "".join(f"{pad}-{_nested(value, indent)}" for value in data)
    return f"{pad}{_scalar(data)}\n"


def _nested(value: object, indent: int) -> str:
    if isinstance(value, dict | list) and value:
        return "\n" + as_yaml(value, indent + 1)
    return f" {_scalar(value)}\n"


def _scalar(value: object) -> str:
    if isinstance(value, str) and _BARE.fullmatch(value) and value not in _YAML_WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


@cache
def routines() -> st.SearchStrategy[str]:
    """A good routine as the text of its file."""
    return routine_data().map(as_yaml)


_ODD_KEYS = st.sampled_from(
    ["sayy", "hold", "steps", "each_side", "cues", "wait", "include", "at", "x y", "", "ä", "12", "exercise", "breathe"]
)
_ODD_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 700),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        [
            "",
            "  ",
            "{side}",
            "{x}",
            "{",
            "ready",
            "left",
            "30 s",
            "99m",
            "1m30s",
            "1h",
            "4 breaths",
            "0 breaths",
            "\u0007",
            "a\nb",
        ]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.one_of(st.integers(), texts()), max_size=2),
    st.dictionaries(_ODD_KEYS, st.integers(0, 3), max_size=2),
)


def _places(data: object) -> list[tuple[Any, Any]]:
    """Every container with each of its keys or indices."""
    if isinstance(data, dict):
        return [place for key, value in data.items() for place in [(data, key), *_places(value)]]
    if isinstance(data, list):
        return [place for index, value in enumerate(data) for place in [(data, index), *_places(value)]]
    return []


@st.composite
def spoilt_data(draw: st.DrawFn) -> Data:
    """A routine in which a value, a key or a whole part was changed. Some of them are still good."""
    data: Data = json.loads(json.dumps(draw(routine_data())))
    for _ in range(draw(st.integers(1, 3))):
        places = _places(data)
        if not places:
            break
        container, key = draw(st.sampled_from(places))
        change = draw(st.sampled_from(["value", "remove", "rename", "add", "move"]))
        if change == "value":
            container[key] = draw(_ODD_VALUES)
        elif change == "remove":
            del container[key]
        elif change == "rename" and isinstance(container, dict):
            container[draw(_ODD_KEYS)] = container.pop(key)
        elif change == "add" and isinstance(container, dict):
            container[draw(_ODD_KEYS)] = draw(_ODD_VALUES)
        else:
            donor, other = draw(st.sampled_from(places))
            container[key] = json.loads(json.dumps(donor[other])) if other in donor or isinstance(donor, list) else 0
    return data


_ODD_TEXT = st.text(max_size=6) | st.sampled_from(
    ["\t", "{", "}", "[", '"', "'", ": ", "- ", "*a ", "&a ", "!t ", "#", "|", ">", "---\n", "? "]
)


@st.composite
def spoilt_text(draw: st.DrawFn) -> str:
    """The text of a good routine with a piece cut out, put in, or put elsewhere."""
    text = draw(routines())
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 12)))
        put_in = draw(_ODD_TEXT)
        text = text[:at] + put_in + text[end:]
    return text
