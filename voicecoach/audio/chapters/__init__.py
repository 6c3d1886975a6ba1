"""Chapters in sound files, written into a file that is complete.

- ``chapter`` a place in a recording and its title; times and the limits that formats have
- ``mp3`` ID3 chapter frames; ``ogg`` and ``flac`` Vorbis comments; ``wav`` cue points with labels
- ``cue_sheet`` the text file beside a WAV or FLAC, for programs that burn or split
"""
