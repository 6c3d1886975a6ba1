"""The decision: when it falls, what it needs, and what it says when it is not sure. The judge is a fake."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pytest

from voicecoach.audio.pcm import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Samples
from voicecoach.ears.interface import ActivePhrases, Utterance, Verdict
from voicecoach.ears.listen_to_file import utterances_in
from voicecoach.ears.phrase_judge import Evidence, Look, PhraseJudge
from voicecoach.ears.phrase_scorer import PhraseScorer, confidence_of
from voicecoach.language.loading import load
from voicecoach.language.vocabulary import URGENT, Expectation

VOCABULARY = load("en").vocabulary
ACTIVE = VOCABULARY.active(Expectation.READY)
URGENT_PHRASES = [phrase for phrase, command in ACTIVE.items() if command in URGENT]


class FixedJudge(PhraseJudge):
    """Always believes the same; counts looks."""

    def __init__(self, odds: Mapping[str, float], again: Mapping[str, float] | None = None) -> None:
        self.odds, self.again = odds, again if again is not None else odds
        self.looks = self.second_looks = 0

    def look(self, samples: Samples, speech: slice, active: Collection[str]) -> Look:
        assert 0 <= speech.start < speech.stop <= samples.size
        self.looks += 1
        return Look({phrase: odds for phrase, odds in self.odds.items() if phrase in active}, None)

    def look_again(self, samples: Samples, speech: slice, first: Look, active: Collection[str]) -> Look:  # noqa: ARG002
        self.second_looks += 1
        return Look({phrase: odds for phrase, odds in self.again.items() if phrase in active}, None)

    def weigh(self, look: Look, commands: Mapping[str, object]) -> list[Evidence]:
        weighed = [Evidence(odds, phrase, commands[phrase]) for phrase, odds in look.scores.items()]
        return sorted(weighed, key=lambda evidence: -evidence.log_odds)


def _sound(*parts: tuple[str, float]) -> Samples:
    dice = np.random.default_rng(3)
    pieces = []
    for kind, seconds in parts:
        count = int(seconds * SAMPLE_RATE_HZ)
        piece = dice.standard_normal(count) * 1e-3
        if kind in ("voice", "talk"):
            time_s = np.arange(count) / SAMPLE_RATE_HZ
            tone = np.sum([np.sin(2 * np.pi * 140 * n * time_s) / n**0.5 for n in range(1, 25)], axis=0)
            # A tone that does not change for seconds is a hum; talk has syllables.
            syllables = 0.6 + 0.4 * np.sin(2 * np.pi * 5 * time_s) if kind == "talk" else 1.0
            piece += 0.02 * tone * syllables
        pieces.append(piece)
    return np.concatenate(pieces).astype(np.float32)


ONE_WORD = _sound(("quiet", 0.8), ("voice", 0.5), ("quiet", 1.0))


def _heard(judge: FixedJudge, sound: Samples = ONE_WORD, *, speaking: str = "", **more: object) -> list[Utterance]:
    ears = PhraseScorer(judge, VOCABULARY, **more)  # type: ignore[arg-type]
    ears.listen_for(ActivePhrases(ACTIVE, URGENT_PHRASES, speaking=speaking))
    return _without_listen_for(ears, sound)


def _without_listen_for(ears: PhraseScorer, sound: Samples) -> list[Utterance]:
    from voicecoach.ears.interface import Hearing

    heard: list[Utterance] = []
    for at in range(0, sound.size - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
        block = sound[at : at + BLOCK_SAMPLES]
        heard += ears.hear(Hearing(block, block, at))
    return heard + ears.finish()


def test_a_clear_word_is_decided_at_the_shortest_silence() -> None:
    judge = FixedJudge({"switch legs": 6.0})
    (heard,) = _heard(judge)
    assert (heard.verdict, heard.text) == (Verdict.ACCEPTED, "switch legs")
    assert heard.decided_s - heard.speech_end_s <= 0.16
    assert judge.looks == 1
    assert heard.confidence > 0.99


def test_a_phrase_that_begins_a_longer_one_of_another_command_waits() -> None:
    go, stop = (_heard(FixedJudge({phrase: 6.0}))[0] for phrase in ("go", "stop"))
    assert go.decided_s > stop.decided_s
    assert go.decided_s - go.speech_end_s <= 0.3


def test_doubt_waits_for_the_end_and_looks_again() -> None:
    judge = FixedJudge({"switch legs": -0.9}, {"switch legs": 0.4})
    (heard,) = _heard(judge)
    assert heard.verdict is Verdict.ACCEPTED
    assert judge.second_looks == 1
    assert heard.decided_s - heard.speech_end_s <= 0.5


def test_what_is_almost_a_command_is_nearly_heard() -> None:
    (heard,) = _heard(FixedJudge({"switch legs": -1.5}))
    assert (heard.verdict, heard.text) == (Verdict.NEARLY, "switch legs")


@pytest.mark.parametrize("odds", [{}, {"switch legs": -8.0}])
def test_anything_else_is_rejected_once(odds: dict[str, float]) -> None:
    judge = FixedJudge(odds)
    assert [utterance.verdict for utterance in _heard(judge)] == [Verdict.REJECTED]
    assert judge.second_looks == 0


def test_two_likely_commands_are_not_decided_between() -> None:
    heard = _heard(FixedJudge({"slower": 3.0, "louder": 2.9}))
    assert [utterance.verdict for utterance in heard] == [Verdict.NEARLY]


def test_urgent_phrases_pass_a_looser_gate() -> None:
    doubtful = -0.2
    assert _heard(FixedJudge({"stop": doubtful}))[0].verdict is Verdict.ACCEPTED
    assert _heard(FixedJudge({"louder": doubtful}))[0].verdict is Verdict.NEARLY


def test_an_urgent_phrase_far_ahead_of_all_others_passes_with_little() -> None:
    def verdict(odds: Mapping[str, float], speaking: str = "") -> Verdict:
        (heard,) = _heard(FixedJudge(odds), speaking=speaking)
        return heard.verdict

    assert verdict({"pause": -1.0, "go on": -6.0}) is Verdict.ACCEPTED
    assert verdict({"pause": -1.0, "go on": -4.0}) is Verdict.NEARLY
    assert verdict({"pause": -1.3, "go on": -9.0}) is Verdict.NEARLY
    assert verdict({"next": -1.0, "go on": -6.0}) is Verdict.NEARLY
    assert verdict({"pause": -1.0, "go on": -6.0}, speaking="Breathe in") is Verdict.NEARLY


def test_what_the_coach_is_saying_needs_more_unless_it_is_urgent() -> None:
    saying = "Say switch legs, or stop."
    for phrase, verdict in (("switch legs", Verdict.NEARLY), ("stop", Verdict.ACCEPTED), ("louder", Verdict.ACCEPTED)):
        heard = _heard(FixedJudge({phrase: 1.2}), speaking=saying)
        assert heard[-1].verdict is verdict, phrase


def test_a_number_over_the_coach_needs_more() -> None:
    def verdicts(number: str, odds: float, speaking: str) -> list[Verdict]:
        ears = PhraseScorer(FixedJudge({number: odds}), VOCABULARY)
        ears.listen_for(ActivePhrases(VOCABULARY.active(Expectation.NUMBER), speaking=speaking))
        return [utterance.verdict for utterance in _without_listen_for(ears, ONE_WORD)]

    assert verdicts("seven", 0.8, "") == [Verdict.ACCEPTED]
    assert verdicts("seven", 0.8, "How much does it hurt") == [Verdict.NEARLY]
    assert verdicts("seven", 2.1, "How much does it hurt") == [Verdict.ACCEPTED]
    assert verdicts("repeat", 0.8, "How much does it hurt") == [Verdict.ACCEPTED]


def test_a_word_of_the_coach_that_begins_like_a_command_is_not_it() -> None:
    assert _heard(FixedJudge({"stop": 1.5}), speaking="I have stopped.")[0].verdict is Verdict.NEARLY
    assert _heard(FixedJudge({"stop": 4.0}), speaking="I have stopped.")[0].verdict is Verdict.ACCEPTED
    assert _heard(FixedJudge({"stop": 1.5}), speaking="To finish, say stop.")[0].verdict is Verdict.ACCEPTED


def test_what_sounds_like_the_coachs_own_words_needs_more() -> None:
    judge = FixedJudge({"help me": 1.5})
    assert _heard(judge, speaking="For example: tell me about injections.")[-1].verdict is Verdict.NEARLY
    assert _heard(judge, speaking="Put your foot on the wall.")[-1].verdict is Verdict.ACCEPTED


def test_relief_lowers_one_persons_gate() -> None:
    judge = FixedJudge({"louder": -0.9})
    assert _heard(judge)[0].verdict is Verdict.NEARLY
    assert _heard(judge, relief={"louder": 1.5})[0].verdict is Verdict.ACCEPTED


def test_long_talk_is_not_even_looked_at() -> None:
    judge = FixedJudge({"stop": 9.0})
    heard = _heard(judge, _sound(("quiet", 0.8), ("talk", 5.0), ("quiet", 1.0)))
    assert [utterance.verdict for utterance in heard] == [Verdict.REJECTED]
    assert judge.looks == 0


FAR, NEAR = _sound(("talk", 5.0)) * np.float32(0.3), _sound(("voice", 0.5))
AMONG_TALK = np.concatenate((_sound(("quiet", 0.8)), FAR, NEAR, FAR))


def test_a_word_among_other_talk_is_heard_by_its_level() -> None:
    heard = _heard(FixedJudge({"stop": 3.5}), AMONG_TALK)
    accepted = [utterance for utterance in heard if utterance.verdict is Verdict.ACCEPTED]
    assert any(utterance.speech_start_s == pytest.approx(5.8, abs=0.06) for utterance in accepted)
    assert heard == _heard(FixedJudge({"stop": 3.5}), AMONG_TALK)


def test_while_the_coach_talks_level_alone_says_nothing() -> None:
    """What is left of its own voice stands out as well."""
    heard = _heard(FixedJudge({"stop": 3.5}), AMONG_TALK, speaking="Breathe slowly.")
    assert not any(utterance.speech_start_s == pytest.approx(5.8, abs=0.06) for utterance in heard)


def test_what_follows_a_command_at_once_needs_more_unless_it_is_urgent() -> None:
    twice = _sound(("quiet", 0.8), ("voice", 0.5), ("quiet", 0.42), ("voice", 0.3), ("quiet", 1.0))
    later = _sound(("quiet", 0.8), ("voice", 0.5), ("quiet", 0.9), ("voice", 0.3), ("quiet", 1.0))

    def accepted(phrase: str, sound: Samples) -> int:
        return sum(utterance.verdict is Verdict.ACCEPTED for utterance in _heard(FixedJudge({phrase: 1.2}), sound))

    assert (accepted("louder", twice), accepted("louder", later), accepted("stop", twice)) == (1, 2, 2)


def test_the_rest_of_a_stop_is_no_second_stop() -> None:
    """The middle of the word was swallowed: two halves, of which each is understood."""
    halves = _sound(("quiet", 0.8), ("voice", 0.25), ("quiet", 0.2), ("voice", 0.25), ("quiet", 1.0))
    twice = _sound(("quiet", 0.8), ("voice", 0.25), ("quiet", 0.6), ("voice", 0.25), ("quiet", 1.0))

    def accepted(phrase: str, sound: Samples) -> int:
        return sum(utterance.verdict is Verdict.ACCEPTED for utterance in _heard(FixedJudge({phrase: 5.0}), sound))

    assert (accepted("stop", halves), accepted("stop", twice), accepted("louder", halves)) == (1, 2, 2)


def test_what_was_cut_twice_is_misunderstood_once() -> None:
    heard = _heard(FixedJudge({}))
    assert [utterance.verdict for utterance in heard] == [Verdict.REJECTED]


def test_phrases_that_do_not_count_now_are_not_heard() -> None:
    ears = PhraseScorer(FixedJudge({"seven": 9.0}), VOCABULARY)
    active = VOCABULARY.active(Expectation.SESSION)
    heard = list(utterances_in([ONE_WORD], ears, ActivePhrases(active)))
    assert Verdict.ACCEPTED not in {utterance.verdict for utterance in heard}


def test_digital_silence_and_broken_samples_are_nothing() -> None:
    judge = FixedJudge({"stop": 9.0})
    for sound in (np.zeros(32_000, dtype=np.float32), np.full(32_000, np.nan, dtype=np.float32)):
        assert _heard(judge, sound) == []


def test_confidence_is_a_probability() -> None:
    assert confidence_of(0.0) == 0.5
    assert confidence_of(-1000.0) == 0.0
    assert confidence_of(1000.0) == 1.0
