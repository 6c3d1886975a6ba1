"""Draws docs/terminal.svg: the terminal in the middle of a hold. ``python docs/make_terminal_picture.py``"""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from voicecoach.cli.screen.session_screen import picture
from voicecoach.language import loading
from voicecoach.routine.plan import Side
from voicecoach.session.phase import Phase
from voicecoach.session.view import View

HERE = Path(__file__).parent


def main() -> None:
    texts = loading.load("en").texts.terminal
    view = View(
        routine="Deep piriformis stretch",
        phase=Phase.HOLDING,
        step=9,
        steps=17,
        side=Side.RIGHT,
        picture=None,
        set_number=1,
        sets=1,
        left_s=18.0,
        whole_s=30.0,
        at_s=120.0,
        saying="Let your chest stay relaxed.",
        line_id=33,
        heard="how long",
        heard_at_s=118.5,
    )
    console = Console(record=True, width=100, height=26, file=io.StringIO(), force_terminal=True)
    console.print(picture(view, texts, (), console))
    console.save_svg(str(HERE / "terminal.svg"), title="python -m voicecoach start deep-piriformis")


if __name__ == "__main__":
    main()
