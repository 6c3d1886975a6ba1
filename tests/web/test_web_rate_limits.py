"""How often somebody may ask."""

from __future__ import annotations

from voicecoach.web.rate_limits import MOST_ADDRESSES, RateLimit, RateLimits


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_a_burst_and_then_so_many_a_second() -> None:
    clock = Clock()
    limit = RateLimit(3, 0.5, clock=clock)
    assert [limit.allows("a") for _ in range(4)] == [True, True, True, False]
    clock.now_s = 2.0
    assert [limit.allows("a") for _ in range(2)] == [True, False]
    clock.now_s = 1000.0
    assert [limit.allows("a") for _ in range(4)] == [True, True, True, False]


def test_one_address_does_not_use_up_another_ones() -> None:
    limit = RateLimit(1, 0.001, clock=Clock())
    assert limit.allows("a")
    assert not limit.allows("a")
    assert limit.allows("b")


def test_many_addresses_take_no_more_memory_than_some() -> None:
    limit = RateLimit(1, 0.001, clock=Clock())
    for number in range(MOST_ADDRESSES):
        assert limit.allows(str(number))
    assert not limit.allows("0"), "all of these are remembered"
    assert limit.allows("one more")
    assert limit.allows("1"), "the one that has been silent for longest is forgotten"


def test_a_code_cannot_be_guessed_in_a_lifetime() -> None:
    from voicecoach.web.visitors import ALPHABET, CODE_LENGTH

    clock = Clock()
    limits = RateLimits.usual(clock)
    tries = 0
    for clock.now_s in range(3600):
        tries += sum(limits.codes_of_all.allows("") for _ in range(50))
    years = len(ALPHABET) ** CODE_LENGTH / 2 / tries / 24 / 365
    assert years > 10_000
