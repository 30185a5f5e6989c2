"""The witness of one hub: told what happens, asked after a restore, and the gate at which readers wait."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from random import SystemRandom

import structlog
from eventsourcing.persistence import PersistenceError

from hub.audit import AuditLog
from hub.domain.errors import AuditError, ClosedAfterRestore, HubError, Tampered
from hub.keys import KeyProvider
from hub.record.children import ChildRecord
from hub.witness.catching_up import CatchingUp, Heard, unheard
from hub.witness.folder import WitnessFolder
from hub.witness.gaps import Gap
from hub.witness.on_record import loss_accepted, restored
from hub.witness.telling import Telling

LOG = structlog.get_logger("hub.witness")
CLOSED = "The hub was restored, or an older one started, and lacks what was withheld, erased or decided since."
TELL_SECONDS = 5
TELL_LEAVES = 50
_RANDOM = SystemRandom()
WENT_BACK = Gap("audit", "the store was put back beneath this process, which knows a newer one: start the hub again")
NOT_ASKED = Gap("witness", "the witness has not been asked yet")


class Witness:
    """Without folders nothing is witnessed and nobody waits. Safe for several threads.

    Readers wait from the start until the store has been found to hold all that the witnesses say. From then on a
    witness that does not answer keeps nobody out; a newer policy than the one at hand does, and so does a log that
    goes back: until the process is started again, since what it remembers of the store is of another store.

    Args:
        digest: of the policy that this process decides by; None where it shows nothing to anybody.
    """

    def __init__(
        self,
        record: ChildRecord,
        keys: KeyProvider,
        audit: AuditLog,
        hub_id: str,
        folders: Sequence[Path],
        clock: Callable[[], datetime],
        digest: str | None = None,
    ) -> None:
        self._audit = audit
        self._hub_id = hub_id
        self._clock = clock
        self._folders = [WitnessFolder(path, keys) for path in folders]
        self._telling = Telling(record.database, keys, audit, hub_id, clock)
        self._store = CatchingUp(record, keys, audit, self._telling, restored(hub_id, clock), digest)
        self._turn = threading.Lock()
        self._has_caught_up = False
        self._went_back = False
        self._all_told = True
        self._told_at, self._told_size, self._told_acts = 0.0, -1, -1
        self._patience = 0.0
        self.gaps: tuple[Gap, ...] = (NOT_ASKED,) if folders else ()

    def must_be_open(self) -> None:
        """Raise ClosedAfterRestore while the store lacks something that was witnessed."""
        if self.gaps:
            raise ClosedAfterRestore(CLOSED)

    def turn(self) -> tuple[Gap, ...]:
        """Catch up as far as it goes, or keep up, and tell the witnesses when that is due; returns what is missing."""
        if self._folders:
            with self._turn:
                self._look_again()
                if self._is_due():
                    self._tell_all()
        return self.gaps

    def tell_now(self) -> None:
        """Tell the witnesses at once of an act that is durable here; trouble is left to the next turn."""
        if self._folders:
            with self._turn:
                try:
                    self._tell_all()
                except PersistenceError as error:
                    LOG.error("witness-not-told", error=type(error).__name__)

    def look(self) -> tuple[Gap, ...]:
        """Return what is missing, changing nothing; for whoever asks beside the hub's own processes."""
        try:
            return tuple(self._store.missing(self._folders, self._store.hear(self._folders)))
        except (HubError, OSError) as error:
            return (unheard(error),)

    def statements(self) -> dict[str, str]:
        """Return what each witness was told last, in a line for the operator."""
        return {str(folder.path): self._line(folder) for folder in self._folders}

    def accept_loss(self, operator: str, reason: str) -> tuple[Gap, ...]:
        """Give up what is missing, on record under a person's name; returns what that was."""
        with self._turn:
            self._look_again()
            lost = self.gaps
            if lost:
                self._give_up(lost, operator, reason)
                self._look_again()
                self._tell_all()
        return lost

    def _look_again(self) -> None:
        if self._has_gone_back():
            self.gaps = (WENT_BACK,)
            return
        if self._has_caught_up:
            self._store.keep_up()
            self.gaps = tuple(self._store.policy_gap())
            return
        try:
            heard = self._store.hear(self._folders)
        except (HubError, OSError) as error:
            self.gaps = (unheard(error),)
            return
        self._store.catch_up(heard)
        self.gaps = tuple(self._store.missing(self._folders, heard))
        self._has_caught_up = not self.gaps

    def _has_gone_back(self) -> bool:
        """Say whether the log is shorter than this process told, or another: noticed once, it stays so."""
        if not self._went_back and self._audit.size() < self._told_size:
            self._went_back = True
            LOG.critical("audit-log-went-back", detail=WENT_BACK.detail)
        return self._went_back

    def _is_due(self) -> bool:
        """After some seconds or leaves, and at once when there is an act to keep.

        How many seconds is drawn anew each time: at a fixed beat, a word between two beats would tell of an act.
        """
        grown = self._audit.size() - self._told_size
        late = time.monotonic() - self._told_at >= self._patience
        if not self._all_told:
            return late
        return (grown > 0 and late) or grown >= TELL_LEAVES or len(self._store.known.names) != self._told_acts

    def _tell_all(self) -> None:
        """A hub that is catching up tells what it does, unless its log is not the one that was witnessed."""
        if any(gap.about in ("witness", "audit") for gap in self.gaps):
            return
        size = self._audit.size()
        self._store.keep_up()
        self._store.note_witnesses(self._folders)
        told = [self._tell(folder) for folder in self._folders]
        self._all_told = all(told)
        self._told_at, self._told_size = time.monotonic(), size
        self._patience = TELL_SECONDS * _RANDOM.random()
        self._told_acts = len(self._store.known.names)

    def _tell(self, folder: WitnessFolder) -> bool:
        try:
            self._telling.tell(folder)
        except AuditError as error:
            LOG.critical("audit-log-went-back", detail=error.detail)
            self.gaps, self._went_back = (WENT_BACK,), True
        except (HubError, OSError) as error:
            LOG.error("witness-not-told", error=type(error).__name__)
        else:
            return True
        return False

    def _line(self, folder: WitnessFolder) -> str:
        try:
            kept = self._telling.kept(folder)
        except (HubError, OSError) as error:
            return unheard(error).detail
        if kept is None:
            return "has not been told anything yet"
        return f"statement {kept.number} of {kept.at}: {kept.acts} acts, {kept.leaves} leaves of the audit log"

    def _give_up(self, lost: Sequence[Gap], operator: str, reason: str) -> None:
        heard = self._readable()
        missing = self._store.missing_acts(heard)
        for one in heard:
            if self._store.audit_gap(one.statement):
                self._telling.begin_anew(one.folder, one.statement.number)
        self._store.give_up(missing, operator, reason)
        told = [f"{gap.about}: {gap.detail}" for gap in lost] + [f"act {act.name}" for act in missing]
        self._audit.record(loss_accepted(self._hub_id, self._clock(), operator, reason, told))
        for folder in self._folders:
            if folder.statement() is None:
                self._tell(folder)

    def _readable(self) -> list[Heard]:
        """Return what can be heard; a witness that holds what is not this hub's own word is set aside."""
        heard: list[Heard] = []
        for folder in self._folders:
            try:
                heard += self._store.hear([folder])
            except Tampered:
                self._telling.begin_anew(folder, 0)
        return heard


def open_witness(
    record: ChildRecord,
    keys: KeyProvider,
    audit: AuditLog,
    hub_id: str,
    folders: Sequence[Path],
    clock: Callable[[], datetime],
    digest: str | None = None,
) -> Witness:
    """Open the witness and ask it once, so that readers who wait are known from the start."""
    witness = Witness(record, keys, audit, hub_id, folders, clock, digest)
    witness.turn()
    return witness
