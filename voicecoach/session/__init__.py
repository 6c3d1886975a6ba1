"""The rules of a session, pure: events in, actions out. It reads no clock, opens no file, starts no thread.

``events``       what has happened (facts, past tense)
``actions``      what is to be done (orders)
``records``      what a trace or a journal keeps
``transitions``  one table: what each command means in each phase
``agenda``       which step is next, which side is still owed its hold
``hold``         the timetable of one hold or one set of movements
``wording``      the sentences, out of the language file
``engine``       ``Session``, which ties them together
"""
