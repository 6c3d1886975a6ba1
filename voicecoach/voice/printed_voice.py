"""The voice ``printed``: no sound, but the time a line takes, so that a session on the terminal keeps it."""

from __future__ import annotations

from voicecoach.audio.pcm import VOICE_RATE_HZ, Samples, silence
from voicecoach.voice.interface import VoiceInfo
from voicecoach.voice.speaking_rate import clamp_rate
from voicecoach.voice.spoken_text import speakable

PRINTED = VoiceInfo(
    "printed", "no sound: lines appear on the terminal for as long as they would take to say", "the terminal", ()
)


class PrintedVoice:
    """A ``Voice`` for a computer without a loudspeaker."""

    name = PRINTED.name
    edition = ""

    def synthesise(self, text: str, rate_wpm: int) -> Samples:
        """Silence for as long as the words of ``text`` last at ``rate_wpm``; nothing for a text without words."""
        words = len(speakable(text).split())
        return silence(round(words * 60 / clamp_rate(rate_wpm) * VOICE_RATE_HZ))

    def close(self) -> None:
        """Nothing to release."""
