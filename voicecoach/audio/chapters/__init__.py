"""Chapters in sound files.

- ``chapter`` a place in a recording and its title
- ``tags`` writes them into a file, by its format; ``wav`` for the one that mutagen does not do
- ``cue_sheet`` the text file beside a WAV or FLAC, for programs that burn or split
"""
