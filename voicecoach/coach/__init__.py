"""Runs a session: the loop between rules, voice, ears and room, and the code that builds these parts.

``loop``                ``Coach``: events in, actions out, on the clock of the samples
``speech_scheduler``    queues lines, places them in the mixer, reports when they began and ended
``command_input``       ears and echo canceller: microphone blocks in, session events out
``read_aloud``          a text spoken without a session
``session_request``     the options of a session, resolved to settings, plan and language
``parts``               opens voice, ears, keyboard, echo canceller and room, with fallbacks for what is missing
``assemble``            builds a session, the menu, or a text to be read aloud
``record``              a session as a sound file; ``recording_chapters`` names its chapters
``diagnostics``         checks every part, for ``doctor``
``memory``              keeps a session's memory low

Only ``assemble`` and ``parts`` import adapters, lazily and by name.
"""
