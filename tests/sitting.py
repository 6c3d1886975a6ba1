"""A rehearsed session that is written into a journal as it goes, the way the coach does it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

from tests.rehearsal import Rehearsal, two_sided
from voicecoach.language.vocabulary import Command, Expectation
from voicecoach.records.database import Database
from voicecoach.records.prescribed import PlanOptions
from voicecoach.records.recorder import JournalRecorder
from voicecoach.records.unfinished import Unfinished
from voicecoach.routine.plan import Plan
from voicecoach.session.events import CommandHeard, QuitRequested
from voicecoach.session.phase import Phase
from voicecoach.session.questions import Question, QuestionKind
from voicecoach.session.records import Record

BERLIN_WINTER = timezone(timedelta(hours=1))
MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=BERLIN_WINTER)
NOON_UTC = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)

ANSWERS = (Expectation.YES_NO, Expectation.NUMBER)
RESUME = Question(QuestionKind.RESUME, "resume", "Go on where you were?")


class Sitting:
    """One sitting, with its keeper. ``then`` lets a command be heard, ``run`` lets time pass."""

    def __init__(
        self,
        database: Database,
        patient_id: int | None,
        *,
        plan: Plan | None = None,
        at: datetime = MONDAY,
        options: PlanOptions | None = None,
        keeper: JournalRecorder | None = None,
        unfinished: Unfinished | None = None,
        before: Sequence[Question] = (),
    ) -> None:
        self.plan = plan or two_sided()
        resume_point = unfinished.resume_point(self.plan) if unfinished is not None else None
        self.rehearsal = Rehearsal(self.plan, before=before, resume_point=resume_point)
        self.keeper = keeper or JournalRecorder.begin(
            database, patient_id, "deep-piriformis", self.plan, at, options=options, unfinished=unfinished
        )
        self._kept = 0
        self._pass_on()

    @property
    def now_s(self) -> float:
        return self.rehearsal.now_s

    def run(self, seconds: float) -> Sitting:
        until_s = self.now_s + seconds
        while self.now_s < until_s and self.rehearsal.why is None:
            self.rehearsal.run(min(0.1, until_s - self.now_s))
            self._pass_on()
        return self

    def run_until(self, phase: str) -> Sitting:
        for _ in range(20_000):
            if self.rehearsal.session.phase.value == phase:
                return self
            self.run(0.1)
        raise AssertionError(f"{phase} did not come")

    def then(self, command: Command) -> Sitting:
        event = CommandHeard(command, command.value, 0.9, None, "phrases")
        self.keeper.event(event, self.now_s)
        self.rehearsal.tell(event)
        self._pass_on()
        return self

    def interrupt(self) -> Sitting:
        """Ended from outside, as by a signal."""
        self.rehearsal.tell(QuitRequested(interrupted=True))
        self._pass_on()
        return self

    def answer(self, *commands: Command) -> Sitting:
        """Each of these, as soon as a question has been asked to its end."""
        for command in commands:
            for _ in range(20_000):
                if self.rehearsal.session.phase is Phase.ASKING and self.rehearsal.expectation in ANSWERS:
                    break
                self.run(0.1)
            else:
                raise AssertionError("no question came")
            self.then(command)
        return self

    def hold(self, into_s: float) -> Sitting:
        """Ready, and so many seconds into the hold."""
        return self.run_until("waiting").then(Command.READY).run_until("holding").run(into_s)

    def to_end(self) -> Sitting:
        while self.rehearsal.why is None and self.now_s < 3600:
            self.run(0.5)
            if self.rehearsal.session.phase.value == "waiting":
                self.then(Command.READY)
        return self

    def keep(self, record: Record) -> Sitting:
        self.keeper.keep(record, self.now_s)
        return self

    def close(self) -> None:
        """What the program does at the end of a session, and what the kernel does when it is killed."""
        self.keeper.close()

    def _pass_on(self) -> None:
        for at_s, record in self.rehearsal.records[self._kept :]:
            self.keeper.keep(record, at_s)
        self._kept = len(self.rehearsal.records)
        self.keeper.tick(self.rehearsal.session.state, self.now_s)
