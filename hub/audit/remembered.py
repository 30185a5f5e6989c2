"""The farthest that one process has seen of the audit log. A log only grows: one that does not was put back."""

from hub.audit.log import AuditLog
from hub.domain.errors import AuditWentBack

WENT_BACK = "the store was put back beneath this process, which knows a newer one: start every process of the hub again"


class Remembered:
    """What a process remembers of the log for as long as it runs; for one thread."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit
        self._size = 0
        self._root: bytes | None = None

    def look(self) -> None:
        """Remember how far the log reaches now. Raises AuditWentBack where it does not continue what was seen."""
        if self._root is not None and self._audit.root_at(self._size) != self._root:
            raise AuditWentBack(WENT_BACK)
        size = self._audit.size()
        self._size, self._root = size, self._audit.root_at(size)
