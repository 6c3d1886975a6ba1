"""Goes through every view of the page, each standing still while it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.caregiver import Page, eventually
from tests.conversation import LANGUAGE
from tests.web.browser import Browser
from tests.web.test_web_page_data import exercised
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.paths import user_routines
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients
from voicecoach.records.screening import question_to_guest
from voicecoach.session.part import Part
from voicecoach.session.phase import Phase
from voicecoach.session.questions import Question, QuestionKind
from voicecoach.web.sessions import RunStage

PATIENT = "Änne <b>Großmütterchen</b> von und zu Überlingen-Dürrenäsch"
LONG_NAME = "Hüftbeugermuskulaturentspannungsübungen für Rücken, Hüfte <und> beide Schultern"
SIGN = Question(QuestionKind.WARNING_SIGN, "fever", "Do you have a fever?", on_yes="Call your doctor today.")
PAIN = Question(QuestionKind.PAIN_BEFORE, "before", "How bad is your pain now, from zero to ten?")
INSTRUCTIONS = "Bridge\n\nLie on your back.\nLift your hips.\nHold 20 sec rest 10 sec repeat 5 times.\n"


def prepare(page: Page) -> None:
    """A patient who has exercised and said yes to a warning sign, and a routine with a very long name."""
    exercised(PATIENT, timedelta(days=3), (4, 3))
    exercised(PATIENT, timedelta(days=1), (2, 5))
    with Database() as database:
        anna = Patients(database).remember(PATIENT, emergency_number="+49 112", gain_db=-3.5, voice="en-us+f4")
        with database.transaction() as connection:
            sign = "INSERT INTO sign_events (patient_id, sign, kind, day) VALUES (?, 'night', 'yes', ?)"
            connection.execute(sign, (anna.id, datetime.now().astimezone().date().isoformat()))
    user_routines().mkdir(parents=True, exist_ok=True)
    steps = "- say: Lie down.\n  picture: lying-crook\n- wait: ready\n- hold: 30s\n"
    script = f"name: {LONG_NAME}\nsummary: <i>All</i> of it.\nsteps:\n{steps}"
    (user_routines() / "long.yaml").write_text(script, "utf-8")
    page.opener.before = (SIGN, PAIN)


def every_view(page: Page, browser: Browser) -> Iterator[str]:
    """The name of each view, while it is shown. ``prepare`` comes first."""

    def until(phase: Phase) -> None:
        def there() -> bool:
            scene = page.site.sessions.now().scene
            return scene is not None and scene.phase is phase

        eventually(there, 30.0)

    def command(name: Command) -> None:
        page.site.sessions.command(name)

    def still(name: str, phase: Phase) -> str:
        """Lets time stand in this phase, and waits until the browser shows it."""
        until(phase)
        page.opener.going.clear()
        shown = LANGUAGE.texts.terminal[phase.value]
        eventually(lambda: browser.text("phase") == shown, 30.0)
        return name

    browser.driver.get(f"{page.origin}/enter")
    eventually(lambda: browser.shown("code"))
    yield "code"
    browser.run("location.hash = arguments[0]", page.site.visitors.code)
    eventually(lambda: browser.driver.current_url == f"{page.origin}/")
    eventually(lambda: browser.run("return document.querySelectorAll('#about-drawings img').length") > 0)
    yield "choose"
    browser.choose("choose-routine", "deep-piriformis")
    browser.choose("choose-dose", "flexibility")
    browser.run("document.querySelector('.within').open = true")
    browser.run("document.getElementById('choose-patient').value = arguments[0]", PATIENT)
    yield "patient"
    browser.choose("choose-routine", "gentle-morning")
    yield "programme"
    browser.choose("choose-routine", "long")
    yield "long"
    browser.press("#history summary")
    eventually(lambda: browser.shown("session-rows"))
    yield "history"
    browser.press("#history summary")
    browser.press("#settings summary")
    eventually(lambda: browser.shown("sign-form"))
    yield "settings"
    browser.press("#settings summary")
    browser.choose("choose-routine", "deep-piriformis")
    browser.press("#start-button")
    eventually(lambda: browser.shown("live"))
    eventually(lambda: "yes" in browser.offered(), 30.0)
    yield still("yes-no", Phase.ASKING)
    page.opener.going.set()
    browser.press("[data-command=no]")
    eventually(lambda: "0" in browser.offered(), 30.0)
    yield still("number", Phase.ASKING)
    page.opener.going.set()
    browser.press("[data-command='3']")
    yield still("instruction", Phase.INSTRUCTING)
    page.opener.going.set()
    moved_on: set[int] = set()
    eventually(lambda: _go_on(page, moved_on), 60.0)
    until(Phase.HOLDING)
    eventually(lambda: (scene := page.site.sessions.now().scene) is not None and (scene.left_s or 99) < 20, 30.0)
    yield still("hold", Phase.HOLDING)
    page.opener.going.set()
    coach = page.opener.next().coach
    coach.part_failed(Part.MICROPHONE, "It was unplugged.")
    eventually(lambda: browser.shown("fault"))
    yield still("fault", Phase.PAUSED)
    page.opener.going.set()
    coach.part_recovered(Part.MICROPHONE)
    eventually(lambda: not browser.shown("fault"))
    yield still("pause", Phase.PAUSED)
    page.opener.going.set()
    command(Command.HURTS)
    eventually(lambda: "resume" in browser.offered(), 30.0)
    yield still("hurt", Phase.HURT)
    page.opener.going.set()
    command(Command.CALL)
    eventually(lambda: "yes" in browser.offered(), 30.0)
    yield still("call", Phase.CALLING)
    page.opener.going.set()
    command(Command.CALL)
    eventually(lambda: browser.shown("alarm"), 30.0)
    yield "alarm"
    browser.press("#coming")
    until(Phase.PAUSED)
    command(Command.STOP)
    yield still("stopped", Phase.STOPPED)
    page.opener.going.set()
    command(Command.STOP)
    eventually(lambda: browser.shown("ended"), 30.0)
    yield "ended"
    page.opener.before = (SIGN,)
    page.opener.after = question_to_guest(LANGUAGE.texts.gate)
    browser.press("#again")
    browser.run("document.getElementById('choose-patient').value = ''")
    browser.press("#start-button")
    eventually(lambda: browser.shown("live"))
    for _ in range(2):
        eventually(lambda: "yes" in browser.offered(), 30.0)
        command(Command.YES)
        eventually(lambda: "yes" not in browser.offered(), 30.0)
    eventually(lambda: browser.shown("advice") and browser.shown("ended"), 30.0)
    yield "advice"
    browser.press("#advice-read")
    page.opener.before = ()
    browser.press("#again")
    browser.choose("choose-routine", "shoulder-roll")
    browser.press("#start-button")
    eventually(lambda: _asked(page), 60.0)
    command(Command.YES)
    eventually(lambda: browser.shown("remember"), 30.0)
    yield "remember"
    browser.driver.get(f"{page.origin}/import")
    yield "import"
    browser.run("document.getElementById('text').value = arguments[0]", INSTRUCTIONS)
    browser.press("#paste button")
    eventually(lambda: browser.shown("result"))
    yield "imported"


def _asked(page: Page) -> bool:
    """Goes through the session; True once it asks something."""
    now = page.site.sessions.now()
    if now.scene is None or now.stage is not RunStage.RUNNING:
        return False
    if now.scene.phase is not Phase.ASKING:
        page.site.sessions.command(Command.NEXT)
    return now.scene.expects is Expectation.YES_NO


def _go_on(page: Page, moved_on: set[int]) -> bool:
    """Passes over the instructions, each once, and is ready when asked; True once a hold is near."""
    scene = page.site.sessions.now().scene
    if scene is None:
        return False
    if scene.phase is Phase.WAITING:
        page.site.sessions.command(Command.READY)
    elif scene.phase is Phase.INSTRUCTING and scene.step not in moved_on:
        moved_on.add(scene.step)
        page.site.sessions.command(Command.NEXT)
    return scene.phase in (Phase.PREPARING, Phase.HOLDING)
