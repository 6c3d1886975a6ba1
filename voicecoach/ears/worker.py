"""Runs ears in a thread, for live rooms, watches over them, and opens new ones when they fail.

``hear`` only hands the block over and returns what was decided since, so a model that takes 40 ms, or a second to load,
never holds up the loop. Ears that throw, end, hang, stay behind, or report what cannot be are given up: what their
thread says later is not taken, and new ones are opened in a new thread, again and again. Without this, ears answer in
the call, which is what makes a file room repeatable.

What the lost ears may not have understood any more is not skipped, because it may hold a "stop", nor is all of it
worked off, because that takes time and the words are old: new ears first hear the last seconds again, from the last
decision on, and of what they find there only urgent words count. That is done once; where ears fail again soon, the
sound itself may be what they fail at.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterable

from voicecoach.audio.pcm import BLOCK_S, BLOCK_SAMPLES, to_samples, to_seconds
from voicecoach.ears.ears_thread import EarsThread, HeardBlock
from voicecoach.ears.interface import ActivePhrases, Ears, Hearing, Utterance

LATE_S = 1.5
"""So long may a block wait, and so old may a word be that is not urgent. After twice as long others are opened: before,
a busy computer may let them catch up, and would have even less time for ears that have to be opened."""
OPENING_S = 2.5
"""Ears that are not open by then, counted from the first block, have failed; they may still open. In the first seconds
nobody is told to talk to the coach, so it is known before."""
OPENING_MOST_S = 8.0
"""Then others are opened in their place."""
AGAIN_S = 5.0
"""So much of what was heard before do new ears hear again."""
BACK_OFF_S = (0.0, 1.0, 2.0, 4.0)
"""From a failure to the next opening, by how many failures came close upon each other; the last is the longest."""
WELL_S = 30.0
"""After so long without a failure the ears count as sound again."""
HANGING_MOST = 3
"""While so many threads hang no more ears are opened: each may keep a model in memory."""
_STEP_MOST_S = 0.1
_CAUGHT_UP_BLOCKS = 20
_JOIN_S = 0.5


class EarsWorker:
    """Implements Ears around other ears. All but the work of the ears is done in the calls, which never wait."""

    def __init__(
        self,
        name: str,
        open_ears: Callable[[], Ears],
        *,
        on_failure: Callable[[str], None],
        on_recovery: Callable[[], None] = lambda: None,
        late_s: float = LATE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``open_ears`` is called in a thread, again after each failure; ears of two calls may run side by side.

        ``on_failure`` gets a sentence. It and ``on_recovery`` are called in turn, from ``hear``.
        """
        self._name = name
        self._open = open_ears
        self._on_failure = on_failure
        self._on_recovery = on_recovery
        self._late_s = late_s
        self._clock = clock
        self._now_s = clock()
        self._running_s = 0.0
        """Time in which blocks came: where the loop or the computer stood still, the ears were not late."""
        self._active = ActivePhrases(())
        self._recent: deque[HeardBlock] = deque(maxlen=round(AGAIN_S / BLOCK_S))
        """What came since the last decision."""
        self._failed = False
        self._failures = 0
        self._relapses = 0
        """Failures that were told."""
        self._open_at_s = -math.inf
        self._thread: EarsThread | None = None
        self._left: list[EarsThread] = []
        self._handed_s: deque[float] = deque()
        """When each block was handed over that the ears are not through with."""
        self._done = 0
        self._began_s = 0.0
        self._well_since_s: float | None = None
        self._open_when_due()

    @property
    def name(self) -> str:
        return self._name

    def listen_for(self, active: ActivePhrases) -> None:
        self._active = active

    def hear(self, hearing: Hearing) -> list[Utterance]:
        before_s, self._now_s = self._now_s, self._clock()
        self._running_s += min(self._now_s - before_s, _STEP_MOST_S)
        block = HeardBlock(hearing, self._active)
        self._recent.append(block)
        thread = self._thread
        if thread is None:
            self._open_when_due()
            return []
        now_s = to_seconds(hearing.position + BLOCK_SAMPLES)
        ended = thread.ended
        heard = thread.take()
        self._forget_decided(heard)
        late_s, most_s = (self._late_s, 2 * self._late_s) if thread.opened else (OPENING_S, OPENING_MOST_S)
        waited_s = self._waited_s(thread)
        if waited_s > late_s:
            self._report(f"The {self._name} ears {'do not keep up' if thread.opened else 'are not ready yet'}.")
        if ended or waited_s > most_s:
            self._give_up(thread, ended or f"The {self._name} ears do not answer.")
        elif thread.opened:
            self._hand_over(thread, block)
            self._note_health(thread)
        return [each for each in heard if self._counts(each, now_s)]

    def close(self) -> None:
        """Waits a moment for the block that the ears are at; ears that hang are left alone."""
        if self._thread is not None:
            self._thread.leave()
            if not self._failed:
                self._thread.join(_JOIN_S)

    # -- what the ears say ----------------------------------------------------------------------------------------

    def _counts(self, utterance: Utterance, now_s: float) -> bool:
        return now_s - utterance.speech_end_s <= self._late_s or utterance.text in self._active.urgent

    def _forget_decided(self, heard: Iterable[Utterance]) -> None:
        """What has been decided is not heard again by other ears: a second "stop" ends what the first only halts."""
        decided = max((to_samples(utterance.decided_s) for utterance in heard), default=0)
        while self._recent and self._recent[0].hearing.position < decided:
            self._recent.popleft()

    # -- how the ears are -----------------------------------------------------------------------------------------

    def _waited_s(self, thread: EarsThread) -> float:
        """How long the oldest block has waited that the ears are not through with, or their opening has taken."""
        if not thread.opened:
            return self._running_s - self._began_s
        while self._handed_s and self._done < thread.processed:
            self._handed_s.popleft()
            self._done += 1
        return self._running_s - self._handed_s[0] if self._handed_s else 0.0

    def _hand_over(self, thread: EarsThread, block: HeardBlock) -> None:
        """This block; to ears that have just been opened, what came before it as well."""
        first = self._done == 0 and not self._handed_s
        for each in tuple(self._recent) if first else (block,):
            self._handed_s.append(self._running_s)
            thread.give(each)

    def _note_health(self, thread: EarsThread) -> None:
        """Notes that the ears keep up; ears that have failed before have to do so for a while before it is told."""
        if not thread.processed or len(self._handed_s) > _CAUGHT_UP_BLOCKS:
            return
        if self._well_since_s is None:
            self._well_since_s = self._running_s
        well_s = self._running_s - self._well_since_s
        if self._failed and well_s >= (min(2.0**self._relapses, WELL_S) if self._relapses > 1 else 0.0):
            self._failed = False
            self._on_recovery()
        if well_s >= WELL_S:
            self._failures = self._relapses = 0

    # -- failing and opening --------------------------------------------------------------------------------------

    def _give_up(self, thread: EarsThread, why: str) -> None:
        thread.leave()
        self._left.append(thread)
        self._thread = None
        self._failed_to_open(why)

    def _failed_to_open(self, why: str) -> None:
        self._failures += 1
        if self._failures > 1:
            self._recent.clear()
        self._open_at_s = self._now_s + BACK_OFF_S[min(self._failures, len(BACK_OFF_S)) - 1]
        self._report(why)

    def _report(self, why: str) -> None:
        if not self._failed:
            self._failed = True
            self._relapses += 1
            self._well_since_s = None
            self._on_failure(why)

    def _open_when_due(self) -> None:
        self._left = [thread for thread in self._left if thread.alive]
        if self._now_s < self._open_at_s or len(self._left) >= HANGING_MOST:
            return
        self._handed_s.clear()
        self._done = 0
        self._began_s = self._running_s
        self._well_since_s = None
        try:
            self._thread = EarsThread(self._name, self._open)
        except RuntimeError as error:
            self._failed_to_open(f"The {self._name} ears cannot be opened: {error}.")
