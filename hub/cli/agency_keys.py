"""`hub agency key` and `hub agency revoke`: the keys with which agencies sign, added, retired and revoked."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from exchange.keys import load_public_signing_key
from exchange.names import event_name
from hub.cli.entrance import Entrance
from hub.cli.parts import Parts, Store
from hub.cli.printing import AsJson, show_document, show_rows
from hub.cli.schemas import added_by
from hub.config import Settings
from hub.domain.agency import Agency, SigningKey
from hub.domain.chronology import SourceRef
from hub.domain.errors import Conflict, Misconfigured, NotFound
from hub.intake.receipts import Receipts
from hub.record.agencies import add_key, agency_of_id, retire_key, revoke_key, signing_key
from hub.record.mapper import aggregate_key
from hub.views.read import children_of, is_known_key, signing_keys

Kid = Annotated[str, typer.Argument(help="The key's id (RFC 7638 thumbprint).")]
COLUMNS = ("source", "id", "outcome", "recorded", "finding")
NOT_ASKED = "not asked yet"


def told(key: SigningKey) -> str:
    """Return a key's id, with what limits it: event types, and from when on it counts, or no longer."""
    limits = [f"only {', '.join(key.event_types)}"] if key.event_types else []
    limits += [f"retired from {key.retired.isoformat()}"] if key.retired else []
    limits += [f"not since {key.compromised_since.isoformat()}"] if key.compromised_since else []
    return f"{key.kid} ({'; '.join(limits)})" if limits else key.kid


def commands(parts: Parts) -> typer.Typer:
    """Return the commands of `hub agency key`."""
    app = typer.Typer(help="The keys with which an agency signs.", no_args_is_help=True)

    @app.command("add")
    def add(
        agency_id: str,
        key: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The agency's public key, one JWK.")],
        event: Annotated[list[str] | None, typer.Option(help="An event it may sign; several; default: all.")] = None,
        valid_from: Annotated[datetime | None, typer.Option(help="From when on it counts (UTC); default: now.")] = None,
        as_json: AsJson = False,
    ) -> None:
        """Register another public key; two may count at once, so that one can follow the other."""
        store = parts.open_store(parts.settings())
        moment = _moment(parts, valid_from)
        new = signing_key(load_public_signing_key(key), moment, _known(store.settings, event or ()))
        _register(store, agency_id, new, parts.clock())
        show_document({"agency": agency_id, "key": told(new), "valid from": moment.isoformat()}, as_json=as_json)

    @app.command("retire")
    def retire(
        agency_id: str,
        kid: Kid,
        at: Annotated[datetime | None, typer.Option(help="From when on it is not used (UTC); default: now.")] = None,
    ) -> None:
        """End a key's use; what it signed before stays good."""
        store = parts.open_store(parts.settings())
        moment = _moment(parts, at)
        retire_key(store.record, agency_id, kid, retired=moment, at=parts.clock())
        typer.echo(f"{agency_id}: key {kid} is retired from {moment.isoformat()} on.")

    return app


def add_revoke(app: typer.Typer, parts: Parts) -> None:
    """Add `hub agency revoke`."""

    @app.command("revoke")
    def revoke(
        agency_id: str,
        kid: Kid,
        since: Annotated[datetime, typer.Option(help="From when on it may have been misused (UTC).")],
        principal: Annotated[
            bool, typer.Option("--principal", help="Put its principal out of the broker too.")
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Stop trusting what a key signed from a moment on, and list what was accepted by it since."""
        settings = parts.settings()
        store = parts.open_store(settings)
        moment = _moment(parts, since)
        revoke_key(store.record, agency_id, kid, compromised_since=moment, at=parts.clock())
        if not as_json:
            typer.echo(f"{agency_id}: key {kid} no longer counts from {moment.isoformat()} on.")
        _show_accepted(accepted_since(store, kid, moment), as_json=as_json)
        if principal:
            expel(parts, agency_id)


def add_suspect(app: typer.Typer, parts: Parts) -> None:
    """Add `hub agency suspect`."""

    @app.command("suspect")
    def suspect(agency_id: str, as_json: AsJson = False) -> None:
        """List an agency's messages that may not be its own word, for it to say of each whether it is."""
        store = parts.open_store(parts.settings())
        agency_of_id(store.record, agency_id)
        with store.record.database.read() as cursor:
            keys = signing_keys(cursor, str(Agency.create_id(agency_id))).values()
        known = [(key.kid, key.compromised_since) for key in keys if key.compromised_since is not None]
        rows = [row for kid, since in known for row in accepted_since(store, kid, since)]
        show_rows(rows, COLUMNS, as_json=as_json, none="No message of its is suspect.")


def _moment(parts: Parts, said: datetime | None) -> datetime:
    now = parts.clock()
    return now if said is None else said.replace(tzinfo=said.tzinfo or now.tzinfo)


def _known(settings: Settings, events: Sequence[str]) -> list[str]:
    """Return the names of events; wrong use where there is no schema for one."""
    known = {event_name(one) for one in added_by(settings).schemas.types()}
    for name in events:
        if name not in known:
            raise typer.BadParameter(f"{name} is no event's name, such as concern-raised")
    return list(events)


def _register(store: Store, agency_id: str, key: SigningKey, at: datetime) -> None:
    agency_of_id(store.record, agency_id)
    with store.record.database.read() as cursor:
        if is_known_key(cursor, key.kid):
            raise Conflict(f"key {key.kid} is registered already: see `hub agency list`; each key is one agency's")
    add_key(store.record, agency_id, key, at)


def accepted_since(store: Store, kid: str, since: datetime) -> list[dict[str, object]]:
    """Return the messages accepted with a key's signature from that instant on, as their receipts name them.

    Each with what its agency said of it, where the front door asked.
    """
    with store.record.database.read() as cursor:
        receipts = [one.receipt for one in Receipts(store.keys).signed_by(cursor, kid, since)]
        standing = [children_of(cursor, store.keys, SourceRef(one.source, one.id)) for one in receipts]
    return [
        {
            "source": one.source,
            "id": one.id,
            "outcome": one.outcome.value,
            "recorded": one.recorded.isoformat(),
            "finding": _finding(store, SourceRef(one.source, one.id), children),
        }
        for one, children in zip(receipts, standing, strict=True)
    ]


def _finding(store: Store, origin: SourceRef, children: Sequence[str]) -> str:
    """Return what an agency said of one of its messages; of a child who was erased nothing is left to ask about."""
    erased = set(store.keys.destroyed())
    living = [one for one in children if aggregate_key(one) not in erased]
    found = [store.record.child(one).findings.get(origin) for one in living]
    told = {one.is_genuine for one in found if one is not None}
    if not told:
        return NOT_ASKED if living or not children else "erased"
    return "genuine" if told == {True} else "forged"


def _show_accepted(rows: Sequence[dict[str, object]], *, as_json: bool) -> None:
    if rows and not as_json:
        typer.echo(f"{len(rows)} of its messages were accepted since; ask the agency of each whether it is its own:")
    show_rows(rows, COLUMNS, as_json=as_json, none="Nothing that it signed was accepted since.")


def required_entrance(parts: Parts, settings: Settings) -> Entrance:
    """Return the entrance to the broker; Misconfigured where the settings name no secured one."""
    entrance = parts.open_entrance(settings)
    if entrance is None:
        raise Misconfigured(
            "this transport has no principals: for a secured Kafka set HUB_KAFKA_LOGIN and HUB_KAFKA_ADMIN"
        )
    return entrance


def expel(parts: Parts, agency_id: str) -> None:
    """Put an agency's principal out of the broker; NotFound where it could do nothing there."""
    entrance = required_entrance(parts, parts.settings())
    taken = entrance.expel(agency_id)
    entrance.close()
    if not taken:
        raise NotFound(f"the principal of {agency_id} had no permission on this broker")
    typer.echo(f"{agency_id}: its principal lost its password and {taken} permissions on the broker.", err=True)
