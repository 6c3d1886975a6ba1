"""The default ears: score a closed list of phrases on an acoustic model, and accept one or none."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from voicecoach.audio.pcm import to_samples
from voicecoach.ears.interface import ActivePhrases, Hearing, Utterance, Verdict
from voicecoach.ears.phrase_judge import MIN_S, Evidence, Look, PhraseJudge, levelled
from voicecoach.ears.segmentation import Segmentation
from voicecoach.ears.segmenter import Segment
from voicecoach.language.vocabulary import Command, Vocabulary

ALIKE = 0.5
"""Share of common letters from which two words are alike."""
_WORD = re.compile(r"[\w'’]+")


@dataclass(frozen=True, slots=True)
class Gate:
    """Log odds that a command needs, by how much silence has followed it."""

    early: float
    """After the shortest silence, when speech may well go on."""
    middle: float
    """After the second silence."""
    now: float
    """When the segment is over, at the first look."""
    later: float
    """For the mean of three looks."""


@dataclass(frozen=True, slots=True)
class ScorerTuning:
    usual: Gate = Gate(early=3.0, middle=2.0, now=1.0, later=0.3)
    urgent: Gate = Gate(early=3.0, middle=1.5, now=0.7, later=-0.3)
    invited: Gate = Gate(early=3.0, middle=1.0, now=0.0, later=-2.0)
    """For the answer that is being waited for: at -4, 12 minutes of noise and 34 of other speech held eight a "ready",
    at -2 three; one of 220 is missed for it."""
    margin: float = 0.5
    """By so much a command must lead any other."""
    invited_margin: float = 0.8
    """And by so much where less evidence is asked for."""
    far_ahead: float = 4.5
    """An urgent phrase that leads all others by so much, while the coach is silent, was hardly any of those."""
    urgent_far_ahead: float = -1.1
    """Then so much is enough at the last look: the hiss of a room hides the end of "pause", not what it is like. In an
    hour and a quarter of other speech and 12 minutes of noise nothing but commands reached it."""
    hopeless: float = -4.0
    """Below this there is no second look."""
    nearly: float = -2.5
    by_level: float = 1.0
    """More asked of what was cut out by its level alone: a clatter stands out as much as a word."""
    soon: float = 1.5
    """More asked of what follows a command at once, unless it is urgent: mostly the breath after it, or its echo."""
    soon_s: float = 0.5
    rest_s: float = 0.3
    """An urgent command that begins sooner than this after itself is the rest of it, or said in one breath with it."""
    masked: float = 2.0
    """More asked of what the coach may be saying itself, see ``_may_be_the_coach``: not so much that a patient who says
    it clearly is not heard."""
    number_over_coach: float = 1.0
    """More asked of a number that is said while the coach speaks: it is as short as what an echo canceller leaves of a
    syllable, and numbers are what the coach's own voice was taken for most."""


class PhraseScorer:
    """Implements Ears. Deterministic; runs in whatever thread calls it."""

    def __init__(
        self,
        judge: PhraseJudge,
        vocabulary: Vocabulary,
        *,
        relief: Mapping[str, float] | None = None,
        tuning: ScorerTuning | None = None,
    ) -> None:
        """``relief`` lowers the gates of single commands for one person, see ``enrolment``."""
        self._judge = judge
        self._vocabulary = vocabulary
        self._relief = dict(relief or {})
        self._tuning = tuning or ScorerTuning()
        self._cuts = Segmentation()
        self._active: dict[str, object] = {}
        self._begins_longer: frozenset[str] = frozenset()
        self._urgent: frozenset[str] = frozenset()
        self._invited: frozenset[str] = frozenset()
        self._masked: frozenset[str] = frozenset()
        self._coach_speaks = False
        self._understood: object = None
        """The last command, and when it ended."""
        self._understood_s = -math.inf

    @property
    def name(self) -> str:
        return "phrases"

    def listen_for(self, active: ActivePhrases) -> None:
        wanted = frozenset(active.phrases) | frozenset(active.topics)
        if wanted != frozenset(self._active):
            self._active = {
                phrase: command
                for command, spoken in self._vocabulary.phrases.items()
                for phrase in spoken
                if phrase in wanted
            }
            if active.topics:
                self._judge.learn(active.topics)
                # No command is called like this: the relief of a person's commands is not for topics.
                self._active.update({phrase: ("topic", topic) for phrase, topic in active.topics.items()})
            self._begins_longer = frozenset(
                phrase
                for phrase in wanted
                if any(
                    longer.startswith(phrase + " ") and self._active.get(longer) is not self._active.get(phrase)
                    for longer in wanted
                )
            )
        self._urgent = frozenset(active.urgent)
        self._invited = frozenset(active.invited)
        self._coach_speaks = bool(active.speaking)
        words = _WORD.findall(active.speaking.lower())
        self._masked = frozenset(
            phrase for phrase in wanted if _may_be_the_coach(phrase, words, urgent=phrase in self._urgent)
        )

    def hear(self, hearing: Hearing) -> list[Utterance]:
        return self._heard(self._cuts.feed(hearing))

    def finish(self) -> list[Utterance]:
        """What is still open when the sound ends, judged as if silence followed."""
        return self._heard(self._cuts.flush())

    def _heard(self, offers: Iterable[tuple[Segment, bool]]) -> list[Utterance]:
        heard: list[Utterance] = []
        for segment, by_level in offers:
            if by_level and self._coach_speaks:
                # What is left of the coach's own voice stands out as well.
                continue
            judged = self._judged(segment, self._tuning.by_level if by_level else 0.0)
            accepted = [utterance for utterance in judged if utterance.verdict is Verdict.ACCEPTED]
            if accepted:
                self._cuts.taken()
                return [] if self._is_the_rest_of_it(segment, accepted[0].text) else judged
            # What stands out is part of somebody's speech, of which it is said elsewhere that it was not understood.
            heard += [] if by_level else judged
        return heard

    def _is_the_rest_of_it(self, segment: Segment, phrase: str) -> bool:
        """Whether this urgent command is the one just understood: a second "stop" ends what the first one only halts.

        An echo suppressor may swallow the middle of a word, and its two ends are both understood.
        """
        command, before = self._active[phrase], self._understood
        rest = segment.start_s - self._understood_s < self._tuning.rest_s and phrase in self._urgent
        self._understood, self._understood_s = command, segment.end_s
        return rest and command is before

    def close(self) -> None:
        """There is nothing to release."""

    def _judged(self, segment: Segment, more: float) -> list[Utterance]:
        """``more``: log odds that are asked for beyond the gate."""
        rejected = [_utterance(segment, Verdict.REJECTED, None)] if segment.final else []
        if segment.too_long:
            return rejected
        speech = slice(segment.speech_start, segment.speech_end)
        samples = levelled(segment.samples, speech)
        if samples is None or samples.size < to_samples(MIN_S):
            return []
        look = self._judge.look(samples, speech, self._active)
        best, lead = self._best(look)
        if best is None or best.log_odds < self._tuning.hopeless:
            return rejected
        if lead >= self._tuning.margin and best.log_odds >= self._needed(segment, best) + more:
            return [_utterance(segment, Verdict.ACCEPTED, best)]
        if not segment.final:
            return []
        best, lead = self._best(self._judge.look_again(samples, speech, look, self._active))
        if best is None:
            return rejected
        doubtful = best.phrase in self._invited and best.log_odds < self._tuning.usual.later
        margin = self._tuning.invited_margin if doubtful else self._tuning.margin
        if lead >= margin and best.log_odds >= self._needed_again(best, lead) + self._doubt(segment, best) + more:
            return [_utterance(segment, Verdict.ACCEPTED, best)]
        verdict = Verdict.NEARLY if best.log_odds >= self._tuning.nearly else Verdict.REJECTED
        return [_utterance(segment, verdict, best)]

    def _best(self, look: Look) -> tuple[Evidence | None, float]:
        """The likeliest command, and by how much it leads the next."""
        weighed = self._judge.weigh(look, self._active)
        if self._relief:
            weighed = sorted(
                (
                    Evidence(each.log_odds + self._relief.get(str(each.command), 0.0), each.phrase, each.command)
                    for each in weighed
                ),
                key=lambda each: -each.log_odds,
            )
        if not weighed:
            return None, 0.0
        return weighed[0], weighed[0].log_odds - weighed[1].log_odds if len(weighed) > 1 else math.inf

    def _needed(self, segment: Segment, best: Evidence) -> float:
        """What this evidence has to reach at this offer."""
        gate, doubt = self._gate(best), self._doubt(segment, best)
        if segment.final:
            return gate.now + doubt
        if segment.offer == 0:
            # "Go" may become "go back": wait for the second silence.
            return math.inf if best.phrase in self._begins_longer else gate.early + doubt
        return gate.middle + doubt

    def _needed_again(self, best: Evidence, lead: float) -> float:
        """What this evidence has to reach after all looks, but for doubts."""
        if best.phrase in self._urgent and lead >= self._tuning.far_ahead and not self._coach_speaks:
            return self._tuning.urgent_far_ahead
        return self._gate(best).later

    def _gate(self, best: Evidence) -> Gate:
        if best.phrase in self._invited:
            return self._tuning.invited
        return self._tuning.urgent if best.phrase in self._urgent else self._tuning.usual

    def _doubt(self, segment: Segment, best: Evidence) -> float:
        """What is asked for beyond the gate because of what was said before, or is being said by the coach."""
        soon = segment.start_s - self._understood_s < self._tuning.soon_s and best.phrase not in self._urgent
        masked = best.phrase in self._masked
        number = self._coach_speaks and isinstance(best.command, Command) and best.command.number is not None
        doubts = ((soon, self._tuning.soon), (masked, self._tuning.masked), (number, self._tuning.number_over_coach))
        return sum(more for applies, more in doubts if applies)


def _may_be_the_coach(phrase: str, words: list[str], *, urgent: bool) -> bool:
    """True where the words hold the phrase, or nearly. An urgent phrase itself is never doubted, only what begins a
    longer word, as "stop" begins "stopped", or is nearly there.
    """
    said = f" {' '.join(words)} "
    if f" {phrase} " in said:
        return not urgent
    return (urgent and f" {phrase}" in said) or _nearly_among(words, phrase)


def _nearly_among(words: list[str], phrase: str) -> bool:
    """True where the words hold the phrase but for one word, and that one is alike: "tell me" is nearly "help me"."""
    wanted = phrase.split()
    for start in range(len(words) - len(wanted) + 1 if len(wanted) > 1 else 0):
        other = [pair for pair in zip(wanted, words[start:], strict=False) if pair[0] != pair[1]]
        if len(other) == 1 and SequenceMatcher(None, *other[0]).ratio() >= ALIKE:
            return True
    return False


def confidence_of(log_odds: float) -> float:
    """Log odds as a probability with three decimals."""
    return round(1.0 / (1.0 + math.exp(-log_odds)), 3) if log_odds > -50 else 0.0


def _utterance(segment: Segment, verdict: Verdict, best: Evidence | None) -> Utterance:
    return Utterance(
        verdict=verdict,
        text="" if best is None else best.phrase,
        confidence=0.0 if best is None else confidence_of(best.log_odds),
        speech_start_s=segment.start_s,
        speech_end_s=segment.end_s,
        decided_s=segment.decided_s,
    )
