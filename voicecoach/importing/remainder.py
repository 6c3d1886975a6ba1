"""What a clause says beside its amounts. Pure."""

from __future__ import annotations

import re

from voicecoach.importing.dose_patterns import TAKEN

_SIMPLE = (
    r"(?:it|this|that|the|your|each|of|these|position|positions|stretch|stretches|pose|posture|contraction"
    r"|static|gentle|deep|here|there|still|for|at|top|end|exercise|movement|sequence|whole|entire|cycle"
    r"|process|"
    r"maximum|final|same|all|again|to|a|and|up|about|another|least)"
)

_PACE_OF = re.compile(
    r"^(?:the|this|each|every)\s+(?:motion|movement|exercise|repetition|rep)\s+(?:should|will"
    r"|may)?\s*(?:take|last)?[\s.]*$",
    re.IGNORECASE,
)
_HELD_AMOUNT = re.compile(
    rf"\b(?:hold(?:ing)?|maintain(?:ing)?|stay(?:ing)?|remain(?:ing)?|pause|sustain"
    rf"|repeat(?:ing)?|do|perform(?:ing)?|complete)(?:\s+{_SIMPLE})*[\s,:]*\x00",
    re.IGNORECASE,
)

_FILLER = re.compile(
    r"^(?:and|then|or|so|now|so that|but|please|try|to|aim|you|can|should|be sure|must|need|will|want|may"
    r"|also|next|finally|lastly|again|after that|gently|slowly|just|simply|until you(?: have|'ve)? (?:done"
    r"|completed|reached|finished)|we'?ll|let'?s|remember)\b\s*",
    re.IGNORECASE,
)

_EMPTY_ORDER = re.compile(
    r"^(?:hold(?:ing)?|maintain(?:ing)?|stay(?:ing)?|remain(?:ing)?|keep(?:ing)?|pause|sustain"
    r"|repeat(?:ing)?|do|perform(?:ing)?|complete|practi[sc]e|continue|achieve|aim|try|start|begin|count"
    r"|build|work|it|this|that|each|reps?|sets?|frequency|hold time|duration|linger|is|are|recommended"
    r"|suggested|suggested|dose|total|at|in|on|stretching)?"
    r"(?:[\s,.:;-]+(?:it|this|that|the|your|you|each|every|of|these|those|them|position|positions|stretch"
    r"|static|gentle|stretches|pose|poses|posture|contraction|tension|hold|there|here|still|steady|for|at"
    r"|top|bottom|end"
    r"|range|"
    r"in|on|to|a|an|as|or|and|then|with|by|from|exercise|exercises|movement|movements|motion|sequence|whole"
    r"|entire|cycle|process|series|same|again|total|up|down|maximum|final|comfortable|place|point|all|one"
    r"|full|both|"
    r"set|sets|rep|reps|repetition|repetitions|hug|routine|about|approximately|around|least|so|another"
    r"|time|times|more|complete|good|instructed|directed|prescribed|able|tolerated|comfort|per|between|row"
    r"|only|if|possible|can|side|leg|sides|legs|raised|stretched|before|while|when|squeeze|after|program"
    r"|programme|workout|circuit|doing|starting|start|first|afterwards))*[\s,.:;!-]*$",
    re.IGNORECASE,
)


def remainder(text: str) -> str:
    """What a clause still says once its amounts are taken out; empty when it was about nothing else.

    >>> remainder("Hold this position \\x00"), remainder("Gently pull your knee up \\x00")
    ('', 'Gently pull your knee up')
    """
    text = re.sub(
        r"\(\s*\x00*\s*(?:hold|each|reps?|or as (?:instructed|directed"
        r"|prescribed)[^)]*)?\s*\x00*\s*\)",
        TAKEN,
        text,
        flags=re.IGNORECASE,
    )
    text = _HELD_AMOUNT.sub(TAKEN, text)
    text = re.sub(
        r"\s*(?:(?:[,;]|\b(?:for|or|and|then|with|up to|about"
        r"|at)\b)\s*)*\x00(?:\s*[,;]\s*(?=\x00|$))?",
        TAKEN,
        text,
    )
    text = re.sub(r"\s*\x00[\s\x00]*", " ", text)
    text = re.sub(r"\s+([,.;:!?])", r"\1", text)
    text = re.sub(r"^[\s,.;:–-]+|[\s,;:–-]+$", "", text)
    text = re.sub(
        r",?\s*(?<!far )(?<!much )(?<!high )(?<!long )(?<!low )\b(?:or )?as (?:instructed|directed|prescribed"
        r"|tolerated|able|comfortable)\b[^,.;]*[\s.]*$",
        "",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(
        r",?\s*\b(?:or\s+)?more(?:\s+(?:if|as)\s+(?:needed|necessary))?[\s.]*$", "", text, flags=re.IGNORECASE
    )
    if _PACE_OF.match(text):
        return ""
    bare = text
    while (shorter := _FILLER.sub("", bare)) != bare:
        bare = shorter
    return "" if _EMPTY_ORDER.match(bare) else re.sub(r"^(?:and|then|or|,)\s+", "", text, flags=re.IGNORECASE).strip()
