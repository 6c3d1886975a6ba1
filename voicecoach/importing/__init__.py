"""Plain English instructions to a routine script. Offline, and the same text always gives the same script.

What a text goes through, a module for each step:

    document    bytes -> text -> blocks, each with its line  (markup: Markdown and HTML; office: Word and PDF; tables)
    entries     blocks -> names and texts, where both share a line  (headings; notes: therapists' shorthand)
    sections    entries -> the exercises and the prose around them  (scope: what is no part of the routine)
    tokens      a sentence -> typed tokens: numbers, units, sides, verbs
    grammar     tokens -> phrases of a dose  (amounts)
    sentences   a sentence -> clauses, each with its dose and what it says beside it
    features    a clause -> what it has; ``fates`` weighs that and decides what becomes of it  (cautions)
    exercise    the clauses of one exercise -> its ``reading``: holds, tips, way out  (sided, stretched, mirror: sides)
    steps       exercises -> the steps of a ``script``  (speech, imperative: how a coach says it)
    write       script -> YAML, with each doubt as a comment on its line
    account     what is not in the script, whole, with the reason
    importer    all of it  (files: from a path; settle: a guess that a person decides)

What words mean is data: ``lexicon.yaml``.
"""

from voicecoach.importing.files import import_file
from voicecoach.importing.importer import Imported, import_text
from voicecoach.importing.write import ImportDoubt

__all__ = ["ImportDoubt", "Imported", "import_file", "import_text"]
