"""What stands on the screen of a session at every size, and what its keys do."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

import pytest
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget

from voicecoach.cli.screen.board import Board, BoardRow
from voicecoach.cli.screen.large_letters import letters
from voicecoach.cli.screen.moment import Characters
from voicecoach.cli.screen.session_app import SessionApp
from voicecoach.cli.screen.zones import Zones, zones
from voicecoach.language import loading
from voicecoach.language.vocabulary import Command
from voicecoach.routine.plan import Side
from voicecoach.session.phase import Phase
from voicecoach.session.view import View

TEXTS = loading.load("en").texts
OWN = TEXTS.screen
SIZES = [(40, 12), (60, 20), (80, 24), (100, 30), (120, 40), (160, 50), (240, 70)]
OFFERS = (Command.STOP, Command.PAUSE, Command.HURTS, Command.NEXT, Command.HOW_LONG, Command.UNDO, Command.HELP)
HOLD = View(
    routine="Bridge",
    phase=Phase.HOLDING,
    step=4,
    steps=9,
    side=Side.LEFT,
    picture="bridge-up",
    set_number=2,
    sets=3,
    left_s=17.4,
    whole_s=30.0,
    at_s=60.0,
    saying="Breathe slowly.",
    line_id=7,
    heard="how long",
    heard_at_s=58.0,
    level_db=-30.0,
    offers=lambda: OFFERS,
)
EMERGENCY = (
    "If you lose control of your bladder, or feel numb between your legs, or both legs are getting weaker, this is an "
    "emergency: call a doctor at once."
)
FAULT = "I cannot hear you any more. Please use the keys."


class Screen(SessionApp):
    """The screen, with everything that it hands on kept."""

    def __init__(self, view: View, *, board: Board | None = None, characters: Characters | None = None) -> None:
        self.view = view
        self.keys: list[str] = []
        self.picks: list[str] = []
        self.rung = 0
        self.over = False
        super().__init__(
            lambda: self.view,
            TEXTS,
            typed=self.keys.append,
            picked=self.picks.append,
            ended=lambda: self.over,
            board=board,
            characters=characters,
        )

    def bell(self) -> None:
        self.rung += 1

    async def turn_to(self, view: View, pilot: Pilot[None]) -> None:
        self.view = view
        self.redraw()
        await pilot.pause()

    def rows(self) -> list[str]:
        """What can be read, row by row."""
        width, height = self.size
        grid = [[" "] * width for _ in range(height)]
        for widget in self.screen.walk_children(Widget):
            region = widget.region
            if widget.children or not widget.display or not region or not all(p.display for p in widget.ancestors):
                continue
            strips = widget.render_lines(Region(0, 0, region.width, region.height))
            for y, strip in enumerate(strips, start=region.y):
                for x, character in enumerate(strip.text, start=region.x):
                    if 0 <= y < height and 0 <= x < width:
                        grid[y][x] = character
        return ["".join(row).rstrip() for row in grid]

    def places(self) -> dict[str, Region]:
        return {widget.id: widget.region for widget in self.screen.walk_children(Widget) if widget.id}


Acts = Callable[[Screen, Pilot[None]], Awaitable[None]]


def play(screen: Screen, acts: Acts, size: tuple[int, int] = (100, 30)) -> None:
    """The screen without a terminal."""

    async def run() -> None:
        async with screen.run_test(size=size) as pilot:
            await pilot.pause()
            await acts(screen, pilot)

    asyncio.run(run())


def shown(view: View, size: tuple[int, int] = (100, 30), characters: Characters | None = None) -> str:
    """What can be read on a screen of this size."""
    found: list[str] = []

    async def read(screen: Screen, _: Pilot[None]) -> None:
        found.extend(screen.rows())

    play(Screen(view, characters=characters), read, size)
    return "\n".join(found)


def words_of(text: str) -> str:
    return " ".join(text.split())


class TestZones:
    @pytest.mark.parametrize(("width", "height"), SIZES)
    def test_no_part_is_wider_or_higher_than_its_place(self, width: int, height: int) -> None:
        divided = zones_at(width, height)
        assert divided.title + divided.body + divided.sentence + divided.keys + 1 <= height
        if divided.letters:
            for word in OWN.words.values():
                assert max(map(len, letters(word, divided.letters))) <= divided.columns
            for side in (OWN.left, OWN.right):
                assert max(map(len, letters(side, divided.letters))) <= divided.beside_drawing
            assert 2 * divided.letters + divided.figure + 2 <= divided.body
            assert divided.drawing[1] + divided.letters <= divided.body

    def test_what_to_do_side_and_seconds_are_five_rows_high_where_they_are_read_from_three_metres(self) -> None:
        divided = zones_at(120, 40)
        assert divided.letters >= 5
        assert divided.figure >= 5
        assert len(letters("HOLD", divided.letters)) >= 5
        assert divided.drawing[0] >= 40

    def test_letters_grow_with_the_terminal(self) -> None:
        heights = [zones_at(w, h).letters for w, h in SIZES]
        assert heights == sorted(heights)
        assert heights[-1] >= 10


class TestAMoment:
    def test_a_hold_shows_what_to_do_the_side_the_seconds_the_drawing_and_what_was_understood(self) -> None:
        screen = shown(HOLD, (120, 40))
        plain = words_of(screen)
        for part in ("Bridge", "set 2 of 3", "step 4 of 9", "Breathe slowly.", "Understood: how long", "space pause"):
            assert part in plain
        for large in (letters("HOLD", 5), letters("LEFT", 5), letters("18", zones_at(120, 40).figure)):
            assert all(row.strip() in screen for row in large if row.strip())
        assert "█" in screen
        assert any("\u2800" < character <= "\u28ff" for character in screen)

    @pytest.mark.parametrize(
        ("size", "faults"), [*((size, (FAULT,)) for size in SIZES), ((40, 12), ()), ((120, 40), ())]
    )
    def test_a_safety_sentence_is_whole_at_every_size_and_stop_stands_below_it(
        self, size: tuple[int, int], faults: tuple[str, ...]
    ) -> None:
        plain = words_of(shown(replace(HOLD, saying=EMERGENCY, faults=faults), size))
        assert EMERGENCY in plain
        assert "q stop" in plain
        assert all(fault in plain for fault in faults)

    @pytest.mark.parametrize("phase", [Phase.HOLDING, Phase.MOVING])
    def test_a_counted_word_does_not_stand_over_the_seconds(self, phase: Phase) -> None:
        counted = replace(HOLD, phase=phase, saying="one", task="You should feel it in your hip.")
        plain = words_of(shown(counted, (40, 12)))
        assert "You should feel it in your hip." in plain
        assert "one" not in plain.split()

    def test_at_forty_columns_the_title_begins_with_where_it_is(self) -> None:
        long = shown(replace(HOLD, routine="Deep piriformis stretch"), (40, 12))
        assert long.splitlines()[0].strip() == "4/9 · Deep piriformis stretch"

    def test_words_with_hyphens_are_whole_too(self) -> None:
        saying = (
            "Keep the knee-to-chest and cat-and-camel movements well-controlled, half-way, and pain-free to-day. " * 2
        )
        for width in (30, 33, 36, 40):  # longer than its usual place, so that each row counts
            assert saying.strip() in words_of(shown(replace(HOLD, saying=saying), (width, 24)))

    @pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
    def test_nothing_moves_from_one_sentence_to_the_next(self, size: tuple[int, int]) -> None:
        screen = Screen(HOLD)
        moments = [
            replace(HOLD, saying="ten", left_s=9.5),
            replace(HOLD, saying=EMERGENCY, heard=""),
            replace(HOLD, phase=Phase.RESTING, side=None, left_s=None, saying="Rest."),
        ]

        async def compare(screen: Screen, pilot: Pilot[None]) -> None:
            before = screen.places()
            for view in moments:
                await screen.turn_to(view, pilot)
                assert screen.places() == before

        play(screen, compare, size)

    def test_the_welcome_has_no_steps_to_count(self) -> None:
        assert "step" not in shown(replace(HOLD, steps=0))

    def test_without_a_microphone_there_is_no_meter(self) -> None:
        assert "I hear" in shown(HOLD)
        assert "I hear" not in shown(replace(HOLD, level_db=None))

    def test_a_terminal_without_block_characters_gets_ascii_alone(self) -> None:
        screen = shown(HOLD, (120, 40), Characters(blocks=False, braille=False))
        high = zones_at(120, 40, blocks=False, braille=False).letters
        assert screen.isascii()
        assert all(row.strip() in screen for row in letters("HOLD", high, blocks=False))
        assert "Breathe slowly." in screen

    def test_a_long_time_has_room_too(self) -> None:
        assert "1:41" in shown(replace(HOLD, left_s=100.2), (40, 12))

    def test_a_fault_rings_once(self) -> None:
        screen = Screen(replace(HOLD, faults=(FAULT,)))

        async def wait(screen: Screen, pilot: Pilot[None]) -> None:
            await screen.turn_to(screen.view, pilot)
            assert screen.rung == 1

        play(screen, wait)


def zones_at(width: int, height: int, **characters: bool) -> Zones:
    return zones(width, height, tuple(OWN.words.values()), (OWN.left, OWN.right), **characters)


class TestKeys:
    @staticmethod
    def pressing(*keys: str, view: View = HOLD) -> Screen:
        screen = Screen(view)

        async def press(_: Screen, pilot: Pilot[None]) -> None:
            await pilot.press(*keys)
            await pilot.pause()

        play(screen, press)
        return screen

    def test_each_key_is_handed_on_by_its_name(self) -> None:
        pressed = self.pressing("space", "enter", "N", "question_mark", "7", "minus").keys
        assert pressed == ["space", "enter", "n", "?", "7", "-"]

    def test_words_are_seen_while_they_are_typed_and_handed_on_as_a_line(self) -> None:
        screen = Screen(HOLD)

        async def type_it(screen: Screen, pilot: Pilot[None]) -> None:
            await pilot.press(":", *"say it again".replace(" ", "_"))
            await pilot.pause()
            assert "say_it_again" in "\n".join(screen.rows())
            await pilot.press("enter")
            await pilot.press("p")
            await pilot.pause()

        play(screen, type_it)
        assert screen.keys == ["say_it_again", "p"]

    def test_before_a_question_has_been_heard_no_key_answers_it_or_goes_round_it_but_urgent_ones(self) -> None:
        asking = replace(HOLD, phase=Phase.ASKING, offers=lambda: (Command.STOP, Command.REPEAT))
        assert self.pressing("y", "n", "7", "k", "r", "space", "h", "q", view=asking).keys == ["r", "space", "h", "q"]
        heard = replace(asking, offers=lambda: (Command.YES, Command.NO, Command.STOP))
        assert self.pressing("y", "n", "7", view=heard).keys == ["y", "n"]

    def test_a_key_that_means_nothing_is_not_heard(self) -> None:
        assert self.pressing("x", "j", "f1", "left", "p").keys == ["p"]

    def test_where_an_answer_takes_a_key_its_command_is_not_named(self) -> None:
        asked = (Command.YES, Command.NO, Command.NEXT)
        plain = words_of(shown(replace(HOLD, offers=lambda: asked)))
        assert "y yes n no" in plain
        assert "next" not in plain

    def test_a_line_that_was_left_is_not_handed_on(self) -> None:
        assert self.pressing(":", "s", "t", "escape", "q").keys == ["q"]

    def test_control_c_is_the_signal_that_it_is_elsewhere(self, monkeypatch: pytest.MonkeyPatch) -> None:
        raised: list[int] = []
        monkeypatch.setattr(signal, "raise_signal", raised.append)
        self.pressing("ctrl+c")
        assert raised == [signal.SIGINT]

    def test_only_what_means_something_is_named(self) -> None:
        asked = replace(HOLD, offers=lambda: (Command.YES, Command.NO, Command.STOP, Command.PAUSE))
        plain = words_of(shown(asked))
        assert "y yes n no q stop space pause" in plain
        assert "next" not in plain

    def test_a_score_is_a_number_that_enter_ends_and_a_pause_ends_with_the_same_key(self) -> None:
        numbers = tuple(Command(str(number)) for number in range(11))
        assert "0–10 your answer, then Enter" in words_of(shown(replace(HOLD, offers=lambda: numbers)))
        few = numbers[1:4]
        assert "1–3 your answer" in words_of(shown(replace(HOLD, offers=lambda: few)))
        assert "space go on" in words_of(shown(replace(HOLD, offers=lambda: (Command.RESUME, Command.STOP))))


class TestBoard:
    BOARD = Board(
        routines=(
            BoardRow("bridge", "Bridge", "Lying on your back", 2, date(2026, 11, 3)),
            BoardRow("sphinx", "Sphinx", "Lying on your front", 3, date(2026, 11, 4)),
            BoardRow("clamshell", "Clamshell", "Lying on your front", 4),
        ),
        patients=(BoardRow("Ana", "Ana", last_done=date(2026, 10, 25)), BoardRow("", "A guest")),
        today=date(2026, 11, 4),
    )
    MENU = replace(
        HOLD,
        phase=Phase.ASKING,
        steps=0,
        choices=("sphinx", "bridge"),
        saying="What would you like to do?",
        offers=lambda: (Command.N0, Command.N1, Command.N2, Command.STOP),
    )

    def test_routines_stand_by_posture_with_minutes_and_when_they_were_last_done(self) -> None:
        screen = Screen(self.MENU, board=self.BOARD)

        async def read(screen: Screen, _: Pilot[None]) -> None:
            rows = [words_of(row) for row in screen.rows()]
            assert rows[2:7] == [
                "Lying on your back",
                "2 Bridge 2 min last done yesterday",
                "Lying on your front",
                "1 Sphinx 3 min last done today",
                "Clamshell 4 min not done yet",
            ]
            assert "What would you like to do?" in rows

        play(screen, read)

    def test_arrows_and_enter_pick_a_routine_then_a_patient(self) -> None:
        screen = Screen(self.MENU, board=self.BOARD)

        async def pick(screen: Screen, pilot: Pilot[None]) -> None:
            await pilot.press("down", "enter")
            await screen.turn_to(replace(self.MENU, choices=("Ana",), choosing_patient=True), pilot)
            assert any("1 Ana last done 10 days ago" in words_of(row) for row in screen.rows())
            await pilot.press("down", "enter")
            await pilot.press("1")
            await pilot.pause()

        play(screen, pick)
        assert screen.picks == ["sphinx", ""]
        assert screen.keys == ["1"]

    def test_after_a_pause_and_a_tab_the_arrows_still_choose(self) -> None:
        screen = Screen(self.MENU, board=self.BOARD)

        async def come_back(screen: Screen, pilot: Pilot[None]) -> None:
            await screen.turn_to(replace(HOLD, phase=Phase.PAUSED), pilot)
            await screen.turn_to(self.MENU, pilot)
            await pilot.press("tab", "down", "enter", ":", "tab", "b", "enter")
            await pilot.pause()

        play(screen, come_back)
        assert screen.picks == ["sphinx"]
        assert screen.keys == ["b"]


def test_the_screen_goes_when_the_session_is_over() -> None:
    screen = Screen(HOLD)

    async def end(screen: Screen, pilot: Pilot[None]) -> None:
        screen.over = True
        await screen.turn_to(screen.view, pilot)
        assert not screen.is_running

    play(screen, end)
