"""Speech as sound: text in, 16 kHz samples out, never played here.

- ``interface`` what a voice is; ``choose`` which one speaks
- ``pyttsx3_voice`` a voice on pyttsx3; ``espeak_engine``, ``espeak_driver`` and ``espeak_library`` are eSpeak
  NG for it, from pyttsx3's engine down to the C functions; ``native_engine`` and ``native_process`` are the operating
  system's own synthesiser, in a process that may hang
- ``spoken_text`` what of a text is spoken, and how; ``speaking_rate`` real words a minute; ``levelling`` trimmed and
  equally loud lines
- ``printed_voice`` silence that keeps the time; ``phrase_cache`` lines rendered before they are needed
"""
