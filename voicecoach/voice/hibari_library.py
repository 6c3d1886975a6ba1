"""The neural voice of hibari-tts 0.2.1: text in, 24 kHz samples out, the same samples for the same text.

Only the voice "heart" lies inside the wheel. hibari fetches its other voices when they are first used, so none of them
is ever asked for, and its own ``Hibari()``, which may choose one, is not called: the model is opened from its file.
"""

from __future__ import annotations

import functools
import gzip
import importlib.metadata
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from voicecoach.audio.pcm import VOICE_RATE_HZ, Samples, resampled, silence
from voicecoach.errors import VoiceError
from voicecoach.voice.hibari_signal import FRAME_SAMPLES, waveform
from voicecoach.voice.json_table import JsonTable
from voicecoach.voice.levelling import trim_line
from voicecoach.voice.speaking_rate import HeartRate, heart_rate
from voicecoach.voice.spoken_text import PAUSE

PACKAGE, VERSION = "hibari-tts", "0.2.1"
"""The rate table, the pronunciations and the lines kept on disk hold for this version alone."""
_SEED = 0
_LEAST_WORD_SPEED = 0.85
"""Of a word that stands alone, such as a number that is counted: slower, "six" and "ten" are misheard."""
_LONGEST_PHONEMES = 80
"""About 14 words, 5 s; twice as many would take 30 MB more for a moment."""
_COMMA = VOICE_RATE_HZ * 3 // 10
_PAUSES = (VOICE_RATE_HZ // 10, VOICE_RATE_HZ * 6 // 5)
"""Shortest and longest pause between two phrases of a slow speaker: 0.1 and 1.2 s."""


@dataclass(frozen=True, slots=True)
class Timbre:
    """How a voice is made of the model's own."""

    description: str
    pitch: float
    """Factor of the fundamental frequency."""
    formants: float
    """Factor of the vocal tract's resonances."""


TIMBRES = {
    "heart": Timbre("American English, a woman", 1.0, 1.0),
    "heart-low": Timbre("the same, lower", 0.85, 0.96),
}
"""Every voice there is, the default first."""


def why_missing() -> str:
    """Why the voice cannot be used on this computer, a sentence; empty where it can. Loads nothing."""
    try:
        found = importlib.metadata.version(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return f"The voice heart is missing: pip install {PACKAGE}=={VERSION} brings it."
    if found != VERSION:
        return f"The voice heart needs {PACKAGE} {VERSION}, and {found} is installed."
    return ""


class HibariLibrary:
    """The one instance of the model in this process, for one thread at a time; 0.7 s of processor time to load."""

    sample_rate_hz = VOICE_RATE_HZ

    def __init__(self) -> None:
        """Raises VoiceError when hibari-tts or onnxruntime is not there, is another version, or does not run."""
        if missing := why_missing():
            raise VoiceError(missing)
        try:
            self._model = _open_model()
        except Exception as error:  # a library of native code and data files fails in ways of its own
            raise VoiceError(f"The voice heart cannot be loaded: {error}") from error

    def synthesise(self, text: str, voice: str, rate_wpm: int) -> Samples:
        """See ``Synthesiser``; ``text`` may hold ``PAUSE`` marks."""
        rate, timbre = heart_rate(rate_wpm), TIMBRES[voice]
        if rate.line_wpm is None or PAUSE not in text:
            return self._spoken(text.replace(PAUSE, ""), rate, timbre)
        phrases = [trim_line(self._spoken(phrase, rate, timbre)) for phrase in text.split(PAUSE)]
        phrases = [phrase for phrase in phrases if phrase.size]
        wanted = round(len(text.split()) * 60 / rate.line_wpm * VOICE_RATE_HZ)
        missing = (wanted - sum(phrase.size for phrase in phrases)) // max(len(phrases) - 1, 1)
        pause = silence(min(max(missing, _PAUSES[0]), _PAUSES[1]))
        return _joined(phrases, pause)

    def _spoken(self, text: str, rate: HeartRate, timbre: Timbre) -> Samples:
        speed = max(rate.speed, _LEAST_WORD_SPEED) if len(text.split()) == 1 else rate.speed
        sound = self.render(text, speed, round(rate.frame_samples * timbre.formants), timbre.pitch / timbre.formants)
        return resampled(sound, round(VOICE_RATE_HZ * timbre.formants), VOICE_RATE_HZ)

    def render(self, text: str, speed: float, frame_samples: int = FRAME_SAMPLES, pitch: float = 1.0) -> Samples:
        """One line with the silence around it; empty where nothing in it can be pronounced.

        ``speed`` is the model's, 1.0 about 216 words a minute; ``frame_samples`` is how far its frames stand apart;
        ``pitch`` multiplies the fundamental frequency. A word's phonemes can be given as ``[word](/phonemes/)``.
        Raises VoiceError.
        """
        rng = np.random.default_rng(_SEED)
        try:
            sentences = [phonemes for phonemes in self._model.phonemize(text) if any(map(str.isalpha, phonemes))]
            sound: list[Samples] = []
            for phonemes in sentences:
                clauses = [
                    self._model.render(self._model.ids(clause), speed, frame_samples, pitch, rng)
                    for clause in _clauses(phonemes)
                ]
                if len(clauses) > 1:
                    clauses = [trim_line(clause) for clause in clauses]
                sound.append(_joined(clauses, silence(_COMMA)))
        except Exception as error:
            raise VoiceError(f"The voice heart failed: {error}") from error
        return np.concatenate([*sound, silence(0)])


def _clauses(phonemes: str) -> list[str]:
    """A long sentence in halves, cut at the comma nearest to its middle; the network's memory grows with the length."""
    cuts = [found.end() for found in re.finditer(r"[,;:—]\s", phonemes)]
    if len(phonemes) <= _LONGEST_PHONEMES or not cuts:
        return [phonemes]
    cut = min(cuts, key=lambda at: abs(at - len(phonemes) / 2))
    return [*_clauses(phonemes[:cut].rstrip()), *_clauses(phonemes[cut:])]


def _joined(parts: list[Samples], pause: Samples) -> Samples:
    """The parts with a pause between them."""
    return np.concatenate([sound for part in parts for sound in (pause, part)][1:] or [silence(0)])


def _open_model() -> Any:
    import onnxruntime
    from hibari.g2p import G2P
    from hibari.g2p.lexicon import Lexicon
    from hibari.g2p.oov import OOV
    from hibari.g2p.tagger import Tagger
    from hibari.g2p.tokenize import Tokenizer
    from hibari.tts import ASSETS, Hibari

    assets = Path(ASSETS)

    def unpacked(name: str) -> bytes:
        return gzip.decompress((assets / name).read_bytes())

    def session(name: str) -> Any:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # 30 MB less
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(str(assets / name), options, providers=["CPUExecutionProvider"])

    class Pronunciation(G2P):  # type: ignore[misc]
        """``G2P`` on the same data in 15 MB instead of 110."""

        def __init__(self) -> None:
            self.lexicon = Lexicon(*(JsonTable(unpacked(f"lexicon_us_{kind}.json.gz")) for kind in ("gold", "silver")))
            self.tokenizer = Tokenizer(json.loads((assets / "tokenizer_exceptions.json").read_text(encoding="utf-8")))
            tagger = unpacked("tagger.json.gz")
            small, _, weights = tagger.partition(b',"weights":')
            self.tagger = Tagger({**json.loads(small + b"}"), "weights": JsonTable(weights[:-1])})
            self._oov = OOV(str(assets / "oov.onnx"), session("oov.onnx"))
            self.unk = ""
            self.british = False

    class Heart(Hibari):  # type: ignore[misc]
        """``Hibari`` with its own file's model, session options and a pitch."""

        def __init__(self) -> None:
            self.voice = "heart"
            self.sess = session("hibari.onnx")
            self.vocab = json.loads((assets / "vocab.json").read_text(encoding="utf-8"))
            self._g2p = Pronunciation()

        def render(
            self, ids: list[int], speed: float, frame_samples: int, pitch: float, rng: np.random.Generator
        ) -> Samples:
            asked = {"ids": np.asarray([ids], np.int64), "speed": np.asarray([speed], np.float32)}
            *spectra, f0 = (output[0] for output in self.sess.run(None, asked))
            return waveform(tuple(spectra), f0 * np.float32(pitch), rng, frame_samples)

    return Heart()


@functools.cache
def hibari_library() -> HibariLibrary:
    """The library, loaded at the first call. Raises VoiceError."""
    return HibariLibrary()
