"""The page in a real browser: a whole session, its alarm, small screens; nothing asked of any other computer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.caregiver import Page, eventually, serving
from tests.conversation import LANGUAGE
from tests.web.browser import CHROMEDRIVER, CHROMIUM, Browser
from tests.web.every_view import every_view, prepare
from tests.web.test_web_access_control import roomy
from voicecoach.coach.session_request import SessionRequest
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.paths import VARIABLE, user_routines
from voicecoach.records.database import Database
from voicecoach.records.patients import Patients
from voicecoach.records.screening import question_to_guest
from voicecoach.routine.plan import Side
from voicecoach.session.part import Part
from voicecoach.session.phase import Phase
from voicecoach.session.questions import Question, QuestionKind

pytestmark = pytest.mark.skipif(
    CHROMIUM is None or CHROMEDRIVER is None, reason="there is no Chromium with its driver on this computer"
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.driver.quit()


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with serving(speed=6.0, limits=roomy()) as page:
        yield page


@pytest.fixture
def inside(page: Page, browser: Browser) -> Iterator[Page]:
    """The page open in the browser, which came in by the printed address. Afterwards: no complaint, nothing leaked."""
    browser.size(1280, 900)
    browser.media()
    browser.complaints()
    browser.requested()
    browser.driver.get(f"{page.origin}/enter#{page.site.visitors.code}")
    eventually(lambda: browser.driver.current_url == f"{page.origin}/")
    eventually(lambda: browser.shown("choose") and browser.text("connection") == "Connected")
    eventually(lambda: browser.run("return document.getElementById('choose-routine').options.length") > 10)
    try:
        yield page
        # The browser draws the calendar of a date's box from a data address of its own, which asks nobody.
        requested = [url for url in browser.requested() if not url.startswith("data:")]
        assert requested
        assert {urlsplit(url).hostname for url in requested} == {"127.0.0.1"}
        assert not [url for url in requested if urlsplit(url).query], "something was put into an address"
        assert browser.complaints() == []
    finally:
        # The browser is shared by the tests: a page that stayed open would go on asking at its port, and complain.
        browser.driver.get("about:blank")


def start(browser: Browser, routine: str = "deep-piriformis") -> None:
    browser.run("document.getElementById('choose-routine').value = arguments[0]", routine)
    browser.press("#start-button")
    eventually(lambda: browser.shown("live"))


def until_phase(page: Page, phase: str) -> None:
    """Lets the session go on, ready whenever it asks, until it comes to a phase."""
    moved_on: set[tuple[int, str]] = set()

    def there() -> bool:
        scene = page.site.sessions.now().scene
        if scene is None or scene.phase.value == phase:
            return scene is not None
        moment = (scene.step, scene.phase.value)
        # Once in each moment: a second one may come when a busy computer has gone on to the hold, and skip it.
        if moment not in moved_on and moment[1] in ("waiting", "opening", "instructing"):
            moved_on.add(moment)
            page.site.sessions.command(Command.READY if moment[1] == "waiting" else Command.NEXT)
        return False

    eventually(there, 30.0)


PLACES = """
const buttons = [...document.querySelectorAll("#live .controls button, #urgent button")];
return buttons.map((e) => e.getBoundingClientRect()).map(({x, y, width, height}) => [x, y, width, height]);
"""


def test_a_session_is_chosen_seen_and_commanded(inside: Page, browser: Browser) -> None:
    start(browser)
    until_phase(inside, "waiting")
    eventually(lambda: browser.shown("answers"))
    browser.press("[data-command=ready]")
    eventually(lambda: browser.text("phase") == "Hold", 20.0)
    first = int(browser.text("left"))
    eventually(lambda: int(browser.text("left")) < first)
    assert browser.text("said") not in ("three", "two", "one"), "a counted number stands in the clock"
    assert browser.shown("clock")
    assert browser.shown("picture")
    eventually(lambda: browser.run("return document.getElementById('picture').naturalWidth") > 0)
    assert len(browser.run("return document.getElementById('picture').alt")) > 20
    assert "side" in browser.text("facts")
    assert {"skip", "more-time", "how-long", "back", "repeat", "switch", "call"} <= set(browser.offered())
    places = browser.run(PLACES)
    assert len(places) == 12

    browser.press("#pause")
    eventually(lambda: browser.text("phase") == "Paused")
    assert browser.run(PLACES) == places, "no button has moved"
    assert browser.text("pause") == "Carry on"
    left = browser.text("left")
    browser.press("#pause")
    eventually(lambda: browser.text("phase") == "Hold", 20.0)
    assert int(browser.text("left")) <= int(left)

    before = browser.text("facts")
    browser.press("[data-command=next]")
    eventually(lambda: browser.text("phase") != "Hold" and browser.text("facts") != before)
    browser.press("#stop")
    eventually(lambda: browser.text("phase") == "Stopped" and browser.text("stop") == "End")
    browser.press("#stop")
    eventually(lambda: browser.shown("ended"))
    assert browser.text("ending") == "The session was stopped."
    assert browser.run("return document.activeElement.id") == "again", "keys go on from where the session was"
    browser.press("#again")
    assert browser.shown("choose")


def test_keys_do_what_the_buttons_do_unless_switched_off(inside: Page, browser: Browser) -> None:
    start(browser)
    until_phase(inside, "holding")
    eventually(lambda: browser.text("phase") == "Hold")
    browser.type(" ")
    eventually(lambda: browser.text("phase") == "Paused")
    browser.type(" ")
    eventually(lambda: browser.text("phase") == "Hold", 20.0)
    browser.type("h")
    eventually(lambda: browser.text("phase") == "Let go")
    browser.press("#keys")
    browser.type("q")
    number = inside.site.sessions.now().number
    browser.press("#keys")
    browser.press("[data-command=call]")
    eventually(lambda: browser.text("phase") == "Do you need help?")
    browser.type("n")  # no to a question, and not next
    eventually(lambda: browser.text("phase") == "Paused")
    browser.type("qq")
    eventually(lambda: browser.shown("ended"))
    assert inside.site.sessions.now().number == number


def test_a_call_for_help_fills_the_page_and_sounds(inside: Page, browser: Browser) -> None:
    browser.run(
        "window.tones = 0; const start = OscillatorNode.prototype.start;"
        "OscillatorNode.prototype.start = function (at) { window.tones += 1; return start.call(this, at); }"
    )
    start(browser)
    until_phase(inside, "holding")
    inside.site.sessions.command(Command.CALL)
    eventually(lambda: browser.text("phase") == "Do you need help?")
    eventually(lambda: browser.shown("alarm"), 20.0)
    assert browser.text("alarm-title") == "Help is needed"
    assert browser.run("return document.activeElement.id") == "coming"
    assert browser.run("return document.getElementById('page').inert")
    assert browser.run("return window.tones") >= 6
    browser.press("#coming")
    eventually(lambda: not browser.shown("alarm"))
    eventually(lambda: browser.text("phase") == "Paused")
    tones = browser.run("return window.tones")
    assert browser.run("return window.tones") == tones


def test_an_alarm_names_the_number_that_was_noted(inside: Page, browser: Browser) -> None:
    with Database() as database:
        Patients(database).called("Anna", datetime.now().astimezone())
        Patients(database).remember("Anna", emergency_number="+49 112")
    browser.run("document.getElementById('choose-patient').value = 'Anna'")
    start(browser)
    coach = inside.opener.next().coach
    coach.command(Command.CALL, "page")
    coach.command(Command.CALL, "page")
    eventually(lambda: browser.shown("alarm") and browser.shown("alarm-number"), 20.0)
    assert browser.text("alarm-call") == "+49 112"
    assert browser.run("return document.getElementById('alarm-call').href") == "tel:+49112"
    assert browser.run("return document.activeElement.id") == "coming"


def test_the_page_finds_the_coach_again(inside: Page, browser: Browser) -> None:
    browser.run(
        "window.realFetch = fetch; window.fetch = (path, ...rest) =>"
        " path === '/api/command' ? realFetch(path, ...rest) : Promise.reject(new TypeError('no line'))"
    )
    inside.site.going, going = (lambda: False), inside.site.going
    eventually(lambda: "Lost the coach" in browser.text("connection"), 15.0)
    inside.site.going = going
    browser.run("window.fetch = window.realFetch")
    eventually(lambda: browser.text("connection") == "Connected", 15.0)


def test_an_order_that_does_not_arrive_says_so(inside: Page, browser: Browser) -> None:
    start(browser)
    browser.run("window.realFetch = fetch")
    swallowed = "new Promise((_, no) => rest[0].signal.addEventListener('abort', () => no(rest[0].signal.reason)))"
    for gone in (swallowed, "Promise.reject(new TypeError('no line'))"):
        browser.run(
            f"window.fetch = (path, ...rest) => path === '/api/command' ? {gone} : realFetch(path, ...rest);"
            " document.getElementById('trouble').hidden = true"
        )
        browser.press("#stop")
        eventually(lambda: browser.shown("trouble"))
        assert browser.text("trouble") == LANGUAGE.texts.page.connection["unsent"]
    assert inside.site.sessions.now().stage.value == "running"
    browser.run("window.fetch = window.realFetch")
    browser.press("#stop")
    eventually(lambda: browser.text("phase") == LANGUAGE.texts.terminal["stopped"])
    assert not browser.shown("trouble")


def test_a_part_that_failed_is_shown_while_it_lasts(inside: Page, browser: Browser) -> None:
    start(browser)
    coach = inside.opener.next().coach
    coach.part_failed(Part.MICROPHONE, "It was unplugged.")
    eventually(lambda: browser.shown("faults"))
    assert "cannot hear" in browser.text("faults")
    coach.part_recovered(Part.MICROPHONE)
    eventually(lambda: not browser.shown("faults"))


def test_where_streams_are_held_back_it_asks_instead(inside: Page, browser: Browser) -> None:
    browser.run(
        "window.realFetch = fetch; window.fetch = (path, options) => path !== '/api/live' ? realFetch(path, options)"
        " : new Promise((_, no) => options.signal.addEventListener('abort', () => no(new Error('aborted'))))"
    )
    inside.site.going, going = (lambda: False), inside.site.going
    eventually(lambda: browser.text("connection") == "Connected, a little slower", 15.0)
    inside.site.going = going
    start(browser)
    eventually(lambda: browser.text("phase") == "Welcome")


def test_the_page_is_named_for_those_who_hear_it(inside: Page, browser: Browser) -> None:
    assert browser.run("return document.documentElement.lang") == "en"
    assert browser.run("return document.querySelectorAll('main, header, footer').length") == 3
    unnamed = browser.run(
        "return [...document.querySelectorAll('input, select')].filter((e) => !e.labels.length).map((e) => e.id)"
    )
    assert unnamed == []
    start(browser)
    until_phase(inside, "holding")
    # Only sentences are announced: the seconds and what is shown in large letters are not.
    assert browser.run("return document.getElementById('left').getAttribute('aria-live')") == "off"
    assert browser.run("return document.getElementById('said').getAttribute('aria-hidden')") == "true"
    eventually(lambda: " " in browser.text("announce"))


@pytest.mark.usefixtures("inside")
def test_before_start_a_routine_is_described_for_the_side_and_dose_that_are_chosen(browser: Browser) -> None:
    drawn = "return [...document.querySelectorAll('#about-drawings img')].map((e) => new URL(e.src).pathname)"
    browser.choose("choose-routine", "clamshell")
    assert browser.run(drawn) == ["/drawings/side-lying-clamshell-open/right"]
    eventually(lambda: browser.run("return document.querySelector('#about-drawings img').naturalWidth") > 0)
    assert browser.text("about-begins") == "Lie on your left side, with your right leg on top."
    browser.press(".within summary")
    browser.choose("choose-first", "left")
    assert browser.run(drawn) == ["/drawings/side-lying-clamshell-open/left"]
    browser.press("#sides [value=right]")
    assert browser.text("about-begins") == "Lie on your left side, with your right leg on top."
    assert "a cushion" in browser.text("about-needs")
    assert "pain on lying sideways" in browser.text("not-for").lower()
    browser.choose("choose-routine", "deep-piriformis")
    assert browser.text("about-takes") == "about 5 minutes for both sides"
    browser.choose("choose-dose", "flexibility")
    assert browser.text("about-takes") == "about 9 minutes for both sides"
    browser.choose("choose-routine", "bridge")
    assert browser.run(drawn) == ["/drawings/bridge-up/none"]
    assert not browser.shown("sides")
    assert browser.run("return document.getElementById('choose-dose').value") == "", "a dose that it does not have"


@pytest.mark.usefixtures("inside")
def test_light_dark_and_stillness_follow_the_reader(browser: Browser) -> None:
    def ground() -> object:
        return browser.run("return getComputedStyle(document.body).backgroundColor")

    def moving() -> object:
        return browser.run("return getComputedStyle(document.getElementById('ring')).transitionDuration")

    browser.media(prefers_color_scheme="light", prefers_reduced_motion="no-preference")
    light = ground()
    assert moving() != "0s"
    browser.media(prefers_color_scheme="dark", prefers_reduced_motion="reduce")
    assert ground() != light
    assert moving() == "0s"


def test_settings_are_changed_and_a_session_begun_with_its_own(inside: Page, browser: Browser) -> None:
    with Database() as database:
        Patients(database).called("Anna", datetime.now().astimezone())
    browser.driver.refresh()
    eventually(lambda: browser.run("return document.getElementById('settings-patient').options.length") == 1)
    browser.press("#settings summary")
    eventually(lambda: browser.run("return document.querySelectorAll('#voices input').length") > 3)
    browser.run("document.getElementById('set-hold_s').value = '20'")
    browser.run("document.getElementById('set-emergency_number').value = 'call me'")
    browser.press("#save-settings")
    eventually(lambda: "not a telephone number" in browser.text("settings-saved"))
    browser.run("document.getElementById('set-emergency_number').value = '112'")
    browser.run("window.played = 0; AudioBufferSourceNode.prototype.start = () => { window.played += 1; }")
    browser.press("#voices [aria-label='Listen to en-gb']")
    eventually(lambda: browser.run("return window.played") == 1 and browser.text("voice-said") == "")
    browser.press("#voices [value=en-gb]")
    browser.choose("set-gain_db", "-4")
    for day in ("tue", "thu", "sat", "sun"):
        browser.press(f"[name=days][value={day}]")
    browser.run("document.getElementById('set-per_day').value = '2'")
    browser.press("#save-settings")
    eventually(lambda: browser.text("settings-saved") == "Saved.")
    with Database() as database:
        patient = Patients(database).get("Anna")
        prescription = Patients(database).prescriptions(patient)[-1]
    assert (patient.hold_s, patient.emergency_number) == (20.0, "112")
    assert (patient.voice, patient.gain_db, patient.rate_wpm) == ("en-gb", -4.0, None)
    assert (sorted(prescription.weekdays), prescription.a_day) == ([0, 2, 4], 2)
    assert [message for message in browser.complaints() if "400" not in message] == []

    browser.press(".within summary")
    browser.run("document.getElementById('choose-first').value = 'left'")
    browser.run("document.getElementById('choose-hold').value = '15'")
    start(browser)
    until_phase(inside, "waiting")
    scene = inside.site.sessions.now().scene
    assert scene is not None
    assert scene.side is Side.LEFT
    until_phase(inside, "holding")
    assert inside.site.sessions.now().scene.whole_s == 15.0  # type: ignore[union-attr]


def test_every_control_has_a_name_and_a_role_and_none_traps_the_keyboard(inside: Page, browser: Browser) -> None:
    def check() -> None:
        nodes = browser.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        controls = [
            (node["role"]["value"], node.get("name", {}).get("value", "").strip())
            for node in nodes
            if not node.get("ignored") and {"name": "focusable", "value": {"type": "booleanOrUndefined", "value": True}}
            in node.get("properties", [])
        ]  # fmt: skip
        named = [(role, name) for role, name in controls if role not in ("RootWebArea", "main")]
        assert len(named) > 8
        assert all(name and role not in ("generic", "none") for role, name in named), named
        assert not [name for _, name in named if name[0] in "+–"], "what is drawn before a heading is read out"

    def walk() -> list[str]:
        """Tab by tab, until it comes round."""
        from selenium.webdriver.common.action_chains import ActionChains
        from selenium.webdriver.common.keys import Keys

        browser.run("document.activeElement.blur()")
        seen: list[str] = []
        for _ in range(60):
            ActionChains(browser.driver).send_keys(Keys.TAB).perform()
            here = str(browser.run("return document.activeElement.id || document.activeElement.textContent.trim()"))
            if seen and here == seen[0]:
                return seen
            seen.append(here)
        raise AssertionError(f"the keyboard does not come round: {seen[-5:]}")

    check()
    assert "start-button" in walk()
    start(browser)
    until_phase(inside, "holding")
    eventually(lambda: browser.text("phase") == "Hold")
    check()
    browser.press("#pause")
    eventually(lambda: browser.text("phase") == "Paused")
    assert {"pause", "stop", "leave"} <= set(walk())


def test_a_locked_page_asks_for_a_code_again(inside: Page, browser: Browser) -> None:
    browser.press("#leave")
    eventually(lambda: browser.driver.current_url == f"{inside.origin}/enter")
    browser.driver.get(f"{inside.origin}/")
    eventually(lambda: browser.driver.current_url == f"{inside.origin}/enter")
    inside.site.sessions.start(SessionRequest("deep-piriformis"))
    assert "piriformis" not in browser.driver.page_source


def test_instructions_are_pasted_traced_corrected_and_kept(inside: Page, browser: Browser) -> None:
    browser.driver.get(f"{inside.origin}/import")
    text = "Bridge\n\nLie on your back.\nLift your hips.\nHold 20 sec rest 10 sec repeat 5 times.\n"
    browser.run("document.getElementById('text').value = arguments[0]", text)
    browser.press("#paste button")
    eventually(lambda: browser.shown("result"))
    put_caret = """
      const box = document.getElementById('script');
      const place = box.value.indexOf(arguments[0]);
      box.focus();
      box.setSelectionRange(place, place);
      box.dispatchEvent(new Event('click'));
    """
    browser.run(put_caret, "hold: 20s")
    assert browser.text("where") == "This line comes from line 5 of the text."
    marked = "return [...document.querySelectorAll('#source .here')].map((line) => line.textContent)"
    assert browser.run(marked) == ["Hold 20 sec rest 10 sec repeat 5 times."]
    write = """
      const box = document.getElementById('script');
      box.value = box.value.replace(arguments[0], arguments[1]);
      box.dispatchEvent(new Event('input'));
    """
    browser.run(write, "name: Bridge", "# mine\nname: Bridge")
    browser.run(put_caret, "hold: 20s")
    assert browser.text("where") == "This line comes from line 5 of the text.", "the lines below a new one have moved"
    browser.run(write, "hold: 20s", "hold: soon")
    eventually(lambda: "expected a duration" in browser.text("checks"))
    browser.run(write, "hold: soon", "hold: 25s")
    eventually(lambda: browser.text("checks") == "")
    browser.press("#save button.main")
    eventually(lambda: browser.text("kept") == "Kept. It is in the library as bridge.")
    browser.driver.get(inside.origin)
    eventually(lambda: browser.shown("choose") and browser.text("connection") == "Connected")
    assert "25s" in (user_routines() / "bridge.yaml").read_text("utf-8")


SIGN = Question(QuestionKind.WARNING_SIGN, "fever", "Do you have a fever?", on_yes="Call your doctor today.")
OFFERED = (
    "return [...document.querySelectorAll('.answer button')].filter((e) => e.checkVisibility() && !e.disabled)"
    ".map((e) => e.dataset.command)"
)
PRESSED = (
    "const [button] = [...document.querySelectorAll(`.answer button[data-command='${arguments[0]}']`)]"
    ".filter((e) => e.checkVisibility()); button?.click(); return Boolean(button)"
)
"""Looks and presses in one go: an answer is offered only while its question is open."""


def test_answers_are_dead_until_their_question_has_been_heard(inside: Page, browser: Browser) -> None:
    """Looks at the buttons again and again while the page is told of one moment after the other."""
    inside.opener.before = (SIGN, Question(QuestionKind.PAIN_BEFORE, "before", "How bad is your pain now?"))
    browser.run(
        "window.seen = []; new MutationObserver(() => window.seen.push([document.getElementById('said').textContent,"
        " [...document.querySelectorAll('.answer.asked button')].map((e) => e.dataset.command).join(' ')]))"
        ".observe(document.getElementById('live'),"
        " {subtree: true, childList: true, characterData: true, attributes: true})"
    )
    start(browser)
    assert browser.run(OFFERED) == []
    eventually(lambda: SIGN.text in browser.text("said"), 30.0)
    eventually(lambda: browser.run(OFFERED) == ["yes", "no"], 30.0)
    scene = inside.site.sessions.now().scene
    assert scene is not None
    assert scene.expects is Expectation.YES_NO
    before = browser.run("return window.seen.filter(([said]) => said !== arguments[0])", SIGN.text)
    assert before
    assert {offered for _, offered in before} == {""}, "nothing is offered while anything else is being said"
    eventually(lambda: browser.run(PRESSED, "no"))
    eventually(lambda: browser.text("said") == "How bad is your pain now?", 30.0)
    eventually(lambda: browser.run(OFFERED) == [str(number) for number in range(11)], 30.0)


def test_advice_stays_on_the_page_until_it_has_been_read(inside: Page, browser: Browser) -> None:
    inside.opener.before = (SIGN,)
    start(browser)
    eventually(lambda: browser.run(PRESSED, "yes"), 30.0)
    eventually(lambda: browser.run(OFFERED) == [], 30.0)
    eventually(lambda: browser.run(PRESSED, "yes"), 30.0)
    eventually(lambda: browser.shown("ended"), 30.0)
    assert browser.text("advice-said") == "Call your doctor today."
    browser.press("#again")
    browser.driver.refresh()
    eventually(lambda: browser.shown("advice"))
    browser.press("#advice-read")
    eventually(lambda: not browser.shown("advice"))


def test_a_guest_is_remembered_by_name(inside: Page, browser: Browser) -> None:
    inside.opener.after = question_to_guest(LANGUAGE.texts.gate)
    start(browser, "shoulder-roll")

    def asked() -> bool:
        scene = inside.site.sessions.now().scene
        if scene is not None and scene.phase is not Phase.ASKING:
            inside.site.sessions.command(Command.NEXT)
        return bool(browser.run(PRESSED, "yes"))

    eventually(asked, 60.0)
    eventually(lambda: browser.shown("remember"), 30.0)
    browser.run("document.getElementById('remember-name').value = 'Anna'")
    browser.press("#remember-keep")
    eventually(lambda: browser.text("remembered") == "Anna will be remembered.")
    eventually(lambda: not browser.shown("remember"))
    eventually(lambda: browser.run("return document.getElementById('people').options.length") == 1)


def test_a_doctors_look_is_noted_with_its_day(inside: Page, browser: Browser) -> None:
    with Database() as database:
        anna = Patients(database).called("Anna", datetime.now().astimezone())
        with database.transaction() as connection:
            sign = "INSERT INTO sign_events (patient_id, sign, kind) VALUES (?, 'night', 'yes')"
            connection.execute(sign, (anna.id,))
    browser.driver.refresh()
    eventually(lambda: browser.run("return document.getElementById('settings-patient').options.length") == 1)
    browser.press("#settings summary")
    eventually(lambda: browser.shown("sign-form"))
    browser.run("document.getElementById('sign-on').value = '2026-11-03'")
    browser.press("#sign-clear")
    eventually(lambda: browser.text("sign-said") == "Noted.")
    assert "a doctor looked at it on 3 November 2026" in browser.text("sign-list")
    assert not browser.shown("sign-form")
    assert inside.site.sessions.now().number == 0


AXE = Path(__file__).with_name("axe.min.js")
RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then(
  ({violations}) => done(violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(" ")}`)),
  (error) => done([String(error)]),
);
"""
"""Every rule, also those of good practice."""
UNFIT = """
const seen = document.getElementById("page"), drawing = document.getElementById("picture");
const across = [document.documentElement, ...(seen ? [seen] : [])].filter((e) => e.scrollWidth > e.clientWidth + 1);
const found = across.map(() => "scrolls sideways");
if (drawing?.checkVisibility() && document.getElementById("alarm").hidden) {
  const box = drawing.getBoundingClientRect(), page = seen.getBoundingClientRect();
  if (box.top < page.top - 1 || box.bottom > page.bottom + 1) found.push("the drawing is cut");
  for (const [x, y] of [[0.5, 0.5], [0.05, 0.05], [0.95, 0.05], [0.05, 0.95], [0.95, 0.95]])
    if (document.elementFromPoint(box.left + x * box.width, box.top + y * box.height) !== drawing)
      found.push("the drawing is covered");
  if (box.width * box.height < 30000) found.push("the drawing is small");
}
const shown = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
for (const e of shown("button, summary, select"))
  if (e.getBoundingClientRect().height < 43.9) found.push(`too small for a thumb: ${e.textContent.trim()}`);
for (const e of shown("#left"))
  if (parseFloat(getComputedStyle(e).fontSize) < 90) found.push("the seconds are small");
if (document.querySelector("#live:not([hidden]) #said:empty")) found.push("the card is empty");
if (document.body.textContent.includes("built-in method")) found.push("a word is missing");
return found;
"""


def test_every_view_passes_axe_core_and_nothing_covers_the_drawing(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    browser.size(360, 740)
    browser.complaints()
    wrong: list[str] = []
    with serving(speed=30.0, limits=roomy()) as page:
        prepare(page)
        try:
            for view in every_view(page, browser):
                rare = (
                    ((640, 360), (320, 640), (2560, 1440)) if view in ("choose", "settings", "yes-no", "hold") else ()
                )
                for width, height in (*rare, (1280, 900), (360, 740)):
                    browser.size(width, height)
                    wrong += [f"{view} at {width}: {what}" for what in browser.run(UNFIT)]
                    if (scheme := {1280: "dark", 360: "light"}.get(width)) is not None:
                        browser.media(prefers_color_scheme=scheme)
                        if not browser.run("return Boolean(window.axe)"):
                            browser.run(AXE.read_text("utf-8"))
                        wrong += [f"{view}, {scheme}: {what}" for what in browser.driver.execute_async_script(RUN_AXE)]
            assert wrong == []
            assert browser.complaints() == []
        finally:
            page.opener.going.set()
            browser.driver.get("about:blank")
