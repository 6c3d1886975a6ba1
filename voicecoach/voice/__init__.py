"""Speech as sound: text in, 24 kHz samples out, never played here.

- ``interface`` what a voice is; ``choose`` which one speaks; ``backup_voice`` what speaks when that one cannot, by
  ``time_limit`` and ``line_check``
- ``pyttsx3_voice`` a voice on pyttsx3. Its engine is ``driver_engine``, pyttsx3 in this process on a
  ``synchronous_driver`` around ``hibari_library`` or ``espeak_library``; or ``native_engine`` with
  ``native_process``, the operating system's own synthesiser in a process that may hang
- ``hibari_signal`` and ``json_table`` the neural voice's synthesis and its dictionaries
- ``spoken_text`` what of a text is spoken, and how; ``speaking_rate`` real words a minute; ``levelling`` trimmed and
  equally loud lines
- ``printed_voice`` silence that keeps the time; ``phrase_cache`` lines rendered before they are needed; ``line_store``
  lines kept between sessions
"""
