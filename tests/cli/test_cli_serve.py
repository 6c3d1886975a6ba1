"""``voicecoach serve`` as a program of its own: what it prints, how it ends."""

from __future__ import annotations

import http.client
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.caregiver import BeepingVoice, at_speed, eventually
from tests.conversation import LANGUAGE
from voicecoach import cli
from voicecoach.paths import VARIABLE
from voicecoach.web.addresses import open_sockets
from voicecoach.web.page_data import PageData
from voicecoach.web.routes import Site
from voicecoach.web.server import serve as run_page
from voicecoach.web.sessions import Sessions
from voicecoach.web.visitors import Visitors
from voicecoach.web.voice_samples import VoiceSamples

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of this kind are POSIX's")


@contextmanager
def program(*arguments: str, folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The page as a process, with the address that it printed."""
    command = [sys.executable, "-m", "voicecoach", "serve", "--port", "0", "--voice", "printed", "--ears", "typed"]
    environment = {**os.environ, VARIABLE: str(folder)}
    run = subprocess.Popen(
        [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert run.stdout is not None
        printed = ""
        while "Ctrl-C" not in printed:
            line = run.stdout.readline()
            assert line, run.stderr.read() if run.stderr is not None else ""
            printed += line
        yield run, printed
    finally:
        run.kill()
        run.communicate()


def order(printed: str, path: str, content: object, secrets: dict[str, str]) -> http.client.HTTPResponse:
    host = re.findall(r"http://([^/]+)/", printed)[0]
    connection = http.client.HTTPConnection(host, timeout=10)
    headers = {"Origin": f"http://{host}", "Content-Type": "application/json", **secrets}
    connection.request("POST", path, json.dumps(content), headers)
    return connection.getresponse()


def came_in(printed: str) -> dict[str, str]:
    answer = order(printed, "/enter", {"code": re.findall(r"#(\S+)", printed)[0]}, {})
    assert answer.status == 200
    cookie = str(answer.getheader("Set-Cookie")).split(";")[0]
    return {"Cookie": cookie, "X-Voicecoach-Token": json.loads(answer.read())["token"]}


def ended(run: subprocess.Popen[str], number: int = signal.SIGINT) -> tuple[int, str, str]:
    run.send_signal(number)
    out, err = run.communicate(timeout=20)
    return run.returncode, out, err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly_while_nothing_runs(tmp_path: Path, number: int) -> None:
    with program(folder=tmp_path) as (run, printed):
        assert re.search(r"http://127\.0\.0\.1:\d+/enter#[0-9A-Z]{4}-[0-9A-Z]{4}\n", printed)
        assert ended(run, number) == (130, "", "")


def test_it_ends_in_order_with_a_session_and_an_open_stream(tmp_path: Path) -> None:
    with program(folder=tmp_path) as (run, printed):
        secrets = came_in(printed)
        host = re.findall(r"http://([^/]+)/", printed)[0]
        stream = http.client.HTTPConnection(host, timeout=30)
        stream.request("GET", "/api/live", headers=secrets)
        live = stream.getresponse()
        assert (
            order(printed, "/api/start", {"routine": "deep-piriformis", "patient": "Secretname"}, secrets).status == 202
        )
        assert any(b'"said"' in line for line in live)
        code, out, err = ended(run)
        assert code == 130
        assert err == ""
        # Nothing of a patient or a request is printed, only that the code was used.
        assert "Secretname" not in out
        assert re.fullmatch(r"The code was used\. The next one is \S+ \(\S+\)\n", out)


def test_a_second_signal_leaves_at_once_and_quietly(tmp_path: Path) -> None:
    with program(folder=tmp_path) as (run, printed):
        secrets = came_in(printed)
        host = re.findall(r"http://([^/]+)/", printed)[0]
        name, port = host.split(":")
        assert order(printed, "/api/start", {"routine": "deep-piriformis"}, secrets).status == 202
        with socket.create_connection((name, int(port)), 10) as line:
            # What is still to come of its body would be waited for.
            top = {"Host": host, "Origin": f"http://{host}", "Content-Type": "application/json", **secrets}
            lines = "".join(f"{header}: {value}\r\n" for header, value in top.items())
            lines += "Content-Length: 9\r\nExpect: 100-continue\r\n"
            line.sendall(f"POST /api/command HTTP/1.1\r\n{lines}\r\n".encode())
            assert line.recv(12) == b"HTTP/1.1 100"
            run.send_signal(signal.SIGINT)
            eventually(lambda: not listens(name, int(port)))
            code, _, err = ended(run)
        assert (code, err) == (130, "")


def listens(name: str, port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((name, port)) == 0


def test_an_error_of_the_page_is_one_line_without_what_it_was_about(capsys: pytest.CaptureFixture[str]) -> None:
    def ready() -> None:
        for text in ("Anna", "Bert"):
            try:
                raise ValueError(text)
            except ValueError:
                logging.getLogger("uvicorn.error").exception("%s and\nmore", text)
        logging.getLogger("uvicorn.error").warning("what a stranger sent")
        raise NotImplementedError

    words = LANGUAGE.texts.page.serve
    reach = open_sockets(0, lan=False, words=words)
    samples = VoiceSamples(LANGUAGE, BeepingVoice, lambda: False)
    site = Site(Sessions(at_speed(1.0)), Visitors(), PageData(LANGUAGE), samples, addresses=())
    with pytest.raises(NotImplementedError):
        run_page(site, reach, ready)
    line = re.escape(words.error).replace(r"\{what\}", r"ValueError, test_cli_serve\.py:\d+")
    assert re.fullmatch(line + "\n", capsys.readouterr().err)


def test_a_port_in_use_is_one_line_and_1(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert cli.run(["serve", "--port", str(other.getsockname()[1])]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "is in use" in err


@pytest.mark.parametrize("arguments", [["--port", "70000"], ["--port", "x"], ["--rate", "7"], ["--nothing"]])
def test_a_wrong_request_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["serve", *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1
