"""Reports as one HTML file: for a screen, a phone, a screen reader and a printer. It asks for nothing outside. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from importlib.resources import files

from voicecoach.reports import drawings
from voicecoach.reports.figures import DayState, Report, SessionFigures, Totals
from voicecoach.reports.words import Words, pain_scores, session_notes
from voicecoach.routine.plan import Side

_LEGEND = (DayState.DONE, DayState.PARTLY, DayState.MISSED, DayState.OPEN, DayState.AHEAD, DayState.FREE)


def page(reports: Sequence[Report], words: Words, written_on: date) -> str:
    """The whole document; several patients each begin a sheet of their own when printed."""
    title = words.say("title", name=reports[0].name) if len(reports) == 1 else words["titles"]
    style = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    sections = "\n".join(_patient(report, index, len(reports) > 1, words) for index, report in enumerate(reports))
    explained = "".join(f"<li>{escape(text)}</li>" for text in words.texts["explained"])
    return f"""<!doctype html>
<html lang="{escape(words.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1>{escape(title)}</h1>
{_range(reports, words)}
</header>
<main>
{sections}
<section aria-labelledby="how-to-read">
<h2 id="how-to-read">{escape(words["understand"])}</h2>
<ul class="explained">{explained}</ul>
</section>
</main>
<footer><p>{escape(words.say("written", day=words.day_of_year(written_on)))}</p></footer>
</body>
</html>
"""


def _range(reports: Sequence[Report], words: Words) -> str:
    return f'<p class="range">{escape(words.range(reports[0]))}</p>' if reports else f"<p>{escape(words['nobody'])}</p>"


def _patient(report: Report, index: int, several: bool, words: Words) -> str:
    name = f'<h2 class="name" id="patient-{index}">{escape(report.name)}</h2>' if several else ""
    label = f'aria-labelledby="patient-{index}"' if several else f'aria-label="{escape(report.name)}"'
    if not report.sessions:
        range_ = words.range(report)
        body = f"<p>{escape(words.say('nothing', name=report.name, range=range_))}</p>{_glance(report, words)}"
        return f'<section class="patient" {label}>{name}{body}{_calendar(report, words)}</section>'
    return f"""<section class="patient" {label}>
{name}
<h2>{escape(words["at_a_glance"])}</h2>
{_glance(report, words)}
{_marked(report, words)}
<div class="drawings">
{_calendar(report, words)}
{_pain(report, words)}
{_sides(report, index, words)}
{_left_out(report, words)}
</div>
<h2>{escape(words["sessions"])}</h2>
{_sessions(report, words)}
</section>"""


# -- at a glance -------------------------------------------------------------------------------------------------------


def _glance(report: Report, words: Words) -> str:
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}{f'<small>{escape(more)}</small>' if more else ''}</dd></div>"
        for name, value, more in _facts(report.totals, words)
    )
    return f'<dl class="figures">{rows}</dl>'


def _facts(totals: Totals, words: Words) -> Iterator[tuple[str, str, str]]:
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


def _marked(report: Report, words: Words) -> str:
    if not report.worse:
        return ""
    items = "".join(
        f"<li>{escape(words.say('letter.worse', day=words.day(s.day), before=s.pain_before, after=s.pain_after))}</li>"
        for s in report.worse
    )
    return f'<div class="marked"><ul>{items}</ul></div>'


# -- drawings, each with its figures as a table ------------------------------------------------------------------------


def _calendar(report: Report, words: Words) -> str:
    there = {day.state for day in report.days}
    legend = "".join(
        f"<li>{drawings.mark(state)}{escape(words.state(state))}</li>" for state in _LEGEND if state in there
    )
    head = [
        words["week"],
        *(words.weekday_short(weekday) for weekday in range(7)),
        words["minutes_short"],
    ]
    rows = [
        [
            words.date_short(week.monday),
            *(words.state(day.state) for day in week.days),
            str(round(week.totals.minutes)),
        ]
        for week in report.weeks
    ]
    return _figure(words["calendar"], drawings.calendar(report, words), legend, _table(head, rows), words)


def _pain(report: Report, words: Words) -> str:
    scored = [session for session in report.sessions if session.pain_rise is not None]
    if not scored:
        return f"<figure><h3>{escape(words['pain'])}</h3><p>{escape(words['pain_none'])}</p></figure>"
    ring = '<svg class="key" viewBox="-15 -15 30 30" aria-hidden="true"><circle class="before" r="9"/></svg>'
    dot = '<svg class="key" viewBox="-15 -15 30 30" aria-hidden="true"><circle class="after" r="7"/></svg>'
    legend = f"<li>{ring}{escape(words['before'])}</li><li>{dot}{escape(words['after'])}</li>"
    if report.worse:
        mark = f'<b class="flag">+{report.worse[0].pain_rise}</b>'
        legend += f"<li>{mark} {escape(words.say('worse', rise=report.worse[0].pain_rise))}</li>"
    head = [words["date"], words["before"], words["after"], words["rise"]]
    rows = [
        [words.day_short(s.day), str(s.pain_before), str(s.pain_after), f"{s.pain_rise:+d}" if s.pain_rise else "0"]
        for s in scored
    ]
    return _figure(words["pain"], drawings.pain(scored, report, words), legend, _table(head, rows), words)


def _sides(report: Report, index: int, words: Words) -> str:
    totals = report.totals.held_s
    if not any(totals.get(side, 0.0) for side in Side):
        return f"<figure><h3>{escape(words['sides'])}</h3><p>{escape(words['sides_none'])}</p></figure>"
    shown: list[tuple[Side | None, str]] = [(Side.LEFT, "left"), (Side.RIGHT, "right")]
    shown += [(None, "no_side")] if totals.get(None, 0.0) else []
    legend = "".join(
        f'<li><i class="swatch {side.value if side else "none"}"></i>{escape(words[key])}</li>' for side, key in shown
    )
    head = [words["week"], *(words[key] for _, key in shown)]
    rows = [
        [words.date_short(week.monday), *(words.seconds(week.totals.held_s.get(side, 0.0)) for side, _ in shown)]
        for week in report.weeks
    ]
    drawing = drawings.sides(report, words, f"right-{index}")
    return _figure(words["sides"], drawing, legend, _table(head, rows), words)


def _left_out(report: Report, words: Words) -> str:
    reasons = Counter((x.exercise, words.why(x.why)) for session in report.sessions for x in session.left_out)
    if not reasons:
        return ""
    head = [words["exercise"], words["why_heading"], words["times"]]
    rows = [[exercise, why, str(times)] for (exercise, why), times in reasons.most_common()]
    return f"<figure><h3>{escape(words['left_out'])}</h3>{_table(head, rows)}</figure>"


def _figure(title: str, drawing: str, legend: str, table: str, words: Words) -> str:
    return f"""<figure>
<h3>{escape(title)}</h3>
<div class="scroll">{drawing}</div>
<ul class="legend">{legend}</ul>
<details><summary>{escape(words["as_table"])}</summary>{table}</details>
</figure>"""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(text)}</td>" for text in row[1:])}</tr>'
        for row in rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


# -- session by session ------------------------------------------------------------------------------------------------


def _sessions(report: Report, words: Words) -> str:
    heads = "".join(f'<th scope="col" class="{_KINDS.get(key, "")}">{escape(words[key])}</th>' for key in _COLUMNS)
    rows = "".join(_session(session, words) for session in reversed(report.sessions))
    return (
        f'<table class="sessions" role="table"><thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


_COLUMNS = ("date", "routine", "outcome", "minutes_short", "holds", "left", "right", "pain_scale", "notes")
_KINDS = {"routine": "wide", "notes": "wide"} | dict.fromkeys(("minutes_short", "holds", "left", "right"), "number")


def _session(session: SessionFigures, words: Words) -> str:
    cells = (
        ("routine", "wide", session.routine_name),
        ("outcome", "short", words.outcome(session.outcome)),
        ("minutes_short", "number", str(round(session.minutes))),
        ("holds", "number", words.of(session.holds_full, session.holds_prescribed) if session.holds_prescribed else ""),
        ("left", "number", _held(session, Side.LEFT, words)),
        ("right", "number", _held(session, Side.RIGHT, words)),
        ("pain_scale", "short", pain_scores(session)),
        ("notes", "wide flag" if session.worse else "wide", "; ".join(session_notes(session, words))),
    )
    row = "".join(
        f'<td role="cell" class="{kind}{"" if text else " empty"}" data-label="{escape(words[key])}">'
        f"{escape(text)}</td>"
        for key, kind, text in cells
    )
    day = escape(words.day_short(session.day))
    return (
        f'<tr role="row"><th role="rowheader" scope="row">{day} <small>{session.started:%H:%M}</small></th>{row}</tr>'
    )


def _held(session: SessionFigures, side: Side, words: Words) -> str:
    return words.seconds(session.held_s[side]) if side in session.held_s else ""
