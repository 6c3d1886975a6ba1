"""eSpeak NG through ctypes: text in, PCM out, the same samples for the same text whenever it is asked.

The library and its data come from the wheel ``espeakng-loader``; where that is missing, an eSpeak NG that the
system has installed serves. Left to itself, eSpeak NG speaks a line differently each time: a slow wander of the
pitch ("flutter") and a roughening of every second voice cycle go on from one utterance to the next, so that even
the length of "five" changes by up to 13 ms. Here each line is spoken by a voice made of the wanted voice's own
description with both switched off, loaded anew for the line, and with the wheel's 1.52 every rendering is repeatable
bit for bit. (1.51, as Debian 12 has it, still makes pauses within a line up to 0.1 s longer or shorter.)

The API is that of eSpeak NG's ``speak_lib.h`` (1.51 and 1.52).
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from voicecoach.audio.pcm import Samples, from_int16
from voicecoach.errors import VoiceError
from voicecoach.voice.speaking_rate import EspeakRate, espeak_rate

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: hands over the samples and returns when the text is done
_DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT: missing data are an error code, not the end of the process
_CHUNK_MS = 200
_CHARS_UTF8 = 1  # and neither espeakSSML nor espeakPHONEMES: "<" and "[[" in a text are text
_RATE, _WORD_GAP = 1, 7
_VOLUME, _PITCH, _RANGE = 2, 3, 4
_FIXED = ((_VOLUME, 60), (_PITCH, 50), (_RANGE, 50))
"""Parameters that are the same for every line. Volume is linear, and at 100 a loud vowel overflows into eSpeak's gain
control; pitch and its range are 0 to 99."""
_CLEAR = "\nconsonants 200 100\n"
"""Unvoiced consonants 6 dB up: by itself eSpeak's f and th lie 25 to 30 dB below the vowels, so that "five"
begins 60 ms late for a listener, and for whoever measures the beat of a count. In noise 8 dB below the voice a small
recogniser (Moonshine tiny, 62 lines of the coach) mistook 34 % of the words without, 30 % with it, 31 % at 10 dB."""
_STEADY = "\nflutter 0\nroughness 0\n"
_RANDOM_SEED = 1  # breathy variants mix in noise
_SYSTEM_LIBRARIES = ("libespeak-ng.so.1", "libespeak-ng.so", "libespeak-ng.1.dylib", "libespeak-ng.dll")

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


class _Voice(ctypes.Structure):
    """``espeak_VOICE``."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


@dataclass(frozen=True, slots=True)
class EspeakVoice:
    """One of the voices that eSpeak NG has data for."""

    name: str
    """Its language code, such as ``en-us``, in lower case: what a user names it by."""
    description: str
    file: Path


class EspeakLibrary:
    """The one instance of eSpeak NG in this process, a ``Synthesiser``; may be called from any thread.

    All calls into the library run in a thread of its own. A Ctrl-C reaches the main thread only: were it inside
    eSpeak's callback then, ctypes would drop the exception and a piece of the sound with it.
    """

    def __init__(self) -> None:
        """Loads and initialises the library. Raises VoiceError when there is none or its data are missing."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="espeak")
        self._library, self._data = _load()
        self._declare()
        self._chunks: list[bytes] = []
        self._callback = _Callback(self._collect)
        self.sample_rate_hz = self._thread.submit(self._initialise).result()

    def _declare(self) -> None:
        lib = self._library
        lib.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
        lib.espeak_Synth.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]
        lib.espeak_SetVoiceByFile.argtypes = [ctypes.c_char_p]
        lib.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
        lib.espeak_SetParameter.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int]
        lib.espeak_SetSynthCallback.argtypes = [_Callback]
        lib.espeak_SetSynthCallback.restype = None
        lib.espeak_ListVoices.argtypes = [ctypes.POINTER(_Voice)]
        lib.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        lib.espeak_Info.argtypes = [ctypes.POINTER(ctypes.c_char_p)]
        lib.espeak_Info.restype = ctypes.c_char_p
        if hasattr(lib, "espeak_ng_SetRandSeed"):
            lib.espeak_ng_SetRandSeed.argtypes = [ctypes.c_long]

    def _initialise(self) -> int:
        path = None if self._data is None else _short_path(self._data)
        rate_hz = int(self._library.espeak_Initialize(_SYNCHRONOUS, _CHUNK_MS, path, _DONT_EXIT))
        if rate_hz <= 0:
            raise VoiceError("eSpeak NG was found but its voice data could not be loaded.")
        self._library.espeak_SetSynthCallback(self._callback)
        return rate_hz

    @functools.cached_property
    def data_folder(self) -> Path:
        """Where eSpeak NG keeps its voices and dictionaries."""
        path = ctypes.c_char_p()
        self._library.espeak_Info(ctypes.byref(path))
        return Path(os.fsdecode(path.value or b""))

    @functools.cached_property
    def voices(self) -> tuple[EspeakVoice, ...]:
        """All voices that need nothing besides eSpeak NG itself, by language code."""
        return self._thread.submit(self._list_voices).result()

    def _list_voices(self) -> tuple[EspeakVoice, ...]:
        listed = self._library.espeak_ListVoices(None)
        found: dict[str, EspeakVoice] = {}
        for index in range(10_000):
            if not listed[index]:
                break
            voice = listed[index].contents
            file = self._file_of(voice.identifier.decode())
            # The first byte of ``languages`` is a priority; further codes follow a NUL.
            name = voice.languages[1:].decode().lower()
            if file is not None and name not in found:
                found[name] = EspeakVoice(name, voice.name.decode(), file)
        return tuple(found[name] for name in sorted(found))

    def _file_of(self, identifier: str) -> Path | None:
        if identifier.startswith("mb/"):
            return None  # an MBROLA voice speaks through another program
        candidates = (self.data_folder / "lang" / identifier, self.data_folder / "voices" / identifier)
        return next((file for file in candidates if file.is_file()), None)

    @functools.cached_property
    def variants(self) -> tuple[str, ...]:
        """What may follow ``+`` in a voice's name to change its timbre, such as ``f3``."""
        folder = self.data_folder / "voices" / "!v"
        return tuple(sorted(file.name for file in folder.iterdir())) if folder.is_dir() else ()

    def synthesise(self, text: str, voice: str, rate_wpm: int) -> Samples:
        """See ``Synthesiser``; ``voice`` may have a ``+variant``."""
        return from_int16(self.render(text, voice, espeak_rate(rate_wpm, voice)))

    def render(self, text: str, voice: str, rate: EspeakRate) -> bytes:
        """``text`` as 16-bit mono PCM at ``sample_rate_hz``. Raises VoiceError.

        ``voice`` is a voice's name, with an optional ``+variant``.
        """
        description = self._description(voice)
        data = text.replace("\0", " ").encode("utf-8", errors="replace")
        return self._thread.submit(self._synthesise, data, voice, description, rate).result()

    def _synthesise(self, text: bytes, voice: str, description: bytes, rate: EspeakRate) -> bytes:
        self._chunks.clear()
        with _voice_file(description) as path:
            if path is None:
                status = self._library.espeak_SetVoiceByName(voice.encode())
            else:
                status = self._library.espeak_SetVoiceByFile(path)
            if status != 0:
                raise VoiceError(f"eSpeak NG could not load its voice {voice}.")
            for parameter, value in ((_RATE, rate.nominal_wpm), (_WORD_GAP, rate.word_gap), *_FIXED):
                self._library.espeak_SetParameter(parameter, value, 0)
            if hasattr(self._library, "espeak_ng_SetRandSeed"):
                self._library.espeak_ng_SetRandSeed(_RANDOM_SEED)
            status = self._library.espeak_Synth(text, len(text) + 1, 0, 0, 0, _CHARS_UTF8, None, None)
        if status != 0:
            raise VoiceError(f"eSpeak NG could not speak a line (its error {status}).")
        return b"".join(self._chunks)

    @functools.lru_cache(maxsize=32)  # noqa: B019 - there is one library for the life of the process
    def _description(self, voice: str) -> bytes:
        """The voice file to load: the voice's own, its variant's, and what makes it clear and steady."""
        name, _, variant = voice.partition("+")
        file = next((known.file for known in self.voices if known.name == name), None)
        if file is None:
            raise VoiceError(f"eSpeak NG has no voice called {name}.")
        text = file.read_text(encoding="utf-8") + _CLEAR
        if variant:
            if variant not in self.variants:
                raise VoiceError(f"eSpeak NG has no variant called {variant}.")
            extra = (self.data_folder / "voices" / "!v" / variant).read_text(encoding="utf-8")
            text += "\n" + "\n".join(
                line for line in extra.splitlines() if line.split()[:1] not in (["language"], ["name"])
            )
        return (text + _STEADY).encode()

    def _collect(self, pcm: int | None, count: int, _events: int | None) -> int:
        """eSpeak's callback; 0 asks for more."""
        if pcm and count > 0:
            self._chunks.append(ctypes.string_at(pcm, count * 2))
        return 0


def _load() -> tuple[ctypes.CDLL, Path | None]:
    """The library, and its data folder where it does not know it by itself."""
    try:
        import espeakng_loader
    except ImportError:
        pass
    else:
        with contextlib.suppress(OSError, RuntimeError):  # RuntimeError: a wheel without its data
            return ctypes.CDLL(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path())
    for name in _SYSTEM_LIBRARIES:
        with contextlib.suppress(OSError):
            return ctypes.CDLL(name), None
    raise VoiceError("No speech synthesiser was found: pip install espeakng-loader brings one.")


def _short_path(folder: Path) -> bytes:
    """``folder``, by a detour where its path is longer than the 160 bytes that eSpeak NG has room for."""
    path = os.fsencode(folder)
    if len(path) > 140 and sys.platform == "linux":
        stays_open = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        return f"/proc/self/fd/{stays_open}".encode()
    return path


@contextlib.contextmanager
def _voice_file(text: bytes) -> Iterator[bytes | None]:
    """A path to a file with this text that eSpeak NG will take: under 60 characters, all in lower case.

    Only Linux has one for certain; elsewhere None, and the voice is chosen by name: the same words, but with a
    wander of 2 Hz in the pitch that differs from one rendering to the next.
    """
    if sys.platform != "linux":
        yield None
        return
    descriptor = os.memfd_create("voice")
    try:
        os.write(descriptor, text)
        yield f"/proc/self/fd/{descriptor}".encode()
    finally:
        os.close(descriptor)


@functools.cache
def espeak_library() -> EspeakLibrary:
    """The library, loaded at the first call. Raises VoiceError."""
    return EspeakLibrary()
