"""How soon the caregiver's "stop" arrives while strangers press: ``python -m tests.bench.faults.strangers [OPTIONS]``.

Starts ``serve --lan`` as a user would, with 256 files at most, and a session on it. Strangers then hold half-sent
requests and idle sockets, and open each again a second after it was closed, and send GETs from another site. They come
from the caregiver's own address, the worst case. Every "stop" goes over a new connection, and is measured until it is
answered and until the open page shows it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import http.client
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

FILES = 256
STOPS = 50
PATIENCE_S = 3.0


async def attack(host: str, port: int, half: int, idle: int, asks_per_s: float, again_s: float) -> None:
    foreign = f"GET /api/now HTTP/1.1\r\nHost: {host}:{port}\r\nSec-Fetch-Site: cross-site\r\n\r\n".encode()

    async def hold(sent: bytes) -> None:
        while True:
            with contextlib.suppress(OSError):
                reader, writer = await asyncio.open_connection(host, port)
                writer.write(sent)
                await reader.read()
                writer.close()
            await asyncio.sleep(again_s)

    async def ask() -> None:
        while True:
            with contextlib.suppress(OSError):
                reader, writer = await asyncio.open_connection(host, port)
                writer.write(foreign)
                await reader.read(100)
                writer.close()
            await asyncio.sleep(1 / asks_per_s)

    tasks = [hold(b"GET /api/now HTTP/1.1\r\nHo") for _ in range(half)] + [hold(b"") for _ in range(idle)]
    await asyncio.gather(*tasks, *([ask()] if asks_per_s else []))


class Caregiver:
    """A visitor with an open stream, who gives orders over new connections."""

    def __init__(self, host: str, code: str) -> None:
        self._host = host
        self._secrets: dict[str, str] = {}
        answer = self._post("/enter", {"code": code})
        cookie = str(answer.getheader("Set-Cookie")).split(";")[0]
        self._secrets = {"Cookie": cookie, "X-Voicecoach-Token": json.loads(answer.read())["token"]}
        self.phase, self.stage = "", ""
        self.changed = threading.Condition()
        threading.Thread(target=self._follow, daemon=True).start()

    def order(self, path: str, content: object) -> int:
        try:
            return self._post(path, content).status
        except (OSError, http.client.HTTPException):
            return 0

    def until(self, phase: str) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: (self.phase == phase) == (phase == "stopped"), PATIENCE_S)

    def _post(self, path: str, content: object) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(self._host, timeout=PATIENCE_S)
        headers = {"Origin": f"http://{self._host}", "Content-Type": "application/json", **self._secrets}
        connection.request("POST", path, json.dumps(content), headers)
        return connection.getresponse()

    def _follow(self) -> None:
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection(self._host, timeout=20)
                connection.request("GET", "/api/live", headers=self._secrets)
                for line in connection.getresponse():
                    if line.startswith(b"data: "):
                        news = json.loads(line.removeprefix(b"data: "))
                        with self.changed:
                            self.phase, self.stage = news.get("phase", ""), news["stage"]
                            self.changed.notify_all()
            time.sleep(0.3)


@contextlib.contextmanager
def served(lan: bool) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "voicecoach", "serve", "--port", "0", "--voice", "printed", "--ears", "typed"]
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.Popen(
            command + ["--lan"] * lan,
            stdout=subprocess.PIPE,
            stderr=None,
            text=True,
            env={**os.environ, "VOICECOACH_DATA": folder},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES)),
        )
        assert run.stdout is not None
        printed = ""
        while "Ctrl-C" not in printed:
            printed += run.stdout.readline()
        try:
            yield run, printed
        finally:
            run.terminate()
            run.wait(20)


def measure(name: str, lan: bool, half: int, idle: int, asks_per_s: float, again_s: float) -> None:
    with served(lan) as (run, printed):
        host = re.findall(r"http://([^/]+)/", printed)[-1]
        caregiver = Caregiver(host, re.findall(r"#(\S+)", printed)[0])
        caregiver.order("/api/start", {"routine": "deep-piriformis"})
        time.sleep(2.0)
        numbers = (half, idle, asks_per_s, again_s)
        attacker = subprocess.Popen([sys.executable, "-m", __spec__.name, "--attack", host, *map(str, numbers)])
        time.sleep(2.0)
        answered_ms, shown_ms, refused, files = [], [], dict[int, int](), 0
        for _ in range(STOPS):
            begun_s = time.monotonic()
            status = caregiver.order("/api/command", {"command": "stop"})
            if status == 200:
                answered_ms.append((time.monotonic() - begun_s) * 1000)
                if caregiver.until("stopped"):
                    shown_ms.append((time.monotonic() - begun_s) * 1000)
            else:
                refused[status] = refused.get(status, 0) + 1
            with contextlib.suppress(OSError):
                files = max(files, sum(1 for _ in Path(f"/proc/{run.pid}/fd").iterdir()))
            caregiver.order("/api/command", {"command": "resume"})
            caregiver.until("anything else")
        attacker.terminate()
        print(
            f"{name}: answered {_figures(answered_ms)}; shown {_figures(shown_ms)}; refused {refused or 'none'};",
            end="",
        )
        print(f" files {files} of {FILES}; session {caregiver.stage}", flush=True)


def _figures(times_ms: list[float]) -> str:
    if len(times_ms) < 2:
        return f"{len(times_ms)} of {STOPS}"
    p95 = statistics.quantiles(times_ms, n=20)[-1]
    return f"{len(times_ms)} of {STOPS}, p50 {statistics.median(times_ms):.0f} p95 {p95:.0f} max {max(times_ms):.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--attack", nargs=5, metavar="X")
    parser.add_argument("--loopback", action="store_true", help="without --lan")
    parser.add_argument("--again", type=float, default=1.0, help="seconds until a closed socket is opened again")
    given = parser.parse_args()
    if given.attack:
        host, *numbers = given.attack
        half, idle, asks_per_s, again_s = map(float, numbers)
        name, _, port = host.partition(":")
        asyncio.run(attack(name, int(port), int(half), int(idle), asks_per_s, again_s))
        return
    for name, numbers in {
        "quiet": (0, 0, 0.0),
        "64 half-sent requests": (64, 0, 0.0),
        "230 idle sockets": (0, 230, 0.0),
        "200 cross-site GETs a second": (0, 0, 200.0),
        "all three": (64, 230, 200.0),
    }.items():
        measure(name, not given.loopback, *numbers, given.again)


if __name__ == "__main__":
    main()
