"""What is fuzzed: for each target its samples, how a case is made of them, and what may come of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import yaml

from tests.conversation import LANGUAGE
from voicecoach.errors import DeviceError, RequestError, StorageError, VoicecoachError

TESTS = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Target:
    """``case`` makes one input; ``take`` gives it to the program, and raises what a user would see as a traceback."""

    case: Callable[[random.Random], bytes]
    take: Callable[[bytes], None]


# -- how cases are made ------------------------------------------------------------------------------------------------


def damaged(chance: random.Random, samples: Sequence[bytes], pieces: Sequence[bytes], most: int) -> bytes:
    """A sample with a few changes, or nothing but pieces."""
    if chance.random() < 0.15:
        return b"".join(chance.choices(pieces, k=chance.randint(1, 200)))[:most]
    content = bytearray(chance.choice(samples))
    for _ in range(chance.choice((1, 1, 2, 3, 8, 30))):
        at = chance.randint(0, len(content))
        length = chance.choice((1, 1, 4, 20, 200))
        match chance.randint(0, 6):
            case 0:
                content[at : at + 1] = bytes([chance.randint(0, 255)])
            case 1:
                del content[at : at + length]
            case 2:
                content[at:at] = chance.choice(pieces)
            case 3:
                content[at : at + length] = chance.choice(pieces)
            case 4:
                content[at:at] = content[at : at + length] * chance.choice((1, 2, 50))
            case 5:
                other = chance.choice(samples)
                start = chance.randint(0, len(other))
                content[at:at] = other[start : start + length * 4]
            case 6 if chance.random() < 0.2:
                content[at:] = b""
            case _:
                content[at:at] = chance.choice(pieces) * chance.choice((2, 10, 400))
    return bytes(content[:most])


def _pieces(text: str) -> list[bytes]:
    return [piece.encode() for piece in text.split("|")] + [b"|", b"\n", b"\x00", b"\xff", b"\xed\xa0\x80", b"\t", b" "]


ANYTHING = _pieces(
    "a|Ω|💪|\u202e|\u0301|\ufeff|\u2028|-1|0|99999999999999999999|1e999|nan|NaN|Infinity|true|null|{|}|[|]|\"|'|:|,|#"
)
_YAML = (
    _pieces(
        "- hold: 30s\n|- say: x\n|each_side:\n|- repeat: 3\n|steps:\n|&a|*a|!!python/object|<<: *a|? |%TAG|---\n|...\n"
        "|{side}|{other}"
        "|- include: bridge\n|name: x\n|doses:\n|  |\n  |1m30s|3x10|- rest: 1\n|cues:\n|> \n|: |2026-01-01|0x1f|~"
    )
    + ANYTHING
)
_TEXT = (
    _pieces(
        "Hold for 30 seconds. |3 x 10 |10-15|1:30|½|(|)|[|](|- |1. |# |**|LTR 10x ea |left |right |each side|<li>|<p>"
        "|</p>|<table>|&amp;|<!--|-->|`|Repeat 5 times. |Lie on your back. |knee|to|, and then |; |: |Do not "
        "|if you have |Bridge |2 sets of |per day|wa|```|~~~|> |1) |a) |Step 1: |…|–|5/10|sec|B/L|twice|couple of|one"
        "|half a minute"
    )
    + ANYTHING
)


# -- the targets -------------------------------------------------------------------------------------------------------


@contextmanager
def scripts(folder: Path) -> Iterator[Target]:
    """Routine scripts, to the plan of a session."""
    from voicecoach.routine import library
    from voicecoach.routine.checker import check_file
    from voicecoach.routine.plan import plan

    samples = [path.read_bytes() for path in library.shipped_folder().glob("*.yaml")]
    file = folder / "case.yaml"

    def take(content: bytes) -> None:
        file.write_bytes(content)
        with contextlib.suppress(RequestError):
            check_file(file)
            script = library.load(file)
            plan(script.routine, key=script.key, included=script.included)

    yield Target(lambda chance: damaged(chance, samples, _YAML, 300_000), take)


@contextmanager
def imports(_: Path) -> Iterator[Target]:
    """Instructions in plain text, Markdown and HTML, to a script."""
    from voicecoach.importing import document
    from voicecoach.importing.importer import import_blocks
    from voicecoach.importing.markup import blocks_of

    samples = [path.read_bytes() for path in (TESTS / "importing" / "texts").iterdir() if path.is_file()]
    cases = yaml.safe_load((TESTS / "importing" / "handouts.yaml").read_text("utf-8"))
    samples += [str(case["text"]).encode() for case in cases]

    def take(content: bytes) -> None:
        ending = (".txt", ".md", ".html")[len(content) % 3]
        with contextlib.suppress(RequestError):
            import_blocks(blocks_of(document.decode(content), f"case{ending}"), source="case")

    yield Target(lambda chance: damaged(chance, samples, _TEXT, 300_000), take)


@contextmanager
def sounds(folder: Path) -> Iterator[Target]:
    """Sound files of every kind that is read."""
    from voicecoach.audio.files.sound_file import pieces

    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (1600, 2))
    samples = []
    for kind in ("wav", "flac", "ogg", "mp3", "aiff", "au", "caf", "w64"):
        soundfile.write(folder / f"sample.{kind}", noise, 16_000)
        samples.append((folder / f"sample.{kind}").read_bytes())
    file = folder / "case.wav"
    numbers = [(2**power - 1).to_bytes(4, order) for power in (0, 1, 8, 15, 16, 31, 32) for order in ("little", "big")]

    def take(content: bytes) -> None:
        file.write_bytes(content)
        with contextlib.suppress(RequestError, DeviceError):
            for _, piece in zip(range(200), pieces(file), strict=False):
                assert piece.size <= 1_000_000
                assert np.isfinite(piece).all()

    def case(chance: random.Random) -> bytes:
        content = bytearray(chance.choice(samples))
        for _ in range(chance.randint(1, 4)):
            at = chance.randint(0, min(len(content), chance.choice((64, 4000))))
            put = chance.choice(numbers) if chance.random() < 0.5 else chance.randbytes(chance.randint(1, 8))
            content[at : at + len(put)] = put
        return bytes(content[: chance.choice((len(content), len(content), chance.randint(0, len(content))))])

    yield Target(case, take)


@contextmanager
def settings_files(folder: Path) -> Iterator[Target]:
    """The settings, what was learnt of a voice, and the sound statistics."""
    from voicecoach import settings
    from voicecoach.ears import enrolment
    from voicecoach.paths import SOUND_LOG_NAME
    from voicecoach.records import sound_log

    samples = [
        b'voice = "heart"\nears = "auto"\nrate_wpm = 130\ngain_db = -3.5\ngive_up_s = 600\nlanguage = "en"\n',
        b'{"format": 1, "relief": {"stop": 0.5, "switch": 1.25, "next": 0.0}}',
        b'{"minutes": 12.0, "underruns": 0, "microphone_gaps": 0, "buffer_ms": 30, "reopened": 0, "drift_ppm": 4.0,'
        b' "ducking_needed": false}',
    ]
    toml = (
        _pieces("[a]\n|[[a]]\n|a.b.c = 1\n|'''|\"\"\"|1979-05-27T07:32:00Z|0b1|1_000|inf|nan|= |{a = 1}|[[[[|]]]]")
        + ANYTHING
    )

    def take(content: bytes) -> None:
        file = folder / "settings.toml"
        file.write_bytes(content)
        with contextlib.suppress(RequestError):
            settings.load({}, {}, file)
        with contextlib.suppress(StorageError):
            enrolment.load(file)
        (folder / SOUND_LOG_NAME).write_bytes(content)
        sound = sound_log.last(folder)
        assert sound is None or round(sound.minutes) < 1e300

    yield Target(lambda chance: damaged(chance, samples, toml, 30_000), take)


@contextmanager
def names(_: Path) -> Iterator[Target]:
    """Names of patients, routines and topics, as somebody may type them."""
    from voicecoach.language.topics.library import find as find_topic
    from voicecoach.records.names import name_key, normalised
    from voicecoach.routine import library

    samples = [
        each.encode() for each in ("Anna Maria", "Jürgen", "deep-piriformis", "sciatica", "../x", "علی‌رضا", "a\0b")
    ]

    def take(content: bytes) -> None:
        name = content.decode("utf-8", errors="surrogateescape")
        for reader in (normalised, name_key, library.find, find_topic):
            with contextlib.suppress(RequestError):
                reader(name)

    yield Target(lambda chance: damaged(chance, samples, [*ANYTHING, b"/", b"~", b".yaml"], 400), take)


@contextmanager
def typed(_: Path) -> Iterator[Target]:
    """What is typed in a session, from a pipe."""
    from voicecoach.audio.pcm import BLOCK_SAMPLES, silence
    from voicecoach.ears.interface import Hearing
    from voicecoach.ears.typed_ears import TypedEars

    phrases = [phrase for phrases in LANGUAGE.vocabulary.phrases.values() for phrase in phrases]
    samples = [f"{phrase}\n".encode() for phrase in phrases]
    block = Hearing(silence(BLOCK_SAMPLES), silence(BLOCK_SAMPLES), 16_000)

    def take(content: bytes) -> None:
        ears = TypedEars(LANGUAGE.vocabulary, LANGUAGE.keys, courtesies=LANGUAGE.courtesies)
        for line in content.decode("utf-8", errors="surrogateescape").splitlines():
            ears.type(line)
        ears.hear(block)

    yield Target(lambda chance: damaged(chance, samples, [*ANYTHING, b"\x1b[A", b"please ", b"11"], 20_000), take)


@contextmanager
def forms(_: Path) -> Iterator[Target]:
    """Requests to the caregiver's page, past its entrance."""
    from tests.caregiver import BeepingVoice
    from tests.web.test_web_access_control import roomy
    from voicecoach.coach.session_request import SessionRequest
    from voicecoach.web.page_data import PageData
    from voicecoach.web.routes import Site, application
    from voicecoach.web.sessions import Sessions
    from voicecoach.web.visitors import Visitors
    from voicecoach.web.voice_samples import VoiceSamples

    def nothing_opens(_request: SessionRequest, _watch: object) -> AbstractContextManager[Any]:
        raise DeviceError("no room here")

    voices = VoiceSamples(LANGUAGE, BeepingVoice, lambda: False)
    site = Site(Sessions(nothing_opens), Visitors(spent=lambda _: None), PageData(LANGUAGE), voices, addresses=())
    app = application(site, frozenset({"localhost"}), roomy())
    usual = {"host": "localhost", "origin": "http://localhost", "content-type": "application/json"}

    def ask(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        received: list[dict[str, Any]] = []

        asked = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if not asked:
                await asyncio.Event().wait()  # the visitor waits for the answer
            return asked.pop()

        async def send(message: Any) -> None:
            received.append(message)

        sent = {**headers, "content-length": str(len(body))}
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": path.encode("utf-8", errors="replace"), "query_string": b"", "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "client": ("127.0.0.1", 1), "server": ("localhost", 80), "state": {},
        }  # fmt: skip
        asyncio.run(app(scope, receive, send))
        told = {name.decode(): value.decode("latin-1") for name, value in received[0]["headers"]}
        return received[0]["status"], told, b"".join(each.get("body", b"") for each in received[1:])

    status, told, answer = ask("POST", "/enter", json.dumps({"code": site.visitors.code}).encode(), usual)
    assert status == 200, (status, answer)
    inside = {**usual, "cookie": told["set-cookie"].split(";")[0], "x-voicecoach-token": json.loads(answer)["token"]}
    bodies = {
        "/api/start": {
            "routine": "deep-piriformis",
            "patient": "Anna",
            "hold_s": "30",
            "sides": "left",
            "pace": "slow",
        },
        "/api/command": {"command": "pause"},
        "/api/remember": {"name": "Anna"},
        "/api/history": {"patient": "Anna"},
        "/api/settings": {"patient": "Anna"},
        "/api/settings/change": {"patient": "Anna", "rate_wpm": "130", "hold_s": "30", "days": "mon", "per_day": "1"},
        "/api/signs/clear": {"patient": "Anna", "sign": "bladder", "on": "2026-01-01"},
        "/api/import": {"text": "Bridge\nLie on your back. Hold 20 sec repeat 5 times.\n"},
        "/api/import/check": {"script": "name: x\nsteps: [{say: Lie down.}]\n"},
        "/api/import/save": {"script": "name: x\nsteps: [{say: Lie down.}]\n", "name": "mine", "replace": "yes"},
        "/api/code": {},
        "/api/alarm": {},
        "/api/advice-read": {},
        "/api/voices/sample": {"voice": "heart", "rate_wpm": "120"},
    }
    samples = [f"POST {path}\n{json.dumps(body)}".encode() for path, body in bodies.items()]
    samples += [
        b"GET /drawings/bridge/left\n",
        b"GET /static/page.js\n",
        b"GET /api/now\n",
        b"GET /\n",
        b"GET /import\n",
    ]

    def take(content: bytes) -> None:
        line, _, body = content.partition(b"\n")
        method, _, path = line.decode("utf-8", errors="replace").partition(" ")
        if not path.startswith("/api/live") and path != "/api/leave":
            ask(method or "GET", "/" + path.lstrip("/"), body, inside)

    yield Target(lambda chance: damaged(chance, samples, ANYTHING, 100_000), take)


@contextmanager
def traces(folder: Path) -> Iterator[Target]:
    """Traces of a session, with values exchanged or damaged as text."""
    from tests.records.test_replay import a_traced_session
    from voicecoach.cli import replay

    lines = a_traced_session().lines
    whole = "\n".join(json.dumps(line) for line in lines).encode()
    values: list[Any] = [
        None,
        True,
        -1,
        0,
        1e300,
        2**70,
        "",
        "x",
        [],
        {},
        [[]],
        {"is": "Say"},
        "en",
        3.5,
        {"is": "State"},
    ]
    file = folder / "trace.jsonl"

    def case(chance: random.Random) -> bytes:
        if chance.random() < 0.3:
            return damaged(chance, [whole], ANYTHING, 2_000_000)
        changed = json.loads(json.dumps(lines[: chance.randint(1, len(lines))]))
        for _ in range(chance.randint(1, 3)):
            holder: Any = changed
            while True:
                keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
                key = chance.choice(keys)
                if not isinstance(holder[key], dict | list) or not holder[key] or chance.random() < 0.1:
                    break
                holder = holder[key]
            holder[key] = deepcopy(chance.choice(values))
        return "\n".join(json.dumps(line) for line in changed).encode()

    def take(content: bytes) -> None:
        file.write_bytes(content)
        with contextlib.suppress(VoicecoachError):
            replay.show(file, as_json=len(content) % 2 == 0)

    yield Target(case, take)


TARGETS: Mapping[str, Callable[[Path], AbstractContextManager[Target]]] = {
    "yaml": scripts,
    "import": imports,
    "sound": sounds,
    "settings": settings_files,
    "names": names,
    "typed": typed,
    "http": forms,
    "replay": traces,
}
