"""A session as a sound file: ``record`` performs it, ``contents`` names its chapters."""
