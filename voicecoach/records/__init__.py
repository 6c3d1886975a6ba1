"""What is kept on this computer: one SQLite file for patients and their sessions, a trace, a log of the sound.

``timestamps``        wall-clock times as they are stored: UTC and the local offset
``migrations``        the tables, and how an older file becomes a newer one
``database``          the open file: transactions, and plain messages for its faults
``columns``           typed values out of its rows
``writer``            a thread that commits what is handed to it, until it is on disk, so that nothing else waits for it
``new_session``       a session's first entry, and with it a patient who is new
``recorder``          the records of a running session, written as they happen
``recorder_sql``      the statements by which it does that
``answers``           what was answered in it, and taken back
``prescribed``        what is kept of a plan
``session_lock``      whose sessions are running right now, in whichever process
``entry``             one session as it was kept, as plain values
``session_document``  one session as JSON
``sessions``          sessions read back
``unfinished``        the session that broke off, and where it can be resumed
``names``             what a name may be, and when two are the same
``patient``           the settings of one person
``patients``          patients found, changed and deleted
``prescription``      on which days, how often
``export``            everything that is kept of one person, as one document
``patient_session``   one patient at one session: what is asked of them, what is written down
``screening``         the questions before and after a session
``warning_signs``     the signs that were said yes to, and those that a doctor has looked at
``risen_pain``        pain that has risen after several sessions in a row
``trace``             a session as JSON lines
``sound_log``         how the sound of the last live session went, for ``doctor``

``start`` journals patients only; of a guest nothing is written. Deleting a patient deletes their sessions and files.
"""
