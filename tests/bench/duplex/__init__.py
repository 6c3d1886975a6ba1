"""How well the coach talks and listens at once: ``python -m tests.bench.duplex --help``.

``talk``         a coach that talks without a break in a simulated room, and ears that listen meanwhile
``over_speech``  commands said over its speech, and its own voice taken for commands
``sessions``     whole sessions: silence after "stop", numbers on the beat, lengths of holds, with stalls
``card``         in real time through PulseAudio without hardware: underruns, silence at the loudspeaker
"""
