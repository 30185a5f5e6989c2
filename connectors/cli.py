"""`hub-connect`: read what an agency's system wrote, and send it to the hub."""

import sqlite3
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from connectors.acts import Asked, end, read_notices, send, tell_status
from connectors.catalogue import Connector, reader_of
from connectors.listening import Listening, listen
from connectors.mllp import Address, AddressUnusable, address_of, is_address
from connectors.run import FILES
from connectors.school import MappingUnusable
from connectors.watch import Outlets, PlaceUnusable, place_of
from exchange.agency_folder import read_agency_folder
from exchange.errors import FolderUnreadable
from exchange.outbox_view import Allowed

SCHEMES = ("embedded:", "kafka://", "http://", "https://", FILES)

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


class Act(StrEnum):
    """What to do: send what is read, say how what was sent stands, or deal with what the hub tells unasked."""

    SEND = "send"
    STATUS = "status"
    NOTICES = "notices"


@app.command()
def connect(
    connector: Annotated[Connector, typer.Argument(help="What wrote the files.")],
    agency: Annotated[Path, typer.Option(file_okay=False, help="The folder that `hub agency add` made.")],
    act: Annotated[
        Act, typer.Argument(help="Send; say how the concerns and referrals sent stand; or read the hub's notices.")
    ] = Act.SEND,
    place: Annotated[str, typer.Option("--from", help="A file, a folder of files or, for hl7, mllp://HOST:PORT.")] = "",
    to: Annotated[
        str, typer.Option(help="embedded:PATH, kafka://HOST:PORT, the hub's http(s)://HOST:PORT, or file:FOLDER.")
    ] = "",
    mapping: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Columns of your export.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for the hub's receipts.")] = 0.0,
    token: Annotated[str | None, typer.Option(envvar="HUB_TOKEN", help="Access token, for http.")] = None,
    metrics: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write how messages stand here, for Prometheus.")
    ] = None,
    status_page: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write how messages stand here, as a page.")
    ] = None,
    status_on: Annotated[str, typer.Option(help="127.0.0.1:PORT to serve both on, while listening.")] = "",
    late_after: Annotated[float, typer.Option(min=0, help="Minutes after which a receipt is late.")] = 15.0,
    late_after_urgent: Annotated[float, typer.Option(min=0, help="The same for what is urgent.")] = 2.0,
    accept_test: Annotated[
        bool, typer.Option("--accept-test", help="Take HL7 messages for tests (MSH-11) too.")
    ] = False,
) -> None:
    """Read files, say them as events, and send them; nothing is sent twice, and nothing is lost in silence.

    Ends with 0 when done, 1 when something was refused or failed, 2 after wrong use, and 3 when a receipt is late.
    """
    _require_ends(act, place, to)
    allowed = Allowed(timedelta(minutes=late_after_urgent), timedelta(minutes=late_after))
    try:
        reader, folder = reader_of(connector, mapping, accept_test=accept_test), read_agency_folder(agency)
        status = place_of(status_on) if status_on else None
    except (MappingUnusable, FolderUnreadable, PlaceUnusable) as error:
        raise typer.BadParameter(str(error)) from error
    if status and not is_address(place):
        raise typer.BadParameter("--status-on is for a connector that listens; give --status-page or --metrics")
    asked = Asked(folder, to, wait, token, Outlets(metrics, status_page, allowed), as_json)
    try:
        if act is Act.STATUS:
            raise typer.Exit(tell_status(asked, _existing(place) if place else None))
        if act is Act.NOTICES:
            raise typer.Exit(read_notices(asked))
        if is_address(place):
            listening = Listening(_address(connector, place), folder, to, token, asked.outlets, status, accept_test)
            raise typer.Exit(end(listen(listening, typer.echo), asked.err, failed=False))
        raise typer.Exit(send(asked, reader, reader.files(_existing(place))))
    except (sqlite3.Error, OSError) as error:
        _fail(error, place)


def _fail(error: sqlite3.Error | OSError, place: str) -> NoReturn:
    """End because a file, the outbox or an address cannot be used."""
    what = str(error) if isinstance(error, sqlite3.Error) else error.strerror or type(error).__name__
    about = f"cannot listen on {place}" if is_address(place) else "a file or the agency's outbox cannot be used"
    typer.echo(f"hub-connect: {about}: {what}", err=True)
    raise typer.Exit(1)


def _require_ends(act: Act, place: str, to: str) -> None:
    """Of what is sent, both ends are needed; a status is known without either. Each has a form of its own."""
    if to and not to.startswith(SCHEMES):
        raise typer.BadParameter("--to begins with one of " + ", ".join(SCHEMES))
    for name, given in (("--from", place), ("--to", to)):
        is_needed = act is Act.SEND or (act is Act.NOTICES and name == "--to")
        if is_needed and not given:
            raise typer.BadParameter(f"{name} is required")


def _existing(place: str) -> Path:
    if not Path(place).exists():
        raise typer.BadParameter(f"--from: there is no file or folder {place}")
    return Path(place)


def _address(connector: Connector, place: str) -> Address:
    if connector is not Connector.HL7:
        raise typer.BadParameter("only hl7 listens; give --from a file or a folder of files")
    try:
        return address_of(place)
    except AddressUnusable as error:
        raise typer.BadParameter(str(error)) from error


def main() -> None:
    """Run the command."""
    app()
