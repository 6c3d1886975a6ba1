"""The statements by which a running session is written into the journal. ``:session`` is its number."""

from __future__ import annotations

# A patient may be deleted while a session of theirs runs. What comes after that is not written: there is no session.
IF_THERE = "FROM sessions WHERE id = :session"
EFFORT = f"INSERT INTO efforts SELECT :session, :number, :step, :held_s, :asked_s, :movements, :ended {IF_THERE}"
EFFORT_ENDED = (
    "UPDATE efforts SET held_s = :held_s, asked_s = :asked_s, movements = :movements, ended = :ended"
    " WHERE session_id = :session AND number = :number"
)
EFFORT_GOES_ON = (
    "UPDATE efforts SET held_s = :held_s, asked_s = :asked_s WHERE session_id = :session AND number = :number"
)
SKIP = f"INSERT INTO skips SELECT :session, :number, :step, :why, :at_s {IF_THERE}"
HURT = f"INSERT INTO hurts SELECT :session, :number, :step, :at_s {IF_THERE}"
NOTE = f"INSERT INTO notes SELECT :session, :number, :kind, :detail, :at_s {IF_THERE}"
COMMAND = (
    f"INSERT INTO commands SELECT :session, :command, :by, 1 {IF_THERE}"
    " ON CONFLICT (session_id, command, by) DO UPDATE SET times = times + 1"
)
SEEN = (
    "UPDATE sessions SET length_s = :length_s, paused_s = :paused_s, seen_utc = :seen_utc, state_at_s = :at_s"
    " WHERE id = :session"
)
STATE = "UPDATE sessions SET state = :state, state_at_s = :at_s WHERE id = :session"
THEIRS = "(SELECT patient_id FROM sessions WHERE id = :session)"
GATE_AGAIN = f"UPDATE patients SET gate_again = 1 WHERE id = {THEIRS}"
GATE_PASSED = f"UPDATE patients SET gate_again = 0, gate_passed_on = :day WHERE id = {THEIRS}"
SIGN = (
    "INSERT INTO sign_events (patient_id, session_id, number, sign, kind, day)"
    f" SELECT patient_id, :session, :number, :sign, :kind, :day {IF_THERE} AND patient_id IS NOT NULL"
)
CLEAR = (
    f"INSERT INTO clearances SELECT patient_id, :routine, :day {IF_THERE} AND patient_id IS NOT NULL"
    " ON CONFLICT (patient_id, routine) DO UPDATE SET cleared_on = :day"
)
NOT_CLEARED = f"DELETE FROM clearances WHERE routine = :routine AND patient_id = {THEIRS}"
JOIN = (
    "UPDATE sessions SET sittings = sittings + 1, ended = NULL,"
    " pain_before = coalesce(pain_before, (SELECT pain_before FROM sessions WHERE id = :begun)),"
    " not_understood = not_understood + (SELECT not_understood FROM sessions WHERE id = :begun) WHERE id = :session",
    "INSERT INTO commands SELECT :session, command, by, times FROM commands WHERE session_id = :begun"
    " ON CONFLICT (session_id, command, by) DO UPDATE SET times = times + excluded.times",
    "INSERT INTO notes SELECT :session, number + :notes, kind, detail, at_s + :length_s FROM notes"
    " WHERE session_id = :begun",
    "UPDATE sign_events SET session_id = :session, number = number + :signs WHERE session_id = :begun",
    "DELETE FROM sessions WHERE id = :begun",
)
