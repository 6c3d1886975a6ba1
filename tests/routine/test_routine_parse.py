"""Every fault of a script is found, at its place, in words that say what to write instead."""

from __future__ import annotations

import textwrap

import pytest

from voicecoach.errors import FileError
from voicecoach.routine.parse import parse
from voicecoach.routine.quantities import Length
from voicecoach.routine.steps.each_side import EachSideModel
from voicecoach.routine.steps.hold import HoldModel
from voicecoach.routine.steps.repeat import SidedRepeatModel
from voicecoach.routine.steps.say import SayModel


def found(text: str) -> list[str]:
    """The problems of a script as ``line:column: message``; none when it is good."""
    try:
        parse(textwrap.dedent(text).encode(), "f")
    except FileError as error:
        return [str(problem).removeprefix("f:") for problem in error.problems]
    return []


def found_in_step(step: str) -> list[str]:
    """The problems of one step, which begins in line 3, column 3."""
    return found(f"name: x\nsteps:\n- {step}\n")


def found_in_side(step: str) -> list[str]:
    """The problems of one step inside ``each_side``, which begins in line 4, column 5."""
    return found(f"name: x\nsteps:\n- each_side:\n  - {step}\n")


def test_the_whole_format_is_read() -> None:
    routine = parse(
        textwrap.dedent(
            """\
            name: Deep piriformis stretch
            summary: Loosens a deep muscle.
            language: en
            needs: [a clear wall, a mat]
            sources: [A book]
            not_for:
              - ask: Have you had a hip replacement?
                because: A surgeon has to clear it.
            first_side: left
            switch: 15
            steps:
              - say: Lie on your back.
                short: On your back.
                picture: lying-at-wall
              - wait: ready
              - each_side:
                  - say: Put your {other} foot
                      flat on the wall.
                  - hold: 1m30s
                    times: 3
                    rest: 10s
                    feel: deep in your {side} buttock
                    not_feel: in your knee
                    breathe: {in: 4s, out: 6.5s}
                    cues:
                      - {at: 10s, say: Let your shoulders sink.}
                    release: Come out slowly.
                  - repeat: 2
                    rest: 5s
                    steps: [{rest: 1}]
              - reps: 10
                every: 4s
                say: Tilt your pelvis, and let it go.
              - rest: 20s
              - repeat: 2
                steps: [{include: bridge, hold: 20s, times: 2, reps: 5}]
            """
        ).encode(),
        "f",
    )
    block = routine.steps[2]
    assert isinstance(block, EachSideModel)
    say, hold, repeat = block.each_side
    assert isinstance(say, SayModel)
    assert say.say == "Put your {other} foot flat on the wall."
    assert isinstance(hold, HoldModel)
    assert (hold.length, hold.times, hold.rest_s) == (Length(seconds=90.0), 3, 10.0)
    assert hold.breathe is not None
    assert (hold.breathe.in_s, hold.breathe.out_s) == (4.0, 6.5)
    assert hold.cues[0].at_s == 10.0
    assert isinstance(repeat, SidedRepeatModel)
    assert (routine.first_side, routine.switch_s) == ("left", 15.0)
    assert routine.not_for[0].because == "A surgeon has to clear it."


def test_all_problems_come_at_once_in_the_order_of_the_file() -> None:
    assert found(
        """\
        name: x
        first_side: middle
        switch: 10 seconds
        not_for:
          - ask: Hm?
        steps:
          - say: Lift your {side} leg
          - hold: 20s
            tims: 3
            cues: [{at: 20s, say: late}, {at: 5s}]
          - each_side:
            - each_side: []
            - say: Your {foot}
        """
    ) == [
        "2:13: expected left or right, and found 'middle'",
        "3:9: expected a duration such as 30s or 1m30s; write 10s",
        "5:5: missing key 'because' of 'not_for'",
        "7:10: {side} has a meaning only inside each_side, where there is a side to be stretched",
        "9:5: unknown key 'tims' in 'hold'; did you mean 'times'?",
        "10:17: this cue comes at 20s, when its hold of 20s is over",
        "10:34: missing key 'say' of 'cues'",
        "12:7: 'each_side' cannot stand inside each_side",
        "13:12: {foot} is not known: only {side} and {other} are, inside each_side",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: the file is empty: a routine begins with 'name: …'"),
        ("# only a comment\n", "1:1: the file is empty: a routine begins with 'name: …'"),
        ("- say: x\n", "1:1: expected a routine, which begins with 'name: …'"),
        ("just words\n", "1:1: expected a routine, which begins with 'name: …'"),
        ("name: x\n", "1:1: missing key 'steps'"),
        ("steps: [{say: x}]\n", "1:1: missing key 'name'"),
        ("title: x\nsteps: [{say: x}]\n", "1:1: unknown key 'title' in a routine; did you mean 'name'?"),
        ("name: x\nsteps: []\n", "2:8: 'steps' holds no step: write at least one"),
        ("name: x\nsteps:\n", "2:7: expected a list of steps, each on a line that begins with '- '"),
        ("name: x\nsteps: {say: x}\n", "2:8: expected a list of steps, each on a line that begins with '- '"),
        ("name: 5\nsteps: [{say: x}]\n", "1:7: expected text: put a number, true or false in quotes"),
        (
            "name:\nsteps: [{say: x}]\n",
            "1:6: expected text, and there is nothing here: write some, or take the key out",
        ),
        ("name: x\nsteps: [{say: x}]\nname: y\n", "3:1: 'name' stands here a second time; the first is in line 1"),
        ("name: x\nlanguage: english\nsteps: [{say: x}]\n", "2:11: expected a language code such as en"),
        (
            "name: x\nneeds: a mat\nsteps: [{say: x}]\n",
            "2:8: expected a list: put the text in square brackets or on a line that begins with '- '",
        ),
        (
            "name: x\nneeds: [a mat, 2]\nsteps: [{say: x}]\n",
            "2:16: expected text: put a number, true or false in quotes",
        ),
        (
            "name: x\nnot_for: [Pregnant?]\nsteps: [{say: x}]\n",
            "2:11: expected a question with the keys 'ask' and 'because'",
        ),
        ("name: x\n? [a]\n: b\nsteps: [{say: x}]\n", "2:3: expected a key, which is a word followed by a colon"),
    ],
)
def test_a_routine_has_a_name_and_steps_and_nothing_unknown(text: str, problem: str) -> None:
    assert found(text) == [problem]


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        ("Lie down", "3:3: expected a step; an instruction is written '- say: …'"),
        (
            "5",
            "3:3: expected a step, which has one of the keys breathe, each_side, exercise, hold, include, repeat, "
            "reps, rest, say, wait",
        ),
        ("holdd: 20", "3:3: unknown step 'holdd'; did you mean 'hold'?"),
        ("duration: 20s", "3:3: unknown step 'duration'; did you mean 'hold'?"),
        ("{say: x, wait: ready}", "3:12: 'wait' has no place in 'say': a step of its own begins with '- wait:'"),
        ("{say: x, cues: []}", "3:12: unknown key 'cues': 'say' takes say, short, pause, picture"),
        ("wait: 10s", "3:9: expected 'ready'; for a pause of a fixed length write 'rest: 10s'"),
        (
            "{say: x, picture: Lying At Wall}",
            "3:21: expected a name of a picture in lower case with hyphens, such as lying-at-wall",
        ),
        ("include: Bridge!", "3:12: expected a name of a routine in lower case with hyphens, such as deep-piriformis"),
        ("{hold: 20s, breathe: 4}", "3:24: expected a breathing pace such as {in: 4s, out: 6s}"),
        ("{hold: 20s, breathe: {in: 4s}}", "3:24: missing key 'out' of 'breathe'"),
        ("{hold: 20s, cues: [tip]}", "3:22: expected a tip such as {at: 10s, say: …}"),
        ("{hold: 20s, cues: tip}", "3:21: expected a list such as [{at: 10s, say: …}]"),
        ("{reps: 3}", "3:3: missing key 'every' of 'reps'"),
        (
            "{hold: 20s, reps: 3, every: 2s}",
            "3:15: 'reps' has no place in 'hold': a step of its own begins with '- reps:'",
        ),
        ("{reps: 8-12, every: 4s}", "3:10: expected one whole number and not a range; write 8"),
        ("{breathe: 0}", "3:13: expected a whole number, 1 to 60"),
        (
            "breathe: {in: 4s, out: 6s}",
            "3:12: expected how many breaths, such as breathe: 6; 'in' and 'out' stand beside it as keys of the step",
        ),
        ("{breathe: 6, inn: 4s}", "3:16: unknown key 'inn' in 'breathe'; did you mean 'in'?"),
        ("breaths: 6", "3:3: unknown step 'breaths'; did you mean 'breathe'?"),
        ("pause: 6s", "3:3: unknown step 'pause'; did you mean 'rest'?"),
        ("{exercise: Bridge}", "3:3: missing key 'steps' of 'exercise'"),
        ("{exercise: Bridge, steps: []}", "3:29: 'steps' holds no step: write at least one"),
        (
            "{exercise: Bridge, muscles: [x], steps: [{say: x}]}",
            "3:22: unknown key 'muscles' in 'exercise'; did you mean 'stretches'?",
        ),
        (
            "{exercise: Bridge, steps: [{exercise: Again, steps: [{say: x}]}]}",
            "3:31: an exercise cannot stand inside another: end the one around it first",
        ),
        (
            "{exercise: Bridge, steps: [{repeat: 2, steps: [{include: bridge}]}]}",
            "3:51: 'include' cannot stand inside 'exercise': what it joins in are exercises of their own",
        ),
        ("{repeat: 0, steps: [{say: x}]}", "3:12: expected a whole number, 1 to 50"),
        ("{repeat: 2, steps: []}", "3:22: 'steps' holds no step: write at least one"),
        ("{repeat: 2.5, steps: [{say: x}]}", "3:12: expected a whole number, 1 to 50"),
        ("{hold: 20s, times: true}", "3:22: expected a whole number, 1 to 30"),
        ("each_side: []", "3:14: 'each_side' holds no step: write at least one"),
        ('say: "\\a"', "3:8: expected text, and there is a control character in it: take it out"),
        ("say: [a]", "3:8: expected one text and not a list"),
        ("say: {side}", "3:8: expected text: put text that begins with { or contains a colon in quotes"),
        ("say: " + "a" * 601, "3:8: expected at most 600 characters, and these are 601: split it"),
    ],
)
def test_a_step_is_what_its_key_says(step: str, problem: str) -> None:
    assert found_in_step(step) == [problem]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("30s", None),
        ("30", None),
        ("1m30s", None),
        ("2m", None),
        ("1.5s", None),
        ("10m", None),
        ("600", None),
        ("0s", "expected a duration, 1s to 10m"),
        ("601", "expected a duration, 1s to 10m"),
        ("10m1s", "expected a duration, 1s to 10m"),
        ("1h", "expected a duration such as 30s, 1m30s or a number of seconds"),
        ("30 sec", "expected a duration such as 30s or 1m30s; write 30s"),
        ("1 minute 30 seconds", "expected a duration such as 30s or 1m30s; write 1m30s"),
        ("'30'", "expected a duration such as 30s or 1m30s; write 30s"),
        ("2 min", "expected a duration such as 30s or 1m30s; write 2m"),
        ("true", "expected a duration such as 30s, 1m30s or a number of seconds"),
        ("1e999", "expected a duration such as 30s or 1m30s"),
        ("", "expected a duration such as 30s, and there is nothing here"),
        ("[30s]", "expected a duration such as 30s, 1m30s or a number of seconds"),
        ("1:30", "expected a duration such as 30s or 1m30s; write 1m30s"),
        ("20-30s", "expected one duration and not a range; write 20s"),
        ("1 to 2 min", "expected one duration and not a range; write 1m"),
        ("5 breaths", None),
        ("1 breath", None),
        ("60 breaths", None),
        ("61 breaths", "expected a number of breaths such as 5 breaths, from 1 to 60"),
        ("0 breaths", "expected a number of breaths such as 5 breaths, from 1 to 60"),
        ("five breaths", "expected a number of breaths such as 5 breaths, from 1 to 60"),
        ("5 slow breaths", "expected a number of breaths such as 5 breaths; write 5 breaths"),
        ("5breath", "expected a number of breaths such as 5 breaths; write 5 breaths"),
    ],
)
def test_a_hold_lasts_from_one_second_to_ten_minutes(written: str, problem: str | None) -> None:
    problems = found_in_step(f"hold: {written}")
    assert [text.split(": ", 1)[1] for text in problems] == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("text", "outside", "inside"),
    [
        ("your foot", None, None),
        ("your {side} foot", "{side} has a meaning only inside each_side", None),
        ("your {other} foot", "{other} has a meaning only inside each_side", None),
        ("your {sied} foot", "{sied} is not known", "did you mean {side}?"),
        ("your {Other} foot", "{Other} is not known", "did you mean {other}?"),
        ("your {} foot", "{} is not known", "{} is not known"),
        ("your {{side}} foot", "found a { by itself", "found a { by itself"),
        ("your side} foot", "found a } by itself", "found a } by itself"),
    ],
)
def test_only_side_and_other_stand_in_braces_and_only_where_there_are_sides(
    text: str, outside: str | None, inside: str | None
) -> None:
    for problems, expected in ((found_in_step(f"say: {text}"), outside), (found_in_side(f"say: {text}"), inside)):
        assert len(problems) == (expected is not None)
        assert all(expected in problem for problem in problems if expected)


@pytest.mark.parametrize("key", ["short", "feel", "not_feel", "release"])
def test_every_text_of_a_hold_may_name_the_side_inside_each_side_only(key: str) -> None:
    assert found_in_side(f'{{hold: 20s, say: x, {key}: "the {{side}} hip"}}') == []
    assert len(found_in_step(f'{{hold: 20s, say: x, {key}: "the {{side}} hip"}}')) == 1


@pytest.mark.parametrize("inner", ["each_side: [{say: x}]", "include: bridge"])
def test_blocks_that_choose_sides_themselves_do_not_stand_inside_each_side(inner: str) -> None:
    key = inner.partition(":")[0]
    assert found_in_side(inner) == [f"4:5: '{key}' cannot stand inside each_side"]
    assert found_in_side(f"{{repeat: 2, steps: [{{{inner}}}]}}") == [f"4:26: '{key}' cannot stand inside each_side"]


def test_late_cues_are_found_beside_other_faults_and_in_deep_places() -> None:
    assert found_in_side(
        "{repeat: 2, steps: [{hold: 10s, foo: 1, cues: [{at: 10s, say: x}, {at: 9.5s, say: y}]}]}"
    ) == [
        "4:37: unknown key 'foo': 'hold' takes hold, breathe, cues, times, rest, say, short, pause, feel, not_feel, "
        "release, picture",
        "4:57: this cue comes at 10s, when its hold of 10s is over",
    ]


def test_a_hold_in_breaths_lasts_ten_minutes_at_most() -> None:
    pace = "breathe: {in: 20s, out: 20s}"
    assert found_in_step(f"{{hold: 15 breaths, {pace}}}") == []
    assert found_in_step(f"{{hold: 16 breaths, {pace}}}") == [
        "3:10: so many breaths take 10m40s, and a hold lasts 10m at most"
    ]
    assert found_in_step("{hold: 2 breaths, cues: [{at: 20s, say: late}]}") == [
        "3:33: this cue comes at 20s, when its hold of 20s is over"
    ]


@pytest.mark.parametrize(
    ("doses", "problem"),
    [
        ("{long: {hold: 60s, times: 2, why: x, source: y}}", None),
        ("{long: {hold: 5 breaths, sets: 2, reps: 4, breathe: 3, rest: 20s, why: x, source: y}}", None),
        ("{long: {hold: 60s, source: y}}", "2:15: missing key 'why' of 'doses'"),
        ("{long: {why: x, source: y}}", "2:15: this dose changes nothing: give it one of hold, times, sets, reps, "
         "breathe, rest"),
        ("{long: {hold: 60s, purpose: x, source: y}}", "2:27: unknown key 'purpose' in 'doses'; did you mean 'why'?"),
        ("{Long Holds: {hold: 60s, why: x, source: y}}",
         "2:9: expected a name of a dose in lower case with hyphens, such as flexibility"),
        ("{long: 60s}", "2:15: expected a dose such as {hold: 60s, times: 2, why: …, source: …}"),
        ("[long]", "2:8: expected doses by their names, such as flexibility: {hold: 60s, times: 2, why: …, source: …}"),
        ("{long: {hold: 10m, times: 30, why: x, source: y}}",
         "2:9: a routine may last 3 hours, and with both sides in this dose it takes 5.2 hours"),
    ],
)  # fmt: skip
def test_a_dose_says_how_much_what_for_and_where_from(doses: str, problem: str | None) -> None:
    assert found(f"name: x\ndoses: {doses}\nsteps: [{{hold: 30s}}]\n") == ([problem] if problem else [])


def test_three_hours_are_the_limit_with_both_sides_counted() -> None:
    block = "{each_side: [{repeat: 9, steps: [{hold: 10m}]}]}"
    assert found(f"name: x\nsteps: [{block}]\n") == [
        "2:1: a routine may last 3 hours, and with both sides this one takes 3.1 hours"
    ]
    assert found(f"name: x\nsteps: [{block.replace('9', '8')}]\n") == []


def test_a_block_repeated_beyond_all_memory_is_refused_unwritten() -> None:
    steps = "{say: x}"
    for _ in range(13):
        steps = f"{{repeat: 50, steps: [{steps}]}}"
    assert found(f"name: x\nsteps: [{steps}]\n") == [
        "2:1: a routine may last 3 hours, and with both sides this one takes more than 100 hours"
    ]


def test_words_that_other_yaml_takes_for_truth_values_are_words() -> None:
    routine = parse(b"name: Yes\nneeds: [on, off, no, 12:30]\nsteps: [{say: x}]\n", "f")
    assert (routine.name, routine.needs) == ("Yes", ("on", "off", "no", "12:30"))


def test_a_long_hostile_key_is_shown_short_and_on_one_line() -> None:
    (problem,) = found('name: x\n"a\\n' + "k" * 500 + '": 1\nsteps: [{say: x}]\n')
    assert problem.startswith("2:1: unknown key 'a k")
    assert len(problem) < 200


def test_a_question_about_the_position_may_name_the_side_only_where_there_are_sides() -> None:
    head = 'name: x\nchecks: [{ask: "Is your {side} foot up?", otherwise: Lift it.}]\nsteps:\n'
    assert found(head + "- hold: 30s\n") == [
        "2:10: a question may name {side} or {other} only where its exercise has an each_side"
    ]
    assert found(head + "- each_side: [{hold: 30s}]\n") == []


def test_the_questions_of_an_exercise_are_checked_with_its_own_steps() -> None:
    step = '{exercise: a, checks: [{ask: "Is your {side} foot up?", otherwise: Lift it.}], steps: [STEP]}'
    assert len(found_in_step(step.replace("STEP", "{hold: 5s}"))) == 1
    assert found_in_step(step.replace("STEP", "{each_side: [{hold: 5s}]}")) == []


def test_a_question_about_the_position_says_what_to_do_after_a_no() -> None:
    assert found("name: x\nchecks: [{ask: Is it flat?}]\nsteps:\n- hold: 5s\n") == [
        "2:10: missing key 'otherwise' of 'checks'"
    ]
    assert found("name: x\nchecks: [Is it flat?]\nsteps:\n- hold: 5s\n") == [
        "2:10: expected a question with the keys 'ask' and 'otherwise'"
    ]
