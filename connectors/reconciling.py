"""A day as the hub states it beside the same day in the outbox: do they agree, and if not, in which messages?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from exchange.history import SourceAndId
from exchange.keeping import Copy
from exchange.outbox import Outbox
from exchange.statements import DayStatement, SourceDay, bounds_of, line_of, name_of, root_of, value_digest
from exchange.strict_json import JsonObject


@dataclass(frozen=True, slots=True)
class Compared:
    """One day. The hub `lacks` messages that it had accepted, or holds them `otherwise` than they were sent.

    `unknown` counts what it holds of a source of this outbox that was not sent from here: somebody else spoke.
    """

    day: date
    sent: int
    held: int
    lacks: tuple[SourceAndId, ...]
    otherwise: tuple[SourceAndId, ...]
    unknown: int

    @property
    def agrees(self) -> bool:
        """Whether the hub holds what was sent from here, and nothing else in its name."""
        return not (self.lacks or self.otherwise or self.unknown)

    def to_data(self) -> JsonObject:
        return {
            "day": self.day.isoformat(),
            "agrees": self.agrees,
            "sent": self.sent,
            "held": self.held,
            "lacks": [{"source": source, "id": id} for source, id in self.lacks],
            "otherwise": [{"source": source, "id": id} for source, id in self.otherwise],
            "unknown": self.unknown,
        }


def reconcile(outbox: Outbox, statement: DayStatement, now: datetime) -> Compared:
    """Compare a day, note what was found, let go what the hub holds, and make the rest due again."""
    copies = _copies(outbox, statement)
    compared = compare(outbox, statement, copies)
    wrong = {*compared.lacks, *compared.otherwise}
    with outbox.together():
        for copy in copies:
            if (copy.source, copy.id) in wrong:
                outbox.take_back(copy, now)
            else:
                outbox.keeping.drop_copy(copy.source, copy.id)
        outbox.keeping.note_found(statement.day, compared.to_data())
    return compared


def compare(outbox: Outbox, statement: DayStatement, copies: Iterable[Copy]) -> Compared:
    """Compare a statement with the messages accepted that day; nothing changes. Other connectors' sources are left out.

    A source with too many messages to list is compared by its root; where that differs, all of its messages are
    named: sent again, each is told to be held already, or taken.
    """
    rows = [(row.source, row.id) for row in outbox.answers()]
    ours = [one for one in statement.sources if one.source in {source for source, _ in rows}]
    lines = {(copy.source, copy.id): _line(outbox, copy) for copy in copies}
    stated = _stated(ours, lines)
    known = {name_of(*one) for one in rows}
    return Compared(
        day=statement.day,
        sent=sum(one.sent for one in ours),
        held=sum(one.held for one in ours),
        lacks=tuple(sorted(one for one in lines if name_of(*one) not in stated)),
        otherwise=tuple(sorted(one for one, line in lines.items() if stated.get(name_of(*one), line) != line)),
        unknown=sum(name not in known for name in stated),
    )


def _stated(ours: Iterable[SourceDay], lines: Mapping[SourceAndId, str]) -> dict[str, str]:
    """Return the hub's line of each message by its name; of a source that is not listed, ours where the roots agree."""
    found: dict[str, str] = {}
    for one in ours:
        of_source = [line for (source, _), line in lines.items() if source == one.source]
        agreed = of_source if root_of(of_source) == one.root else ()
        found |= {line.partition(" ")[0]: line for line in (one.lines if one.lines is not None else agreed)}
    return found


def _copies(outbox: Outbox, statement: DayStatement) -> list[Copy]:
    """Return what was accepted that day, by the receipts that were written before the statement was."""
    found = outbox.keeping.copies(*bounds_of(statement.day))
    return [copy for copy in found if copy.recorded <= statement.as_of]


def _line(outbox: Outbox, copy: Copy) -> str:
    return line_of(copy.source, copy.id, value_digest(outbox.message_of(copy).value))
