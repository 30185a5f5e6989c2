"""The one door out: who may see what of a child, decided, withheld, masked and put on record before it is shown."""

from hub.access.access import Access
from hub.access.asked import Asked, Disclosed, Filters, Viewer
from hub.access.door import Door
from hub.access.front_door import FRONT_DOOR
from hub.access.judging import Answer
from hub.access.port import Reader, Withholder
from hub.access.recorded import RecordedWithholdings
from hub.access.waiting import Choice, ToldChild, Waiting, WaitingMessage, Work, Worked, Worklists
from hub.access.withhold import Wanted

__all__ = [
    "FRONT_DOOR",
    "Access",
    "Answer",
    "Asked",
    "Choice",
    "Disclosed",
    "Door",
    "Filters",
    "Reader",
    "RecordedWithholdings",
    "ToldChild",
    "Viewer",
    "Waiting",
    "WaitingMessage",
    "Wanted",
    "Withholder",
    "Work",
    "Worked",
    "Worklists",
]
