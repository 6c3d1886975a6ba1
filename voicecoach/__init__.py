"""A hands-free stretching coach.

The map, from the inside out:

``routine``    what is to be done: the script, the sides, the flat plan (pure)
``language``   what is said and understood: commands, sentences, topics (pure)
``session``    the rules: events in, actions out (pure)
``audio``      ten-millisecond blocks: mixer, echo canceller, rooms and sound cards
``voice``      text in, PCM out
``ears``       PCM in, utterances out
``records``    what is kept: patients, their sessions, traces
``coach``      the loop that joins them; ``coach.assemble`` chooses the parts
``reports``, ``sheet``, ``pictures``, ``importing``  what is made of records, routines and handouts
``cli``, ``web``  the command line and the caregiver's page

Beside the packages: ``errors``, ``settings`` and ``paths``.
"""

import os

# onnxruntime reports to its maker from 1.32 on, unless this is set before it is imported, by whatever part first.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
