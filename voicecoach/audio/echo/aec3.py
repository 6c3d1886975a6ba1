"""WebRTC's echo canceller AEC3, from livekit's wheel. It suppresses what it cannot cancel.

That makes its output the right one to decide whether the patient speaks, and the wrong one to recognise what
was said: it swallows short words.
"""

from __future__ import annotations

from typing import Any

from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples, from_int16, to_int16
from voicecoach.errors import DeviceError


class Aec3:
    """``process`` in blocks of 10 ms. Loading livekit takes about half a second."""

    def __init__(self) -> None:
        """Raises DeviceError when livekit is not there or does not run on this computer."""
        try:
            from livekit.rtc.apm import AudioProcessingModule
            from livekit.rtc.audio_frame import AudioFrame
        except (ImportError, OSError) as error:
            raise DeviceError(f"The echo canceller AEC3, which livekit brings, cannot be loaded: {error}.") from error
        self._module: Any = AudioProcessingModule(echo_cancellation=True)
        self._played: Any = AudioFrame.create(SAMPLE_RATE_HZ, 1, BLOCK_SAMPLES)
        self._heard: Any = AudioFrame.create(SAMPLE_RATE_HZ, 1, BLOCK_SAMPLES)

    def process(self, microphone: Samples, played: Samples) -> Samples:
        """Shape (160,) each. What was played is fed first, as the canceller needs it."""
        self._played.data.cast("B")[:] = to_int16(played)
        self._module.process_reverse_stream(self._played)
        self._heard.data.cast("B")[:] = to_int16(microphone)
        self._module.process_stream(self._heard)
        return from_int16(bytes(self._heard.data.cast("B")))

    def close(self) -> None:
        """Frees the canceller, which must not be left to the end of the interpreter; nothing can be processed then."""
        del self._module, self._played, self._heard
