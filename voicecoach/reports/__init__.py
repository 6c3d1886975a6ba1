"""What the journal says, in figures and drawings. All of it is pure: sessions in, texts out.

``figures``    sessions and prescriptions counted: ``Report``, the one thing that all the others show
``words``      dates, lengths and reasons as they are written in the language of the reader
``documents``  JSON and CSV, with columns that stay
``terminal``   a week and a month at a glance
``page``       one HTML file, with ``drawings`` in it
``letter``     a short text, fit to be read aloud or sent
``reminders``  a calendar file
"""
