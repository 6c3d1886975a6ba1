"""HTML and SVG from jinja2 templates, with every text escaped.

``document.html`` frames a file that stands alone: it asks for nothing outside, and its policy forbids that it could.
"""

from __future__ import annotations

from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined


@cache
def templates(package: str) -> Environment:
    """The templates in the folder ``templates`` of ``package``, and ``document.html``.

    The filter ``n`` writes a number with at most one decimal place. A name that is missing raises
    ``jinja2.UndefinedError``.
    """
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader(__name__, "")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["n"] = lambda number: f"{number:.1f}".removesuffix(".0")
    return environment
