"""A session as it is put together for a live card, whose devices are lost and come back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.audio.room.fake_devices import DevicesInTime
from voicecoach.audio.room import call_watch, device_keeper, sound_card
from voicecoach.audio.room.quiet_room import QuietRoom
from voicecoach.coach import parts
from voicecoach.coach.assemble import Assembled, assembled
from voicecoach.coach.session_request import SessionRequest
from voicecoach.ears.choose import EarsChoice
from voicecoach.ears.interface import ActivePhrases, Hearing, Utterance
from voicecoach.language.vocabulary import Command
from voicecoach.session.phase import Phase
from voicecoach.session.records import EndReason
from voicecoach.session.view import View

SCRIPT = """\
name: Rest
summary: A rest.
language: en
needs: []
sources: [none]
steps:
  - hold: 60s
    feel: in your thigh
"""


class SilentEars:
    """Hear nothing."""

    name = "silent"

    def listen_for(self, active: ActivePhrases) -> None: ...

    def hear(self, hearing: Hearing) -> list[Utterance]:  # noqa: ARG002
        return []

    def close(self) -> None: ...


@pytest.fixture
def devices(monkeypatch: pytest.MonkeyPatch) -> DevicesInTime:
    devices = DevicesInTime()
    monkeypatch.setattr(sound_card, "DefaultDevices", lambda: devices)
    monkeypatch.setattr(parts, "sound_here", lambda: parts.Sound(True, True))
    monkeypatch.setattr(parts, "choose_ears", lambda *_: EarsChoice("silent", "", SilentEars, SilentEars))
    monkeypatch.setattr(call_watch, "LOST_AFTER_S", 0.8)
    monkeypatch.setattr(call_watch, "STEADY_S", 0.05)
    monkeypatch.setattr(device_keeper, "RETRY_S", 0.03)
    return devices


Story = Callable[[Assembled, Callable[[], View]], Iterator[Callable[[], object]]]


def play(folder: Path, story: Story) -> list[dict[str, object]]:
    """Runs a session along a story, whose steps wait until something is true; the records of its trace."""
    script, trace = folder / "rest.yaml", folder / "trace.jsonl"
    script.write_text(SCRIPT, encoding="utf-8")
    views: list[View] = []
    steps: Iterator[Callable[[], object]] = iter(())
    waits_for: Callable[[], object] = lambda: True  # noqa: E731

    def watch(view: View) -> None:
        nonlocal waits_for
        views[:] = [view]
        while waits_for():
            waits_for = next(steps, lambda: False)

    with assembled(SessionRequest(str(script), voice="en-us", page=True, trace=trace), watch) as session:
        steps = story(session, lambda: views[0])
        session.coach.run(session.room)
    return [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]


def named(records: list[dict[str, object]], *names: str) -> list[tuple[object, ...]]:
    return [(each["event"], each.get("part") or each.get("why")) for each in records if each["event"] in names]


@pytest.mark.parametrize(("what", "part"), [("loudspeaker", "speaker"), ("microphone", "microphone")])
def test_a_session_pauses_obeys_the_page_and_tells_the_return(
    devices: DevicesInTime, tmp_path: Path, what: str, part: str
) -> None:
    def story(session: Assembled, now: Callable[[], View]) -> Iterator[Callable[[], object]]:
        yield lambda: True
        devices.stop(what)
        yield lambda: now().faults
        yield lambda: now().phase is Phase.PAUSED
        assert (now().level_db is None) is (part == "microphone"), "no meter moves for a microphone that is not heard"
        session.coach.command(Command.STOP, "page")
        yield lambda: now().phase is Phase.STOPPED
        devices.mend(what)
        yield lambda: not now().faults
        session.coach.quit(interrupted=True)

    records = play(tmp_path, story)
    assert named(records, "fault", "paused", "recovered", "session_ended") == [
        ("fault", part),
        ("paused", f"{part}-failed"),
        ("recovered", part),
        ("session_ended", EndReason.INTERRUPTED.value),
    ]


def test_a_session_without_any_device_can_be_ended(devices: DevicesInTime, tmp_path: Path) -> None:
    def story(session: Assembled, now: Callable[[], View]) -> Iterator[Callable[[], object]]:
        yield lambda: True
        devices.stop("loudspeaker")
        devices.stop("microphone")
        yield lambda: len(now().faults) == 2
        session.coach.quit()

    assert named(play(tmp_path, story), "session_ended") == [("session_ended", "stopped")]


@pytest.mark.usefixtures("devices")
def test_without_a_card_sleep_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "sound_here", lambda: parts.Sound(False, False))

    def story(session: Assembled, _now: Callable[[], View]) -> Iterator[Callable[[], object]]:
        assert isinstance(session.room, QuietRoom)
        monkeypatch.setattr("voicecoach.audio.room.sleep_watch.SleepWatch.slept_s", lambda _self: 60.0)
        yield lambda: _now().phase is Phase.PAUSED
        session.coach.quit()

    assert named(play(tmp_path, story), "paused") == [("paused", "asleep")]
