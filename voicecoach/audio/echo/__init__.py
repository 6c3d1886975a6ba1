"""Removes the coach's own voice from the microphone: blocks in, blocks out."""
