"""Plain English instructions to a routine script. Offline, without chance: the same text gives the same script.

The way of a text, a module a step:

    document    bytes -> text -> blocks: headings, paragraphs, list items
    sections    blocks -> the exercises, and the prose around them  (entries, headings; shorthand: therapists' notes)
    classify    sentences -> clauses: orders, doses, feelings, warnings  (sentences, signs, cautions)
    doses       what a clause says of amounts; the remainder is what else it says  (dose, dose_patterns, durations)
    reading     the clauses of one exercise -> an ``exercise``: holds, tips, way out, sides  (roles, sidedness)
    stretched   left and right: which side is stretched; the mirror says its text for either
    steps       exercises -> the steps of a ``script``  (speech; imperative: how a coach says it)
    write       script -> YAML, with each doubt as a comment on its line
    importer    all of it

What words mean is data: ``lexicon.yaml``.
"""

from voicecoach.importing.importer import Imported, import_text
from voicecoach.importing.write import Doubt

__all__ = ["Doubt", "Imported", "import_text"]
