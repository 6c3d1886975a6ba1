"""Writes what is installed with the program as a CycloneDX 1.6 list: ``PYTHON .ci/sbom.py > voicecoach.cdx.json``.

PYTHON is that of an environment with voicecoach and nothing else in it; with ``names`` it writes their names alone.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import Distribution, distribution, distributions
from typing import Any

OURS = "voicecoach"
NOT_OURS = {"pip", "setuptools", "wheel"}
"""What an environment has before anything is installed."""


def name_of(package: Distribution) -> str:
    return re.sub(r"[-_.]+", "-", package.metadata["Name"]).lower()


def reference(package: Distribution) -> str:
    return f"pkg:pypi/{name_of(package)}@{package.version}"


def licences(package: Distribution) -> list[dict[str, Any]]:
    """As the package states it: an SPDX expression, else its own words, else what it is classified as."""
    if expression := package.metadata.get("License-Expression"):
        return [{"expression": expression}]
    classified = [each for each in package.metadata.get_all("Classifier") or () if each.startswith("License ::")]
    words = (package.metadata.get("License") or "").strip().split("\n")[0] or ", ".join(classified)
    return [{"license": {"name": words}}] if words else []


def component(package: Distribution, kind: str) -> dict[str, Any]:
    return {
        "type": kind,
        "bom-ref": reference(package),
        "name": name_of(package),
        "version": package.version,
        "licenses": licences(package),
        "purl": reference(package),
    }


def bom() -> dict[str, Any]:
    packages = {name_of(each): each for each in distributions() if name_of(each) not in NOT_OURS | {OURS}}
    ours = distribution(OURS)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": component(ours, "application")},
        "components": [component(packages[name], "library") for name in sorted(packages)],
        "dependencies": [{"ref": reference(ours), "dependsOn": sorted(map(reference, packages.values()))}],
    }


if __name__ == "__main__":
    found = bom()
    names = "".join(each["name"] + "\n" for each in found["components"])
    sys.stdout.write(names if sys.argv[1:] == ["names"] else json.dumps(found, indent=2) + "\n")
