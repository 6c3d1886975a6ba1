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
            [*_sessions(report, words), *_prescribed(report.totals, words), *_work(report.totals, words)],
            list(_pain(report, words)),
            list(_left_out(report, words)),
        ]
    else:
        paragraphs.append([words.say("letter.none"), *_prescribed(report.totals, words)])
    paragraphs.append([words.sign(sign, "letter.") for sign in report.signs])
    return "\n\n".join("\n".join(sentences) for sentences in paragraphs if sentences) + "\n"


def _sessions(report: Report, words: Words) -> Iterator[str]:
    """How many, and what became of each of them."""
    totals = report.totals
    yield from _counted("kept", len(report.sessions), words)
    yield from _counted("done", totals.done, words)
    yield from _counted("partly", totals.partly, words)
    yield from _counted("nothing", totals.nothing, words)
    yield from _counted("refused", totals.refused, words)


def _prescribed(totals: Totals, words: Words) -> Iterator[str]:
    if totals.prescribed:
        yield _share("prescribed", totals.kept, totals.prescribed, words)
    else:
        yield words.say("letter.no_prescription")
    # Where each day asks for one session, or all were done, the days say nothing more.
    if totals.prescribed != totals.days_prescribed > 1 and totals.kept != totals.prescribed:
        form = {0: "none", 1: "one"}.get(totals.days_kept, "some")
        values = {"done": totals.days_kept, "all": totals.days_prescribed}
        yield words.say(f"letter.days_{form}", **values)
    yield from _counted("extra", totals.done - totals.kept, words)


def _work(totals: Totals, words: Words) -> Iterator[str]:
    minutes = round(totals.minutes)
    if minutes:
        yield words.say("letter.minutes_one" if minutes == 1 else "letter.minutes", minutes=minutes)
    elif totals.minutes:
        yield words.say("letter.minutes_less")
    if totals.holds_prescribed:
        yield _share("holds", totals.holds_full, totals.holds_prescribed, words)
    if totals.held_s.get(Side.LEFT) or totals.held_s.get(Side.RIGHT):
        left, right = (_time(totals.held_s.get(side, 0.0), words) for side in (Side.LEFT, Side.RIGHT))
        yield words.say("letter.sides", left=left, right=right)
    if totals.held_s.get(None):
        yield words.say("letter.no_side", time=_time(totals.held_s[None], words))
    if totals.movements_prescribed:
        yield _share("movements", totals.movements_done, totals.movements_prescribed, words)


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
    yield from _counted("left_out_more", sum(times for _, _, times in reasons[MOST_REASONS:]), words)
    said = report.totals.understood + report.totals.not_understood
    if said == report.totals.not_understood == 1:
        yield words.say("letter.not_understood_only")
    else:
        yield from _counted("not_understood", report.totals.not_understood, words, all=said)


def _counted(key: str, count: int, words: Words, **more: int) -> Iterator[str]:
    """The text for one, or for several; nothing for none."""
    if count:
        yield words.say(f"letter.{key}_one" if count == 1 else f"letter.{key}", count=count, **more)


def _share(key: str, done: int, whole: int, words: Words) -> str:
    """How many of how many."""
    several = {whole: "all", 0: "none", 1: "one"}.get(done, "some")
    form = several if whole > 1 else "only" if done else "only_not"
    return words.say(f"letter.{key}.{form}", done=done, all=whole)


def _time(seconds: float, words: Words) -> str:
    count = round(seconds)
    return words.say("letter.time_one" if count == 1 else "letter.time", count=count)
