"""The caregiver's page: what a session shows goes out, commands come into the same queue as keys and voice.

It holds no rules of a session. Everything it needs is packaged with it: no build, no request to any other computer.

- ``sessions`` at most one session at a time, in a thread of its own; ``snapshot`` its state as JSON for the page
- ``page_data`` patients, their history and settings; ``routine_cards`` what a routine is before it is begun
- ``settings_form`` a patient's settings and prescription as texts
- ``sound_choices`` voices, loudness and rates in words; ``voice_samples`` how a voice sounds
- ``import_data`` pasted instructions made into a script; ``drawings`` positions as SVG
- ``visitors`` one-time codes, and who has entered with one; ``rate_limits`` how often somebody may ask
- ``connections`` how many may be open, which are closed first, how long a request may take
- ``access_control`` which requests are answered: address, host, origin, method, cookie, token; and security headers
- ``routes`` what is answered; ``stream`` server-sent events to an open page
- ``addresses`` where the page can be reached, and sockets there; ``server`` runs it until Ctrl-C
"""
