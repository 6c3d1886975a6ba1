"""What a name may be."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.errors import RequestError
from voicecoach.limits import LONGEST_NAME
from voicecoach.records.names import name_key, normalised


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("  Anna  ", "Anna"),
        ("Anna\t \n Maria", "Anna Maria"),
        ("Zoe\u0308", "Zoë"),
        ("=Anna", "=Anna"),
        ("Mrs. O'Neill-Smith", "Mrs. O'Neill-Smith"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("王小明", "王小明"),
        ("7", "7"),
    ],
)
def test_is_kept_composed_and_without_spaces_around_it(given_name: str, kept: str) -> None:
    assert normalised(given_name) == kept


@pytest.mark.parametrize(
    "name", ["", "   ", "---", "An\x00na", "Anna\x1b[31m", "a\u202ebc", "An\ue000na", "x" * (LONGEST_NAME + 1)]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(RequestError):
        normalised(name)


@pytest.mark.parametrize(
    ("one", "other"), [("Anna", "ANNA"), ("Zoë", "ZOE\u0308"), ("Groß", "GROSS"), ("Anna Maria", " anna  maria ")]
)
def test_the_same_name_written_otherwise(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_two_names_stay_two() -> None:
    assert name_key("Anna") != name_key("Hanna")


@given(st.text(max_size=80))
def test_a_name_is_clean_or_refused(text: str) -> None:
    try:
        name = normalised(text)
    except RequestError:
        return
    assert name == name.strip()
    assert 1 <= len(name) <= LONGEST_NAME
    assert unicodedata.is_normalized("NFC", name)
    assert name.isprintable() or any(joiner in name for joiner in "\u200c\u200d")
    assert normalised(name) == name
    assert name_key(name) == name_key(text)
