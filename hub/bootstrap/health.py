"""What each process tries of its parts, for `/readyz`, `/metrics` and `hub doctor`."""

from collections.abc import Mapping

from hub.bootstrap.engines import engine_of
from hub.bootstrap.lookout import Lookout
from hub.cli import Store
from hub.health import Check, Health, Part
from hub.intake.standing import require_live

TOLERATED = frozenset({Part.INTAKE.value})
"""Where intake stands still, what is held can be read all the same."""


def health_of(
    store: Store, lookout: Lookout, tolerated: frozenset[str] = frozenset(), may_show: Check | None = None
) -> Health:
    """Return the health of a process over a store: of each part that can stand in its way."""
    return Health(checks_of(store, lookout, may_show), tolerated)


def checks_of(store: Store, lookout: Lookout, may_show: Check | None = None) -> Mapping[str, Check]:
    """Return the check of each part; `may_show` is the witness's, in a process that shows anything."""
    engine = engine_of(store.settings)
    return {
        Part.STORE: lambda: try_store(store),
        Part.AUDIT: store.audit.checkpoint,
        Part.POLICY: lambda: engine.decide({}),
        Part.TRANSPORT: lambda: lookout.ask(lambda log: log.topics()),
        Part.INTAKE: lambda: require_live_intake(store),
        **({Part.WITNESS: may_show} if may_show is not None else {}),
    }


def try_store(store: Store) -> None:
    """Read the smallest thing there is. Raises whatever the store does."""
    with store.record.database.read() as cursor:
        cursor.execute("SELECT 1 AS one")
        cursor.fetchall()


def require_live_intake(store: Store) -> None:
    """Raise IntakeStale where intake has given no sign of life for too long."""
    with store.record.database.read() as cursor:
        require_live(store.clock(), cursor)
