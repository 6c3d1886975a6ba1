"""Reports of what was done: sessions and prescriptions in, texts out.

``figures``    sessions and prescriptions counted: ``Report``, the one thing that all the others show
``words``      dates, lengths and reasons as they are written in the language of the reader
``documents``  JSON and CSV, with columns that stay
``terminal``   a week and a month at a glance
``page``       one HTML file with drawings, from ``templates/``
``letter``     a short text, fit to be read aloud or sent
``reminders``  a calendar file
"""
