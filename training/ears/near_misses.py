"""What sounds nearly like a command and is none: ``python -m training.ears.near_misses FOLDER``.

Adds ``tune-near.jsonl`` to a folder of synthetic speech. Words that rhyme with a command or contain it, sentences that
begin or end like one, requests for a topic, and orders that people give to other machines. The commands that matter
most are spoken once more, in further voices, so that they are not drowned.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from training.ears.recordings import NUMBER_WORDS
from training.ears.synthesise import common_words
from training.ears.voices import random_voice, speak
from voicecoach.language.loading import load
from voicecoach.language.topics.library import topic_phrases

_WORDS = """
stopped stopping stops step steps staff star stuff top shop chop drop pop spot start starts started store stock stick
pauses paused pausing pose poles post cause because pass path purpose horse course boss parts
hurt hurts hearts it's it is its heart outs out about without doubt couch cows house
next's text test nest neck necks rest best guests net excellent nexus mixed
back backs black pack bag bad bank track bike book backwards baggage
ready reading red read already steady teddy eddie freddy radio really
go goes going gold ghost grow no knows known note gone got good goat so low dough cold coat blow though
yes yet yesterday guess less mess chess dress us yard ears years yell
nose now new near noon none nun nine mine line night lime find fine time wine nice
one once want was run fun sun wand want twenty two do who you through tooth
three free tree threw street see he we be tea four five fire file live life door more floor poor before
six sick sicks mix fix sit seven heaven eleven eight late wait hate gate eighty ten tent then tin
zero hero zebra euro dear here help helped helps held health hello hell hold kelp yelp tell sell well
skip ship skipped chip skin switch which witch rich swish stitch swap slow slower lower flow faster master last fast
louder ladder loud power quieter quiet quite wider again against enough rough cough quit quick wait waiting
longer long song other another mother brother side sides inside wide leg legs lag egg left right on off up down
continue carry cherry marry resume assume repeat complete repeated happy marvin sheila visual forward backward learn
follow bird dog cat bed wow tree house alexa google siri jarvis computer hey okay so well thanks please
"""
WORDS = _WORDS.split()

FRAMES = (
    "tell me about {word}",
    "tell me",
    "tell me more about {word}",
    "tell him about the {word}",
    "help yourself to some {word}",
    "help him with the {word}",
    "can you help them",
    "i need to {word}",
    "i need a {word}",
    "i need to go to the {word}",
    "i want to stop for a {word}",
    "we stopped at the {word}",
    "the bus stop is over there",
    "a full stop",
    "do not stop the {word}",
    "there was a pause in the {word}",
    "who is next in line for {word}",
    "next week",
    "next to the {word}",
    "my back is {word}",
    "come back to {word}",
    "he went back for the {word}",
    "it hurt him",
    "does it hurt",
    "it works",
    "it is {word}",
    "that is {word}",
    "how are you",
    "how old is {word}",
    "how long is the {word}",
    "is it ready for {word}",
    "dinner is ready",
    "are you ready",
    "go to the {word}",
    "let's go to the {word}",
    "let's see the {word}",
    "yes of course",
    "yes we {word}",
    "no problem",
    "no idea about {word}",
    "two of them",
    "one of the {word}",
    "five minutes of {word}",
    "set a timer for {number} minutes",
    "turn on the {word}",
    "turn off the {word}",
    "play some {word}",
    "what time is it",
    "what is the {word}",
    "call {word}",
    "open the {word}",
    "add {word} to the list",
    "remind me to {word}",
    "the {word} was too {word}",
    "{word}",
    "hey {word}",
)
NUMBERS = NUMBER_WORDS[1:]
ALSO = ("help", "help me", "pause", "stop", "it hurts", "that hurts", "ouch", "wait", "next", "ready", "go", "yes")
NEAR, AGAIN, TOPICS_EACH = 2600, 50, 5


def main(folder: Path) -> None:
    phrases = set(load("en").vocabulary.spoken())
    dice = random.Random("near misses")
    words = common_words(4000)
    jobs = [(word, "other") for word in WORDS for _ in range(2)]
    jobs += [(phrase, "other") for phrase in topic_phrases("en") for _ in range(TOPICS_EACH)]
    while len(jobs) < NEAR:
        frame = dice.choice(FRAMES)
        while "{word}" in frame:
            frame = frame.replace("{word}", dice.choice(words if dice.random() < 0.5 else WORDS), 1)
        jobs.append((frame.replace("{number}", dice.choice(NUMBERS)), "other"))
    jobs = [job for job in jobs if job[0] not in phrases]
    jobs += [(phrase, "command") for phrase in ALSO for _ in range(AGAIN)]
    (folder / "near").mkdir(parents=True, exist_ok=True)
    with (folder / "tune-near.jsonl").open("w") as manifest:
        for number, (text, kind) in enumerate(jobs):
            voice = random_voice(dice, "tune")
            path = folder / "near" / f"{number:05d}.wav"
            speak(voice, text, path)
            row = {"file": str(path), "kind": kind, "text": text, "voice": " ".join(voice)}
            manifest.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
