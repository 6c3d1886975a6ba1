"""The neural voice of hibari-tts 0.2.1: text in, 24 kHz samples out, the same samples for the same text.

Only the voice "heart" lies inside the wheel. hibari fetches its other voices when they are first used, so none of them is
ever asked for, and its own ``Hibari()``, which may choose one, is not called: the model is opened from its file.
"""

from __future__ import annotations

import functools
import importlib.metadata
import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from voicecoach.audio.pcm import VOICE_RATE_HZ, Samples, silence
from voicecoach.errors import VoiceError

PACKAGE, VERSION = "hibari-tts", "0.2.1"
"""The rate table, the pronunciations and the lines kept on disk hold for this version alone."""
_SEED = 0


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
    """The one instance of the model in this process; for one thread at a time. About 0.7 s of processor time to load."""

    sample_rate_hz = VOICE_RATE_HZ

    def __init__(self) -> None:
        """Raises VoiceError when hibari-tts or onnxruntime is not there, is another version, or does not run."""
        if missing := why_missing():
            raise VoiceError(missing)
        try:
            self._model = _open_model()
        except Exception as error:  # a library of native code and data files fails in ways of its own
            raise VoiceError(f"The voice heart cannot be loaded: {error}") from error

    def render(self, text: str, speed: float, pitch: float = 1.0) -> Samples:
        """One line with the silence around it; empty where nothing in it can be pronounced.

        ``speed`` is the model's, 1.0 about 216 words a minute; ``pitch`` multiplies the fundamental frequency. A
        word's phonemes can be given as ``[word](/phonemes/)``. Raises VoiceError.
        """
        rng = np.random.default_rng(_SEED)
        try:
            sentences = [ids for ids in map(self._model.ids, self._model.phonemize(text)) if self._speakable(ids)]
            sound = [self._model.render(ids, speed, pitch, rng) for ids in sentences]
        except Exception as error:
            raise VoiceError(f"The voice heart failed: {error}") from error
        return np.concatenate([*sound, silence(0)])

    def _speakable(self, ids: list[int]) -> bool:
        """False for punctuation alone, of which the model makes noise."""
        return any(phoneme.isalpha() for phoneme in map(self._model.phoneme, ids))


def _open_model() -> Any:
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime
    from hibari import dsp
    from hibari.g2p import G2P
    from hibari.g2p.oov import OOV
    from hibari.tts import ASSETS, Hibari

    assets = Path(ASSETS)

    def session(name: str) -> Any:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # 30 MB less
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(str(assets / name), options, providers=["CPUExecutionProvider"])

    class Heart(Hibari):  # type: ignore[misc]
        """``Hibari`` with its own file's model, session options and a pitch."""

        def __init__(self) -> None:
            self.voice = "heart"
            self.sess = session("hibari.onnx")
            self.vocab = json.loads((assets / "vocab.json").read_text(encoding="utf-8"))
            self._phonemes = {number: phoneme for phoneme, number in self.vocab.items()}
            self._g2p = G2P(oov=OOV(str(assets / "oov.onnx"), session("oov.onnx")))

        def phoneme(self, number: int) -> str:
            return self._phonemes.get(number, "")

        def render(self, ids: list[int], speed: float, pitch: float, rng: np.random.Generator) -> Samples:
            asked = {"ids": np.asarray([ids], np.int64), "speed": np.asarray([speed], np.float32)}
            *spectra, f0 = (output[0] for output in self.sess.run(None, asked))
            sound: Samples = dsp.synth(*spectra, f0 * np.float32(pitch), rng)
            return sound

    return Heart()


@functools.cache
def hibari_library() -> HibariLibrary:
    """The library, loaded at the first call. Raises VoiceError."""
    return HibariLibrary()
