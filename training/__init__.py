"""How shipped weights were made; no part of the package."""
