"""What was not admitted, read for whoever asks its agency for it: which children to look at, and which receipts."""

from collections.abc import Iterable
from datetime import datetime

from exchange.receipts import ReceiptOutcome
from hub.domain.turned_away import Due, Mark, TurnedAway
from hub.intake.receipts import Answer, Receipts
from hub.keys import KeyProvider
from hub.record.database import Cursor
from hub.record.instants import stored

AT_ONCE = 20
"""How many children are looked at in one go."""


class NotAdmitted:
    """Reads marks and the receipts behind them, inside a transaction of the caller's."""

    def __init__(self, keys: KeyProvider) -> None:
        self._receipts = Receipts(keys)

    def due(self, cursor: Cursor) -> list[Due]:
        """Return the children to look at."""
        cursor.execute("SELECT child_id, turn FROM history_due ORDER BY child_id LIMIT ?", (AT_ONCE,))
        return [Due(row["child_id"], int(row["turn"])) for row in cursor.fetchall()]

    def marks(self, cursor: Cursor, child_id: str, now: datetime) -> list[Mark]:
        """Return what waits for a child, by hashes that are this child's alone; what is a year old counts no more."""
        cursor.execute(
            "SELECT not_admitted.hash, message, agency_id FROM identity_key "
            "JOIN not_admitted ON not_admitted.hash = identity_key.hash "
            "WHERE child_id=? AND kind<>'shared' AND until>=? ORDER BY message",
            (child_id, stored(now)),
        )
        return [Mark(row["hash"], row["message"], row["agency_id"]) for row in cursor.fetchall()]

    def messages(self, cursor: Cursor, names: Iterable[str]) -> list[TurnedAway]:
        """Return those of these messages that are not admitted still, in the order in which they were answered."""
        answers = {name: self._receipts.open(row) for name, row in self._receipts.rows(cursor, names).items()}
        waiting = {name: one for name, one in answers.items() if one.receipt.outcome is ReceiptOutcome.NOT_ADMITTED}
        in_order = sorted(waiting, key=lambda name: waiting[name].receipt.recorded)
        return [_turned_away(name, waiting[name]) for name in in_order]

    def asked(self, cursor: Cursor, due: Due, names: Iterable[str]) -> None:
        """Note that a child was looked at, and that agencies were asked for these messages: they are asked once."""
        cursor.execute("DELETE FROM history_due WHERE child_id=? AND turn=?", (due.child_id, due.turn))
        cursor.executemany("DELETE FROM not_admitted WHERE message=?", [(name,) for name in names])

    def forget_old(self, cursor: Cursor, now: datetime) -> None:
        """Delete marks that are a year old."""
        cursor.execute("DELETE FROM not_admitted WHERE until<?", (stored(now),))


def _turned_away(name: str, answer: Answer) -> TurnedAway:
    receipt = answer.receipt
    return TurnedAway(name, answer.agency_id, receipt.source, receipt.id, receipt.revision, answer.subject)
