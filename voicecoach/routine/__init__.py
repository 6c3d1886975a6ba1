"""What is to be done: a script that a therapist can write, and the flat plan that a session follows.

From a file to a routine
``nodes``        YAML to plain data, with the place of every key and value, within limits
``yaml_syntax``  what is wrong where a file is no YAML
``quantities``   the kinds of value a script holds: durations, counts, texts with {side} in them
``script_part``  what all parts of a script share
``breathing``    a breathing pace, ``amounts_model`` amounts that replace those of the steps
``model``        the whole script, the source of its JSON Schema and documentation
``steps``        the kinds of step, one module each
``parse``        YAML to ``Routine``, every problem with line and column
``explain``      the model's findings in sentences
``rules``        what holds between values: cues before the end of their hold, three hours at most
``lint``         what is allowed and probably not meant

From a routine to a plan
``step_model``   what every kind of step must say of itself
``sides``        the two sides, and one text for both
``dosage``       how much is done, where a person, a dose or a programme sets it
``plan_writer``  writes plan steps, and numbers exercises
``plan_step``    what the steps of a plan share
``plan``         ``Plan``, and ``plan()`` to get one
``duration``     how long a routine or a plan takes, ``speech_time`` how long its sentences
``position_check``  questions whether the position is right
``outline``      the lines of a routine for the sheet and the page

At the edge, which opens files
``script_files`` which scripts there are, by name
``library``      reads scripts and joins programmes
``checker``      all that is wrong with one file, and all that is doubtful
``review``       the guesses of an import that nobody has settled
``schema``       the JSON Schema for editors; ``python -m voicecoach.routine.schema`` writes it and the documentation
``reference``    the documentation, from the same model
"""
