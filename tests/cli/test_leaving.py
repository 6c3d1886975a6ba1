"""The end of the process: its code and its output stay what they are when a thread has been left behind."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import atexit, sys, threading
import voicecoach.cli
from voicecoach.__main__ import main

def run(arguments):
    if {left_behind}:
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    atexit.register(print, "Python has ended")
    print("printed")
    return 143

voicecoach.cli.run = run
main()
"""


@pytest.mark.parametrize("left_behind", [False, True])
def test_python_does_not_end_under_a_thread_that_was_left_behind(left_behind: bool) -> None:
    script = SCRIPT.format(left_behind=left_behind)
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ended.returncode == 143
    assert ended.stdout.split("\n")[0] == "printed"
    assert ("Python has ended" in ended.stdout) is not left_behind
