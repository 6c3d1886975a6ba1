"""The sheet that a clinic hands out: one routine with drawings and doses, on paper, on a page, in the terminal.

``content``  what stands on it (pure)
``terminal`` for rich · ``html`` one file, no outside request · ``pdf`` A4, with ``pdf_layout`` (how it fits on two
pages) and ``pdf_tags`` (what a screen reader gets)
"""
