"""The one door out: who may see what of a child, decided, withheld, masked and put on record before it is shown."""

from hub.access.access import Access
from hub.access.asked import Asked, Disclosed, Filters, Viewer
from hub.access.door import Door
from hub.access.port import QuarantineRow, Reader, Withholder
from hub.access.recorded import RecordedWithholdings
from hub.access.withhold import Wanted

__all__ = [
    "Access",
    "Asked",
    "Disclosed",
    "Door",
    "Filters",
    "QuarantineRow",
    "Reader",
    "RecordedWithholdings",
    "Viewer",
    "Wanted",
    "Withholder",
]
