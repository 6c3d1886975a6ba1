"""What happened, kept on this computer: one SQLite file for people and their sessions.

``folder``      where the file is
``moments``     wall-clock times as they are stored: UTC and the local offset
``migrations``  the tables, and how an older file becomes a newer one
``database``    the open file: transactions, and what its faults mean in plain words
``writer``      a thread that commits what is handed to it, so that the sound never waits for the disk
``opening``     a session's first entry
``keeper``      ``JournalKeeper``: the records of a running session, written as they happen
``prescribed``  what is kept of a plan
``running``     which sessions are being run right now, by whichever process
``entry``       one session as it was kept, as plain values
``document``    one session as JSON
``sessions``    sessions read back
``unfinished``  the session that broke off, and where it can be taken up again

``start`` journals patients only: of a guest nothing is written at all. The keeper can also keep a session under no
name, so that it could be taken up again after a crash; such a one goes when it ends for good, and at the latest when
another begins, a day later.
"""
