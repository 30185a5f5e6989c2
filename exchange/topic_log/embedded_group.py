"""Membership of a consumer group in the embedded log.

A partition has a *target*, the member that the plan gives it to, and an *owner*, the member that reads it. The
owner lets go only in its own next refresh, when it has dealt with what it read; the target takes hold only when
nobody owns it, or the owner's deadline has passed. An epoch that rises at each taking shows a member that slept
past its deadline that what it held was in other hands since.
"""

import json
import sqlite3
from collections.abc import Callable
from uuid import uuid4

from exchange.topic_log.embedded_plan import plan
from exchange.topic_log.embedded_store import transaction
from exchange.topic_log.port import Partition, Subscription

_LET_GO = "UPDATE assignments SET owner = NULL WHERE grp = ? AND owner = ? AND target <> owner"
_LET_GO_OF_THE_DEAD = (
    "UPDATE assignments SET owner = NULL WHERE grp = ? AND owner IS NOT NULL"
    " AND owner NOT IN (SELECT member FROM members WHERE grp = assignments.grp)"
)
_TAKE = "UPDATE assignments SET owner = target, epoch = epoch + 1 WHERE grp = ? AND target = ? AND owner IS NULL"
_RETARGET = (
    "INSERT INTO assignments (grp, topic, partition, target) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (grp, topic, partition) DO UPDATE SET target = excluded.target"
)
_JOIN = "INSERT OR REPLACE INTO members (grp, member, topics, pattern, deadline) VALUES (?, ?, ?, ?, ?)"
_NEXT_REVISION = (
    "INSERT INTO groups (name, revision) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET revision = revision + 1"
)
_STATE = "SELECT (SELECT revision FROM groups WHERE name = ?), (SELECT count(*) FROM partitions)"


class Membership:
    """One member of one group, and what it owns: partition to epoch."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        group: str,
        subscription: Subscription,
        session_s: float,
        clock: Callable[[], float],
    ) -> None:
        self._connection = connection
        self._group = group
        self._subscription = subscription
        self._session_s = session_s
        self._clock = clock
        self._member = uuid4().hex
        self._refresh_at = 0.0
        self._seen: tuple[object, ...] = ()

    def is_due(self) -> bool:
        """Whether to refresh: a third of the session is over, or the group or the topics changed."""
        return self._clock() >= self._refresh_at or self._state() != self._seen

    def refresh(self) -> dict[Partition, int]:
        """Show that this member lives, let go of what is another's, take what is free; return what it owns."""
        now = self._clock()
        with transaction(self._connection):
            changed = self._show_life(now) + self._retarget()
            changed += self._execute(_LET_GO, self._member) + self._execute(_TAKE, self._member)
            if changed:
                self._connection.execute(_NEXT_REVISION, (self._group,))
            owned = self._owned()
            self._seen = self._state()
        self._refresh_at = now + self._session_s / 3
        return owned

    def owns(self, partition: Partition) -> bool:
        row = self._connection.execute(
            "SELECT owner FROM assignments WHERE grp = ? AND topic = ? AND partition = ?", (self._group, *partition)
        ).fetchone()
        return row is not None and row[0] == self._member

    def leave(self) -> None:
        """Give everything up at once; the others find the change at their next poll."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM members WHERE grp = ? AND member = ?", (self._group, self._member))
            self._connection.execute(_LET_GO_OF_THE_DEAD, (self._group,))
            self._connection.execute(_NEXT_REVISION, (self._group,))

    def _execute(self, statement: str, *rest: object) -> int:
        return self._connection.execute(statement, (self._group, *rest)).rowcount

    def _state(self) -> tuple[object, ...]:
        row: tuple[object, ...] = self._connection.execute(_STATE, (self._group,)).fetchone()
        return row

    def _show_life(self, now: float) -> int:
        topics = json.dumps(self._subscription.topics)
        self._execute(_JOIN, self._member, topics, self._subscription.pattern, now + self._session_s)
        dead = self._execute("DELETE FROM members WHERE grp = ? AND deadline < ?", now)
        return dead + self._execute(_LET_GO_OF_THE_DEAD)

    def _retarget(self) -> int:
        """Plan anew; write only what differs."""
        rows = self._connection.execute(
            "SELECT topic, partition, target, coalesce(owner, target) FROM assignments WHERE grp = ?", (self._group,)
        ).fetchall()
        targets = {(topic, partition): target for topic, partition, target, _ in rows}
        holders = {(topic, partition): holder for topic, partition, _, holder in rows}
        wanted = plan(self._members(), self._topics(), holders)
        new = [(self._group, *where, member) for where, member in wanted.items() if targets.get(where) != member]
        self._connection.executemany(_RETARGET, new)
        return len(new) + self._forget(set(targets) - set(wanted))

    def _forget(self, unread: set[Partition]) -> int:
        statement = "DELETE FROM assignments WHERE grp = ? AND topic = ? AND partition = ?"
        self._connection.executemany(statement, [(self._group, *partition) for partition in unread])
        return len(unread)

    def _members(self) -> dict[str, Subscription]:
        rows = self._connection.execute("SELECT member, topics, pattern FROM members WHERE grp = ?", (self._group,))
        return {member: Subscription(tuple(json.loads(topics)), pattern) for member, topics, pattern in rows}

    def _topics(self) -> dict[str, int]:
        return dict(self._connection.execute("SELECT topic, count(*) FROM partitions GROUP BY topic").fetchall())

    def _owned(self) -> dict[Partition, int]:
        rows = self._connection.execute(
            "SELECT topic, partition, epoch FROM assignments WHERE grp = ? AND owner = ?", (self._group, self._member)
        )
        return {(topic, partition): epoch for topic, partition, epoch in rows}
