"""A sound card made of software: PulseAudio with null sinks for the loudspeaker, the patient and the room.

::

    coach -> spk -> (echo: level, delay) -> room -> mic -> coach
             patient's voice ->             room

All of it runs at 16 kHz mono, the rate of the coach, so that samples come through unchanged. Needs Debian's
pulseaudio and pulseaudio-utils; nothing of a running sound system is used or touched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples, from_int16, to_int16

_FORMAT = f"rate={SAMPLE_RATE_HZ} channels=1 channel_map=mono format=s16le norewinds=1"
_RAW = ["--raw", f"--rate={SAMPLE_RATE_HZ}", "--channels=1", "--format=s16le", "--latency-msec=20"]


@dataclass(frozen=True, slots=True)
class VirtualSoundcard:
    """A running card. Give ``environment`` to whatever shall use it."""

    environment: dict[str, str]

    def say(self, words: Samples) -> None:
        """The patient speaks; returns when all has been said."""
        command = ["pacat", "--playback", "--device=voice", *_RAW]
        subprocess.run(command, input=to_int16(words), env=self._all(), check=True, timeout=600)

    @contextmanager
    def recording(self, source: str = "spk.monitor") -> Iterator[list[Samples]]:
        """Records what the loudspeaker plays (or ``mic`` hears); the sound is in the list afterwards."""
        recorded: list[Samples] = []
        command = ["pacat", "--record", f"--device={source}", *_RAW]
        with tempfile.TemporaryFile() as sound:
            recorder = subprocess.Popen(command, stdout=sound, env=self._all())
            try:
                time.sleep(0.3)
                yield recorded
            finally:
                time.sleep(0.3)
                recorder.terminate()
                recorder.wait(timeout=10)
                sound.seek(0)
                data = sound.read()
                recorded.append(from_int16(data[: len(data) // 2 * 2]))

    def _all(self) -> dict[str, str]:
        return {**os.environ, **self.environment}


def missing() -> str:
    """What this machine lacks for a virtual card; empty when nothing."""
    programs = [name for name in ("pulseaudio", "pactl", "pacat") if shutil.which(name) is None]
    return f"needs {', '.join(programs)} (Debian: pulseaudio pulseaudio-utils)" if programs else ""


@contextmanager
def virtual_soundcard(*, echo_db: float = -10.0, echo_ms: int = 60) -> Iterator[VirtualSoundcard]:
    """Starts a card and stops it afterwards. Skips the test where PulseAudio is not installed."""
    if lacking := missing():
        pytest.skip(lacking)
    with tempfile.TemporaryDirectory(prefix="virtual-soundcard-") as folder:
        home = Path(folder)
        environment = _environment(home)
        (home / "run").mkdir(mode=0o700)
        (home / "state").mkdir()
        (home / "card.pa").write_text(_setup(environment["PULSE_SERVER"].removeprefix("unix:"), echo_ms))
        (home / "alsa.conf").write_text(
            "</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n"
        )
        everything = {**os.environ, **environment}
        for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY"):
            everything.pop(name, None)
        options = ["-n", "-F", str(home / "card.pa"), "--daemonize=no", "--use-pid-file=no"]
        options += ["--disable-shm=yes"]
        options += ["--exit-idle-time=-1", "--realtime=yes", "--high-priority=yes"]
        options += [f"--log-target=file:{home / 'log'}"]
        server = subprocess.Popen(
            ["pulseaudio", *options], env=everything, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _await(everything, home / "log")
            _set_echo(everything, echo_db)
            yield VirtualSoundcard(environment)
        finally:
            server.terminate()
            server.wait(timeout=10)


def _environment(home: Path) -> dict[str, str]:
    return {
        "PULSE_RUNTIME_PATH": str(home / "run"),
        "PULSE_STATE_PATH": str(home / "state"),
        "PULSE_COOKIE": str(home / "state" / "cookie"),
        "PULSE_SERVER": f"unix:{home / 'run' / 'native'}",
        "ALSA_CONFIG_PATH": str(home / "alsa.conf"),
    }


def _setup(socket: str, echo_ms: int) -> str:
    # adjust_time=0: otherwise PulseAudio resamples the loops to keep their latency, and no echo canceller can
    # follow
    loop = "adjust_time=0 source_dont_move=true sink_dont_move=true sink_input_properties=media.name"
    return f"""
load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
load-module module-null-sink sink_name=spk {_FORMAT}
load-module module-null-sink sink_name=voice {_FORMAT}
load-module module-null-sink sink_name=room {_FORMAT}
load-module module-loopback source=spk.monitor sink=room latency_msec={echo_ms} {loop}=echo
load-module module-loopback source=voice.monitor sink=room latency_msec=12 {loop}=patient
load-module module-remap-source master=room.monitor source_name=mic
set-default-sink spk
set-default-source mic
"""


def _await(environment: dict[str, str], log: Path) -> None:
    for _ in range(100):
        if subprocess.run(["pactl", "info"], env=environment, capture_output=True).returncode == 0:
            return
        time.sleep(0.1)
    said = log.read_text()[-500:] if log.exists() else ""
    raise RuntimeError(f"the virtual sound card did not start: {said}")


def _set_echo(environment: dict[str, str], echo_db: float) -> None:
    listing = subprocess.run(
        ["pactl", "list", "sink-inputs"], env=environment, capture_output=True, text=True, check=True
    )
    number = ""
    for line in listing.stdout.splitlines():
        if line.startswith("Sink Input #"):
            number = line.removeprefix("Sink Input #")
        elif 'media.name = "echo"' in line:
            volume = ["pactl", "set-sink-input-volume", number, f"{echo_db}dB"]
            subprocess.run(volume, env=environment, check=True)
            return
    raise RuntimeError("the virtual sound card has no echo to be set")
