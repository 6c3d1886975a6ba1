"""Reports as one HTML file: for a screen, a phone, a screen reader and a printer. It requests nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from voicecoach.html import templates
from voicecoach.reports.figures import Report, Totals
from voicecoach.reports.words import Words
from voicecoach.routine.plan import Side


def page(reports: Sequence[Report], words: Words, written_on: date) -> str:
    """How the prescription was kept, for the therapist: figures and drawings. Several patients each begin a sheet of
    their own when printed.
    """
    return _rendered(reports, words, written_on, "title", "titles", each_session=False)


def history_page(reports: Sequence[Report], words: Words, written_on: date) -> str:
    """What was done: every session, the latest first."""
    return _rendered(reports, words, written_on, "history_title", "history_titles", each_session=True)


def _rendered(
    reports: Sequence[Report], words: Words, written_on: date, title: str, titles: str, *, each_session: bool
) -> str:
    return (
        templates(__package__)
        .get_template("report.html")
        .render(
            title=words.say(title, name=reports[0].name) if len(reports) == 1 else words[titles],
            language=words.language,
            words=words,
            reports=reports,
            facts=partial(_facts, words=words),
            written_on=written_on,
            each_session=each_session,
        )
    )


def _facts(totals: Totals, words: Words) -> Iterator[tuple[str, str, str]]:
    """The figures at a glance: name, value, and a note or nothing."""
    if totals.share is not None:
        share = words.per_cent(totals.share)
        yield words["adherence"], words.of(totals.kept, totals.prescribed), share
        if totals.prescribed != totals.days_prescribed:
            yield words["days_kept"], words.of(totals.days_kept, totals.days_prescribed), ""
    if not totals.done and not totals.partly:
        return
    yield words["active_minutes"], str(round(totals.minutes)), ""
    if totals.holds_prescribed:
        yield words["holds"], words.of(totals.holds_full, totals.holds_prescribed), ""
    if totals.held_s:
        left, right = (words.seconds(totals.held_s.get(side, 0.0)) for side in (Side.LEFT, Side.RIGHT))
        yield words["sides"], f"{left} · {right}", f"{words['left'].lower()} · {words['right'].lower()}"
    if totals.movements_prescribed:
        yield words["movements"], words.of(totals.movements_done, totals.movements_prescribed), ""
    if totals.pain_before is not None and totals.pain_after is not None:
        before, after = words.decimal(totals.pain_before), words.decimal(totals.pain_after)
        yield words["mean_pain"], f"{before} → {after}", words["before"].lower() + " → " + words["after"].lower()
    if totals.hurts:
        yield words["hurts"], str(totals.hurts), ""
    if totals.help_called:
        yield words["help_called"], str(totals.help_called), words.say("alarms", count=totals.alarms)
    said = totals.understood + totals.not_understood
    if said:
        share = words.say("taken_as", count=totals.not_understood, all=said)
        yield words["not_understood"], words.per_cent(totals.not_understood / said), share
