"""`hub-connect`: read what an agency's system wrote, and send it to the hub."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from connectors.catalogue import Connector, Reader, reader_of
from connectors.listening import listen
from connectors.mllp import AddressUnusable, address_of, is_address
from connectors.outcomes import outcomes
from connectors.printing import show
from connectors.report import Delivery, FileReport, Report
from connectors.run import FILES, carrier_for, carry, now, read_files
from connectors.school import MappingUnusable
from connectors.sending import Sender
from connectors.standing import Standing, referred, standings
from connectors.status import save, show_standings
from exchange.agency_folder import AgencyFolder, read_agency_folder
from exchange.courier import Courier
from exchange.errors import ExchangeError, FolderUnreadable
from exchange.http_carrier import HttpCarrier
from exchange.outbox import Outbox
from exchange.schemas import load

SCHEMES = ("embedded:", "kafka://", "http://", "https://", FILES)

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


class Act(StrEnum):
    """What to do: send what is read, or say how what was sent stands."""

    SEND = "send"
    STATUS = "status"


@app.command()
def connect(
    connector: Annotated[Connector, typer.Argument(help="What wrote the files.")],
    agency: Annotated[Path, typer.Option(file_okay=False, help="The folder that `hub agency add` made.")],
    act: Annotated[
        Act, typer.Argument(help="Send, or say how the concerns and referrals sent so far stand.")
    ] = Act.SEND,
    place: Annotated[str, typer.Option("--from", help="A file, a folder of files or, for hl7, mllp://HOST:PORT.")] = "",
    to: Annotated[
        str, typer.Option(help="embedded:PATH, kafka://HOST:PORT, the hub's http(s)://HOST:PORT, or file:FOLDER.")
    ] = "",
    mapping: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Columns of your export.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for the hub's receipts.")] = 0.0,
    token: Annotated[str | None, typer.Option(envvar="HUB_TOKEN", help="Access token, for http.")] = None,
) -> None:
    """Read files, say them as events, and send them; nothing is sent twice, and nothing is lost in silence."""
    _require_both(act, place, to)
    if to and not to.startswith(SCHEMES):
        raise typer.BadParameter("--to begins with one of " + ", ".join(SCHEMES))
    out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)
    try:
        reader, folder = reader_of(connector, mapping), read_agency_folder(agency)
    except (MappingUnusable, FolderUnreadable) as error:
        raise typer.BadParameter(str(error)) from error
    if act is Act.STATUS:
        _tell_status(folder, place, to, wait, token, out, as_json=as_json)
        return
    if is_address(place):
        _listen(connector, place, folder, to, token)
        return
    report = _run(reader, reader.files(_existing(place)), folder, to, wait, token, err)
    if as_json:
        typer.echo(json.dumps(report.to_data()))
    else:
        show(report, out, err)
    raise typer.Exit(0 if report.succeeded else 1)


def _require_both(act: Act, place: str, to: str) -> None:
    """Of what is sent, both ends are needed; a status is known without either."""
    for name, given in (("--from", place), ("--to", to)):
        if act is Act.SEND and not given:
            raise typer.BadParameter(f"{name} is required")


def _tell_status(
    folder: AgencyFolder, place: str, to: str, wait: float, token: str | None, out: Console, *, as_json: bool
) -> None:
    """Say how each concern and referral stands; with `--to` ask for receipts first, with `--from` write it beside."""
    outbox = Outbox(folder.outbox_path)
    try:
        delivery = _deliver(folder, outbox, to, wait, token) if to else None
        failed = delivery.failed if delivery else ""
        found, unasked = _standings(outbox, to, token) if not failed else (standings(outbox), "")
    finally:
        outbox.close()
    saved = save(found, _existing(place)) if place else None
    if as_json:
        typer.echo(json.dumps([one.to_data() for one in found]))
    else:
        show_standings(found, out)
    if saved:
        typer.echo(f"Written to {saved}.", err=True)
    if why_not := failed or unasked:
        typer.echo(f"The hub could not be asked: {why_not} This is how it stood before.", err=True)
        raise typer.Exit(1)


def _standings(outbox: Outbox, to: str, token: str | None) -> tuple[list[Standing], str]:
    """Return how each stands by now, and why the hub could not be asked what was decided, if so.

    Only a person's token over HTTP can ask: on the wire there are receipts, which tell nothing of a child.
    """
    if not (token and to.startswith(("http://", "https://"))):
        return standings(outbox), ""
    asked = [(row.source, row.id) for row in referred(outbox)]
    try:
        return standings(outbox, outcomes(HttpCarrier(to, lambda: token), asked)), ""
    except ExchangeError as error:
        return standings(outbox), error.detail


def _existing(place: str) -> Path:
    if not Path(place).exists():
        raise typer.BadParameter(f"--from: there is no file or folder {place}")
    return Path(place)


def _listen(connector: Connector, place: str, folder: AgencyFolder, to: str, token: str | None) -> None:
    if connector is not Connector.HL7:
        raise typer.BadParameter("only hl7 listens; give --from a file or a folder of files")
    try:
        address = address_of(place)
        listen(address, folder, to, token, lambda taken: typer.echo(f"listening {taken}"))
    except AddressUnusable as error:
        raise typer.BadParameter(str(error)) from error
    except OSError as error:
        typer.echo(f"hub-connect: cannot listen on {place}: {error.strerror or type(error).__name__}", err=True)
        raise typer.Exit(1) from error


def _run(
    reader: Reader, files: list[Path], folder: AgencyFolder, to: str, wait: float, token: str | None, err: Console
) -> Report:
    outbox = Outbox(folder.outbox_path)
    try:
        reports = _read(reader, files, Sender(folder, outbox, load()), err)
        return Report(reports, _deliver(folder, outbox, to, wait, token))
    finally:
        outbox.close()


def _read(reader: Reader, files: list[Path], sender: Sender, err: Console) -> list[FileReport]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("Reading", total=None)
        return read_files(reader, files, sender, now, lambda: progress.advance(task))


def _deliver(folder: AgencyFolder, outbox: Outbox, to: str, wait: float, token: str | None) -> Delivery:
    try:
        carrier = carrier_for(to, folder, token)
    except ExchangeError as error:
        return Delivery(kept=len(outbox.pending()), failed=error.detail)
    try:
        return carry(Courier(outbox, carrier, folder.hub_signing_keys), outbox, wait, now)
    finally:
        carrier.close()


def main() -> None:
    """Run the command."""
    app()
