"""Turns the state of a session into the JSON that the page shows. Pure.

All wording happens here: the browser only places texts and knows no rules of a session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicecoach import pictures
from voicecoach.language.language_file import LanguageFile
from voicecoach.session.phase import INTERRUPTED, Phase
from voicecoach.session.view import clock_face, words_to_read
from voicecoach.web import drawings
from voicecoach.web.sessions import RunStage, RunState

if TYPE_CHECKING:
    from voicecoach.session.view import View


def snapshot(state: RunState, texts: LanguageFile) -> dict[str, object]:
    """``texts`` is the language file. Keys that are missing in a stage are absent, not null."""
    shown: dict[str, object] = {
        "number": state.number,
        "stage": state.stage.value,
        "alarm": _alarm(state),
        "notes": [*state.notes, *([texts.page.live.printed] if state.printed else [])],
        "trouble": state.trouble,
        "advice": list(state.advice),
        "advice_for": texts.page.live.for_patient.format(name=state.advice_for) if state.advice_for else "",
        "remember": state.remember,
    }
    if state.request is not None:
        live = texts.page.live
        name = state.request.patient
        shown["patient"] = name or ""
        shown["whose"] = live.for_patient.format(name=name) if name else live.for_guest
    if state.scene is not None and state.stage in (RunStage.RUNNING, RunStage.ENDED):
        shown |= _scene(state.scene, texts)
    if state.stage is RunStage.ENDED and state.why is not None:
        shown["ending"] = texts.page.ended[state.why.value]
        shown["summary"] = state.scene.summary if state.scene is not None else ""
    return shown


def _alarm(state: RunState) -> str:
    """``none``, ``asked`` while it can be taken back quietly, ``sounding``."""
    if state.alarm:
        return "sounding"
    asked = state.stage is RunStage.RUNNING and state.scene is not None and state.scene.phase is Phase.CALLING
    return "asked" if asked else "none"


def _said(scene: View, texts: LanguageFile) -> str:
    """The words for the card, which is never empty."""
    return words_to_read(scene) or (texts.page.live.holding if scene.saying else "")


def _scene(scene: View, texts: LanguageFile) -> dict[str, object]:
    view, words = scene, texts.terminal
    facts = [words[view.side.value]] if view.side is not None else []
    if view.sets is not None and view.sets > 1:
        facts.append(words.set.format(number=view.set_number, sets=view.sets))
    facts.append(words.step.format(step=view.step, steps=view.steps))
    heard = scene.heard
    shown: dict[str, object] = {
        "routine": view.routine,
        "phase": view.phase.value,
        "phase_text": words[view.phase.value],
        "facts": facts,
        "said": _said(scene, texts),
        # A screen reader would talk through every counted second; a sentence has more than one word.
        "announce": scene.saying if " " in scene.saying else "",
        "heard": texts.page.live.heard.format(heard=heard) if heard else "",
        "still": view.phase in INTERRUPTED,
        "stopping": view.phase in (Phase.STOPPED, Phase.HURT, Phase.CLOSING),
        # It tries every command on the state: here, not in the loop of the coach.
        "offers": [command.value for command in scene.offers()],
        "faults": list(scene.faults),
    }
    if view.left_s is not None:
        shown["left"] = clock_face(view.left_s)
        shown["left_s"] = round(view.left_s, 1)
        if view.whole_s:
            shown["whole_s"] = view.whole_s
    if view.picture is not None:
        key = pictures.coming_out(view.picture) if view.coming_out else view.picture
        if (drawing := drawings.reference(key, view.side)) is not None:
            shown["picture"] = drawing
    return shown
