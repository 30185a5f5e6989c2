"""The acts that the store has, read on from where the last reading ended."""

from collections.abc import Sequence

from hub.record.database import Cursor
from hub.witness.acts import Act, Acts, Json, Kind, stored_after

_TELLING = (Kind.LOSS, Kind.POLICY, Kind.ERASURE)


class KnownActs:
    """Names, what was given up as lost, the policies in the order of their release, and the keys destroyed."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts
        self._last = 0
        self.names: set[str] = set()
        self.lost: set[str] = set()
        self.policies: list[str] = []
        self.erased: set[str] = set()

    def read_on(self, cursor: Cursor) -> None:
        """Take in what was stored since."""
        for n, act in stored_after(cursor, self._last):
            self._last = n
            self.names.add(act.name)
            if act.kind in _TELLING:
                self._take_in(act.kind, self._acts.opened(act))

    def _take_in(self, kind: Kind, told: Json) -> None:
        if kind is Kind.LOSS:
            self.lost.update(told["acts"])
        elif kind is Kind.POLICY:
            self.policies.append(told["digest"])
        else:
            self.erased.add(told["key"])

    def missing(self, wanted: Sequence[Act]) -> list[Act]:
        """Return, each once and in order, the wanted acts that the store has not and nobody gave up."""
        once = {act.name: act for act in wanted}
        return [act for name, act in once.items() if name not in self.names and name not in self.lost]
