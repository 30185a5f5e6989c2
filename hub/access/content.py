"""The content of what may be seen: opened for this viewer, and of it only the fields that the policy permits."""

from collections.abc import Callable, Mapping

from hub.access.door import Door
from hub.access.seen import Seen
from hub.domain.vocabulary import Shown
from hub.views.model import EntryRow

Open = Callable[[EntryRow], Mapping[str, object]]


def permitted(opened: Open, seen: Seen) -> Mapping[str, object]:
    """Return the permitted fields of one entry; what may not be seen at all is never opened."""
    wanted = set(seen.verdict.fields)
    if not wanted or seen.verdict.shown in (Shown.MARKED, Shown.HIDDEN):
        return {}
    content = opened(seen.row)
    return {name: value for name, value in content.items() if name in wanted and value is not None}


class Contents:
    """The contents opened for one request, each once."""

    def __init__(self, door: Door) -> None:
        self._open = door.reader.opener()
        self._opened: dict[str, Mapping[str, object]] = {}

    def of(self, seen: Seen) -> Mapping[str, object]:
        """Return the permitted fields of one entry."""
        entry_id = seen.row.labels.entry_id
        if entry_id not in self._opened:
            self._opened[entry_id] = permitted(self._open, seen)
        return self._opened[entry_id]
