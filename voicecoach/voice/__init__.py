"""Speech as sound: text in, 16 kHz samples out, never played here.

- ``interface`` what a voice is; ``choose`` which one speaks
- ``pyttsx3_voice`` a voice on any pyttsx3 engine; ``espeak_engine``, ``espeak_driver``, ``espeak_library`` eSpeak NG
  for it, from pyttsx3's engine down to the C functions; ``speaking_rate`` its words a minute
- ``spoken_text`` what of a text is spoken; ``levelling`` trimmed and equally loud lines
- ``printed_voice`` silence that keeps the time; ``phrase_cache`` lines rendered before they are needed
"""
