"""Chooses the parts and puts them together. The only package that imports adapters, lazily and by name.

``parts``    voice, ears, keys, echo canceller and room: what there is here, and what is done without
``session``  a session, the welcome before it, a text read aloud: rules and parts joined
"""

from voicecoach.assemble.parts import NOBODY_TO_HEAR, SoundFiles
from voicecoach.assemble.session import Assembled, Speech, Wanted, aloud, assembled, planned, receiving

__all__ = [
    "NOBODY_TO_HEAR",
    "Assembled",
    "SoundFiles",
    "Speech",
    "Wanted",
    "aloud",
    "assembled",
    "planned",
    "receiving",
]
