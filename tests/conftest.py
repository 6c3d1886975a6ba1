"""Hypothesis never fails a test for being slow: speed is the benches' business, and machines are busy."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
