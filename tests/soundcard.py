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
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest

from voicecoach.audio.pcm import SAMPLE_RATE_HZ, Samples, from_int16, gain_from_db, to_int16

_FORMAT = f"rate={SAMPLE_RATE_HZ} channels=1 channel_map=mono format=s16le norewinds=1"
_RAW = ["--raw", f"--rate={SAMPLE_RATE_HZ}", "--channels=1", "--format=s16le", "--latency-msec=20"]


class VirtualSoundcard:
    """A card and its sound server. Give ``environment`` to whatever shall use it."""

    def __init__(self, home: Path, *, echo_db: float, echo_ms: int, noise_db: float | None) -> None:
        """``home`` is a folder of its own."""
        self._noise_db = noise_db
        self._noise: subprocess.Popen[bytes] | None = None
        self.environment = _environment(home)
        self._home = home
        self._echo_db = echo_db
        (home / "run").mkdir(mode=0o700)
        (home / "state").mkdir()
        (home / "alsa.conf").write_text(
            "</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n"
        )
        self._card = _card(echo_ms)

    def start(self) -> None:
        """Starts the server, with the card."""
        socket = self.environment["PULSE_SERVER"].removeprefix("unix:")
        lines = [f"load-module module-native-protocol-unix auth-anonymous=1 socket={socket}", *self._card]
        (self._home / "card.pa").write_text("\n".join(lines) + "\n")
        options = ["-n", "-F", str(self._home / "card.pa"), "--daemonize=no", "--use-pid-file=no", "--disable-shm=yes"]
        options += ["--exit-idle-time=-1", "--realtime=yes", "--high-priority=yes"]
        options += [f"--log-target=file:{self._home / 'log'}"]
        self._server = subprocess.Popen(
            ["pulseaudio", *options], env=self._all(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _await(self._all(), self._home / "log")
        _set_echo(self._all(), self._echo_db)
        self._fill_with_noise()

    def stop(self) -> None:
        """Ends the server in order."""
        if self._noise is not None:
            self._noise.kill()
            self._noise.wait(timeout=10)
        self._server.terminate()
        self._server.wait(timeout=10)

    def kill(self) -> None:
        """The server dies."""
        self._server.kill()
        self._server.wait(timeout=10)

    def halt(self, *, halted: bool) -> None:
        """The server stops answering, or answers again."""
        self._server.send_signal(signal.SIGSTOP if halted else signal.SIGCONT)

    def pull_out(self, *names: str) -> None:
        """Takes the devices of these names away, as they stand in ``pactl``."""
        for line in self.control("list", "short", "modules").splitlines():
            number, _, *arguments = line.split()
            if any(argument.partition("_name=")[2] in names for argument in arguments):
                with suppress(subprocess.CalledProcessError):  # it went with another
                    self.control("unload-module", number)

    def plug_in(self) -> None:
        """Brings back all that was taken away."""
        there = self.control("list", "short", "modules")
        for line in self._card:
            command, *words = line.split()
            if command != "load-module" or " ".join(words[1:]) not in there:
                self.control(command, *words)
        _set_echo(self._all(), self._echo_db)
        self._fill_with_noise()

    def control(self, *arguments: str) -> str:
        """What ``pactl`` answers. Raises where it fails."""
        ran = subprocess.run(
            ["pactl", *arguments], env=self._all(), capture_output=True, text=True, check=True, timeout=20
        )
        return ran.stdout

    def _fill_with_noise(self) -> None:
        """The room is never quite silent, for ten minutes."""
        if self._noise_db is None:
            return
        if self._noise is not None:
            self._noise.kill()
            self._noise.wait(timeout=10)
        sound = np.random.default_rng(0).standard_normal(60 * SAMPLE_RATE_HZ) * gain_from_db(self._noise_db)
        with tempfile.TemporaryFile() as file:
            file.write(to_int16(sound.astype(np.float32)) * 10)
            file.seek(0)
            command = ["pacat", "--playback", "--device=voice", *_RAW]
            self._noise = subprocess.Popen(command, stdin=file, stderr=subprocess.DEVNULL, env=self._all())

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
        ours = {
            name: value for name, value in os.environ.items() if name not in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY")
        }
        return {**ours, **self.environment}


def missing() -> str:
    """What this machine lacks for a virtual card; empty when nothing."""
    programs = [name for name in ("pulseaudio", "pactl", "pacat") if shutil.which(name) is None]
    return f"needs {', '.join(programs)} (Debian: pulseaudio pulseaudio-utils)" if programs else ""


@contextmanager
def virtual_soundcard(
    *, echo_db: float = -10.0, echo_ms: int = 60, noise_db: float | None = None
) -> Iterator[VirtualSoundcard]:
    """Starts a card and stops it afterwards. Skips the test where PulseAudio is not installed."""
    if lacking := missing():
        pytest.skip(lacking)
    with tempfile.TemporaryDirectory(prefix="virtual-soundcard-") as folder:
        card = VirtualSoundcard(Path(folder), echo_db=echo_db, echo_ms=echo_ms, noise_db=noise_db)
        card.start()
        try:
            yield card
        finally:
            card.stop()


def _environment(home: Path) -> dict[str, str]:
    return {
        "PULSE_RUNTIME_PATH": str(home / "run"),
        "PULSE_STATE_PATH": str(home / "state"),
        "PULSE_COOKIE": str(home / "state" / "cookie"),
        "PULSE_SERVER": f"unix:{home / 'run' / 'native'}",
        "ALSA_CONFIG_PATH": str(home / "alsa.conf"),
    }


def _card(echo_ms: int) -> list[str]:
    """The commands that make it."""
    # adjust_time=0: otherwise PulseAudio resamples the loops to keep their latency, and no echo canceller can
    # follow
    loop = "adjust_time=0 source_dont_move=true sink_dont_move=true sink_input_properties=media.name"
    return [
        *(f"load-module module-null-sink sink_name={name} {_FORMAT}" for name in ("spk", "voice", "room")),
        f"load-module module-loopback source=spk.monitor sink=room latency_msec={echo_ms} {loop}=echo",
        f"load-module module-loopback source=voice.monitor sink=room latency_msec=12 {loop}=patient",
        "load-module module-remap-source master=room.monitor source_name=mic",
        "set-default-sink spk",
        "set-default-source mic",
    ]


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
