"""The durable parts: keys, the store with every room's tables, the audit log, and intake over them."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

from exchange import Message
from exchange.keys import Jwk
from exchange.schemas import EventSchemas
from hub.audit import AuditLog
from hub.bootstrap.known_schemas import known_schemas
from hub.cli import Store
from hub.cli.parts import Clock
from hub.config import Settings
from hub.identity import index as identity_index
from hub.intake import tables as intake_tables
from hub.intake.attempts import Attempts
from hub.intake.delivery import composer
from hub.intake.desk import Desk
from hub.intake.marks import put_down_changed
from hub.intake.receipts import Answer
from hub.intake.take import Intake
from hub.keys import LocalKeys
from hub.notices import CREATE as NOTICES
from hub.record.children import ChildRecord, store_environment
from hub.views import tables as view_tables
from hub.views.rows import Rows
from hub.witness.acts import Acts


def now() -> datetime:
    """The one place where the hub reads the time."""
    return datetime.now(UTC)


def open_store(settings: Settings, clock: Clock = now) -> Store:
    """Open the store of these settings, making its tables where they are not there yet."""
    settings.data.mkdir(parents=True, exist_ok=True)
    keys = LocalKeys(settings.keys_folder)
    record = ChildRecord(store_environment(settings.store, settings.data), keys)
    for tables in (view_tables.CREATE, identity_index.CREATE, intake_tables.CREATE, NOTICES):
        record.database.create(tables)
    audit = AuditLog(record.database, keys, settings.id, clock)
    rows = Rows(keys)
    record.also_write([rows, Acts(record, keys), put_down_changed], [audit.companion])
    return Store(settings, clock, keys, record, rows, audit)


def open_intake(store: Store, known: EventSchemas | None = None, new_id: Callable[[], UUID] = uuid4) -> Intake:
    """Return the use case that takes messages into this store."""
    attempts = Attempts(store.settings.data / "attempts")
    return Intake(store.record, store.keys, *_judging(store, known), store.clock, new_id, attempts)


def open_desk(
    store: Store,
    known: EventSchemas | None = None,
    new_id: Callable[[], UUID] = uuid4,
    after: Callable[[], None] = lambda: None,
) -> Desk:
    """Return the use case by which people work what waits in this store; `after` a finding is durable, it is called."""
    return Desk(store.record, store.keys, *_judging(store, known), store.clock, new_id, after)


def _judging(store: Store, known: EventSchemas | None) -> tuple[EventSchemas, str, Jwk, str]:
    """What a message is judged by: the schemas, the hub's id, the key that opens what is sealed to it, and the area."""
    schemas = known or known_schemas(store.settings)
    settings = store.settings
    return schemas, settings.id, store.keys.opening_key.as_dict(private=True), settings.area


def receipt_composer(store: Store) -> Callable[[Answer], Message]:
    """Return what signs this hub's receipts."""
    return composer(store.settings.id, store.keys.signing_key.as_dict(private=True))
