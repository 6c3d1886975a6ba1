"""The texts and phrases of each language.

``en.yaml``      commands, sentences and labels of a language; one such file for each
``loading``      a language file as ``Language``
``vocabulary``   the commands and the phrases for each
``adjustments``  phrases that change a setting ("slower", "hold for 40 seconds")
``match``        the command meant by a transcript
``wording``      sentences with their blanks filled; numbers, durations and lists as words
``topics``       what the coach can explain
"""
