"""What ``doctor`` tries, in rooms that are known: nothing is good that was not tried."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.simulated_room import SimulatedRoom
from voicecoach.audio.room import devices
from voicecoach.audio.room.acoustics import Acoustics
from voicecoach.audio.room.devices import Device, Found
from voicecoach.audio.room.interface import Room
from voicecoach.coach.diagnostics import Card, Examination, PartState, examined
from voicecoach.errors import DeviceError
from voicecoach.language.loading import load
from voicecoach.paths import VARIABLE
from voicecoach.settings import Settings

ENGLISH = load("en")
BOTH = Found("PulseAudio", (Device("Box", True, b"1"),), (Device("Mike", True, b"2"),))
GOOD, WEAK, MISSING = PartState


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setattr(devices, "sound_devices", lambda: BOTH)
    return tmp_path


def room(*, noise_db: float | None = -60.0, echo_db: float | None = None) -> Card:
    return lambda _speaker, _microphone: SimulatedRoom(Acoustics(echo_db=echo_db), noise_db=noise_db)


def found_in(card: Card, *, voice: str = "printed", ears: str = "typed", port: int = 0) -> Examination:
    return examined(Settings(voice=voice, ears=ears), ENGLISH, card=card, port=port)


def test_a_device_is_good_when_it_was_opened_and_not_because_it_is_listed() -> None:
    def broken(speaker: bool, _microphone: bool) -> Room:
        raise DeviceError("The loudspeaker is gone." if speaker else "The microphone is gone.")

    found = found_in(broken).rows
    assert (found["loudspeaker"].state, found["loudspeaker"].found) == (MISSING, "The loudspeaker is gone.")
    assert (found["microphone"].state, found["microphone"].found) == (MISSING, "The microphone is gone.")
    found = found_in(room()).rows
    assert (found["loudspeaker"].state, found["loudspeaker"].found) == (GOOD, "Box (PulseAudio)")
    assert (found["microphone"].state, found["microphone"].found) == (GOOD, "Mike (PulseAudio), -60 dB")


def test_a_microphone_that_gives_only_zeros_is_not_good_unless_it_hears_the_coach() -> None:
    silent = found_in(room(noise_db=None)).rows["microphone"]
    assert (silent.state, silent.advice) == (WEAK, ENGLISH.texts.doctor.advice["microphone_silent"])
    gated = found_in(room(noise_db=None, echo_db=-10.0), voice="en-us").rows
    assert (gated["microphone"].state, gated["microphone"].advice) == (GOOD, "")
    assert gated["interrupting"].advice.startswith(ENGLISH.texts.doctor.loopback.verdicts["works"])


def test_ears_are_good_when_they_understood_a_command() -> None:
    understood = found_in(room(), voice="heart", ears="phrases").rows["ears"]
    assert (understood.state, understood.found) == (GOOD, "phrases")


def test_ears_that_may_fetch_a_model_are_not_tried() -> None:
    assert found_in(room(), ears="whisper").rows["ears"].found == "whisper. It was not tried."


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        row = found_in(room(), port=port).rows["page"]
    assert (row.state, row.found) == (WEAK, f"port {port} is taken")
    assert found_in(room(), port=port).rows["page"].state is GOOD


def test_what_there_is_nothing_of_has_no_row() -> None:
    found = found_in(lambda _speaker, _microphone: SimulatedRoom(Acoustics(echo_db=None), noise_db=None)).rows
    assert "last_session" not in found
    assert "interrupting" not in found, "the printed voice makes no sound"


def test_a_journal_that_cannot_be_written_is_not_good(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    assert found_in(room()).rows["journal"].state is GOOD
    monkeypatch.setenv(VARIABLE, str(folder / "file"))
    (folder / "file").write_text("no folder")
    assert found_in(room()).rows["journal"].state is MISSING


def test_with_a_voice_that_is_not_there_no_session_can_run() -> None:
    assert found_in(room()).able
    wrong = found_in(room(), voice="klingon")
    assert not wrong.able
    assert wrong.rows["voice"].found.startswith("The voice 'klingon' speaks piqd, not en.")
