"""The voice ``printed``: no sound, but the time a line takes, so that a session on the terminal keeps it."""

from __future__ import annotations

from voicecoach.audio.pcm import Samples, silence, to_samples
from voicecoach.voice.interface import VoiceInfo
from voicecoach.voice.speaking_rate import clamp_rate
from voicecoach.voice.spoken_text import speakable

PRINTED = VoiceInfo("printed", "no sound: lines appear on the terminal for as long as they would take to say")


class PrintedVoice:
    """A ``Voice`` for a computer without a loudspeaker."""

    name = PRINTED.name

    def synthesise(self, text: str, rate_wpm: int) -> Samples:
        """Silence for as long as the words of ``text`` last at ``rate_wpm``; nothing for a text without words."""
        words = len(speakable(text).split())
        return silence(to_samples(words * 60 / clamp_rate(rate_wpm)))

    def close(self) -> None:
        """Nothing to release."""
