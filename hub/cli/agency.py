"""`hub agency`: agencies join, are listed, and lose keys."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from exchange.agency_folder import AgencyFolder
from exchange.topic_log.access import agency_principal
from hub.cli import agency_keys
from hub.cli.agency_keys import add_revoke, add_suspect, required_entrance, told
from hub.cli.agency_quota import add_quota
from hub.cli.joining import join
from hub.cli.parts import Parts, Store
from hub.cli.printing import AsJson, show_document, show_rows
from hub.config import Settings
from hub.domain.agency import Agency, SigningKey
from hub.domain.vocabulary import AgencyType
from hub.record.agencies import agency_of_id
from hub.record.database import Cursor
from hub.views.model import AgencyRow
from hub.views.read import agencies, signing_keys

Certificate = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="Its client certificate (PEM) for Kafka, in place of a password."),
]
OverHttp = Annotated[bool, typer.Option("--http", help="It sends over HTTP: the hub may append to its topics for it.")]
KINDS = f"What kind of body it is: {', '.join(AgencyType)}."
COLUMNS = ("agency_id", "agency_type", "name", "area", "duty_contact", "keys")


def listed(store: Store) -> list[dict[str, object]]:
    """Return the agencies with their signing keys; one that was revoked says since when it does not count."""
    with store.record.database.read() as cursor:
        return [
            {**asdict(one), "keys": [told(key) for key in keys_of(cursor, one.agency_id)]}
            for one in agencies(cursor).values()
        ]


def keys_of(cursor: Cursor, agency_id: str) -> list[SigningKey]:
    """Return the signing keys of an agency."""
    return list(signing_keys(cursor, str(Agency.create_id(agency_id))).values())


def _join(
    parts: Parts, settings: Settings, agency: AgencyRow, folder: Path, certificate: Path | None, over_http: bool
) -> dict[str, object]:
    """Let an agency join; returns the name of its principal, where the broker knows any."""
    store, entrance = parts.open_store(settings), parts.open_entrance(settings)
    if entrance is None:
        log = parts.open_log(settings)
        join(store, log, agency, folder)
        log.close()
        return {}

    def admit(_: AgencyFolder) -> None:
        entrance.admit(agency.agency_id, folder, certificate=certificate, over_http=over_http)

    entrance.prepare(settings.id, settings.partitions)
    join(store, entrance.log, agency, folder, admit)
    entrance.close()
    return {"principal": agency_principal(agency.agency_id)}


def commands(parts: Parts) -> typer.Typer:
    """Return the commands of this family."""
    app = typer.Typer(help="Agencies and the keys with which they sign.", no_args_is_help=True)

    @app.command("add")
    def add(
        agency_id: Annotated[str, typer.Argument(help="3 to 64 of a-z, 0-9 and -.")],
        agency_type: Annotated[AgencyType, typer.Option("--type", metavar="TYPE", help=KINDS)],
        name: Annotated[str, typer.Option(help="Its name, as pages show it.")],
        area: Annotated[str, typer.Option(help="The local authority area it works in.")],
        duty_contact: Annotated[str, typer.Option(help="Whom to ring or write to.")],
        folder: Annotated[
            Path | None, typer.Option(help="Where its credentials go; default: DATA/agencies/ID.")
        ] = None,
        certificate: Certificate = None,
        over_http: OverHttp = False,
        as_json: AsJson = False,
    ) -> None:
        """Register an agency: its keys, its credentials folder for `hub-connect`, and its four topics.

        On a secured broker its principal `agency.ID` is let in too: to write its own two topics and read the other two.
        """
        settings = parts.settings()
        place = folder or settings.data / "agencies" / agency_id
        agency = AgencyRow(agency_id, agency_type, name, area, duty_contact)
        told_of = {"agency": agency_id, "folder": str(place.resolve())}
        show_document(told_of | _join(parts, settings, agency, place, certificate, over_http), as_json=as_json)

    @app.command("let-in")
    def let_in(
        agency_id: str,
        folder: Annotated[Path | None, typer.Option(help="Its credentials folder; default: DATA/agencies/ID.")] = None,
        certificate: Certificate = None,
        over_http: OverHttp = False,
        as_json: AsJson = False,
    ) -> None:
        """Give an agency's principal a new password or certificate on the broker; the old password stops counting."""
        settings = parts.settings()
        agency_of_id(parts.open_store(settings).record, agency_id)
        entrance = required_entrance(parts, settings)
        place = folder or settings.data / "agencies" / agency_id
        principal = entrance.admit_anew(agency_id, place, certificate=certificate, over_http=over_http)
        entrance.close()
        show_document({"agency": agency_id, "principal": principal, "folder": str(place.resolve())}, as_json=as_json)

    @app.command("list")
    def list_agencies(as_json: AsJson = False) -> None:
        """List the agencies, each with the ids of its signing keys."""
        rows = listed(parts.open_store(parts.settings()))
        show_rows(rows, COLUMNS, as_json=as_json, none="No agency has joined yet: see `hub agency add --help`.")

    add_revoke(app, parts)
    add_quota(app, parts)
    add_suspect(app, parts)
    app.add_typer(agency_keys.commands(parts), name="key")
    return app
