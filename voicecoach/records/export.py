"""Everything that is kept of one person, as one JSON document.

``version`` is 1; a later version may add keys and takes none away. Times are ISO 8601 with their offset, lengths are
seconds. Files of the patient's folder are in ``files``, in base64.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime

from voicecoach.errors import StorageError
from voicecoach.records.database import Database
from voicecoach.records.patient import Patient
from voicecoach.records.patients import Patients
from voicecoach.records.prescription import DAYS, Prescription
from voicecoach.records.session_document import session_document
from voicecoach.records.sessions import sessions_of
from voicecoach.records.warning_signs import KnownSign, open_signs, sign_document

VERSION = 1


def everything(database: Database, patient: Patient, now: datetime) -> dict[str, object]:
    """A document fit for ``json.dumps``. Raises StorageError."""
    patients = Patients(database)
    signs = patients.signs(patient)
    return {
        "version": VERSION,
        "exported": now.isoformat(timespec="seconds"),
        "patient": patient_document(patient, signs),
        "prescriptions": [prescription_document(p) for p in patients.prescriptions(patient)],
        "cleared_routines": {routine: on.isoformat() for routine, on in patients.clearances(patient).items()},
        "warning_signs": [sign_document(sign) for sign in signs],
        "sessions": [session_document(entry) for entry in sessions_of(database, patient.id)],
        "files": _files(patients, patient),
    }


def patient_document(patient: Patient, signs: Sequence[KnownSign]) -> dict[str, object]:
    """The settings of a patient. ``flags`` are the warning signs that no doctor has looked at since the yes."""
    return {
        "name": patient.name,
        "created": patient.created.isoformat(timespec="seconds"),
        "voice": patient.voice,
        "rate_wpm": patient.rate_wpm,
        "gain_db": patient.gain_db,
        "hold_s": patient.hold_s,
        "leave_out_side": patient.leave_out_side,
        "first_side": patient.first_side,
        "verbosity": patient.verbosity,
        "emergency_number": patient.emergency_number,
        "gate_passed_on": patient.gate_passed_on.isoformat() if patient.gate_passed_on else None,
        "gate_again": patient.gate_again,
        "dose": patient.dose,
        "pace": patient.pace,
        "flags": sorted(open_signs(signs)),
    }


def prescription_document(prescription: Prescription) -> dict[str, object]:
    return {
        "from": prescription.from_day.isoformat(),
        "weekdays": [DAYS[day] for day in sorted(prescription.weekdays)],
        "a_day": prescription.a_day,
    }


def _files(patients: Patients, patient: Patient) -> dict[str, str]:
    folder = patients.folder(patient)
    try:
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        return {
            path.relative_to(folder).as_posix(): base64.b64encode(path.read_bytes()).decode("ascii") for path in found
        }
    except OSError as error:
        raise StorageError(f"{folder} cannot be read: {error.strerror}.") from error
