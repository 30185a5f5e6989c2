"""The witness of one hub: told what happens, asked after a restore, and the gate at which readers wait."""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import uuid4

import structlog
from eventsourcing.persistence import PersistenceError

from hub.audit import AccessOutcome, AccessRecord, Action, AuditLog, Channel, case_of, read_back
from hub.audit.checkpoint import read
from hub.audit.leaf_rows import LeafRow
from hub.domain.errors import AuditError, ClosedAfterRestore, HubError, Tampered
from hub.keys import KeyProvider
from hub.record.children import ChildRecord
from hub.witness import gaps
from hub.witness.acts import Act, Acts, Kind
from hub.witness.folder import WitnessFolder
from hub.witness.gaps import Gap
from hub.witness.known import KnownActs
from hub.witness.statement import Statement
from hub.witness.taking_again import TakingAgain
from hub.witness.telling import Telling

LOG = structlog.get_logger("hub.witness")
CLOSED = "The hub was restored and has not yet caught up with what was withheld, erased or decided since."
TELL_SECONDS = 5
TELL_LEAVES = 50
Kept = tuple[WitnessFolder, Statement]


class Witness:
    """Without folders nothing is witnessed and nobody waits. Safe for several threads.

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
        self._record = record
        self._keys = keys
        self._audit = audit
        self._hub_id = hub_id
        self._clock = clock
        self._digest = digest
        self._folders = [WitnessFolder(path) for path in folders]
        self._acts = Acts(record, keys)
        self._known = KnownActs(self._acts)
        self._telling = Telling(record.database, keys, audit, hub_id, clock)
        self._again = TakingAgain(record, keys, audit, self._acts)
        self._turn = threading.Lock()
        self._told_at, self._told_size, self._told_acts = 0.0, -1, -1
        self.gaps: tuple[Gap, ...] = (Gap("witness", "the witness has not been asked yet"),) if folders else ()

    def must_be_open(self) -> None:
        """Raise ClosedAfterRestore while the store lacks something that was witnessed."""
        if self.gaps:
            raise ClosedAfterRestore(CLOSED)

    def turn(self) -> tuple[Gap, ...]:
        """Take again what can be, see what is still missing, and tell the witnesses; returns what is missing.

        A witness that does not answer keeps nobody out once it has been heard; the others are told all the same.
        """
        if self._folders:
            with self._turn:
                self.gaps = tuple(self._caught_up())
                if self._is_due():
                    self._tell_all()
        return self.gaps

    def tell_now(self) -> None:
        """Tell the witnesses at once, after an act that must not be lost."""
        if self._folders:
            with self._turn:
                try:
                    self._tell_all()
                except PersistenceError as error:
                    LOG.error("witness-not-told", error=type(error).__name__)

    def look(self) -> tuple[Gap, ...]:
        """Return what is missing, changing nothing; for whoever asks beside the hub's own processes."""
        with self._turn:
            try:
                kept = self._kept()
                wanted = [act for folder, statement in kept for act in self._telling.acts(folder, statement)]
            except (HubError, OSError) as error:
                return (_unheard(error),)
            return tuple(self._missing(kept, wanted))

    def statements(self) -> dict[str, str]:
        """Return what each witness was told last, in a line for the operator."""
        return {str(folder.path): self._line(folder) for folder in self._folders}

    def accept_loss(self, operator: str, reason: str) -> tuple[Gap, ...]:
        """Give up what is missing, on record under a person's name; returns what that was."""
        with self._turn:
            lost = tuple(self._caught_up())
            if lost:
                self._give_up(lost, operator, reason)
                self.gaps = tuple(self._caught_up())
                self._tell_all()
        return lost

    def _caught_up(self) -> list[Gap]:
        try:
            kept = self._kept()
            wanted = [act for folder, statement in kept for act in self._telling.acts(folder, statement)]
        except (HubError, OSError) as error:
            return [_unheard(error)]
        self._read_on()
        self._take_leaves_back(kept)
        self._take_acts_again(wanted)
        self._release_policy()
        self._note_erasures()
        return self._missing(kept, wanted)

    def _missing(self, kept: Sequence[Kept], wanted: Sequence[Act]) -> list[Gap]:
        found = self._without_statement(kept)
        found += gaps.of_acts(self._known.missing(wanted))
        found += gaps.of_policy(self._digest, self._known.policies)
        return found + [gap for _, statement in kept for gap in self._audit_gap(statement)]

    def _kept(self) -> list[Kept]:
        told = [(folder, self._telling.kept(folder)) for folder in self._folders]
        return [(folder, statement) for folder, statement in told if statement is not None]

    def _without_statement(self, kept: Sequence[Kept]) -> list[Gap]:
        """A witness that was told before and knows of nothing was emptied, or is not mounted."""
        self._read_on()
        heard = [folder for folder, _ in kept]
        silent = [folder for folder in self._folders if folder not in heard]
        return [
            Gap("witness", f"{folder.path} has been a witness and holds no statement: mount it, or bring it back")
            for folder in silent
            if self._place_of(folder).name in self._known.names
        ]

    def _place_of(self, folder: WitnessFolder) -> Act:
        return self._acts.make(Kind.WITNESS, {}, str(folder.path.absolute()))

    def _read_on(self) -> None:
        with self._record.database.read() as cursor:
            self._known.read_on(cursor)

    def _take_leaves_back(self, kept: Sequence[Kept]) -> None:
        for folder, statement in sorted(kept, key=lambda one: -one[1].leaves):
            until = read(statement.checkpoint)
            if until.size <= self._audit.size():
                return
            try:
                back = self._audit.take_back(_leaves_of(folder, statement), until, self._restored)
            except (AuditError, Tampered, OSError) as error:
                LOG.error("leaves-not-taken-back", error=type(error).__name__)
                continue
            LOG.warning("leaves-taken-back", first=back.start, last=back.stop - 1)

    def _take_acts_again(self, wanted: Sequence[Act]) -> None:
        """In their order, again and again while that brings one further that waited for another."""
        missing, before = self._known.missing(wanted), -1
        while missing and len(missing) != before:
            before = len(missing)
            for act in missing:
                self._again.take(act)
            self._read_on()
            missing = self._known.missing(missing)

    def _release_policy(self) -> None:
        """Note the policy at hand as the newest, unless it is one that another has followed."""
        if self._digest is not None and self._digest not in self._known.policies:
            self._note_policy(self._digest)

    def _note_policy(self, digest: str) -> None:
        place = str(len(self._known.policies))
        self._acts.keep([self._acts.make(Kind.POLICY, {"digest": digest}, digest, place)])
        self._read_on()

    def _note_erasures(self) -> None:
        made = [self._acts.make(Kind.ERASURE, {"key": name}, name) for name in self._keys.destroyed()]
        if missing := self._known.missing(made):
            self._acts.keep(missing)
            self._read_on()

    def _audit_gap(self, statement: Statement) -> list[Gap]:
        witnessed = read(statement.checkpoint)
        size, root = self._audit.size(), self._audit.root_at(witnessed.size)
        return gaps.of_audit(size, root, witnessed.size, witnessed.root)

    def _is_due(self) -> bool:
        """Every few seconds, after some leaves, and at once when there is an act to keep."""
        grown = self._audit.size() - self._told_size
        late = time.monotonic() - self._told_at >= TELL_SECONDS
        return (grown > 0 and late) or grown >= TELL_LEAVES or len(self._known.names) != self._told_acts

    def _tell_all(self) -> None:
        if any(gap.about in ("witness", "audit") for gap in self.gaps):
            return
        size = self._audit.size()
        self._acts.keep([place for place in map(self._place_of, self._folders) if place.name not in self._known.names])
        self._read_on()
        for folder in self._folders:
            try:
                self._telling.tell(folder)
            except (HubError, OSError) as error:
                LOG.error("witness-not-told", error=type(error).__name__)
        self._told_at, self._told_size, self._told_acts = time.monotonic(), size, len(self._known.names)

    def _line(self, folder: WitnessFolder) -> str:
        try:
            kept = self._telling.kept(folder)
        except HubError as error:
            return f"{error.code}: {error.detail}"
        except OSError as error:
            return f"does not answer: {type(error).__name__}"
        if kept is None:
            return "has not been told anything yet"
        return f"statement {kept.number} of {kept.at}: {kept.acts} acts, {kept.leaves} leaves of the audit log"

    def _give_up(self, lost: Sequence[Gap], operator: str, reason: str) -> None:
        kept = self._heard()
        wanted = [act for folder, _ in kept for act in folder.acts()]
        names = [act.name for act in self._known.missing(wanted)]
        told = {"acts": names, "operator": operator, "reason": reason}
        self._acts.keep([self._acts.make(Kind.LOSS, told, str(uuid4()))])
        if any(gap.about == "policy" for gap in lost) and self._digest is not None:
            self._read_on()
            self._note_policy(self._digest)
        for folder, statement in kept:
            if self._audit_gap(statement):
                folder.set_aside(statement.number)
        details = tuple(f"{gap.about}: {gap.detail}" for gap in lost) + tuple(f"act {name}" for name in names)
        self._audit.record(self._record_of(Action.LOSS_ACCEPTED, operator, reason, rules=details))

    def _heard(self) -> list[Kept]:
        """Return the witnesses that can be read; one that cannot is given up with the rest."""
        heard: list[Kept] = []
        for folder in self._folders:
            try:
                kept = self._telling.kept(folder)
                acts = self._telling.acts(folder, kept) if kept is not None else []
            except (HubError, OSError):
                folder.set_aside(0)
                continue
            if kept is not None and len(acts) >= kept.acts:
                heard.append((folder, kept))
        return heard

    def _restored(self, back: range) -> AccessRecord:
        reason = f"leaves {back.start} to {back.stop - 1} of this log came back from a witness's mirror"
        return self._record_of(Action.STORE_RESTORED, "hub", reason, case=case_of(back))

    def _record_of(
        self, action: Action, operator: str, reason: str, case: str | None = None, rules: tuple[str, ...] = ()
    ) -> AccessRecord:
        return AccessRecord(
            audit_id=uuid4().hex,
            at=self._clock(),
            viewer_id=operator,
            viewer_name=None,
            agency=self._hub_id,
            agency_type="hub",
            role="operator",
            action=action,
            child_id=None,
            purpose="restore",
            reason=reason,
            basis=None,
            threshold=None,
            case=case,
            channel=Channel.CLI,
            outcome=AccessOutcome.ALLOW,
            rules=rules,
        )


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


def _unheard(error: Exception) -> Gap:
    detail = error.detail if isinstance(error, HubError) else f"does not answer ({type(error).__name__}): mount it"
    return Gap("witness", detail)


def _leaves_of(folder: WitnessFolder, statement: Statement) -> Callable[[int], Iterable[LeafRow]]:
    def lost(first: int) -> Iterable[LeafRow]:
        lines = folder.leaves_from(first, statement.leaves_bytes)
        return map(read_back, islice(lines, statement.leaves - first))

    return lost
