"""The handout of a routine, with drawings and doses: in the terminal, as HTML, as PDF.

``content``  what the sheet says (pure)
``terminal`` for rich · ``html`` one file, from ``templates/`` · ``pdf`` A4, with ``pdf_blocks`` (what it is laid out
from), ``pdf_type`` (fonts and styles) and ``pdf_tags`` (structure for screen readers)
"""
