"""`hub agency`: agencies join, are listed, and lose keys."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from hub.cli.joining import join
from hub.cli.parts import Parts
from hub.cli.printing import AsJson, show_document, show_rows
from hub.domain.vocabulary import AgencyType
from hub.record.agencies import revoke_key
from hub.views.model import AgencyRow
from hub.views.read import agencies


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
        """List the agencies."""
        store = parts.open_store(parts.settings())
        with store.record.database.read() as cursor:
            rows = [asdict(one) for one in agencies(cursor).values()]
        columns = ("agency_id", "agency_type", "name", "area", "duty_contact")
        show_rows(rows, columns, as_json=as_json, none="No agency has joined yet: see `hub agency add --help`.")

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
