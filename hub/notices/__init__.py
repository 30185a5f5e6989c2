"""What the hub tells agencies unasked: stored with what causes it, signed, and delivered at least once."""

from hub.notices.days import Answered, DayStatements
from hub.notices.delivery import NoticeDeliverer
from hub.notices.history import HistoryRequests
from hub.notices.rows import NewNotice, Notices
from hub.notices.tables import CREATE

__all__ = ["CREATE", "Answered", "DayStatements", "HistoryRequests", "NewNotice", "NoticeDeliverer", "Notices"]
