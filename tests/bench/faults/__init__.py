"""Benches that break the parts of a session at random moments and count what comes of it."""
