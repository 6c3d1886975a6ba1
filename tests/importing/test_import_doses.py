"""How amounts are written, in a hundred and more ways, and what they amount to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.importing.amounts import Amount, Dose
from voicecoach.importing.sentences import parts, read_dose
from voicecoach.importing.tokens import Kind, tokens


def shown(dose: Dose) -> str:
    """A dose in one line: ``hold 20-30, count 3, sides``."""

    def number(value: Amount) -> str:
        return f"{value.low:g}-{value.high:g}" if value.is_range else f"{value.low:g}"

    told = [
        f"{name} {number(value)}"
        for name in ("hold", "count", "sets", "rounds", "rest", "every")
        if (value := getattr(dose, name)) is not None
    ]
    if dose.breathe:
        told.append(f"breathe {number(dose.breathe[0])}/{number(dose.breathe[1])}")
    told += ["open hold"] if dose.open_hold else []
    told += ["open count"] if dose.open_count else []
    told += ["alternating"] if dose.alternating else []
    told += ["sides"] if dose.each_side else []
    told += ["often"] if dose.frequency else []
    told += ["later"] if dose.later else []
    told += ["switch"] if dose.switch else []
    return ", ".join(told)


HOLDS = [
    ("Hold for 30 seconds", "hold 30"),
    ("hold 20 to 30 seconds", "hold 20-30"),
    ("Hold for 20–30 secs.", "hold 20-30"),
    ("hold for between 15 and 30 seconds", "hold 15-30"),
    ("Hold this stretch for at least 20 seconds", "hold 20"),
    ("hold for up to 30 seconds", "hold 30"),
    ("hold for about half a minute", "hold 30"),
    ("hold for one minute", "hold 60"),
    ("hold for 1.5 minutes", "hold 90"),
    ("hold for a minute and a half", "hold 90"),
    ("1 min 30 s", "hold 90"),
    ("hold for 30 seconds to 1 minute", "hold 30-60"),
    ("hold for thirty seconds", "hold 30"),
    ("hold for forty-five seconds", "hold 45"),
    ("30-second hold", "hold 30"),
    ("5s hold", "hold 5"),
    ("hold 10", "hold 10"),
    ("Hold: 30 seconds", "hold 30"),
    ("hold for a count of 10", "hold 10"),
    ("Hold to the count of ten", "hold 10"),
    ("hold for a slow count of 5", "hold 5"),
    ("and count to 5", "hold 5"),
    ("Hold for a 3 to 5 count", "hold 3-5"),
    ("hold for 5 breaths", "hold 30"),
    ("stay here for 5 slow, deep breaths", "hold 30"),
    ("hold the pose for 10 breath cycles", "hold 60"),
    ("Stay in the pose for 5-10 slow breaths", "hold 30-60"),
    ("Stay here for two minutes", "hold 120"),
    ("Rest in this position for 1 minute", "hold 60"),
    ("Relax here for 30 seconds", "hold 30"),
    ("maintain this position for 15 seconds", "hold 15"),
    ("keep it there for 20 seconds", "hold 20"),
    ("Gently pull your knee to your chest for 30 seconds", "hold 30"),
    ("Hold for a few seconds", "hold 5"),
    ("pause for a second or two", "hold 2"),
    ("After 30 seconds", "hold 30"),
    ("Hold approximately ___ seconds", "open hold"),
    ("Hold for as long as is comfortable", "open hold"),
]

COUNTS = [
    ("10 reps", "count 10"),
    ("x10", "count 10"),
    ("x 10 reps", "count 10"),
    ("10x", "count 10"),
    ("Repeat 10 times", "count 10"),
    ("repeat 8–12 times", "count 8-12"),
    ("repeat between 8 and 12 times", "count 8-12"),
    ("do this five times", "count 5"),
    ("Do 15 times", "count 15"),
    ("Repeat for 8 repetitions", "count 8"),
    ("Perform two or three repetitions", "count 2-3"),
    ("Repeat a dozen times", "count 12"),
    ("Do 10 of these", "count 10"),
    ("Aim for eight to 12 repetitions", "count 8-12"),
    ("10 slow repetitions", "count 10"),
    ("Reps: 10", "count 10"),
    ("repeat the entire sequence 4 times", "count 4"),
    ("Repeat twice", "count 2"),
    ("Repeat once more", "count 2"),
    ("repeat this once", "count 2"),
    ("Repeat 4 more times", "count 5"),
    ("Approximately 5-10 times", "count 5-10"),
    ("Repeat ___ times", "open count"),
    ("Repeat several times", "open count"),
    ("Repeat as many times as your physiotherapist says", "open count"),
    ("Start with 5 reps", "count 5"),
    ("twelve repetitions", "count 12"),
    ("25 times", "count 25"),
]

SETS = [
    ("3 sets of 10", "count 10, sets 3"),
    ("3 sets of 10 repetitions", "count 10, sets 3"),
    ("three sets of eight to ten", "count 8-10, sets 3"),
    ("2x12", "count 12, sets 2"),
    ("3 x 10", "count 10, sets 3"),
    ("3 × 10".replace("×", "x"), "count 10, sets 3"),
    ("10 x 3", "count 10, sets 3"),
    ("10 reps x 3 sets", "count 10, sets 3"),
    ("10 reps, 3 sets", "count 10, sets 3"),
    ("3 sets, 10 reps", "count 10, sets 3"),
    ("3 sets x 12 reps", "count 12, sets 3"),
    ("2 sets of 10-20 reps", "count 10-20, sets 2"),
    ("do another set of 10", "count 10, sets 2"),
    ("Sets: 3", "sets 3"),
    ("3 sets in a row", "sets 3"),
    ("repeat 2 more sets", "sets 3"),
    ("Complete 3 rounds", "rounds 3"),
]

PACKED = [
    ("3x30s", "hold 30, count 3"),
    ("3 x 30 sec", "hold 30, count 3"),
    ('3 x 30"', "hold 30, count 3"),
    ("3x30s ea", "hold 30, count 3, sides"),
    ('3 x 30" B/L', "hold 30, count 3, sides"),
    ("30s x 3", "hold 30, count 3"),
    ("30s x3 B", "hold 30, count 3, sides"),
    ("30 sec hold x 3", "hold 30, count 3"),
    ("Hold 30sec, 3 times", "hold 30, count 3"),
    ("hold 5 sec x 10 reps", "hold 5, count 10"),
    ("x10 5s hold", "hold 5, count 10"),
    ("10 x 10 sec", "hold 10, count 10"),
    ("3x10x5s", "hold 5, count 10, sets 3"),
    ("3 sets of 30 seconds", "hold 30, count 3"),
    ("2 SETS OF FOUR HOLD FOR 30 SECONDS", "hold 30, count 4, sets 2"),
    ("10 reps, 3 sets, hold 5 seconds", "hold 5, count 10, sets 3"),
    ("3 x 20-30 secs", "hold 20-30, count 3"),
    ("1 min x 2", "hold 60, count 2"),
]

RESTS = [
    ("rest 30 s between", "rest 30"),
    ("with a 30 second rest between sets", "rest 30"),
    ("rest for a minute between sets", "rest 60"),
    ("then relax for 30 seconds", "rest 30"),
    ("Rest 10s", "rest 10"),
    ("Relax for a 3 to 5 count", "rest 3-5"),
    ("45 seconds rest between each set", "rest 45"),
    ("take a 1 minute break", "rest 60"),
    ("pause for 5 seconds between repetitions", "rest 5"),
]

OFTEN = [
    ("Do this twice a day", "often"),
    ("3 times a day", "often"),
    ("3x/day", "often"),
    ("2 x daily", "often"),
    ("x2 daily", "often"),
    ("BID", "often"),
    ("TDS", "often"),
    ("5 days a week", "often"),
    ("once in the morning and once in the evening", "often"),
    ("every two hours", "often"),
    ("Once-daily", "often"),
    ("every other day", "often"),
    ("at least 3-4 times per week", "often"),
    ("3 sets of 10 repetitions, 3 times a day", "count 10, sets 3, often"),
    ("10 repetitions, 2 times a day", "count 10, often"),
    ("20 repetitions every morning", "count 20, often"),
    ("Start with five repetitions each day", "count 5, often"),
    ("Gradually work up to 30 repetitions", "later"),
    ("Start with 5 reps, build up to 30", "count 5, later"),
    ("Add an extra 1 or 2 repetitions every few days", "later"),
]

SIDES = [
    ("Repeat ten times to each side", "count 10, sides"),
    ("Repeat five times on each leg", "count 5, sides"),
    ("12 on each side", "count 12, sides"),
    ("Repeat 4-6 for each side", "count 4-6, sides"),
    ("10 per leg", "count 10, sides"),
    ("10/side", "count 10, sides"),
    ("five times a side", "count 5, sides"),
    ("3x15 ea side", "count 15, sets 3, sides"),
    ("10x ea way", "count 10, sides"),
    ("30 sec each side", "hold 30, sides"),
    ("hold 1 min per side", "hold 60, sides"),
    ("for 30 seconds on both sides", "hold 30, sides"),
    ("10 times with each leg", "count 10, sides"),
    ("two sets of ten on each leg", "count 10, sets 2, sides"),
    ("left and right 3 x 30s", "hold 30, count 3, sides"),
    ("each direction x 5", "count 5, sides"),
    ("Two times each", "count 2, sides"),
    ("Repeat three times, alternating legs", "count 3, alternating, sides"),
]

PACES = [
    ("4 seconds up", "every 4"),
    ("lower over a count of 4", "every 4"),
    ("Breathe in for 4 and out for 6 seconds", "breathe 4/6"),
    ("inhale for a count of 3, exhale for a count of 5", "breathe 3/5"),
]

NO_DOSES = [
    "take a deep breath",
    'Lift it 6" off the floor',
    "place your feet 12 inches apart",
    "bend both knees to 90 degrees",
    "Roll your knees to each side",
    "With your hands on both knees, lean forward",
    "Do one leg at a time",
    "at all times",
    "walk for 10 minutes",
    "sit for no more than 20 minutes",
    "These runs down each leg",
    "bed rest for a day or two",
    "about 20cm off the bed",
    "Stretch 2 of 3",
]


@pytest.mark.parametrize(("text", "expected"), HOLDS + COUNTS + SETS + PACKED + RESTS + OFTEN + SIDES + PACES)
def test_amounts_are_read(text: str, expected: str) -> None:
    dose, _ = read_dose(text)
    assert shown(dose) == expected


@pytest.mark.parametrize("text", NO_DOSES)
def test_other_numbers_are_no_doses(text: str) -> None:
    dose, _ = read_dose(text)
    assert not dose.amounts
    assert not dose.each_side
    assert not dose.rest


def test_the_table_is_a_hundred_rows_and_more() -> None:
    assert len(HOLDS + COUNTS + SETS + PACKED + RESTS + OFTEN + SIDES + PACES) > 140


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hold this position for 30 seconds", ""),
        ("Repeat the exercise 10 times on each side", ""),
        ("3 sets of 10 repetitions, 3 times a day", ""),
        ("Gently pull your knee to your chest for 30 seconds", "Gently pull your knee to your chest"),
        ("Hold for 20 seconds with slow, deep breaths", "with slow, deep breaths"),
        ("Slowly straighten your knee and hold for 5 seconds", "Slowly straighten your knee"),
        ("Hold your knee to your chest for 20 seconds", "Hold your knee to your chest"),
        ("Hold for 30 to 60 seconds, or as instructed", ""),
        ("Hold for 30 seconds, without arching your back", "without arching your back"),
    ],
)
def test_what_a_clause_says_beside_its_amounts_remains(text: str, expected: str) -> None:
    _, left = read_dose(text)
    assert left == expected


NEVER_HALF_OF_ONE = [
    ("Hold 20 sec rest 10 sec repeat 5 times", "hold 20, count 5, rest 10"),
    ("Hold for 30 seconds rest for 60 seconds and repeat 3 times", "hold 30, count 3, rest 60"),
    ("30 sec hold 10 sec rest x 5", "hold 30, count 5, rest 10"),
    ("3 sets, 45 sec hold", "hold 45, sets 3"),
    ("10 reps, 3 sets, 60s rest", "count 10, sets 3, rest 60"),
    ("8 - 12 reps e/s, 2-3 sets, 60s rest", "count 8-12, sets 2-3, rest 60, sides"),
    ("Hold for at least 20 and up to 60 seconds", "hold 20-60"),
    ("hold for about half a minute, two or three times on each leg", "hold 30, count 2-3, sides"),
    ("Perform 2-3 sets of 8-12 reps, resting 1-2 min between sets", "count 8-12, sets 2-3, rest 60-120"),
    ("Hold 30s-1min, x2-3/side", "hold 30-60, count 2-3, sides"),
    ("hold thirty (30) seconds", "hold 30"),
    ("Hold for 1:30", "hold 90"),
    ("5 reps, with 2 minutes' rest between reps", "count 5, rest 120"),
    ("2 sets of 8 with a minute's rest", "count 8, sets 2, rest 60"),
    ("3 x 30 sec, 1 min rest", "hold 30, count 3, rest 60"),
    ("Tempo 3-1-3", "every 7"),
    ("Take three seconds to rise", "every 3"),
    ("10 reps every 2-3 hours, i.e. 6-8 times a day", "count 10, often"),
    ("20 times every hour", "count 20, often"),
    ("Do 1 set every hour", "often"),
    ("Do 2 sets a day", "often"),
    ("REPS: 10  SETS: 3  HOLD: 5 sec  DAILY: 1", "hold 5, count 10, sets 3, often"),
    ("Hold for as long as you can, up to 10 secs", "hold 10"),
    ("as many times as you can", ""),
    ("Repeat for prescribed repetitions", "open count"),
    ("Relax and breathe deeply for two minutes", "hold 120"),
    ("Do 3 on each side", "count 3, sides"),
    ("Alternate sides as directed", "alternating, sides"),
    ("Swap legs and repeat the movement on the other leg", "switch"),
    ("Repeat the process with your left leg", "switch"),
]


@pytest.mark.parametrize(("text", "expected"), NEVER_HALF_OF_ONE)
def test_a_phrase_is_read_whole(text: str, expected: str) -> None:
    dose, _ = read_dose(text)
    assert shown(dose).replace("open hold", "open hold") == expected


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("hold for 5 breaths", "a breath is taken as 6 s"),
        ("10 x 3", "“10 x 3” is taken as 3 sets of 10"),
        ("repeat once more", "“repeat once more” is taken as 2 in all"),
        ("hold 10 seconds, then hold 20 seconds", "the text also says “20 seconds”"),
    ],
)
def test_what_is_doubtful_about_an_amount_is_noted(text: str, note: str) -> None:
    dose, _ = read_dose(text)
    assert note in dose.notes


def test_an_amount_that_no_row_of_the_grammar_takes_is_told() -> None:
    [part] = parts("Lift your leg 4 furlongs and 7 reps minus 2 sec")
    assert part.dose.count is not None or part.unread


def test_the_earlier_of_two_doses_stays() -> None:
    first, _ = read_dose("hold for 30 seconds, twice a day")
    second, _ = read_dose("hold for 10 seconds, repeat 3 times, every morning")
    joined = first.joined(second)
    assert joined.hold is not None
    assert joined.hold.low == 30
    assert joined.count is not None
    assert joined.count.low == 3
    assert joined.frequency == ("twice a day", "every morning")


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from(["-", "–", " to ", " or "]))
def test_the_ends_of_a_range_come_in_order(one: int, other: int, joint: str) -> None:
    [token] = [token for token in tokens(f"{one}{joint}{other} reps") if token.kind is Kind.NUMBER]
    assert token.amount is not None
    assert (token.amount.low, token.amount.high) == (min(one, other), max(one, other))


@given(st.text())
def test_tokens_cover_all_that_is_not_blank(text: str) -> None:
    covered = {place for token in tokens(text) for place in range(token.start, token.end)}
    assert all(character.isspace() or place in covered for place, character in enumerate(text))


@given(
    st.integers(3, 60),
    st.integers(5, 120),
    st.integers(2, 9),
    st.permutations(["hold {h} sec", "rest {r} sec", "repeat {n} times"]),
)
def test_the_order_of_the_parts_of_a_dose_changes_nothing(hold: int, rest: int, count: int, order: list[str]) -> None:
    for joint in (" ", ", ", ". ", " and "):
        dose, _ = read_dose(joint.join(order).format(h=hold, r=rest, n=count))
        assert dose.hold is not None
        assert dose.rest is not None
        assert dose.count is not None
        assert (dose.hold.low, dose.rest.low, dose.count.low) == (hold, rest, count)


@given(
    st.integers(1, 600), st.sampled_from(["hold for {} seconds", "{} sec hold", "Hold {}s", "stay here for {} secs"])
)
def test_any_number_of_seconds_is_a_hold(seconds: int, form: str) -> None:
    dose, _ = read_dose(form.format(seconds))
    assert dose.hold is not None
    assert dose.hold.low == dose.hold.high == seconds


@given(st.integers(2, 100), st.sampled_from(["repeat {} times", "{} reps", "x {}", "Repeat x{}", "do {} repetitions"]))
def test_any_number_of_repetitions_is_a_count(count: int, form: str) -> None:
    dose, _ = read_dose(form.format(count))
    assert dose.count is not None
    assert dose.count.low == dose.count.high == count


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    dose, _ = read_dose(text)
    assert dose.hold is None or dose.hold.low <= dose.hold.high
