"""What a script leaves out of its text, sentence by sentence, with the reason. Pure.

First what the reading itself left out, then an audit: each sentence of the source of which a word is not found in the
script is quoted as well, whatever the rules before it did; a warning also where no one sentence has all its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from voicecoach.importing.document import Block
from voicecoach.importing.fates import SPOKEN, Clause, Fate
from voicecoach.importing.lexicon import word_list, words
from voicecoach.importing.scope import LeftOutSentence
from voicecoach.importing.sentences import in_sentence_case, parts, sentences

_SMALL = frozenset(word_list("lexicon")["clause_words"]["small"])
"""Words that are said in other words, or not at all, when a sentence is turned into an order."""


_WARNS = re.compile(r"\b(no|not|never|avoid|stop|without|unless)\b|n['’]t\b", re.IGNORECASE)
"""A sentence that warns has to be in the script in one piece: its words are elsewhere in other sentences, too."""
_SENTENCE_END = re.compile(r"[.?!](?=\s)|\n\s*-\s|\n\s*[a-z_]+:\s")


def unsaid(clauses: Iterable[Clause], said: Iterable[Clause]) -> list[LeftOutSentence]:
    """The clauses that are in no step and in no key of the script, with what they were taken for."""
    spoken = {(clause.sentence, clause.source) for clause in said}
    found: list[LeftOutSentence] = []
    for clause in clauses:
        taken = clause.fate in {Fate.DOSE, Fate.SWITCH, Fate.NOT_FOR, Fate.SOURCE}
        if not taken and (clause.sentence, clause.source) not in spoken:
            found.append(LeftOutSentence(clause.source, clause.line, reason_of(clause)))
    return found


def reason_of(clause: Clause) -> str:
    """Why a clause is not said."""
    if clause.fate in SPOKEN:
        return "there was no place for it in the exercise"
    return "a label" if clause.fate is Fate.NAME else clause.fate.value


def audited(blocks: Sequence[Block], left_out: Sequence[LeftOutSentence], script: str) -> list[LeftOutSentence]:
    """Every sentence of the source that is not in the script, in order, each whole and with a reason."""
    said = set(_stems(script))
    together = [frozenset(_stems(sentence)) for sentence in _SENTENCE_END.split(script)]
    reasons = {(each.line, _plain(each.text)): each.reason for each in reversed(left_out)}
    quoted: list[LeftOutSentence] = []
    for block in blocks:
        for text in sentences(block.text):
            reason = reasons.get((block.line, _plain(text)))
            if reason is None:
                pieces = (_plain(part.source) for part in parts(in_sentence_case(text)))
                reason = next((reasons[block.line, piece] for piece in pieces if (block.line, piece) in reasons), None)
            needed = {word for word in _stems(text) if word not in _SMALL}
            lost = not any(needed <= sentence for sentence in together) if _WARNS.search(text) else not needed <= said
            if reason or lost:
                reason = reason or "only a part of it is in the script"
                quoted.append(LeftOutSentence(" ".join(text.split()), block.line, reason))
    return quoted


def remarks(left_out: Sequence[LeftOutSentence]) -> list[str]:
    """The comments at the end of a script."""
    told = dict.fromkeys(
        words("left_sentence", line=each.line, reason=each.reason, words=each.text) for each in left_out
    )
    return [words("left_out"), *told] if told else []


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _stems(text: str) -> list[str]:
    """The words of a text without the endings that turning it into orders changes."""
    return [_stem(word) for word in re.findall(r"[a-z0-9]+", text.lower()) if len(word) > 2 or word.isdigit()]


def _stem(word: str) -> str:
    word = {"lying": "lie", "laying": "lie", "lay": "lie", "tying": "tie"}.get(word, word)
    for ending in ("ing", "es", "s", "e", "d"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word
