"""Runs a session: the loop between the rules, the voice, the ears and the room, and what puts these parts together.

``loop``                ``Coach``: events in, actions out, on the clock of the samples
``speech_scheduler``    queues lines, places them in the mixer, reports when they began and ended
``command_input``       ears and echo canceller: microphone blocks in, what was meant out
``read_aloud``          a text spoken without a session
``session_request``     what was asked for, and what it comes to: patient, settings, plan
``parts``               voice, ears, keys, echo canceller and room: what this computer has, and what is done without
``assemble``            a session, the menu before it, a text read aloud: rules and parts joined
``record``              a session as a sound file; ``recording_chapters`` names its chapters
``diagnostics``         what this computer can and cannot do, for ``doctor``

Only ``assemble`` and ``parts`` import adapters, lazily and by name.
"""
