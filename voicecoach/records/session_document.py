"""One session as JSON: everything that was kept of it. Pure.

Times are ISO 8601 with their offset, lengths are seconds. ``efforts`` are what was done of ``prescribed``, joined by
``step``.
"""

from __future__ import annotations

from voicecoach.records.entry import PrescribedWork, SessionEntry, WorkDone


def session_document(entry: SessionEntry) -> dict[str, object]:
    """Fit for ``json.dumps``."""
    return {
        "routine": entry.routine,
        "name": entry.routine_name,
        "started": entry.started.isoformat(timespec="seconds"),
        "sittings": entry.sittings,
        "length_s": round(entry.length_s, 3),
        "paused_s": round(entry.paused_s, 3),
        "ended": entry.ended,
        "refused": entry.refused,
        "pain_before": entry.pain_before,
        "pain_after": entry.pain_after,
        "prescribed": [_work(work) for work in entry.works],
        "efforts": [_effort(effort) for effort in entry.efforts],
        "left_out": [{"step": skip.step, "why": skip.why} for skip in entry.skips],
        "hurt_at_steps": list(entry.hurt_steps),
        "commands": dict(entry.commands),
        "not_understood": entry.not_understood,
        "notes": [{"kind": note.kind, "detail": note.detail, "at_s": round(note.at_s, 3)} for note in entry.notes],
    }


def _work(work: PrescribedWork) -> dict[str, object]:
    place: dict[str, object] = {"step": work.step, "exercise": work.exercise, "side": work.side}
    if work.hold_s is not None:
        return {**place, "hold_s": work.hold_s}
    return {**place, "reps": work.reps, "every_s": work.every_s}


def _effort(effort: WorkDone) -> dict[str, object]:
    document: dict[str, object] = {
        "step": effort.step,
        "held_s": round(effort.held_s, 3),
        "asked_s": effort.asked_s,
        "ended": effort.ended,
    }
    return document if effort.movements is None else {**document, "movements": effort.movements}
