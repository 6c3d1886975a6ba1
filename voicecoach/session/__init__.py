"""The rules of a session, pure: events in, actions out. It reads no clock, opens no file, starts no thread.

``engine``         ``handle`` and ``Session``: a state and an event in, the next state and the actions out
``state``          the state, and what each activity has in common; ``codec`` writes it as JSON
``events``         what has happened (facts, past tense)
``actions``        what is to be done (orders)
``records``        what a trace or a journal keeps
``rules``          one table: what each event means in each activity; ``continuation_rules`` has what follows by itself
``turn``           one event being handled: what the rules read and change
``activities/``    what a session can be doing, one file each; ``flow`` goes from step to step, ``moves`` by command
``agenda``         which step is next, which side is still owed its hold
``timetable``      what sounds when in a hold, in movements and in breaths
``heard``          what the ears and the devices report; ``doubts`` is what was nearly heard or not understood
``faults``         parts that fail and come back; ``part`` names them
``undo``           taking back the last command
``resume_point``   where an interrupted session stood
``lines``          the lines of a session, known before it begins
``view``           what can be shown of a moment
``replay``         a session again from its trace
"""
