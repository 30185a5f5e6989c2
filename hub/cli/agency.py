"""`hub agency`: agencies join, are listed, and lose keys."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from hub.cli.joining import join
from hub.cli.parts import Parts, Store
from hub.cli.printing import AsJson, show_document, show_rows
from hub.domain.agency import Agency, SigningKey
from hub.domain.vocabulary import AgencyType
from hub.record.agencies import revoke_key
from hub.record.database import Cursor
from hub.views.model import AgencyRow
from hub.views.read import agencies, signing_keys

COLUMNS = ("agency_id", "agency_type", "name", "area", "duty_contact", "keys")


def listed(store: Store) -> list[dict[str, object]]:
    """Return the agencies with their signing keys; one that was revoked says since when it does not count."""
    with store.record.database.read() as cursor:
        return [
            {**asdict(one), "keys": [_told(key) for key in keys_of(cursor, one.agency_id)]}
            for one in agencies(cursor).values()
        ]


def keys_of(cursor: Cursor, agency_id: str) -> list[SigningKey]:
    """Return the signing keys of an agency."""
    return list(signing_keys(cursor, str(Agency.create_id(agency_id))).values())


def _told(key: SigningKey) -> str:
    revoked = key.compromised_since
    return key.kid if revoked is None else f"{key.kid} (not since {revoked.isoformat()})"


def commands(parts: Parts) -> typer.Typer:
    """Return the commands of this family."""
    app = typer.Typer(help="Agencies and the keys with which they sign.", no_args_is_help=True)

    @app.command("add")
    def add(
        agency_id: Annotated[str, typer.Argument(help="3 to 64 of a-z, 0-9 and -.")],
        agency_type: Annotated[AgencyType, typer.Option("--type", help="What kind of body it is.")],
        name: Annotated[str, typer.Option(help="Its name, as pages show it.")],
        area: Annotated[str, typer.Option(help="The local authority area it works in.")],
        duty_contact: Annotated[str, typer.Option(help="Whom to ring or write to.")],
        folder: Annotated[
            Path | None, typer.Option(help="Where its credentials go; default: DATA/agencies/ID.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Register an agency: its keys, its credentials folder for `hub-connect`, and its four topics."""
        settings = parts.settings()
        store = parts.open_store(settings)
        place = folder or settings.data / "agencies" / agency_id
        log = parts.open_log(settings)
        join(store, log, AgencyRow(agency_id, agency_type, name, area, duty_contact), place)
        log.close()
        show_document({"agency": agency_id, "folder": str(place.resolve())}, as_json=as_json)

    @app.command("list")
    def list_agencies(as_json: AsJson = False) -> None:
        """List the agencies, each with the ids of its signing keys."""
        rows = listed(parts.open_store(parts.settings()))
        show_rows(rows, COLUMNS, as_json=as_json, none="No agency has joined yet: see `hub agency add --help`.")

    @app.command("revoke")
    def revoke(
        agency_id: str,
        kid: Annotated[str, typer.Argument(help="The key's id (RFC 7638 thumbprint).")],
        since: Annotated[datetime, typer.Option(help="From when on it may have been misused (UTC).")],
    ) -> None:
        """Stop trusting what a key signed from a moment on; what the hub logged before stays good."""
        store = parts.open_store(parts.settings())
        moment = since.replace(tzinfo=parts.clock().tzinfo)
        revoke_key(store.record, agency_id, kid, compromised_since=moment, at=parts.clock())
        typer.echo(f"{agency_id}: key {kid} no longer counts from {moment.isoformat()} on.")

    return app
