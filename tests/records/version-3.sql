-- A journal as version 3 of its tables wrote it. Never made anew: later programs must read it.
PRAGMA application_id = 1448036675;
PRAGMA user_version = 3;
BEGIN TRANSACTION;
CREATE TABLE clearances (
        patient_id INTEGER NOT NULL REFERENCES patients ON DELETE CASCADE,
        routine TEXT NOT NULL,
        cleared_on TEXT NOT NULL,
        PRIMARY KEY (patient_id, routine)
    ) WITHOUT ROWID
    ;
CREATE TABLE commands (
        session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        command TEXT NOT NULL,
        by TEXT NOT NULL,  -- the ears, the keys or the page
        times INTEGER NOT NULL,
        PRIMARY KEY (session_id, command, by)
    ) WITHOUT ROWID
    ;
INSERT INTO "commands" VALUES(1,'ready','phrases',1);
CREATE TABLE efforts (  -- what was done: a hold begun anew is another effort
        session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        number INTEGER NOT NULL,
        step INTEGER NOT NULL,
        held_s REAL NOT NULL DEFAULT 0,  -- for movements, seconds moved
        asked_s REAL NOT NULL,  -- with the time added by voice
        movements INTEGER,
        ended TEXT,  -- 'full', or the command that ended it; NULL while it runs
        PRIMARY KEY (session_id, number)
    ) WITHOUT ROWID
    ;
INSERT INTO "efforts" VALUES(1,1,4,1.15100000000004811797e+01,30.0,NULL,NULL);
CREATE TABLE hurts (
        session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        number INTEGER NOT NULL,
        step INTEGER NOT NULL,
        at_s REAL NOT NULL,
        PRIMARY KEY (session_id, number)
    ) WITHOUT ROWID
    ;
CREATE TABLE notes (  -- calls for help, alarms, topics asked for, settings changed by voice
        session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        detail TEXT NOT NULL DEFAULT '',  -- which topic, which setting
        at_s REAL NOT NULL,
        PRIMARY KEY (session_id, number)
    ) WITHOUT ROWID
    ;
CREATE TABLE patients (
        id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: a patient's folder is named after it
        name TEXT NOT NULL,
        name_key TEXT NOT NULL UNIQUE,
        created_utc TEXT NOT NULL,
        created_offset_min INTEGER NOT NULL,
        voice TEXT,
        rate_wpm INTEGER,
        gain_db REAL,
        hold_s REAL,
        leave_out_side TEXT CHECK (leave_out_side IN ('left', 'right')),
        first_side TEXT CHECK (first_side IN ('left', 'right')),
        verbosity TEXT NOT NULL DEFAULT 'auto' CHECK (verbosity IN ('full', 'short', 'auto')),
        emergency_number TEXT,
        gate_passed_on TEXT,
        gate_again INTEGER NOT NULL DEFAULT 0,
        flags TEXT NOT NULL DEFAULT ''  -- keys of the warning signs said yes to, one a line
    );
INSERT INTO "patients" VALUES(1,'Zoë Ångström','zoë ångström','2026-11-02T07:00:00.000Z',60,NULL,130,NULL,NULL,NULL,NULL,'auto',NULL,NULL,1,'fever
night');
INSERT INTO "patients" VALUES(2,'Bo','bo','2026-11-02T07:00:00.000Z',60,NULL,NULL,NULL,NULL,NULL,NULL,'auto',NULL,NULL,0,'');
CREATE TABLE prescriptions (
        patient_id INTEGER NOT NULL REFERENCES patients ON DELETE CASCADE,
        from_day TEXT NOT NULL,
        weekdays TEXT NOT NULL,  -- digits, 0 is Monday
        a_day INTEGER NOT NULL CHECK (a_day >= 1),
        PRIMARY KEY (patient_id, from_day)
    ) WITHOUT ROWID
    ;
INSERT INTO "prescriptions" VALUES(1,'2026-11-02','0123456',1);
INSERT INTO "prescriptions" VALUES(2,'2026-11-02','0123456',1);
CREATE TABLE sessions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        patient_id INTEGER REFERENCES patients ON DELETE CASCADE,  -- NULL: a guest
        routine TEXT NOT NULL,  -- a name in the library, or a path
        routine_name TEXT NOT NULL,
        fingerprint TEXT NOT NULL,  -- of the plan, to notice a changed script
        sides TEXT NOT NULL CHECK (sides IN ('left', 'right', 'both')),
        first_side TEXT CHECK (first_side IN ('left', 'right')),
        hold_s REAL,
        started_utc TEXT NOT NULL,
        started_offset_min INTEGER NOT NULL,
        sittings INTEGER NOT NULL DEFAULT 1,  -- 2 once it was taken up again
        seen_utc TEXT NOT NULL,  -- the last time that anything was written
        length_s REAL NOT NULL DEFAULT 0,  -- all sittings, pauses included
        paused_s REAL NOT NULL DEFAULT 0,
        step INTEGER,  -- being done
        hurting INTEGER NOT NULL DEFAULT 0,  -- "it hurts" was said, and not yet gone on with
        refused TEXT,  -- the kind of question whose "yes" let no session begin
        pain_before INTEGER CHECK (pain_before BETWEEN 0 AND 10),
        pain_after INTEGER CHECK (pain_after BETWEEN 0 AND 10),
        not_understood INTEGER NOT NULL DEFAULT 0,
        ended TEXT  -- why; NULL while it runs, and for ever if it was killed
    , state TEXT, state_at_s REAL NOT NULL DEFAULT 0.0);
INSERT INTO "sessions" VALUES(1,1,'deep-piriformis','Test stretch','367761f00a01c506','both',NULL,NULL,'2026-11-02T07:00:00.000Z',60,1,'2026-11-02T07:00:52.700Z',5.27000000000004789049e+01,0.0,4,0,NULL,5,NULL,0,NULL,NULL,5.27000000000004789049e+01);
CREATE TABLE skips (
        session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        number INTEGER NOT NULL,
        step INTEGER NOT NULL,
        why TEXT NOT NULL,
        at_s REAL NOT NULL,
        PRIMARY KEY (session_id, number)
    ) WITHOUT ROWID
    ;
CREATE TABLE works (  -- what the plan prescribes: its holds and its sets of movements
        session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        step INTEGER NOT NULL,
        exercise TEXT NOT NULL,
        side TEXT CHECK (side IN ('left', 'right')),
        hold_s REAL,
        reps INTEGER,
        every_s REAL,
        PRIMARY KEY (session_id, step)
    ) WITHOUT ROWID
    ;
INSERT INTO "works" VALUES(1,4,'Test stretch','right',30.0,NULL,NULL);
INSERT INTO "works" VALUES(1,8,'Test stretch','left',30.0,NULL,NULL);
CREATE INDEX sessions_of_patient ON sessions (patient_id, started_utc);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('patients',2);
INSERT INTO "sqlite_sequence" VALUES('sessions',1);
COMMIT;
