"""How the weights in ``voicecoach/ears/phrase_head_en.npz`` were made. Run from the root of the repository:

1. ``python -m training.ears.synthesise FOLDER``: commands and other text in many synthetic voices.
2. ``python -m training.ears.near_misses FOLDER``: what nearly sounds like a command and is none.
3. ``python -m training.ears.new_speakers RECORDINGS tune NEW/tune``, and the same for ``report``.
4. ``python -m training.ears.collect RECORDINGS SOUND tune FOLDER/tune.jsonl FOLDER/tune-festival.jsonl
   FOLDER/tune-near.jsonl NEW/tune/manifest.jsonl``: cut by the shipped segmenter in noise and rooms.
5. ``python -m training.ears.features FEATURES SOUND/tune-*.npz``.
6. ``python -m training.ears.train_ears HALF.pt 38 --head HEAD.npz FEATURES/tune-*.npz``: needs PyTorch; the package
   does not. The head began as one that had been trained on the untaught encoder's features.
7. ``python -m training.ears.publish HALF.pt training/ears/phrase_head_en_half.npz``.
8. Steps 4 and 5 with ``report`` and ``NEW/report/manifest.jsonl``: the other half of the human speakers.
9. ``python -m training.ears.train_ears WHOLE.pt 34 --from HALF.pt FEATURES/*.npz``: taught further with both halves,
   from where the half-taught one stood after 58,000 of its segments.
10. ``python -m training.ears.publish WHOLE.pt voicecoach/ears/phrase_head_en.npz``.

The gates and the design were chosen, and every figure is measured, with the half-taught weights, which never heard the
speakers of the report half: ``python -m tests.bench.ears --weights training/ears/phrase_head_en_half.npz``. Those that
ship have heard all of them, because 380 clips are few, so there is nobody here to measure them on.

43,000 segments came of the tune half and of synthetic voices, 39,000 of the report half. Besides PyTorch the training
needs scipy, onnx, flatbuffers and pyworld.

Tried without gain: twice as many copies of the clips of numbers; three to six times as many of the urgent phrases in
synthetic voices (no more of them heard, and more other words taken for them); the mean of two heads; easier gates for
what a question asks for; the taught encoder's features for the decoder too (it then hears less well in noise); twice as
long a training, with the running mean of its weights (in a hundred words, one or two more of synthetic voices and one
or two fewer of people: more speakers are wanted, not more of these).

``train_detector`` made ``voicecoach/audio/speech_detector.npz``.

``recordings`` names the human data and its licences, ``voices`` the synthetic ones, ``conditions`` the noise and rooms;
``acoustic_encoder`` and ``phrase_network`` are what is taught.
"""
