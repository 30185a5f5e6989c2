"""Bringing a restored store to where its witnesses say it was, as far as it goes, and saying what is missing."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import structlog

from hub.audit import AccessRecord, AuditLog, read_back
from hub.audit.checkpoint import read
from hub.audit.leaf_rows import LeafRow
from hub.domain.errors import AuditError, HubError, Tampered
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


class Heard(NamedTuple):
    """What one witness says, verified."""

    folder: WitnessFolder
    statement: Statement
    acts: Sequence[Act]


class CatchingUp:
    """One store against its witnesses. `digest` is of the policy at hand, None where nothing is shown by any."""

    def __init__(
        self,
        record: ChildRecord,
        keys: KeyProvider,
        audit: AuditLog,
        telling: Telling,
        restored: Callable[[range], AccessRecord],
        digest: str | None,
    ) -> None:
        self._record = record
        self._keys = keys
        self._audit = audit
        self._telling = telling
        self._restored = restored
        self._digest = digest
        self._acts = Acts(record, keys)
        self._told_of = set[tuple[Path, int]]()
        self._again = TakingAgain(record, keys, audit, self._acts)
        self.known = KnownActs(self._acts)

    def hear(self, folders: Sequence[WitnessFolder]) -> list[Heard]:
        """Return what the witnesses say that have been told anything. HubError or OSError where one cannot be read."""
        told = [(folder, self._telling.kept(folder)) for folder in folders]
        return [
            Heard(folder, statement, self._telling.acts(folder, statement))
            for folder, statement in told
            if statement is not None
        ]

    def catch_up(self, heard: Sequence[Heard]) -> None:
        """Take the log's leaves back and acts again; the policy at hand is released if it is new."""
        self.read_on()
        self._take_leaves_back(heard)
        self._take_acts_again([act for one in heard for act in one.acts])
        for name in sorted(self.known.erased.difference(self._keys.destroyed())):
            self._again.erase(name)
        self.keep_up()

    def keep_up(self) -> None:
        """Note the policy at hand as the newest, unless another has followed it, and what was erased since."""
        self.read_on()
        if self._digest is not None and self._digest not in self.known.policies:
            self.release(self._digest)
        made = [self._acts.make(Kind.ERASURE, {"key": name}, name) for name in self._keys.destroyed()]
        self._keep(self.known.missing(made))

    def missing(self, folders: Sequence[WitnessFolder], heard: Sequence[Heard]) -> list[Gap]:
        """Return what the store lacks of what the witnesses say; changes nothing."""
        self.read_on()
        found = self._fallen_silent(folders, heard)
        found += gaps.of_acts(self.missing_acts(heard))
        found += self.policy_gap()
        return found + [gap for one in heard for gap in self.audit_gap(one.statement)]

    def missing_acts(self, heard: Sequence[Heard]) -> list[Act]:
        """Return the acts that witnesses keep and the store has not."""
        return self.known.missing([act for one in heard for act in one.acts])

    def policy_gap(self) -> list[Gap]:
        """Return a gap where another policy has followed the one at hand."""
        return gaps.of_policy(self._digest, self.known.policies)

    def audit_gap(self, statement: Statement) -> list[Gap]:
        """Return a gap where the audit log does not continue what was stated."""
        witnessed = read(statement.checkpoint)
        size, root = self._audit.size(), self._audit.root_at(witnessed.size)
        return gaps.of_audit(size, root, witnessed.size, witnessed.root)

    def read_on(self) -> None:
        """Take in the acts that were stored since."""
        with self._record.database.read() as cursor:
            self.known.read_on(cursor)

    def note_witnesses(self, folders: Sequence[WitnessFolder]) -> None:
        """Note in the store who its witnesses are, so that one that was emptied is missed."""
        self._keep(self.known.missing([self._place_of(folder) for folder in folders]))

    def release(self, digest: str) -> None:
        """Note a policy as the newest."""
        place = str(len(self.known.policies))
        self._keep([self._acts.make(Kind.POLICY, {"digest": digest}, digest, place)])

    def give_up(self, missing: Sequence[Act], operator: str, reason: str) -> None:
        """Note acts as lost, so that nobody waits for them; release the policy at hand anew if it is an older one."""
        told = {"acts": [act.name for act in missing], "operator": operator, "reason": reason}
        self._keep([self._acts.make(Kind.LOSS, told, str(uuid4()))])
        if self._digest is not None and self.policy_gap():
            self.release(self._digest)

    def _keep(self, acts: Sequence[Act]) -> None:
        if acts:
            self._acts.keep(acts)
            self.read_on()

    def _place_of(self, folder: WitnessFolder) -> Act:
        return self._acts.make(Kind.WITNESS, {}, str(folder.path.absolute()))

    def _fallen_silent(self, folders: Sequence[WitnessFolder], heard: Sequence[Heard]) -> list[Gap]:
        """A witness that was told before and knows of nothing was emptied, or is not mounted."""
        answered = {one.folder for one in heard}
        return [
            Gap("witness", f"{folder.path} has been a witness and holds no statement: mount it, or bring it back")
            for folder in folders
            if folder not in answered and self._place_of(folder).name in self.known.names
        ]

    def _take_leaves_back(self, heard: Sequence[Heard]) -> None:
        for one in sorted(heard, key=lambda one: -one.statement.leaves):
            until = read(one.statement.checkpoint)
            if until.size <= self._audit.size():
                return
            try:
                back = self._audit.take_back(_leaves_of(one), until, self._restored)
            except (AuditError, Tampered, OSError) as error:
                self._say_not_taken_back(one, error)
                continue
            LOG.warning("leaves-taken-back", beginning=back.start, records=len(back))

    def _say_not_taken_back(self, one: Heard, error: Exception) -> None:
        """Say so once for each statement: it is tried again twice a second."""
        about = (one.folder.path, one.statement.number)
        if about not in self._told_of:
            self._told_of.add(about)
            LOG.error("leaves-not-taken-back", error=type(error).__name__)

    def _take_acts_again(self, wanted: Sequence[Act]) -> None:
        """In their order, again and again while that brings one further that waited for another."""
        missing, before = self.known.missing(wanted), -1
        while missing and len(missing) != before:
            before = len(missing)
            for act in missing:
                self._again.take(act)
            self.read_on()
            missing = self.known.missing(missing)


def unheard(error: HubError | OSError) -> Gap:
    """Return the gap of a witness that cannot be read."""
    if isinstance(error, HubError):
        return Gap("witness", error.detail)
    return Gap("witness", f"does not answer ({type(error).__name__}): mount it, or take it out of HUB_WITNESSES")


def _leaves_of(one: Heard) -> Callable[[int], Iterable[LeafRow]]:
    def lost(first: int) -> Iterable[LeafRow]:
        lines = one.folder.leaves_from(first, one.statement.leaves_bytes)
        return map(read_back, islice(lines, one.statement.leaves - first))

    return lost
