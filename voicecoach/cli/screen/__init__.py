"""The display of a session at the terminal.

``display``        the screen, or lines where there is none; which of them
``session_app``    the screen: a textual application
``moment``         what stands on it, as plain values · ``zones`` where · ``large_letters`` · ``board`` the start screen
"""
