"""Sentences, clauses, orders, warnings: small texts and what they are taken for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.importing import cautions
from voicecoach.importing.fates import WEIGHTS, Fate, clauses_of, scores
from voicecoach.importing.features import NAMES, features, place_of
from voicecoach.importing.imperative import as_order, sentence, without_figures
from voicecoach.importing.lexicon import LEXICON, gerund, known_exercise, third_person
from voicecoach.importing.sentences import in_sentence_case, parts, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lie down. Hold for 5 sec. Relax.", ["Lie down.", "Hold for 5 sec.", "Relax."]),
        ("Hold for approx. 10 seconds.", ["Hold for approx. 10 seconds."]),
        ("Bend it (e.g. with a towel). Hold.", ["Bend it (e.g. with a towel).", "Hold."]),
        ("Hold 1.5 minutes. Rest.", ["Hold 1.5 minutes.", "Rest."]),
        ("Raise hips up Hold 5 sec. Repeat", ["Raise hips up", "Hold 5 sec.", "Repeat"]),
        ("Return to the start.For the second part, bend.", ["Return to the start.", "For the second part, bend."]),
        ("Do the Knee to Chest Stretch daily", ["Do the Knee to Chest Stretch daily"]),
        ("By Elizabeth C.K. Bender.", ["By Elizabeth C.K. Bender."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_text_without_full_stops_is_cut_all_the_same() -> None:
    parts = sentences("and " * 2000)
    assert max(map(len, parts)) <= 600


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bend your knee and bring it up", ["Bend your knee", "bring it up"]),
        (
            "Lift your leg, hold for 5 seconds, then slowly lower it",
            ["Lift your leg", "hold for 5 seconds", "slowly lower it"],
        ),
        ("Hold for 30 seconds, breathing deeply", ["Hold for 30 seconds", "breathing deeply"]),
        ("Slowly bend and straighten your knee", ["Slowly bend and straighten your knee"]),
        ("Lift your hips and lower back off the floor", ["Lift your hips and lower back off the floor"]),
        ("Don't hold your breath and arch your back", ["Don't hold your breath and arch your back"]),
        ("If it hurts, stop and rest", ["If it hurts, stop and rest"]),
        ("As you breathe out, lift your hips and hold", ["As you breathe out, lift your hips", "hold"]),
        (
            "Keep your back long and as you exhale, hinge forward",
            ["Keep your back long", "as you exhale, hinge forward"],
        ),
        ("Lying on your back, bring one knee up", ["Lying on your back", "bring one knee up"]),
        ("Stay for five breaths before switching sides", ["Stay for five breaths", "switching sides"]),
        (
            "It can help relieve pain, reduce tension, and improve sleep",
            ["It can help relieve pain, reduce tension, and improve sleep"],
        ),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert [part.source for part in parts(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Start by lying on your back and bending your knees", "lie on your back and bend your knees"),
        ("Begin lying on back", "lie on your back"),
        ("You should now place your left foot flat", "place your left foot flat"),
        ("We'll start by sitting tall", "sit tall"),
        ("I'd like you to bring your knee up", "bring your knee up"),
        ("Patient slowly raises their arm", "slowly raise your arm"),
        ("Have the patient bend their knee", "bend your knee"),
        ("Then, pull knee to chest", "pull your knee to your chest"),
        ("Lay down on your side", "lie down on your side"),
        ("Lay your ankle on your knee", "lay your ankle on your knee"),
        ("Start on all fours", "go onto all fours"),
        ("Keeping your back flat, lift your hips", "keeping your back flat, lift your hips"),
        ("Keep your feet hip-width apart", "keep your feet hip-width apart"),
        ("Get on hands and knees", "get on your hands and knees"),
        ("Roll your knees from side to side", "roll your knees from side to side"),
    ],
)
def test_orders(text: str, expected: str) -> None:
    assert as_order(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bend your knee (A)", "Bend your knee"),
        ("Bend your knee (see figure 2)", "Bend your knee"),
        ("Bend your knee as shown in the picture", "Bend your knee"),
        ("Make a figure 4 with your legs", "Make a figure 4 with your legs"),
        ("Bend your knee (the sore one)", "Bend your knee (the sore one)"),
    ],
)
def test_pictures_are_not_spoken_of(text: str, expected: str) -> None:
    assert without_figures(text) == expected


def test_a_sentence_keeps_the_number_at_its_end() -> None:
    assert sentence("stop above 4 out of 10") == "Stop above 4 out of 10."


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Place your right ankle on top of your left knee.", ["MOVE"]),
        ("Your shin should be parallel to the floor.", ["MOVE"]),
        ("Hold for 30 seconds.", ["DOSE"]),
        ("Switch legs and repeat.", ["SWITCH"]),
        ("Repeat with the opposite leg.", ["SWITCH"]),
        ("Then do the left side.", ["SWITCH"]),
        ("Other side.", ["SWITCH"]),
        ("Reverse leg positions and repeat on the other side.", ["SWITCH"]),
        ("You should feel a stretch in your right buttock.", ["FEEL"]),
        ("A stretch in the hip should be felt.", ["FEEL"]),
        ("No pain should be felt in the left knee.", ["NOT_FEEL"]),
        ("You should feel it in your calf, not in your back.", ["FEEL", "NOT_FEEL"]),
        ("Stop if you feel dizzy.", ["STOP"]),
        ("If the pain gets worse, stop.", ["STOP"]),
        ("This should not hurt.", ["STOP"]),
        ("Do not do this if you have had a hip replacement.", ["NOT_FOR"]),
        ("See your doctor if the pain lasts.", ["ADVICE"]),
        ("Take ibuprofen for the pain.", ["ADVICE"]),
        ("Breathe deeply.", ["BREATHING"]),
        ("Hold for 20 seconds with slow, deep breaths.", ["BREATHING"]),
        ("As you breathe out, lift your hips.", ["MOVE"]),
        ("Keep your back flat.", ["TIP"]),
        ("Do not arch your back.", ["TIP"]),
        ("Slowly lower your leg back down.", ["RELEASE"]),
        ("Return to the starting position.", ["RELEASE"]),
        ("To make it harder, straighten your leg.", ["VARIATION"]),
        ("Some people prefer to use a strap.", ["VARIATION"]),
        ("This stretch helps to ease sciatica.", ["REASON"]),
        ("The piriformis is a muscle deep in the buttock.", ["REASON"]),
        ("Do you sit a lot?", ["REASON"]),
        ("You will need a mat.", ["NEEDS"]),
        ("And if you feel any pain or pinching, come out of this stretch right away.", ["STOP"]),
        ("If this increases your symptoms, leave it out of your programme.", ["STOP"]),
        ("If this makes your pain worse, stop at once and talk to your physiotherapist.", ["STOP"]),
        ("If you can, sit back on your heels.", ["MOVE"]),
        ("I hope this helps!", ["PAGE"]),
        ("Let me know if you have any other questions.", ["PAGE"]),
        ("Leg from knee down showing ankle pumps.", ["PAGE"]),
        ("Please ask us if you need this leaflet in large print.", ["PAGE"]),
        ("Let both knees sink to the left until you feel a stretch in your right hip.", ["TIP"]),
        ("Alternate the leg that is straight for each rep.", ["MOVE"]),
        ("Rolling from left to right is one repetition.", ["ADVICE"]),
        ("© 2020 The Clinic", ["PAGE"]),
        ("Figure 1: the starting position", ["PAGE"]),
    ],
)
def test_what_sentences_are_about(text: str, kinds: list[str]) -> None:
    assert [clause.fate.name for clause in clauses_of(text)] == kinds


def test_the_weights_name_features_that_exist_and_use_all_of_them() -> None:
    used = {feature for weights in WEIGHTS.values() for feature in weights}
    assert used <= NAMES
    assert NAMES - used <= {"easing", "sensed"}


def test_a_feature_moves_a_clause_from_one_fate_to_another() -> None:
    [part] = parts("Stop if your leg goes numb.")
    found = features(part)
    sums = scores(found)
    assert max(sums, key=lambda fate: sums[fate]) is Fate.STOP
    without = scores(found - {"warns"})
    assert max(without, key=lambda fate: without[fate]) is not Fate.STOP


def test_what_is_written_in_capitals_is_said_in_ordinary_letters() -> None:
    assert in_sentence_case("LIFT YOUR HIPS OFF THE FLOOR") == "Lift your hips off the floor"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("You should feel a stretch deep in your right buttock.", "deep in your right buttock"),
        ("Feel stretch at the front of the right hip", "at the front of the right hip"),
        ("A stretch in hip of crossed leg should be felt.", "in hip of crossed leg"),
        (
            "You should feel it between your hip, through your thigh and toward your knee",
            "from your hip, through your thigh and toward your knee",
        ),
        ("Feel the stretch between your hip and your knee", "between your hip and your knee"),
        ("You should feel a stretch.", None),
    ],
)
def test_where_it_is_felt(text: str, place: str | None) -> None:
    assert place_of(text) == place


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        (
            "Do not do this stretch if you have had a hip replacement, unless cleared.",
            ["Have you had a hip replacement?"],
        ),
        ("Avoid this exercise if you are pregnant or have a hernia.", ["Are you pregnant?", "Do you have a hernia?"]),
        ("If you have osteoporosis, do not do this exercise.", ["Do you have osteoporosis?"]),
        ("If you've had a recent hip operation, skip this one.", ["Have you had a recent hip operation?"]),
        ("Not suitable for people who have had spinal fusion.", ["Have you had spinal fusion?"]),
        ("Not recommended during pregnancy.", ["Are you pregnant?"]),
        ("People with osteoporosis should avoid this stretch.", ["Do you have osteoporosis?"]),
        ("Anyone who has had a knee replacement should not do this.", ["Have you had a knee replacement?"]),
        ("Check with your doctor first if you have had back surgery.", ["Have you had back surgery?"]),
        (
            "If you have had recent joint surgery, check with your doctor before doing this.",
            ["Have you had recent joint surgery?"],
        ),
        ("This is not for you if your doctor has told you not to bend.", ["Has your doctor told you not to bend?"]),
        ("Skip this stretch if kneeling hurts.", ["Does kneeling hurt?"]),
        ("Avoid in patients with recent knee replacement.", ["Have you had a recent knee replacement?"]),
        ("Do not do this exercise after a hip replacement.", ["Have you had a hip replacement?"]),
        ("If you feel pain, stop.", []),
        ("If you have knee pain, place a cushion under the knee.", []),
        ("The exercise is not difficult.", []),
        ("Do not bend your knee.", []),
    ],
)
def test_warnings_become_questions(text: str, asks: list[str]) -> None:
    assert [question.ask for question in cautions.questions(text)] == asks


def test_a_list_of_conditions_becomes_questions() -> None:
    found = cautions.listed("hip replacement in the last 3 months, osteoporosis; pregnancy")
    assert [question.ask for question in found] == [
        "Have you had a hip replacement in the last 3 months?",
        "Do you have osteoporosis?",
        "Are you pregnant?",
    ]


WARNING_WORDS = [
    *(
        "you",
        "your",
        "not",
        "if",
        "have",
        "had",
        "are",
        "is",
        "people",
        "anyone",
        "with",
        "who",
        "after",
        "avoid",
        "do",
    ),
    *(
        "this",
        "exercise",
        "hip",
        "replacement",
        "in",
        "hurts",
        "unless",
        "or",
        ",",
        "doctor",
        "has",
        "told",
        "pregnant",
    ),
    *(
        "suitable",
        "for",
        "recommended",
        "should",
        "knee",
        "first",
        "before",
        "check",
        "when",
        "a",
        "the",
        "osteoporosis",
    ),
]


@given(st.lists(st.sampled_from(WARNING_WORDS), max_size=14).map(" ".join))
def test_any_warning_gives_short_questions_or_none(text: str) -> None:
    for question in cautions.asked(text):
        assert question.ask.endswith("?")
        assert len(question.ask) <= 300


@pytest.mark.parametrize(
    ("base", "ing", "third"),
    [
        ("lie", "lying", "lies"),
        ("place", "placing", "places"),
        ("sit", "sitting", "sits"),
        ("press", "pressing", "presses"),
        ("squat", "squatting", "squats"),
        ("begin", "beginning", "begins"),
        ("lean", "leaning", "leans"),
        ("relax", "relaxing", "relaxes"),
        ("touch", "touching", "touches"),
    ],
)
def test_forms_of_verbs(base: str, ing: str, third: str) -> None:
    assert (gerund(base), third_person(base)) == (ing, third)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Single knee to chest", "Single knee to chest"),
        ("clams", "Clamshell"),
        ("Seated figure 4 stretch", "Seated figure-four stretch"),
        ("Lie on your back. Bend your knees", None),
        ("the kneeling hip flexor stretch", "Hip flexor stretch"),
    ],
)
def test_known_exercises(text: str, name: str | None) -> None:
    known = known_exercise(text)
    assert (known.name if known else None) == name


def test_the_lexicon_is_sound() -> None:
    names = [name for known in LEXICON.exercises for name in known.also]
    assert len(names) == len(set(names))
    for known in LEXICON.exercises:
        texts = " ".join([*known.steps, known.feel or "", known.release or ""])
        assert ("{side}" in texts) == known.sided, known.name
        assert known.steps
