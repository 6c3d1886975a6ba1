"""One-time codes and those who came in with one."""

from __future__ import annotations

import pytest

from voicecoach.web.visitors import ALPHABET, MOST_VISITORS, STAYS_S, Visitors


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def test_a_code_lets_one_in_and_is_spent() -> None:
    told: list[str] = []
    visitors = Visitors(spent=told.append)
    code = visitors.code
    visitor = visitors.enter(code)
    assert visitor is not None
    assert visitors.admits(visitor.cookie, visitor.token)
    assert visitors.enter(code) is None
    assert told == [visitors.code] != [code]


def test_a_code_may_be_typed_as_people_type() -> None:
    visitors = Visitors()
    assert visitors.enter(f"  {visitors.code.lower().replace('-', ' ')} ") is not None


@pytest.mark.parametrize("wrong", ["", "ABCD-EFGH", "é", "\udcff", "A" * 10_000])
def test_any_other_code_lets_nobody_in(wrong: str) -> None:
    visitors = Visitors()
    assert visitors.enter(wrong) is None
    assert visitors.enter(visitors.code[:-1]) is None
    assert visitors.enter(visitors.code + "A") is None


def test_codes_are_different_and_easy_to_read() -> None:
    codes = {Visitors().code for _ in range(200)}
    assert len(codes) == 200
    assert set("".join(codes)) <= {*ALPHABET, "-"}
    assert not set("01OIL") & set(ALPHABET)


def test_cookie_and_token_have_to_belong_together() -> None:
    visitors = Visitors()
    one, other = visitors.enter(visitors.code), visitors.enter(visitors.code)
    assert one is not None
    assert other is not None
    assert visitors.knows(one.cookie)
    assert not visitors.admits(one.cookie, other.token)
    assert not visitors.admits(one.token, one.cookie)
    assert not visitors.admits("", "")


def test_secrets_are_256_random_bits() -> None:
    visitors = Visitors()
    visitor = visitors.enter(visitors.code)
    assert visitor is not None
    assert len(visitor.cookie) >= 43
    assert len(visitor.token) >= 43


def test_a_stay_ends() -> None:
    clock = Clock()
    visitors = Visitors(clock=clock)
    visitor = visitors.enter(visitors.code)
    assert visitor is not None
    clock.now_s += STAYS_S - 1.0
    assert visitors.knows(visitor.cookie)
    clock.now_s += 1.0
    assert not visitors.admits(visitor.cookie, visitor.token)


def test_who_leaves_is_forgotten() -> None:
    visitors = Visitors()
    visitor = visitors.enter(visitors.code)
    assert visitor is not None
    visitors.leave(visitor.cookie)
    assert not visitors.knows(visitor.cookie)


def test_not_more_than_so_many_are_remembered() -> None:
    visitors = Visitors()
    everybody = [visitors.enter(visitors.code) for _ in range(MOST_VISITORS + 1)]
    known = [visitors.knows(visitor.cookie) for visitor in everybody if visitor is not None]
    assert known == [False] + [True] * MOST_VISITORS
