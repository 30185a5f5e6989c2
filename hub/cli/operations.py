"""`hub doctor`, `hub status` and `hub project`: for those who run the hub."""

from collections.abc import Callable, Mapping

import typer
from eventsourcing.persistence import PersistenceError

from exchange.errors import ExchangeError
from hub.cli.parts import Parts, Store
from hub.cli.printing import AsJson, show_document
from hub.config import Settings
from hub.domain.errors import HubError
from hub.intake.standing import last_sign, require_live
from hub.views.read import agencies
from hub.views.rebuild import rebuild

NOTHING_TO_READ = "none: no agency is registered yet, so there is nothing to read"
NEVER_RAN = "not seen yet: no `hub intake` has looked for messages here; start it, and ask again after a minute"
NO_WITNESS = "none: after a restore nothing tells what was withheld since the backup; set HUB_WITNESSES"
COUNTED = {
    "entries": "SELECT COUNT(*) AS n FROM chronology_row",
    "children": "SELECT COUNT(DISTINCT child_id) AS n FROM chronology_row",
    "messages accepted": "SELECT COUNT(*) AS n FROM message",
    "receipts on their way": "SELECT COUNT(*) AS n FROM delivery",
    "in quarantine": "SELECT COUNT(*) AS n FROM quarantine WHERE state='waiting'",
    "held for identity": "SELECT COUNT(*) AS n FROM held WHERE state='waiting'",
    "incidents open": "SELECT COUNT(*) AS n FROM incident WHERE closed_at IS NULL",
    "gaps in what agencies sent": "SELECT COUNT(*) AS n FROM gap_row",
}


def add_to(app: typer.Typer, parts: Parts) -> None:
    """Add the commands."""

    @app.command("doctor")
    def doctor(as_json: AsJson = False) -> None:
        """Try each part that the settings name; exit code 1 if one does not answer."""
        states = diagnose(parts, parts.settings())
        show_document(states, as_json=as_json)
        is_well = all(state.startswith("ok") or state in (NO_WITNESS, NOTHING_TO_READ) for state in states.values())
        raise typer.Exit(0 if is_well else 1)

    @app.command("status")
    def status(as_json: AsJson = False) -> None:
        """Count what the store holds; nothing per child."""
        show_document(count(parts.open_store(parts.settings())), as_json=as_json)

    @app.command("project")
    def project(as_json: AsJson = False) -> None:
        """Throw the rows that access reads away and write them again from the events."""
        store = parts.open_store(parts.settings())
        show_document({"events replayed": rebuild(store.record, store.rows)}, as_json=as_json)


def diagnose(parts: Parts, settings: Settings) -> Mapping[str, str]:
    """Return "ok" or what is wrong, for each part."""
    states = {name: _outcome(trial) for name, trial in _trials(parts, settings).items()}
    return states | {"witness": _witness_state(parts, settings)}


def _trials(parts: Parts, settings: Settings) -> Mapping[str, Callable[[], str | None]]:
    kind = "embedded" if settings.policy == "embedded" else "opa"
    return {
        "store, keys and audit": lambda: _try_store(parts, settings),
        "intake": lambda: _try_intake(parts, settings),
        "transport": lambda: _silently(lambda: parts.open_log(settings).topics()),
        "policy": lambda: _silently(lambda: parts.open_engine(settings, kind).decide({})),
    }


def _silently(trial: Callable[[], object]) -> None:
    """Try a part; what it answers is not looked at."""
    trial()


def _try_store(parts: Parts, settings: Settings) -> None:
    store = parts.open_store(settings)
    store.audit.checkpoint()
    store.close()


def _try_intake(parts: Parts, settings: Settings) -> str | None:
    """Say so where intake has never given a sign of life; that is not the same as being well."""
    store = parts.open_store(settings)
    try:
        with store.record.database.read() as cursor:
            require_live(parts.clock(), cursor)
            if last_sign(cursor) is not None:
                return None
            return NEVER_RAN if agencies(cursor) else NOTHING_TO_READ
    finally:
        store.close()


def _witness_state(parts: Parts, settings: Settings) -> str:
    """Say how far each witness has been told, and what a restored store still lacks; "ok" begins what is well."""
    if not settings.witness_folders:
        return NO_WITNESS
    try:
        store = parts.open_store(settings)
        witness = parts.look_at_witness(store)
        missing, told = witness.look(), witness.statements()
        store.close()
    except (HubError, PersistenceError, OSError) as error:
        return f"{type(error).__name__}: {error}"
    lacking = [f"{gap.about}: {gap.detail}" for gap in missing]
    lines = [f"{place} ({line})" for place, line in told.items()]
    return "; ".join(["closed to readers", *lacking, *lines] if lacking else ["ok", *lines])


def _outcome(trial: Callable[[], str | None]) -> str:
    """Return what a trial found; "ok" where it has nothing to say."""
    try:
        found = trial()
    except (HubError, ExchangeError) as error:
        return f"{error.code}: {error.detail}"
    except (PersistenceError, OSError) as error:
        return f"{type(error).__name__}: {error}"
    return found or "ok"


def count(store: Store) -> Mapping[str, object]:
    """Return the counts of the store, from one snapshot."""
    counts: dict[str, object] = {}
    with store.record.database.read() as cursor:
        for name, sql in COUNTED.items():
            cursor.execute(sql)
            counts[name] = cursor.fetchall()[0]["n"]
    return counts
