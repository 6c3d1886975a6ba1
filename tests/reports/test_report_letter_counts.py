"""Every number of the letter, against sessions counted by hand: any sessions, any prescriptions, also changed ones."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.kept_sessions import REPS, TODAY, WORKS, kept
from voicecoach.language.loading import load
from voicecoach.records.entry import Note, SessionEntry, WorkDone
from voicecoach.records.prescription import Prescription
from voicecoach.reports.figures import report
from voicecoach.reports.letter import MOST_REASONS, letter
from voicecoach.reports.words import Words
from voicecoach.routine.plan import Side
from voicecoach.session.records import EndReason

WORDS = Words.of_language(load("en").texts)
BERLIN = ZoneInfo("Europe/Berlin")
"""Its clocks were set back on 25 October, within the period."""
FIRST = date(2026, 10, 12)
"""The Monday of the week in which the last 21 days began; the one before today's is the 2nd of November."""
UNWANTED = (None, "unanswered", "interrupted", "failed")
N = r"(None|none|One|one|All|all|\d+)"
SENTENCES = {
    "heading": r"Anna, 12 October 2026 to 4 November 2026",
    "sessions": r"(No|One|\d+) sessions? (?:is|are) kept from this time",
    "done": r"(One|\d+) came to the end",
    "partly": r"(One|\d+) broke off before the end",
    "nothing": r"(One|\d+) ended before anything was held or moved",
    "refused": r"(One|\d+) did not begin, because a warning sign was said yes to",
    "extra": r"(One|\d+) that came to the end (?:was|were) more than was prescribed",
    "due": r"No session was due in this time",
    "kept": rf"{N} (?:of the )?(?:(\d+) )?prescribed sessions (?:was|were) done",
    "kept_only": r"One session was prescribed, and it was (not )?done",
    "days": rf"All that a day asked for was done on {N} of (\d+) days",
    "minutes": r"Exercise came to (less than a|one|\d+) minutes? in all",
    "holds": rf"{N} (?:of )?(?:(\d+) )?holds (?:was|were) held in full",
    "holds_only": r"The one hold was (not )?held in full",
    "sides": r"With those that broke off, holds came to (one|\d+) seconds? on the left, and (one|\d+) seconds? on the "
    r"right",
    "movements": rf"{N} (?:of )?(?:(\d+) )?movements (?:was|were) done",
    "pain": r"Pain, from zero to ten, was ([\d.]+) before and ([\d.]+) after, on average over (\d+) sessions",
    "pain_one": r"Pain, from zero to ten, was (\d+) before and (\d+) after, in the one session with both scores",
    "pain_none": r"Pain was not scored both before and after any session",
    "worse": r"After the session on \w+ \d+ \w+, pain had risen from \d+ to \d+",
    "risen": r"Pain was higher after each of the last (\d+) sessions of .*",
    "risen_side": r"Holds were broken off because of pain more often on the \w+ side",
    "risen_advice": r"Please ask the therapist about this routine before going on with it",
    "hurts": r"It hurt (once|\d+ times in all)",
    "help": r"Help was called for (once|\d+ times in all)",
    "alarms": r"(One|\d+) calls? (?:was|were) not taken back, and the alarm sounded",
    "left_out_heading": r"Not done in full, and why",
    "left_out": r"(?:Deep piriformis stretch|Pelvic tilt): .+, (once|\d+ times)",
    "left_out_more": r"For (?:other reasons|another reason), (one|\d+) more",
    "not_understood": r"Of (\d+) times that something was said, the coach did not understand (one|\d+)",
    "not_understood_only": r"The one time that something was said, the coach did not understand it",
}


def told(text: str) -> dict[str, list[tuple[str, ...]]]:
    """What each sentence says, by its kind. Each has to be of exactly one kind."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for line in filter(None, text.splitlines()):
        kinds = {
            kind: match.groups("") for kind, form in SENTENCES.items() if (match := re.fullmatch(form + r"\.", line))
        }
        assert len(kinds) == 1, (line, kinds)
        [(kind, values)] = kinds.items()
        singular = re.search(r"\b(?:1|one|One) (?:sessions|minutes|seconds|calls|times)\b|\b1 \w+s\b", line)
        assert singular is None, line
        found[kind].append(values)
    return found


def number(text: str, whole: str = "") -> int:
    words = {"No": 0, "None": 0, "none": 0, "One": 1, "one": 1, "once": 1, "less than a": 0, "": 0}
    if text in ("All", "all"):
        return int(whole)
    return words[text] if text in words else int(text.split()[0])


def one(found: dict[str, list[tuple[str, ...]]], kind: str) -> int:
    """The number of a sentence that is there once, or left out for none."""
    values = found.get(kind, [("",)])
    assert len(values) == 1
    return number(values[0][0])


def share(found: dict[str, list[tuple[str, ...]]], kind: str) -> tuple[int, int] | None:
    """How many of how many; None where nothing is said of them."""
    if only := found.get(f"{kind}_only"):
        return (0 if only[0][0] else 1), 1
    if kind not in found:
        return None
    [(done, whole)] = found[kind]
    return number(done, whole), int(whole)


@st.composite
def entries(draw: st.DrawFn) -> SessionEntry:
    works = draw(st.sampled_from([WORKS, (REPS,), (*WORKS, REPS), WORKS[:1]]))
    efforts = draw(
        st.lists(
            st.builds(
                lambda work, held_s, full, done: WorkDone(
                    work.step, held_s, 30.0, done if work.reps else None, "full" if full else "next"
                ),
                st.sampled_from(works),
                st.sampled_from([0.0, 0.4, 1.0, 12.0, 30.0]),
                st.booleans(),
                st.integers(0, 10),
            ),
            max_size=4,
        )
    )
    entry = kept(
        draw(st.dates(FIRST - timedelta(days=3), TODAY)),
        works=works,
        efforts=tuple(efforts),
        ended=draw(st.sampled_from([None, *EndReason])),
        pain=draw(st.tuples(*[st.none() | st.integers(0, 10)] * 2)),
        refused=draw(st.booleans()),
        hurt_steps=tuple(draw(st.lists(st.just(4), max_size=2))),
        notes=tuple(
            Note(kind, "", 1.0) for kind in draw(st.lists(st.sampled_from(["help-called", "alarm"]), max_size=2))
        ),
        commands={"ready": draw(st.integers(0, 2))},
        not_understood=draw(st.integers(0, 1)),
        minutes=draw(st.sampled_from([0.0, 0.2, 1.0, 7.5])),
    )
    at = time(draw(st.integers(0, 23)), draw(st.integers(0, 59)))
    return replace(entry, started=datetime.combine(entry.day, at, BERLIN), begun=bool(efforts) or draw(st.booleans()))


PRESCRIPTIONS = st.lists(
    st.builds(
        Prescription,
        st.dates(FIRST - timedelta(days=9), TODAY),
        st.frozensets(st.integers(0, 6), min_size=1),
        st.integers(1, 3),
    ),
    max_size=3,
    unique_by=lambda each: each.from_day,
)


def nothing_left(entry: SessionEntry) -> bool:
    return {work.step for work in entry.works} <= {effort.step for effort in entry.efforts if effort.ended == "full"}


@settings(max_examples=60)
@given(st.lists(entries(), max_size=7), PRESCRIPTIONS)
@example([kept(TODAY, minutes=1.0, not_understood=1, commands={})], [Prescription(TODAY)])
@example([kept(TODAY), kept(TODAY), kept(TODAY - timedelta(days=1))], [Prescription(FIRST, a_day=2)])
def test_each_number_is_that_of_the_journal(sessions: list[SessionEntry], prescribed: list[Prescription]) -> None:
    text = letter(report("Anna", sessions, prescribed, TODAY, days=21), WORDS)
    found = told(text)
    counted = [
        each
        for each in sessions
        if FIRST <= each.started.date() <= TODAY and (each.begun or each.refused or each.notes)
    ]
    worked = [each for each in counted if any(x.held_s > 0 or x.ended == "full" for x in each.efforts)]
    done = [each for each in worked if each.ended == "finished" or (each.ended in UNWANTED and nothing_left(each))]
    refused = [each for each in counted if each not in worked and each.refused]

    assert one(found, "sessions") == len(counted)
    assert one(found, "done") == len(done)
    assert one(found, "partly") == len(worked) - len(done)
    assert one(found, "refused") == len(refused)
    assert one(found, "nothing") == len(counted) - len(worked) - len(refused)

    due = kept_sessions = days = days_kept = 0
    for ago in range((TODAY - FIRST).days + 1):
        day = TODAY - timedelta(days=ago)
        in_force = sorted((p for p in prescribed if p.from_day <= day), key=lambda p: p.from_day)[-1:]
        asked = sum(p.a_day for p in in_force if day.weekday() in p.weekdays)
        done_then = sum(each.started.date() == day for each in done)
        if ago == 0:
            asked = min(asked, done_then)
        due, kept_sessions = due + asked, kept_sessions + min(asked, done_then)
        days, days_kept = days + (asked > 0), days_kept + (0 < asked <= done_then)
    assert share(found, "kept") == ((kept_sessions, due) if due else None)
    assert ("due" in found) is (due == 0)
    assert one(found, "extra") == len(done) - kept_sessions
    if "days" in found:
        assert share(found, "days") == (days_kept, days)
        assert days != due, "it says nothing new"
    else:
        assert days <= 1 or due == days or kept_sessions == due

    begun = [each for each in counted if each not in refused]
    minutes = sum(max(0.0, each.length_s - each.paused_s) / 60 for each in counted)
    assert one(found, "minutes") == round(minutes)
    holds = [(each, work) for each in begun for work in each.works if work.hold_s]
    full = [work for each, work in holds if any(x.step == work.step and x.full for x in each.efforts)]
    assert share(found, "holds") == ((len(full), len(holds)) if holds else None)
    held_s: defaultdict[Side | None, float] = defaultdict(float)
    for each, work in holds:
        held_s[work.side] += sum(x.held_s for x in each.efforts if x.step == work.step)
    if held_s[Side.LEFT] or held_s[Side.RIGHT]:
        [(left, right)] = found["sides"]
        assert (number(left), number(right)) == (round(held_s[Side.LEFT]), round(held_s[Side.RIGHT]))
    moved = [min(10, sum(x.movements or 0 for x in each.efforts)) for each in begun if REPS in each.works]
    assert share(found, "movements") == ((sum(moved), 10 * len(moved)) if moved else None)

    scored = [each for each in counted if each.pain_before is not None and each.pain_after is not None]
    if len(scored) > 1:
        [(before, after, count)] = found["pain"]
        assert int(count) == len(scored)
        assert abs(float(before) - sum(each.pain_before or 0 for each in scored) / len(scored)) < 0.051
        assert abs(float(after) - sum(each.pain_after or 0 for each in scored) / len(scored)) < 0.051
    elif scored:
        assert found["pain_one"] == [(str(scored[0].pain_before), str(scored[0].pain_after))]
    elif counted:
        assert "pain_none" in found
    assert len(found["worse"]) == sum((each.pain_after or 0) - (each.pain_before or 0) >= 2 for each in scored)
    assert one(found, "hurts") == sum(len(each.hurt_steps) for each in counted)
    assert one(found, "help") == sum(note.kind == "help-called" for each in counted for note in each.notes)
    assert one(found, "alarms") == sum(note.kind == "alarm" for each in counted for note in each.notes)

    works = sum(len(each.works) for each in begun)
    in_full = sum(any(x.step == work.step and x.full for x in each.efforts) for each in begun for work in each.works)
    listed = [number(values[0]) for values in found["left_out"]]
    assert sum(listed) + one(found, "left_out_more") == works - in_full
    assert len(listed) <= MOST_REASONS

    said = sum(sum(each.commands.values()) + each.not_understood for each in counted)
    missed = sum(each.not_understood for each in counted)
    if "not_understood_only" in found:
        assert (missed, said) == (1, 1)
    elif missed:
        [(whole, times)] = found["not_understood"]
        assert (number(times), int(whole)) == (missed, said)
    else:
        assert "not_understood" not in found
