"""What is to be done: a script that a therapist can write, and the flat plan that a session follows.

``quantities``  the kinds of value a script holds: durations, counts, texts with {side} in them
``model``       the script as data, and the source of its JSON Schema and documentation
``nodes``       YAML to plain data, with the place of every key and value, within limits
``parse``       YAML to ``Routine``, every problem with line and column
``explain``     what a faulty value should have been, in a sentence
``position_check``  questions whether the position is right
``rules``       what holds between values: cues before the end of their hold, three hours at most
``lint``        what is allowed and probably not meant
``sides``       one text, both legs
``plan``        the flat steps of a session, and ``plan()`` to get them
``flatten``     how ``plan()`` does it
``duration``    how long it will take
``library``     finds scripts and joins programmes; opens files
``checker``     all that is wrong with one file, and all that is doubtful
``schema``      the JSON Schema for editors; ``python -m voicecoach.routine.schema`` writes it and the documentation
``reference``   the documentation, from the same model

All but ``library``, and ``checker`` and ``schema`` through it, are pure.
"""
