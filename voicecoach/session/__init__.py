"""The rules of a session, pure: events in, actions out. It reads no clock, opens no file, starts no thread.

``events``       what has happened (facts, past tense)
``actions``      what is to be done (orders)
``records``      what a trace or a journal keeps
``transitions``  one table: what each command means in each phase
``agenda``       which step is next, which side is still owed its hold
``hold``         the timetable of one hold or one set of movements
``wording``      the sentences, out of the language file
``questions``    what is asked before and after; ``standing``, where an earlier session stopped
``script``       all lines of a session, known ahead
``view``         what can be shown of a moment

``Session`` itself is built in layers, each of which knows only those before it:

``stage``        phases, sentences, deadlines
``waiting``      reminders, pauses, endings
``work``         holds and movements
``asking``       questions
``flow``         from step to step
``calling``      a call for help, and its alarm
``explaining``   topics, in a pause
``adjusting``    a question about a setting, in a pause (what each changes is in ``setting_changes``)
``responses``    what is done about each command
``engine``       ``Session``: events in, actions out
"""
