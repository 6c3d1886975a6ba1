"""Who exercises here, and what the coach remembers of them.

``names``         what a name may be, and when two are the same
``patient``       ``Patient``: the settings of one person
``prescription``  on which days, how often
``patients``      ``Patients``: kept in the journal's file, found, changed, deleted
``export``        everything that is kept of one person, as one document

All of it stays on this computer. Deleting a patient deletes their sessions and their folder with them.
"""
