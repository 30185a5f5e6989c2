"""What commands work with; `bootstrap` hands it in, so that no command knows which adapter it speaks to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from exchange.topic_log.port import TopicLog
from hub.audit import AuditLog
from hub.cli.entrance import Entrance
from hub.config import Settings
from hub.intake.desk import Desk
from hub.keys import KeyProvider
from hub.notices import DayStatements
from hub.policy import PolicyEngine
from hub.record.children import ChildRecord
from hub.views.rows import Rows
from hub.witness import Witness

if TYPE_CHECKING:
    from hub.api.development import DevelopmentIssuer

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Store:
    """The hub's durable parts: keys, events with their rows, and the audit log, in one database."""

    settings: Settings
    clock: Clock
    keys: KeyProvider
    record: ChildRecord
    rows: Rows
    audit: AuditLog

    def close(self) -> None:
        """Let go of the database."""
        self.record.close()


@dataclass(frozen=True, slots=True)
class Parts:
    """How to open each part, from settings. `serve`, `intake` and `demo` run until they are told to stop.

    `open_witness` takes again what can be; by `look_at_witness` nothing changes.
    """

    settings: Callable[[], Settings]
    clock: Clock
    open_store: Callable[[Settings], Store]
    open_log: Callable[[Settings], TopicLog]
    open_entrance: Callable[[Settings], Entrance | None]
    open_engine: Callable[[Settings, str], PolicyEngine]
    open_desk: Callable[[Store], Desk]
    open_witness: Callable[[Store], Witness]
    look_at_witness: Callable[[Store], Witness]
    open_days: Callable[[Store], DayStatements]
    open_issuer: Callable[[Settings], "DevelopmentIssuer"]
    serve: Callable[[Settings], None]
    intake: Callable[[Settings], None]
    demo: Callable[[Settings], None]
