"""A hands-free stretching coach.

The map, from the inside out:

``routine``   what is to be done: the script, the sides, the flat plan (pure)
``commands``  what may be asked of the coach, and by which phrases (pure)
``session``   the rules: events in, actions out (pure)
``audio``     ten-millisecond blocks: mixer, echo, rooms and sound cards
``voice``     text in, PCM out
``ears``      PCM in, utterances out
``coach``     the loop that joins them; ``assemble`` chooses the parts; ``cli`` is the front door
"""

__version__ = "0.1.0"
