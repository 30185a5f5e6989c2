"""The directory of agencies as pages show it: the last that was read stays at hand when the store does not answer."""

from collections.abc import Callable, Sequence

from eventsourcing.persistence import PersistenceError

from hub.views.model import AgencyRow


class Directory:
    """Duty contacts must be there when nothing else is (`design.md` section 6)."""

    def __init__(self, read: Callable[[], Sequence[AgencyRow]]) -> None:
        self._read = read
        self._last: tuple[AgencyRow, ...] = ()

    def agencies(self) -> tuple[AgencyRow, ...]:
        """The agencies now, or as they were last read where the store does not answer."""
        try:
            self._last = tuple(self._read())
        except PersistenceError:
            return self._last
        return self._last

    def names(self) -> dict[str, str]:
        """The name of each agency by its id."""
        return {agency.agency_id: agency.name for agency in self.agencies()}
