from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.language.loading import load
from voicecoach.voice.spoken_text import Respelling, Shorthand, speakable

TABLE = load("en").texts.pronunciation
SHORTHAND = Shorthand(TABLE["shorthand"])
RESPELLING = Respelling(TABLE["respelling"])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Hold 30 s. Then rest 10s.", "Hold 30 seconds. Then rest 10 seconds."),
        ("Hold for 30 sec. then let go", "Hold for 30 seconds then let go"),
        ("1 min, 2 mins, 1m30s, 1 m 30 s", "1 minute, 2 minutes, 1 minute 30 seconds, 1 minute 30 seconds"),
        ("20-30 seconds, 20–30 s, 0–10", "20 to 30 seconds, 20 to 30 seconds, 0 to 10"),
        ("3-2-1", "3, 2, 1"),
        ("3x10, 3 × 30 s, x2, 10x a day", "3 times 10, 3 times 30 seconds, 2 times, 10 times a day"),
        ("L4-L5 and L5/S1", "L4 L5 and L5 S1"),
        ("left/right, and/or both", "left or right, or both"),
        ("a pain of 3/10", "a pain of 3 out of 10"),
        ("1/2 way", "a half way"),
        ("5 cm, 2.5 kg, 1,000 m", "5 centimetres, 2.5 kilograms, 1,000 metres"),
        ("e.g. a book, approx. 10, etc.", "for example a book, approximately 10, and so on"),
        ("Call 911 or 112.", "Call 9 1 1 or 1 1 2."),
        ("Hold 112 s", "Hold 112 seconds"),
        ("Ring 0800123456.", "Ring 0 8 0 0 1 2 3 4 5 6."),
        ("Put 2 in front. Done in 1990s style, in 10 steps.", "Put 2 in front. Done in 1990s style, in 10 steps."),
        ("• <One> → two *now*, [three]", "One two now , three"),
        ("You’re doing well.", "You're doing well."),
        ("Side-lying, figure-four, press-up.", "Side-lying, figure-four, press-up."),
        (
            "Stop if your pain is > 5, go on while it is <3.",
            "Stop if your pain is more than 5, go on while it is less than 3.",
        ),
        ('Stand 12" from the wall.', "Stand 12 inches from the wall."),
        ("A chair w/ arms, w/o wheels.", "A chair with arms, without wheels."),
        ("2-3x/day, 5x/week, 10 reps/set", "2 to 3 times a day, 5 times a week, 10 reps or set"),
        (
            "1½ minutes, 1 1/2 inches, 2/3 of it, ½",
            "1 and a half minutes, 1 and a half inches, two thirds of it, a half",
        ),
        ("😀 Well done! 👍", "Well done!"),
        ("See https://www.nhs.uk/conditions/back-pain for more.", "See nhs.uk for more."),
        ("Read http://example.org/a/b.", "Read example.org."),
        ("Call 24/7.", "Call twenty-four seven."),
        ("Phase II begins in week 3. Grade iv.", "Phase 2 begins in week 3. Grade 4."),
        ("a 2-lb weight for 4-6 wks, a 3 lb one", "a 2 pound weight for 4 to 6 weeks, a 3 pounds one"),
        ("Your SIJ, ACL and ITB", "Your S I J, A C L and I T B"),
        ("Lift &amp; lower.", "Lift & lower."),
        ('Lie back <break time="2s"/> and <b>breathe</b>.', "Lie back and breathe ."),
        ("Call 1-800-555-0199.", "Call 1 8 0 0 5 5 5 0 1 9 9."),
        ("Rest 2m between sets. Wait for 1m.", "Rest 2 minutes between sets. Wait for 1 minute."),
        ("Walk 2m, then 400 m.", "Walk 2 metres, then 400 metres."),
        ("123 High St., St. Anne", "123 High Street, Saint Anne"),
        ("Step 1/4: lie down. Set 2/3.", "Step 1 of 4: lie down. Set 2 of 3."),
        ("Bend your knee(s), and use the box(es).", "Bend your knees, and use the boxes."),
        ("Bend to 90°.", "Bend to 90°."),
    ],
)
def test_shorthand_is_written_out(written: str, said: str) -> None:
    assert SHORTHAND.read(speakable(written)) == said


def test_plain_sentences_stay_as_they_are() -> None:
    from tests.bench.coach_lines import LINES

    for line in LINES:
        assert SHORTHAND.read(speakable(line)) == line


@pytest.mark.parametrize(
    ("written", "respelt"),
    [
        ("Use your hands.", "yooz your hands."),
        ("Breathe out, and use a strap.", "Breathe out, and yooz a strap."),
        ("Do not use force.", "Do not yooz force."),
        ("It is of no use.", "It is of no use."),
        ("Close your eyes and close your mouth.", "cloze your eyes and cloze your mouth."),
        ("Lie on your back, close to the wall.", "Lie on your back, close to the wall."),
        ("Keep your feet close.", "Keep your feet close."),
        ("Separate your knees.", "separayt your knees."),
        ("Your cauda equina.", "Your cauda ekwyna."),
    ],
)
def test_words_are_respelt_where_they_are_misread(written: str, respelt: str) -> None:
    assert RESPELLING.respell(written) == respelt


def test_empty_tables_change_nothing() -> None:
    text = "Use 30 s/10 s, e.g. 3x10."
    assert Respelling({}).respell(Shorthand({}).read(text)) == text


@given(st.text(max_size=200))
def test_any_text_becomes_one_line_without_controls_or_markup(text: str) -> None:
    said = RESPELLING.respell(SHORTHAND.read(speakable(text)))
    assert not any(unicodedata.category(char)[0] == "C" for char in said)
    assert not set("<>[]{}|\\*_#^`~") & set(said)
    assert said == " ".join(said.split())
    assert bool(said) == any(char.isalnum() for char in said)


@given(st.text(max_size=100))
def test_what_is_speakable_stays_so(text: str) -> None:
    assert speakable(speakable(text)) == speakable(text)
