"""Writes a short report in plain sentences, to be read aloud or sent to a therapist. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.reports.figures import Report, Totals
from voicecoach.reports.words import Words
from voicecoach.routine.plan import Side

MOST_REASONS = 5


def letter(report: Report, words: Words) -> str:
    """Paragraphs of whole sentences, one a line, without symbols or tables."""
    paragraphs = [[words.say("letter.heading", name=report.name, range=words.range(report))]]
    if report.sessions:
        paragraphs += [
            [*_adherence(report.totals, words), *_work(report.totals, words)],
            list(_pain(report, words)),
            list(_left_out(report, words)),
        ]
    else:
        paragraphs.append([words.say("letter.none"), *_adherence(report.totals, words)])
    paragraphs.append([words.sign(sign, "letter.") for sign in report.signs])
    return "\n\n".join("\n".join(sentences) for sentences in paragraphs if sentences) + "\n"


def _adherence(totals: Totals, words: Words) -> Iterator[str]:
    if totals.prescribed == 0:
        yield words.say("letter.no_prescription")
    elif totals.prescribed == 1:
        yield words.say("letter.adherence_done" if totals.kept else "letter.adherence_missed")
    else:
        yield words.say(
            "letter.adherence",
            kept=totals.kept,
            prescribed=totals.prescribed,
            days_kept=totals.days_kept,
            days=totals.days_prescribed,
        )
    yield from _counted("partly", totals.partly, words)
    yield from _counted("refused", totals.refused, words)


def _work(totals: Totals, words: Words) -> Iterator[str]:
    yield words.say("letter.minutes", minutes=round(totals.minutes))
    if totals.holds_prescribed:
        yield words.say("letter.holds", full=totals.holds_full, prescribed=totals.holds_prescribed)
    left_s, right_s = totals.held_s.get(Side.LEFT, 0.0), totals.held_s.get(Side.RIGHT, 0.0)
    if left_s or right_s:
        yield words.say("letter.sides", left=round(left_s), right=round(right_s))
    if totals.movements_prescribed:
        yield words.say("letter.movements", done=totals.movements_done, prescribed=totals.movements_prescribed)


def _pain(report: Report, words: Words) -> Iterator[str]:
    totals = report.totals
    if totals.pain_before is None or totals.pain_after is None:
        yield words.say("letter.pain_none")
    else:
        yield words.say(
            "letter.pain_one" if totals.pain_scored == 1 else "letter.pain",
            before=words.decimal(totals.pain_before),
            after=words.decimal(totals.pain_after),
            count=totals.pain_scored,
        )
    for session in report.worse:
        yield words.say(
            "letter.worse", day=words.day(session.day), before=session.pain_before, after=session.pain_after
        )
    for risen in report.risen:
        yield from words.risen(risen)
    yield from _counted("hurts", totals.hurts, words)
    yield from _counted("help_called", totals.help_called, words)
    yield from _counted("alarms", totals.alarms, words)


def _left_out(report: Report, words: Words) -> Iterator[str]:
    reasons = words.left_out(report)
    if reasons:
        yield words.say("letter.left_out_heading")
    for exercise, why, times in reasons[:MOST_REASONS]:
        key = "letter.left_out_one" if times == 1 else "letter.left_out"
        yield words.say(key, exercise=exercise, why=why, count=times)
    said = report.totals.understood + report.totals.not_understood
    if report.totals.not_understood:
        yield words.say("letter.not_understood", count=report.totals.not_understood, all=said)


def _counted(key: str, count: int, words: Words) -> Iterator[str]:
    if count:
        yield words.say(f"letter.{key}_one" if count == 1 else f"letter.{key}", count=count)
