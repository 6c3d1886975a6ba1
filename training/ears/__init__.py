"""How the weights in ``voicecoach/ears/phrase_head_en.npz`` were made. Run from the root of the repository:

1. ``python -m training.ears.synthesise FOLDER``: commands and other text in many synthetic voices.
2. ``python -m training.ears.near_misses FOLDER``: what nearly sounds like a command and is none.
3. ``python -m training.ears.collect RECORDINGS OUT tune FOLDER/tune.jsonl FOLDER/tune-festival.jsonl
   FOLDER/tune-near.jsonl``: cut by the shipped segmenter in noise and rooms.
4. ``python -m training.ears.train_head HALF.npz OUT/tune-*.npz``: needs PyTorch; the package does not.
5. ``python -m training.ears.add_priors HALF.npz training/ears/phrase_head_en_half.npz``.
6. ``python -m training.ears.collect RECORDINGS OUT report``: the other half of the human speakers, and nothing else.
7. ``python -m training.ears.train_head WHOLE.npz --from HALF.npz OUT/*.npz``: taught further with both halves.
8. ``python -m training.ears.add_priors WHOLE.npz voicecoach/ears/phrase_head_en.npz``.

The gates and the design were chosen, and every figure is measured, with the half-trained head, which never heard the
speakers of the report half: ``python -m tests.bench.ears --weights training/ears/phrase_head_en_half.npz``. The head
that ships has heard all of them, because 380 clips are few, so there is nobody here to measure it on.

Of step 3 the first two thirds were used (21,000 segments), with 70 copies of every human command, and 9,400 segments of
an earlier collection at 4 to 40 dB with fewer noises; of step 6, 12,000 segments.

Tried without gain: twice as many copies of the clips of numbers; three to six times as many of the urgent phrases in
synthetic voices (no more of them heard, and more other words taken for them); the mean of two heads; easier gates for
what a question asks for.

``train_detector`` made ``voicecoach/audio/speech_detector.npz``.

``recordings`` names the human data and its licences, ``voices`` the synthetic ones, ``conditions`` the noise and rooms.
"""
