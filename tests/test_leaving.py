"""The end of the process, with threads that are left inside a library."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import threading, time
import voicecoach.cli
from voicecoach.__main__ import main

class Ends:
    def __del__(self):
        print("the interpreter ends")

def run(arguments):
    if {stuck}:
        threading.Thread(target=time.sleep, args=(60.0,), daemon=True).start()
    print("done")
    return 3

ends = Ends()
voicecoach.cli.run = run
main()
"""


def left(*, stuck: bool) -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(stuck=stuck)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)


def test_the_interpreter_is_not_ended_under_a_thread_that_may_be_in_a_library() -> None:
    # When such a thread comes back to an interpreter that has ended, the C++ of onnxruntime calls abort.
    ended = left(stuck=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "done\n", "")


def test_it_is_ended_where_none_is_left() -> None:
    ended = left(stuck=False)
    assert (ended.returncode, ended.stdout) == (3, "done\nthe interpreter ends\n")
