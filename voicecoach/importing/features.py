"""What a clause has: the features by which its fate is decided. Pure; each is one small pattern or test."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from voicecoach.importing import cautions
from voicecoach.importing.imperative import strip_marker
from voicecoach.importing.lexicon import LEXICON, words_pattern
from voicecoach.importing.sentences import Part, gerund_to_order, opens_with_order

_BODY = words_pattern(LEXICON.body)
_DOCTOR = (
    r"(?:doctors?|gp|physicians?|therapists?|physio\w*|surgeons?|midwife|pharmacist|helpline|nurse|medical|healthcare"
    r"|health care|provider|specialist|emergency|hospital|111|999|911|a&e)"
)
_EASING = (
    r"(?:stop(?!\s+yourself)|discontinue|cease|back off|ease off|ease up|come (?:straight |right )?out of|do not continue|don't continue|skip (?:it|this)"
    r"|leave (?:it|this|that)(?: \w+)? out|miss (?:it|this) out|avoid it|go back to|return to exercise|rest and|give it a miss)"
)
_HARM = (
    r"(?:pain\w*|hurts?|sore|pinch\w*|numb\w*|tingl\w*|pins and needles|dizz\w*|faint|light-?headed|unwell|symptoms?|sx"
    r"|wors\w*|discomfort|ache|aches|weak\w*|sharp|swelling|sick)"
)


def _patterns(**patterns: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in patterns.items()}


_IN_BARE = _patterns(
    # Whom it is about, what it speaks of.
    body=_BODY,
    clinical=LEXICON.clinical.pattern,
    harm=rf"\b{_HARM}\b",
    easing=rf"\b{_EASING}\b",
    condition=r"(?:^|\b(?:and|but|stop|out|at once|back|off|exercises?|\))\W*)(?:if|when|should|unless|as soon as|whenever)\b|^\W*(?:and\s+)?(?:if|should|unless)\b|\bif\b",
    as_needed=r"^\W*(?:if|when) (?:you(?:'re| are)? )?(?:can|able|possible|comfortable|ready|needed)\b",
    no_harm=r"\b(?:should(?:n't| not)|must(?:n't| not)|will not|won't|do(?:n't| not)|never|no need to|careful not to)\s+(?:\w+\s+){0,3}?(?:hurt|be painful"
    r"|cause (?:any )?(?:\w+ )?pain|push (?:in)?to (?:the )?pain|force|go into pain|work through (?:the )?pain|ignore pain"
    r"|be in pain|stretch (?:in)?to (?:the point of )?pain|stretch past|move into pain|increase your pain|overstretch|bounce|overdo)\b"
    r"|\b(?:pain[- ]free|without (?:any )?pain|within (?:your )?(?:limits of )?(?:pain|comfort)|only (?:go )?as far|no bouncing|limit of pain"
    r"|stop (?:immediately|at once|straight away|right away))\b|\bpoint of pain\b",
    doctor=rf"\b(?:see|consult|call|contact|ask|speak (?:to|with)|talk (?:to|with)|check with|tell|phone|ring|visit|advice (?:from|of)"
    rf"|discuss (?:\w+ ){{0,3}}with|seek|approved by|under|get)\b[^.]{{0,60}}\b{_DOCTOR}|\bmedical (?:advice|attention|help)\b"
    rf"|\b{_DOCTOR}\b[^.]{{0,40}}\b(?:before (?:starting|you start|doing|trying|beginning)|first|whether)\b",
    disclaims=r"\bgeneral (?:health )?knowledge\b|\bnot (?:a )?(?:substitute|replacement) for\b|\bat your own risk\b|\bsafe for\b"
    r"|\b(?:may|might|can) (?:find|make|cause)\b.*\bworse\b",
    second_limb=r"\b(?:then\s+)?(?:repeat|try|do)\b[^.]*\bboth\s+(?:legs|knees)\b(?!\s+(?:straight|bent))",
    # Feelings.
    felt=r"\b(?:(?:you|we)(?:'ll|\s+(?:will|should|may|might|can|must|are going to))?\s+(?:also\s+|then\s+|probably\s+|likely\s+|now\s+)*"
    r"(?:feel|notice)|(?:should|will|may|can|must)\s+(?:\w+\s+){0,2}?be\s+felt|(?:is|are)\s+felt|^\W*(?:feel(?:ing)?|felt)\b(?!\s+(?:free|for)\b)"
    r"|cause you to feel|the (?:stretch|pull|tension) (?:should|will|is) be|^\W*(?:this|it|the stretch)(?: stretch)? (?:should|will|may) (?:feel|stretch)\b"
    r"|^\W*look for a stretch|^\W*aim to feel|^\W*stretch (?:is )?felt)",
    until_felt=r"\b(?:until|till|so (?:that )?|when|where|to) (?:you(?:'ll| will)? )?(?:can |begin to |start to |just )?(?:feel|notice)\b|\bas you feel\b",
    sensed=rf"\b(?:stretch\w*|pull\w*|tension|tug|work\w*|it|this|burn|pressure|muscles?|opening|lengthening|sensation|effort|tight\w*|{_BODY})\b",
    not_felt=r"\b(?:no|not|never|without|n't)\b(?!\s+(?:only|just))[^.]{0,40}?\b(?:feel|felt|pain|strain|pinch|pressure|discomfort)\b"
    r"|\b(?:shouldn't|should not|don't|must not|mustn't|no)\b[^.]{0,20}\b(?:feel|be felt)\b",
    no_pain_at=r"^\W*(?:there should be )?no pain (?:should be felt )?(?:in|at|along|down)\b",
    feels_well=r"\b(?:better|free|comfortable|worse|unwell|sick|able|relaxed in this)\b",
    but_feel=r"\bfeel\b[^.]*\b(?:but|and) (?:not|no)\b",
    # How it opens.
    variation=r"^\W*(?:(?:to|in order to)\s+(?:make (?:it|this)|progress|increase|intensify|deepen|advance|get a (?:better|deeper)|modify|challenge"
    r"|add (?:resistance|difficulty))|(?:for|if you want|if you need|if you would like|if you'd like|want|need|if)\s+(?:an?\s+|some\s+|you feel\s+)?(?:\w+\s+)?"
    r"(?:more|deeper|extra|added|bigger|greater|stronger|better|additional|further|variety|less|no stretch)\b(?![^,]*pain)|for (?:an? )?(?:extra )?(?:benefit"
    r"|challenge)|if (?:this|it|that|the \w+|you find (?:this|it|the)|kneeling|crossing|getting|lying|sitting|reaching|you(?:'re| are)? (?:not able|unable"
    r"|can't|cannot|do not|don't)|you can't|you cannot|you have (?:trouble|difficulty|knee|neck|back|hip|leg|wrist)|you (?:experience|find|notice|get|feel (?:any |some )?"
    r"(?:discomfort|pain|pressure|strain))|needed|necessary|possible|you (?:are able|wish|prefer|struggle|feel no|feel nothing))\b|alternative(?:ly)?\b"
    r"|it (?:can|may) help to|as an alternative|you (?:can|could|may|might) (?:also|either|try|use|put|place|add|do|instead|rest|increase|intensify|deepen|make"
    r"|have to|be told)|some people (?:prefer|find|like|do|choose)|progress(?:ion)?\b|advanced|variation|modif(?:y|ication)|optional(?:ly)?|(?:you )?may add"
    r"|add (?:ankle )?weights?|once (?:you can|this (?:is|gets|becomes)|easy|it (?:is|gets|becomes))|when (?:this|it) (?:is|gets|becomes)|as (?:you get|it gets"
    r"|this gets|you become|your|you are able)|or\b|if you feel comfortable|this can also|it can also|can also be|could also|instead of|follow with\b|beginner'?s tip)",
    needs=r"^\W*(?:you(?:'ll| will) need (?!to\b)|you need (?:a|an|some)\b|what you need|equipment|find (?:a|an) (?:clear|sturdy|firm|chair|wall|mat)"
    r"|have (?:a|an) [\w ]{2,40} (?:ready|handy|nearby|to hand)|grab (?:a|an|your) (?:mat|towel|strap|belt|band|chair))",
    breathes=r"^\W*(?:(?:and|while|whilst|remember to|try to|make sure (?:you(?:'re| are)?|to)(?: keep)?|make sure to take|always take|don't forget to|continue to|continue|keep"
    r"|be sure to|always|remember,?|just|focus on|with|taking|take|using|also|allow)\s+)*(?:to\s+)?(?:(?:slow|deep|slowly|deeply|long|calm|controlled|steady|gentle"
    r"|normal|relaxed|natural|full|your|easy|smooth|even|big|of|a few|several|some|a|an|and|,|nice|good|relaxing|\d+|two|three|four|five)\s*,?\s+){0,5}"
    r"(?:breath(?:s|e|es|ing)?|inhal(?:e|ing)|exhal(?:e|ing))\b|\bhold(?:ing)?\s+your\s+breath\b",
    moves_with_breath=r"^\W*(?:on (?:your|the|an?)|with (?:your|each|the))\b[^,]*\b(?:in|ex)halation"
    r"|\bas you (?:exhale|inhale|breathe (?:in|out)),?\s+(?:(?:gently|slowly)\s+)?[a-z]+\s+(?:the|your|it|both|one)\b",
    releases=r"^\W*when(?:ever)? you(?:'re| are) (?:ready|finished|done)\b[^,]*\bcome out\b|"
    r"^\W*(?:(?:then|and|now|when (?:you(?:'re| are) )?(?:finished|done|ready)|to (?:finish|come out(?: of [\w ]+?)?|release|end)|once (?:finished|done)|after(?:wards| that)?)[\s,]+)*"
    r"(?:you can\s+)?(?:(?:slowly|gently|carefully|gradually|just|with control)\s+)*(?:release|relax(?!\s+(?:your|the)\s+(?:shoulders|neck|chest|jaw|face|belly|stomach|head"
    r"|arms|upper body|back|whole body|and breathe|into))|return|lower(?!\s+(?:back|body|spine|abdom))|let (?:it|go|your|the|them)|come (?:back|out|up|down|upright)|go back"
    r"|bring (?:it|them|your|the|both|that|one)[^.]{0,40}\b(?:back|down)\b|slide [^.]{0,40}\bback\b|roll [^.]{0,40}\b(?:back|up)\b|uncross|unwind|press (?:back|yourself back"
    r"|yourself up)|straighten (?:up|out|it|the leg|your leg|your legs|your knee|the knee|both)|ease (?:off|out|back|up)|easing out|returning|releasing|lowering|coming"
    r"|put (?:it|them|your|the|both)[^.]{0,30}\b(?:down|back)\b|sit (?:back )?up|sit back (?:up|down)|stand (?:back )?up|push (?:yourself )?(?:back )?up to|take your hands? (?:away|off)"
    r"|drop (?:it|the|your)[^.]{0,30}\b(?:down|back)\b|untwist|rest|undo|reverse|draw [^.]{0,30}\bback\b|walk your hands back|move (?:it |your |the |back )[^.]{0,20}\bback\b"
    r"|step (?:back|forwards?|out)|use your hands to (?:help|bring|push))",
    manner=r"^\W*(?:(?:and|but|please|always|also|remember|just|try|aim|throughout|during (?:this|the) \w+|while (?:you|doing)[^,]*,|at all times)[\s,]+(?:to\s+)?)*"
    r"(?:(?:you\s+)?(?:should|must|need to)\s+)?(?:(?:not\s+|never\s+|only\s+))?(?:keep|keeping|make sure|ensure|be careful|be sure|be gentle|do not|don't|avoid|never|relax|try"
    r"|focus|concentrate|remember|remain|stay|maintain|let|allow|check|think|imagine|concentrating|no\b|not\b|without|stretch (?:just|only|gently|until)|go (?:only|slowly|gently"
    r"|gradually|as far)|move (?:slowly|gently|only|smoothly)|only|soften|feel free|look (?:straight|ahead|forward)|aim|notice|watch for|it is important|it's important|important|take (?:it easy|care|your time)"
    r"|use slow|the movement should|there should|this (?:should be|is) (?:a )?(?:slow|gentle|smooth)|slow and|perform (?:this )?(?:slowly|gently)|work (?:within|slowly)|breathe|attempt"
    r"|press through|minimal|do this slowly|do (?:it|this) (?:slowly|gently)|do all reps|the stretch should be)",
    statement=rf"^\W*(?:(?:(?:your|the|both|each|one)\s+(?:[\w-]+\s+){{0,3}}?)?{_BODY}[^.]{{0,90}}?\b(?:should|stays?|remains?|is|are|points?|faces?|rests?|touch(?:es)?|bent|straight"
    r"|flat|together|apart|relaxed|crossed|upright|extended|supported|level|parallel|out to|on the|by your|in line|under your|over your|beside|behind|in front|hip[- ]width"
    r"|shoulder[- ]width|on your|at your|across your|down|up|pressed|tucked)\b|there should be|you(?: should| will|'ll)?(?: now)? be (?:in|on|lying|sitting|standing|kneeling|able)"
    r"|this is (?:your|the) start|in this position|(?:on|in) (?:your|the|a|an|all) [^.]{0,30}(?:position|hands and knees|fours|back|side|stomach|front|tummy|lying)\b)",
    # Why, and about.
    reason=r"\b(?:help(?:s|ed|ing)?|improv\w+|strengthen\w*|stretch(?:es|ing)|reliev\w+|loosen\w*|mobili[sz]\w+|targets?|eas(?:es|ing)|reduc\w+|prevent\w*|benefit\w*|designed to|good for"
    r"|great (?:for|stretch)|work(?:s|ing) (?:the|your|on)|promotes?|increases?|relaxes|opens?|decompress\w*|can (?:be|cause|press|send|lead)|caused by|because|purpose|goal|aim of"
    r"|activates?|engages?|focus(?:es)? on|supports?|muscles? (?:worked|that)|lengthens|releases)\b|^\W*(?:to (?:stretch|strengthen|improve|relieve|loosen|mobilise|increase|ease|help"
    r"|build|open|work|release|reduce)\b)",
    anatomy=r"\b(?:is|are)\s+(?:a|an|the|one of)\b[^.]*\b(?:stretch(?:es)?|exercises?|muscles?|nerves?|joint)\b|\b(?:muscles?|nerves?|ligaments?|tendons?|joints?|discs?|vertebra\w*|sciatica)\b"
    r"[^.]*\b(?:lies?|runs?|sits?|is|are|becomes?|can|gets?|may|starts?|attach\w*)\b",
    gain=r"^\W*(?:(?:goal|aim|purpose):?\s+)?(?:to\s+)?(?:increase|improve|build|strengthen|maintain|gain)\s+(?:\w+\s+){0,4}(?:strength|flexibility|mobility|movement|range|stability|control"
    r"|endurance|balance)\b|^\W*(?:use|try|do)\b[^.]*\bto (?:help|relieve|ease|reduce|improve|prevent)\b",
    about_it=r"^\W*(?:this|it|these|the (?:stretch|exercise|movement)|stretching|strengthening)\b",
    habit=r"^\W*(?:(?:practi[sc]e|do|try|perform|use)\b[^.]*\b(?:regularly|consistently|often and|most days)\b|(?:these|the following) (?!\w+ (?:should|must) not)(?:instructions|directions"
    r"|pictures|steps|exercises)\s+(?:are|show|should|can|may|will))",
    carries_on=r"^\W*(?:and )?(?:go on|carry on|continue|keep (?:going|doing|up|this up))\b.*\b(?:activit\w+|weeks?|months?|as long as|until you (?:are|see|have)|daily life)",
    caption=r"^\W*\w+(?:\W+\w+){0,8}\W+showing\b|^\W*(?:photo|picture|image|figure|diagram|video)s?\b(?! the)",
    again=r"^\W*(?:(?:and|then|now|slowly|gently|rest and|lower and|relax and|pause and|release and)\s+)*(?:repeat|continue|carry on)\b(?:\s+(?:again|this|it|the|as|exercise|movement|stretch"
    r"|process|sequence|cycle|same|leg|side|hug|whole|entire|on|with|for|each|both|all|steps?|\d|to|and|through|from|above|step|per|by|your|physio\w*|therapist|guidelines|instructed"
    r"|instructions?|prescri\w+|until|pose|series|efforts?|a))*\W*$",
    do_as_told=r"^\W*(?:do|perform|repeat|complete)\b[^.]{0,40}\b(?:as (?:prescribed|directed|instructed|advised|shown|told)|prescribed|guidelines)\b",
    # The page and the people around the text.
    page=r"\b(?:©|copyright|all rights reserved|www\.|https?://|@[\w.]+\.\w{2,}|ISBN\b|charity no|registered|subscribe|leave a comment|terms of (?:service|use)|cookies|privacy policy|tel:"
    r"|phone:|editor:|published|illustrat(?:ion|ed) by|photo(?:graph)?s? (?:by|of)|newsletter|sign up|share this|posted (?:in|on|by)|comments?\b(?: \(|\s*$)|follow us|like this\?)",
    chat=r"\b(?:hope (?:this|you|that)|let me know|any (?:other|more|further)? ?questions|good luck|enjoy your|thank(?:s| you)|see you|welcome (?:back|to)|my name is|here (?:are|is) (?:some|the|a|an|four|five|three|six"
    r"|ten|\w+) (?:\w+ )?(?:exercises|stretches)|large print|another language|braille|this leaflet|says:|feel free to (?:ask|contact|reach)|please ask us|opening (?:times|hours)|absolutely!)",
    first_person=r"^\W*(?:i|my|i'm|we now|we know|we stretch|our)\b(?!\s+(?:want|would|'d)\b)",
    time_of_day=r"\b\d{1,2}[.:]\d\d\s*(?:am|pm)\b|\b\d{5,}\b|\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b",
    telling=r"^\W*(?:the|a|an|piriformis|it's|people|most|many|some|there|walking|if your job|back pain|bed rest)\b",
    after_treatment=r"\b(?:after surgery|post-?op\w*|weeks? after)\b",
    third_verb=r"^\W*(?:[A-Z][\w'-]+\s+){1,3}(?:is|are|was|can|has|have|lies|runs|helps?)\b",
    ing_only=r"^\W*[a-z]+ing\b",
)

_ASKED = re.compile(
    r"(?:you(?:'ll| will)?\s+(?:should|need(?: to)?|must|can|will|want to|have to|then|now|simply)|you(?:'ll| will)|i(?:'m| am) going to have you|we(?:'ll| will)?"
    r"|let's|i(?:'d| would)? (?:like|want) you to|the (?:patient|client)|patient|have (?:the|your) patient|(?:ask|instruct|tell) the patient to)\s+(?:\w+ly\s+)?(?P<verb>\w+)",
    re.IGNORECASE,
)
_GERUND_SUBJECT = re.compile(r"^[A-Za-z]+ing\b[^,]*?\b(?:is|are|can|will|may|helps?|should|could|makes|has)\b")
_LEAD = re.compile(
    r"^(?:as|while|whilst|with|keeping|using|seated|once|when|on|in|from|after|before|without|by|lying|sitting|standing|starting|maintaining|breathing|inhaling|exhaling|inhale|exhale|breathe"
    r"|at the same time|simultaneously|supporting|holding|leaving|making sure|bending|leading|pushing|pressing|leaning|facing|resting|placing|for the|if you can|if possible|if you are able)\b",
    re.IGNORECASE,
)
_NOT_MOVES = frozenset({"feel", "find", "notice", "need", "see", "be", "avoid", "try"})


def _is_order(bare: str) -> bool:
    return opens_with_order(bare) or opens_with_order(gerund_to_order(bare))


def after_lead(bare: str) -> str:
    """What follows "As you breathe out," or "With your knees bent,"."""
    if not _LEAD.match(bare):
        return bare
    for comma in list(re.finditer(r"(?:,|\s[–-])\s*", bare))[:3]:
        if _is_order(rest := bare[comma.end() :]):
            return rest
    return bare


def _orders(bare: str) -> bool:
    if LEXICON.clinical.search(bare) and not _IN_BARE["body"].search(bare):
        return False
    main = after_lead(bare)
    asked = _ASKED.match(main)
    if asked and asked["verb"].lower() in LEXICON.bases:
        base = LEXICON.bases[asked["verb"].lower()]
        bodily = _IN_BARE["body"].search(bare) or base in LEXICON.posture or base in LEXICON.move
        return bool(bodily) and base not in _NOT_MOVES
    # "Keeping active helps", "Stretching the hip can help": the verb of the sentence comes later.
    return _is_order(main) and not _GERUND_SUBJECT.match(main)


def _errand(bare: str) -> bool:
    """ "Call your doctor", "apply the cream": an order that is no movement."""
    first = re.match(r"\W*(?:(?:then|and|please|always|also)\s+)*(\w+)", bare)
    return first is not None and first[1].lower() in LEXICON.errand and not _IN_BARE["body"].search(bare)


def _led(bare: str) -> bool:
    """ "As you breathe out, lift your hips": an order after a comma."""
    return after_lead(bare) is not bare


_DEFINES = re.compile(
    r"\b(?:is|counts as|equals|makes|=)\s+(?:one|1)\s+(?:full\s+)?(?:rep(?:etition)?|set|cycle|round)\b", re.IGNORECASE
)
_PRESCRIBES = re.compile(
    r"^\W*(?:(?:and|then|now|please|try to)\s+)*(?:hold|repeat|do|perform|complete|aim for|start with|begin with|stay|continue)\b",
    re.IGNORECASE,
)

_TESTS: Mapping[str, Callable[[str, Part], bool]] = {
    "only_dose": lambda bare, part: not re.search(r"\w", bare) and not part.dose.switch,
    "only_switch": lambda bare, part: part.dose.switch,
    "only_sides": lambda bare, part: (
        not re.search(r"\w", bare) and part.dose.each_side and not part.dose.amounts and not part.dose.alternating
    ),
    "dosed": lambda bare, part: part.dose.amounts,
    "defines": lambda bare, part: _DEFINES.search(part.source) is not None,
    "prescribes": lambda bare, part: part.dose.amounts and _PRESCRIBES.match(part.source) is not None,
    "question": lambda bare, part: part.source.rstrip().endswith("?"),
    "order": lambda bare, part: _orders(bare),
    "errand": lambda bare, part: _errand(bare),
    "led": lambda bare, part: _led(bare),
    "short": lambda bare, part: len(bare.split()) <= 5,
    "place": lambda bare, part: place_of(part.rest or part.source) is not None,
    "furniture": lambda bare, part: LEXICON.furniture.match(part.source.strip(" .*")) is not None,
    "asks_first": lambda bare, part: bool(cautions.questions(part.source)),
}

NAMES = frozenset(_IN_BARE) | frozenset(_TESTS) | {"warns"}
"""All features."""


def features(part: Part) -> frozenset[str]:
    """The features of a clause."""
    bare = strip_marker(part.rest).strip(" .,;:")
    found = {name for name, pattern in _IN_BARE.items() if pattern.search(bare)}
    found |= {name for name, test in _TESTS.items() if test(bare, part)}
    if "easing" in found and found & {"condition", "harm"}:
        found.add("warns")
    return frozenset(found)


_PLACE = re.compile(
    r"\b(?P<place>(?:deep(?:ly)?\s+|(?:low|high)(?:er)?\s+(?:down\s+)?|mostly\s+|mainly\s+|just\s+|gently\s+|right\s+(?=(?:in|along|down|at|behind|under|across)))?"
    r"(?:in|into|at|along|down|up|across|through|on|behind|between|from|around|over|inside|throughout|under|within|beneath|to(?=\s+(?:the|your))|towards?)\s+(?:either\s+)?"
    r"(?:the|your|that|each|both|one|a)?\s*[^.]*)",
    re.IGNORECASE,
)


def place_of(text: str) -> str | None:
    """Where something is felt, as words that complete "You should feel it …".

    >>> place_of("You should feel a stretch deep in your right buttock.")
    'deep in your right buttock'
    """
    lead = re.split(r"\b(?:feel(?:ing)?|felt|notice|cause you to feel)\b", text, maxsplit=1, flags=re.IGNORECASE)
    after = lead[1] if len(lead) == 2 else text
    found = _PLACE.search(after)
    if not found and len(lead) == 2:
        found = _PLACE.search(lead[0])  # "A stretch in the hip should be felt."
        if found:
            trimmed = re.sub(r"\s*\b(?:should|will|may|can|must|is|are)\b[^.]*$", "", found["place"])
            return trimmed.strip(" .,;:") or None
    if not found:
        return None
    place = found["place"].strip(" .,;:!")
    place = re.sub(
        r"(?:,?\s*|\s*-\s+)(?:\bbut\b|\bit is\b|\band\b(?=\s+(?:not|no)\b)|\bwhich\b|\bnot\b|\bas you\b|\bwhile\b|\bwhen\b|\bduring\b|;|\bif\b).*$",
        "",
        place,
        flags=re.IGNORECASE,
    )
    if (
        re.match(r"between\b", place, re.IGNORECASE)
        and re.search(r"\b(?:towards?|to)\b", place)
        and not re.match(r"between\b[^,]*\band\b", place, re.IGNORECASE)
    ):
        place = re.sub(r"^between", "from", place, flags=re.IGNORECASE)
    return place[:1].lower() + place[1:] if place else None
