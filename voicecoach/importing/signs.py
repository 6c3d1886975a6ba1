"""How clauses of each kind begin or what they contain: the patterns of ``classify``. Data only."""

from __future__ import annotations

import re

from voicecoach.importing.lexicon import LEXICON, words_pattern

BODY = re.compile(words_pattern(LEXICON.body), re.IGNORECASE)

SIDE_NOUN = r"(?:sides?|legs?|knees?|foot|feet|hip|arm|direction|way|buttock|ankle|half|one|hand|thigh|position)"

OTHER_SIDE = (
    rf"(?:the\s+|your\s+|an?\s+)?(?:other|opposite|opposing|second|remaining|uninvolved|unaffected|affected"
    rf"|good|contralateral)\s+{SIDE_NOUN}"
)

NAMED_SIDE = rf"(?:the\s+|your\s+)?(?:left|right)(?:-hand)?(?:\s+{SIDE_NOUN})?"

ANY_SIDE = rf"(?:{OTHER_SIDE}|{NAMED_SIDE})"

REST_OF_CLAUSE = (
    r"(?:\s+(?:in the same way|as well|too|now|again|afterwards|instead|for the same (?:time|amount)|(?:in"
    r"|with) the same manner|and repeat|as before|if (?:you wish|needed|possible)))*[\s.!,)]*$"
)

SWITCH = re.compile(
    rf"\b(?:switch|change|swap|alternat|revers)(?:e|es|ing|ping)?\s+(?:to\s+)?(?:(?:your|the|over"
    rf"|from)\s+)*(?:legs?|sides?|feet|foot|positions?|leg\s+positions?|knees|arms|directions?|over|hips"
    rf"|procedure|{ANY_SIDE})\b"
    rf"|\b(?:switch|swap)(?:\s+(?:and|then)\s+repeat|\s+over)?[\s.!]*$"
    rf"|\brepeat\b[^.;]{{0,60}}?\b{ANY_SIDE}"
    rf"|\b(?:do|try|perform|stretch)\s+(?:exactly\s+)?(?:(?:it|this|the same(?:\s+(?:thing|exercise|stretch"
    rf"|movement))?|the stretch|the exercise|that)\s+)?(?:again\s+)?(?:to|on|with|for"
    rf"|using)?\s*{ANY_SIDE}{REST_OF_CLAUSE}"
    rf"|\bsame\b[^.;]{{0,40}}?\b(?:on|with|for|to|using)\s+{ANY_SIDE}"
    rf"|^\W*(?:(?:and|then|now|next|finally|after that)[\s,]+)*(?:(?:to|on|with"
    rf"|for)\s+)?{ANY_SIDE}{REST_OF_CLAUSE}"
    r"|\bvice[- ]versa\b|\b(?:both|each|either)\s+(?:sides?|legs?)\s+(?:in turn|one (?:after|at))\b"
    r"|^\W*(?:repeat\s+)?(?:(?:do|perform|stretch|work|complete)\s+)?(?:(?:it|this)\s+)?(?:(?:on|with|for"
    r"|to)\s+)?(?:both|each)\s+(?:sides|side|legs|leg|ways|way|directions|direction)\W*$",
    re.IGNORECASE,
)

NOT_SWITCH = re.compile(
    r"\b(?:both (?:legs|knees) (?:at|together)|at the same time|if you|one leg at a time)\b", re.IGNORECASE
)

STOP = re.compile(
    r"\bcontraindicated if\b|"
    r"^(?!\W*(?:when|once) (?:you(?:'re| are| have)? )?(?:finished|done|ready)\b)(?:.*?)\b(?:stop"
    r"|discontinue|cease|back off|ease off|come out|do not continue|don't continue|skip it)\b[^.]*\b(?:if"
    r"|when|as soon as|should|at once)\b|^(?!\W*(?:when|once) (?:you(?:'re| are| have)? )?(?:finished|done"
    r"|ready)\b)(?:.*?)\b(?:if|when|should|as soon as)\b[^.]*?\b(?:stop|discontinue|cease|back off|ease off"
    r"|ease up|"
    r"come out of|do not continue|don't continue|rest and|avoid it)\b"
    r"|\b(?:should(?:n't| not)|must(?:n't| not)|will not|won't|do(?:n't| not)|never"
    r"|no need to)\s+(?:\w+\s+){0,3}?(?:hurt|be painful|cause (?:any )?(?:\w+ )?pain"
    r"|push (?:in)?to (?:the )?pain|force|go into pain|work through (?:the )?pain|ignore pain|be in pain"
    r"|stretch into pain|move into pain|increase your pain)\b"
    r"|\b(?:stop (?:immediately|at once|straight away|right away)|pain[- ]free|without (?:any )?pain"
    r"|within (?:your )?(?:limits of )?(?:pain|comfort)|never push|only (?:go )?(?:as far|stretch)"
    r"|(?:do not|don't|never) (?:force|overstretch|bounce)|no bouncing|limit of pain)\b",
    re.IGNORECASE,
)

ADVICE = re.compile(
    r"\b(?:see|consult|call|contact|ask|speak (?:to|with)|talk (?:to|with)|check with|tell|phone|ring|visit"
    r"|advice from|advice of|discuss (?:\w+ ){0,3}with|seek|approved by|under)\b[^.]{0,60}\b(?:doctors?|gp"
    r"|physicians?|therapists?|physio\w*|surgeons?|midwife|pharmacist|"
    r"helpline|nurse|medical|healthcare|health care|provider|specialist|emergency|hospital|111|999|911|a&e"
    r"|help)\b|\bmedical (?:advice|attention|help)\b|\b(?:doctor|physio\w*|therapist|surgeon|gp"
    r"|physician)\b[^.]{0,40}\b(?:before (?:starting|you start|doing|trying|beginning)|first)\b"
    r"|\bgeneral (?:health )?knowledge\b|\bnot (?:a )?(?:substitute|replacement) for\b|\bat your own risk\b",
    re.IGNORECASE,
)

HABIT = re.compile(
    r"^\W*(?:(?:practi[sc]e|do|try|perform|use)\b[^.]*\b(?:regularly|consistently|often and"
    r"|most days)\b|(?:these|the following) (?!\w+ (?:should|must) not)(?:instructions|directions|pictures"
    r"|steps"
    r"|exercises)\s+(?:are|show|should|can|may|will))",
    re.IGNORECASE,
)

FELT = re.compile(
    r"\b(?:(?:you|we)(?:'ll|\s+(?:will|should|may|might|can|must|are going to|shouldn't|mustn't|won't"
    r"|do not|don't))?\s+(?:also\s+|then\s+|not\s+"
    r"|probably\s+|likely\s+|now\s+)*(?:feel|notice)|(?:should|will|may|can"
    r"|must)\s+(?:\w+\s+){0,2}?be\s+felt|(?:is|are)\s+felt|^\W*feel(?:ing)?\b(?!\s+(?:free|for)\b)"
    r"|^\W*felt\b|"
    r"cause you to feel|the (?:stretch|pull|tension) (?:should|will|is) be|^\W*(?:this|it"
    r"|the stretch) (?:should|will|may) (?:feel|stretch)\b|^\W*look for a stretch|^\W*aim to feel"
    r"|^\W*stretch (?:is )?felt)",
    re.IGNORECASE,
)

SENSED = re.compile(
    r"\b(?:stretch\w*|pull\w*|tension|tug|work\w*|it"
    r"|this|burn|pressure|muscles?|opening|lengthening"
    r"|sensation|effort|tight\w*|" + "|".join(sorted(LEXICON.body)) + r")\b",
    re.IGNORECASE,
)

NOT_FELT = re.compile(
    r"\b(?:no|not|never|without|n't)\b(?!\s+(?:only|just))[^.]{0,40}?\b(?:feel|felt|pain"
    r"|strain|pinch|pressure|discomfort)\b|\b(?:shouldn't|should not|don't|must not|mustn't"
    r"|no)\b[^.]{0,20}\b(?:feel|be felt)\b|^\W*if you (?:feel|notice)\b",
    re.IGNORECASE,
)

NOT_THERE = re.compile(
    r"^(?P<felt>.*\bfe(?:el|lt)\b.*?),?\s+(?:(?:and|but)\s+)?not\s+(?P<place>(?:in|behind|at|along|on|down"
    r"|inside|across|around)\b.*)$",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"\b(?P<place>(?:deep(?:ly)?\s+|(?:low|high)(?:er)?\s+(?:down\s+)?|mostly\s+|mainly\s+|just\s+"
    r"|gently\s+|right\s+(?=(?:in|along|down|at"
    r"|behind|under|across)))?(?:in|into|at|along|down|up|across|through|on|behind|between|from|around|over"
    r"|inside|throughout|under|within|beneath|to(?=\s+(?:the|your))|towards?)\s+(?:either\s+)?"
    r"(?:the|your|that|each|both|one|a)?\s*[^.]*)",
    re.IGNORECASE,
)

BREATHE = re.compile(
    r"^\W*(?:(?:and|while|whilst|remember to|try to|make sure (?:you(?:'re| are)?|to)(?: keep)?"
    r"|make sure to take|don't forget to|continue to|continue|keep|be sure to|always|remember,?|just"
    r"|focus on|with|taking|take|using|also|allow)\s+)*(?:to\s+)?"
    r"(?:(?:slow|deep|slowly|deeply|long|calm|controlled|steady|gentle|normal|relaxed|natural|full|your"
    r"|easy|smooth|even|big|of|a few|several|some|a|an|and|,|nice|good|\d+|two|three|four"
    r"|five)\s*,?\s+){0,5}(?:breath(?:s|e|es|ing)?|inhal(?:e|ing)|exhal(?:e|ing))\b",
    re.IGNORECASE,
)

HOLD_BREATH = re.compile(r"\b(?:hold(?:ing)?\s+your\s+breath)\b", re.IGNORECASE)

BREATH_THEN_MOVE = re.compile(
    r"(?:breathe|breathing|inhale|inhaling|exhale|exhaling)\b[^,]{0,25},\s+(?P<rest>.+)", re.IGNORECASE
)

VARIATION = re.compile(
    r"^\W*(?:(?:to|in order to)\s+(?:make (?:it|this)|progress|increase|intensify|deepen|advance"
    r"|get a (?:better|deeper)|modify|challenge|add (?:resistance|difficulty))|(?:for|if you want"
    r"|if you need|if you would like|if you'd like|want|need|if)\s+(?:an?\s+|some\s+)?(?:\w+\s+)?(?:more"
    r"|deeper|extra|added|bigger|greater|stronger|better|additional|further|variety|less)\b(?![^,]*pain)|"
    r"for (?:an? )?(?:extra )?(?:benefit|challenge)|if (?:this|it|that|the \w+|you find (?:this|it|the)"
    r"|kneeling|crossing|getting|lying|sitting|reaching|you(?:'re| are)? (?:not able|unable|can't|cannot)"
    r"|you can't|you cannot|you have (?:trouble|difficulty|knee|neck|back|hip|leg|wrist)|you (?:experience"
    r"|find|notice|get|feel (?:any |some )?(?:discomfort|pain|pressure|strain))|needed|necessary|possible"
    r"|you (?:are able|wish|prefer|struggle|don't have|do not have|can(?! feel)))\b|"
    r"alternative(?:ly)?\b|it (?:can|may) help to|as an alternative|you (?:can|could|may|might) (?:also"
    r"|either|try|use|put|place|add|do|instead|rest|increase|intensify|deepen|increase|make)"
    r"|some people (?:prefer|find|like|do|choose)|progress(?:ion)?\b|advanced|variation|modif(?:y|ication)"
    r"|optional(?:ly)?|(?:you )?may add|add (?:ankle )?weights?|once (?:you can|this (?:is|gets|becomes)"
    r"|easy|it (?:is|gets|becomes))|when (?:this|it) (?:is|gets|becomes)|as (?:you get|it gets|this gets"
    r"|you become|your)|"
    r"or\b|if you feel comfortable|this can also|it can also|can also be|could also|instead of)",
    re.IGNORECASE,
)

NEEDS = re.compile(
    r"^\W*(?:you(?:'ll| will) need (?!to\b)|you need (?:a|an|some)\b|what you need"
    r"|equipment|find (?:a|an) (?:clear|sturdy|firm|chair|wall|mat)|have (?:a"
    r"|an) [\w ]{2,40} (?:ready|handy|nearby|to hand)|grab (?:a|an|your) (?:mat|towel|strap"
    r"|belt|band|chair))",
    re.IGNORECASE,
)

RELEASE = re.compile(
    r"^\W*when(?:ever)? you(?:'re| are) (?:ready|finished|done)\b[^,]*\bcome out\b|"
    r"^\W*(?:(?:then|and|now|when (?:you(?:'re| are) )?(?:finished|done|ready)|to (?:finish|come out"
    r"|release|end)|once (?:finished|done)|after(?:wards| that)?)[\s,]+)*(?:you can\s+)?(?:(?:slowly|gently"
    r"|carefully|gradually|just|with control)\s+)*"
    r"(?:release|relax(?!\s+(?:your|the)\s+(?:shoulders|neck|chest|jaw|face|belly|stomach|head|arms"
    r"|upper body|back|whole body|and breathe|into))|return|lower(?!\s+(?:back|body|spine|abdom))|let (?:it"
    r"|go|your|the|them)|come (?:back"
    r"|out|up|down|upright)|go back|bring (?:it|them|your|the|both|that|one)[^.]{0,40}\b(?:back|down)\b|"
    r"slide [^.]{0,40}\bback\b|roll [^.]{0,40}\b(?:back|up)\b|uncross|unwind|press (?:back|yourself back"
    r"|yourself up)|straighten (?:up|out|it"
    r"|the leg|your leg|your legs|your knee|the knee|both)|ease (?:off|out|back|up)|easing out|returning"
    r"|releasing|lowering|coming|put (?:it|them|your|the|both)[^.]{0,30}\b(?:down|back)\b|"
    r"sit (?:back )?up|sit back (?:up|down)|stand (?:back )?up|push (?:yourself )?(?:back )?up to"
    r"|take your hands? (?:away|off)|drop (?:it|the|your)[^.]{0,30}\b(?:down|back)\b|untwist|rest|undo"
    r"|reverse|draw [^.]{0,30}\bback\b|walk your hands back|move (?:it |your |the "
    r"|back )[^.]{0,20}\bback\b|step (?:back|forwards?|out)|use your hands to (?:help|bring|push))",
    re.IGNORECASE,
)

TIP = re.compile(
    r"^\W*(?:(?:and|but|please|always|also|remember|just|try|aim|throughout|during (?:this|the) \w+"
    r"|while (?:you|doing)[^,]*,|at all times)[\s,]+(?:to\s+)?)*(?:(?:you\s+)?(?:should|must"
    r"|need to)\s+)?(?:(?:not\s+|never\s+|only\s+))?"
    r"(?:keep|keeping|make sure|ensure|be careful|be sure|be gentle|do not|don't|avoid|never|relax|try"
    r"|focus|concentrate|remember|remain|stay|maintain|let|allow|check|think|imagine|concentrating|no\b"
    r"|not\b|without|stretch (?:just|only|gently|until)|go (?:only|slowly|gently|gradually|as far)"
    r"|move (?:slowly|gently|only|smoothly)|only|soften|feel free|look|aim|notice|it is important"
    r"|it's important|important|take (?:it easy|care|your time)|use slow|"
    r"the movement should|there should|this (?:should be|is) (?:a )?(?:slow|gentle|smooth)|slow and"
    r"|perform (?:this )?(?:slowly|gently)|work (?:within|slowly)|breathe|keeping|attempt|press through"
    r"|minimal|do this slowly|do (?:it|this) (?:slowly|gently))",
    re.IGNORECASE,
)

_PARTS = words_pattern(LEXICON.body)
STATEMENT = re.compile(
    rf"^\W*(?:(?:(?:your|the|both|each|one)\s+(?:[\w-]+\s+){{0,3}}?)?{_PARTS}[^.]{{0,90}}?"
    r"\b(?:should|stays?|remains?|is|are|points?|faces?|rests?|touch(?:es)?|bent|straight|flat|together"
    r"|apart|relaxed|crossed|upright|extended|supported|level|parallel|out to|on the|by your|in line"
    r"|under your|over your|beside|behind|in front|hip[- ]width|shoulder[- ]width|on your|at your"
    r"|across your|down|up|pressed|tucked)\b|there should be|you(?: should| will|'ll)?(?: now)? be (?:in|on"
    r"|lying|sitting|standing|kneeling|able)|this is (?:your|the) start|in this position|"
    r"(?:on|in) (?:your|the|a|an|all) [^.]{0,30}(?:position|hands and knees|fours|back|side|stomach|front"
    r"|tummy|lying)\b)",
    re.IGNORECASE,
)

WHY = re.compile(
    r"\b(?:help(?:s|ed|ing)?|improv\w+|strengthen\w*|stretch(?:es|ing)|reliev\w+|loosen\w*|mobili[sz]\w+"
    r"|targets?|eas(?:es|ing)|reduc\w+|prevent\w*|benefit\w*|designed to|good for|great (?:for|stretch)"
    r"|work(?:s|ing) (?:the|your|on)|promotes?|increases?|relaxes|opens?|decompress\w*|"
    r"can (?:be|cause|press|send|lead)|caused by|because|purpose|goal|aim of|activates?|engages?"
    r"|focus(?:es)? on|supports?|muscles? (?:worked|that)|lengthens|releases)\b|^\W*(?:to (?:stretch"
    r"|strengthen|improve|relieve|loosen|mobilise|increase|ease|help|build|open|work|release|reduce)\b)",
    re.IGNORECASE,
)

ANATOMY = re.compile(
    r"\b(?:is|are)\s+(?:a|an|the|one of)\b[^.]*\b(?:stretch(?:es)?|exercises?|muscles?"
    r"|nerves?|joint)\b|\b(?:muscles?|nerves?|ligaments?|tendons?|joints?|discs?"
    r"|vertebra\w*|sciatica)\b[^.]*\b(?:lies?|runs?|sits?|is|are|becomes?|can|gets?|may"
    r"|starts?|attach\w*)\b",
    re.IGNORECASE,
)

GAIN = re.compile(
    r"^\W*(?:(?:goal|aim|purpose):?\s+)?(?:to\s+)?(?:increase|improve|build|strengthen"
    r"|maintain|gain)\s+(?:\w+\s+){0,4}(?:strength|flexibility|mobility|movement|range"
    r"|stability|control|endurance|balance)\b"
    r"|^\W*(?:use|try|do)\b[^.]*\bto (?:help|relieve|ease|reduce|improve|prevent)\b",
    re.IGNORECASE,
)

DOSING = re.compile(r"\b(?:hold|repeat|stay|maintain|keep|perform|do|reps?|repetitions?|sets?|times)\b", re.IGNORECASE)
DEFINES = re.compile(
    r"\b(?:is|counts as|equals|makes|=)\s+(?:one|1)\s+(?:full\s+)?(?:rep(?:etition)?|set"
    r"|cycle|round)\b",
    re.IGNORECASE,
)

REPEAT_NAMED = re.compile(
    r"^\W*(?:(?:and|then)\s+)*repeat(?:\s+(?:the|this|a))?(?:\s+[\w/-]+){0,5}\s+(?:stretch"
    r"|exercise|pose|movement|sequence|series|efforts?)\W*$",
    re.IGNORECASE,
)

REPEAT_ONLY = re.compile(
    r"^\W*(?:(?:and|then|now|slowly|gently|rest and|lower and|relax and|pause and"
    r"|release and)\s+)*(?:repeat|continue|carry on)\b(?:\s+(?:again|this|it|the|as"
    r"|exercise|movement|stretch|process|sequence|cycle|same|leg|side|hug|whole|entire|on"
    r"|with|for|each|both|all|steps?|\d|to|and|through|from|above|step|per|by|your"
    r"|physio\w*|therapist|guidelines|instructed|instructions?|prescri\w+|until))*\W*$",
    re.IGNORECASE,
)

SECOND_LIMB = re.compile(r"\b(?:then\s+)?(?:repeat|try|do)\b[^.]*\bboth\s+(?:legs|knees)\b", re.IGNORECASE)

ADMIN = re.compile(
    r"\b(?:©|copyright|all rights reserved|www\.|https?://|@[\w.]+\.\w{2,}|\bISBN\b"
    r"|charity no|registered|subscribe|leave a comment|terms of (?:service|use)|cookies|privacy policy|tel:"
    r"|phone:"
    r"|editor:|published|illustrat(?:ion|ed) by|photo(?:graph)?s? (?:by|of))",
    re.IGNORECASE,
)

LEAD = re.compile(
    r"^(?:as|while|whilst|with|keeping|using|seated|once|when|on|in|from|after|before|without|by|lying"
    r"|sitting"
    r"|standing|starting|maintaining|breathing|inhaling|exhaling|inhale|exhale|breathe|at the same time"
    r"|simultaneously|"
    r"supporting|holding|leaving|making sure|bending|leading|pushing|pressing|leaning|facing|resting"
    r"|placing|for the)\b",
    re.IGNORECASE,
)

ASKED = re.compile(
    r"(?:you(?:'ll| will)?\s+(?:should|need(?: to)?|must|can|will|want to|have to|then|now|simply)"
    r"|you(?:'ll| will)|i(?:'m| am) going to have you|we(?:'ll| will)?"
    r"|let's|i(?:'d| would)? (?:like|want) you to|the (?:patient|client)|patient|have (?:the|your) patient"
    r"|(?:ask|instruct|tell) the patient to)\s+(?:\w+ly\s+)?(?P<verb>\w+)",
    re.IGNORECASE,
)
GERUND_SUBJECT = re.compile(r"^[A-Za-z]+ing\b[^,]*?\b(?:is|are|can|will|may|helps?|should|could|makes|has)\b")
GERUND = re.compile(r"\W*[a-z]+ing\b", re.IGNORECASE)
NO_PAIN = re.compile(r"\W*(?:there should be )?no pain (?:should be felt )?(?:in|at|along|down)\b", re.IGNORECASE)
CONDITION = re.compile(r"\W*(?:if|stop)\b", re.IGNORECASE)
FELT_BUT = re.compile(r"\bfeel\b[^.]*\b(?:but|and) (?:not|no)\b", re.IGNORECASE)
FEELS_WELL = re.compile(r"\b(?:better|free|comfortable|worse|unwell|sick|able|relaxed in this)\b", re.IGNORECASE)
STOPS = re.compile(r"\bstop\b|\bcome out\b", re.IGNORECASE)
AGAIN = re.compile(r"\W*(?:(?:and|then)\s+)*(?:repeat|do this|perform this|continue)\b", re.IGNORECASE)
ABOUT_IT = re.compile(
    r"\W*(?:this|it|these|the (?:stretch|exercise|movement)|stretching|strengthening)\b", re.IGNORECASE
)
NO_POSITION = re.compile(r"\b(?:pain|can cause|nerve|thank)\b", re.IGNORECASE)
SENSES = re.compile(r"\W*(?:feel(?:ing)?|notice|look|aim)\b", re.IGNORECASE)
