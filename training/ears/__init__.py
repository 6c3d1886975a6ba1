"""How the weights in ``voicecoach/ears/phrase_head_en.npz`` were made. Run from the root of the repository:

1. ``python -m training.ears.synthesise FOLDER``: commands and other text in many synthetic voices.
2. ``python -m training.ears.near_misses FOLDER``: what nearly sounds like a command and is none.
3. ``python -m training.ears.collect RECORDINGS OUT tune FOLDER/tune.jsonl FOLDER/tune-festival.jsonl
   FOLDER/tune-near.jsonl``: cut by the shipped segmenter in noise and rooms.
4. ``python -m training.ears.train_head HEAD.npz OUT/tune-*.npz``: needs PyTorch; the package does not.
5. ``python -m training.ears.add_priors HEAD.npz voicecoach/ears/phrase_head_en.npz``.

``train_detector`` made ``voicecoach/audio/speech_detector.npz``.

``recordings`` names the human data and its licences, ``voices`` the synthetic ones, ``conditions`` the noise and rooms.
"""
