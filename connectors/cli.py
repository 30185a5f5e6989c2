"""`hub-connect`: read what an agency's system wrote, and send it to the hub."""

import json
import sqlite3
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from connectors.catalogue import Connector, Reader, reader_of
from connectors.listening import Listening, listen
from connectors.mllp import Address, AddressUnusable, address_of, is_address
from connectors.notice_printing import show_days
from connectors.noticing import deal_with_notices
from connectors.outcomes import outcomes
from connectors.printing import show, show_late
from connectors.report import FileReport, Report
from connectors.run import FILES, deliver, now, read_files
from connectors.school import MappingUnusable
from connectors.sending import Sender
from connectors.standing import Standing, referred, standings
from connectors.status import save, show_standings
from connectors.watch import LATE, Outlets, PlaceUnusable, Watch, Watched, place_of
from exchange.agency_folder import AgencyFolder, read_agency_folder
from exchange.errors import ExchangeError, FolderUnreadable
from exchange.http_carrier import HttpCarrier
from exchange.outbox import Outbox
from exchange.outbox_view import Allowed
from exchange.outbox_view import Standing as OutboxStanding
from exchange.schemas import load

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
    _require_both(act, place, to)
    if to and not to.startswith(SCHEMES):
        raise typer.BadParameter("--to begins with one of " + ", ".join(SCHEMES))
    out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)
    allowed = Allowed(timedelta(minutes=late_after_urgent), timedelta(minutes=late_after))
    outlets = Outlets(metrics, status_page, allowed)
    try:
        reader, folder = reader_of(connector, mapping, accept_test=accept_test), read_agency_folder(agency)
        status = place_of(status_on) if status_on else None
    except (MappingUnusable, FolderUnreadable, PlaceUnusable) as error:
        raise typer.BadParameter(str(error)) from error
    if status and not is_address(place):
        raise typer.BadParameter("--status-on is for a connector that listens; give --status-page or --metrics")
    try:
        if act is Act.STATUS:
            failed = _tell_status(folder, place, to, wait, token, out, as_json=as_json)
            standing, is_told = _look(folder, outlets)
            _end(standing, err, failed=failed or not is_told)
        if act is Act.NOTICES:
            is_well = deal_with_notices(folder, to, wait, token, out, err, as_json=as_json)
            standing, is_told = _look(folder, outlets)
            _end(standing, err, failed=not (is_well and is_told))
        if is_address(place):
            asked = Listening(_address(connector, place), folder, to, token, outlets, status, accept_test)
            _end(listen(asked, typer.echo), err, failed=False)
        report = _run(reader, reader.files(_existing(place)), folder, to, wait, token, err)
        report.standing, is_told = _look(folder, outlets)
        _show(report, out, err, as_json=as_json)
        _end(report.standing, err, failed=not (report.succeeded and is_told))
    except (sqlite3.Error, OSError) as error:
        _fail(error, place)


def _look(folder: AgencyFolder, outlets: Outlets) -> tuple[OutboxStanding, bool]:
    """Return how all messages of the agency stand, and whether that could be written where it was asked for."""
    watch = Watch(Watched(folder.agency_id, folder.outbox_path), outlets, now)
    standing = watch.look()
    try:
        watch.write(standing)
    except OSError as error:
        typer.echo(f"hub-connect: the metrics or the status page cannot be written: {error.strerror}", err=True)
        return standing, False
    return standing, True


def _show(report: Report, out: Console, err: Console, *, as_json: bool) -> None:
    """Print a run for programs or for people."""
    if as_json:
        typer.echo(json.dumps(report.to_data()))
    else:
        show(report, out, err)


def _end(standing: OutboxStanding, err: Console, *, failed: bool) -> NoReturn:
    """End with the status that says the worst; what is late is said whatever else there was to say."""
    show_late(standing, err)
    raise typer.Exit(LATE if standing.is_late else int(failed))


def _fail(error: sqlite3.Error | OSError, place: str) -> NoReturn:
    """End because a file, the outbox or an address cannot be used."""
    what = str(error) if isinstance(error, sqlite3.Error) else error.strerror or type(error).__name__
    about = f"cannot listen on {place}" if is_address(place) else "a file or the agency's outbox cannot be used"
    typer.echo(f"hub-connect: {about}: {what}", err=True)
    raise typer.Exit(1)


def _require_both(act: Act, place: str, to: str) -> None:
    """Of what is sent, both ends are needed; a status is known without either."""
    for name, given in (("--from", place), ("--to", to)):
        is_needed = act is Act.SEND or (act is Act.NOTICES and name == "--to")
        if is_needed and not given:
            raise typer.BadParameter(f"{name} is required")


def _tell_status(
    folder: AgencyFolder, place: str, to: str, wait: float, token: str | None, out: Console, *, as_json: bool
) -> bool:
    """Say how each concern and referral stands; with `--to` ask for receipts first, with `--from` write it beside.

    Return whether the hub could not be asked.
    """
    outbox = Outbox(folder.outbox_path)
    try:
        delivery = deliver(folder, outbox, to, wait, token) if to else None
        failed = delivery.failed if delivery else ""
        found, unasked = _standings(outbox, to, token) if not failed else (standings(outbox), "")
        days = outbox.keeping.days()
    finally:
        outbox.close()
    saved = save(found, _existing(place)) if place else None
    if as_json:
        typer.echo(json.dumps([one.to_data() for one in found]))
    else:
        show_standings(found, out)
        show_days(days, out)
    if saved:
        typer.echo(f"Written to {saved}.", err=True)
    if why_not := failed or unasked:
        typer.echo(f"The hub could not be asked: {why_not} This is how it stood before.", err=True)
    return bool(why_not)


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


def _address(connector: Connector, place: str) -> Address:
    if connector is not Connector.HL7:
        raise typer.BadParameter("only hl7 listens; give --from a file or a folder of files")
    try:
        return address_of(place)
    except AddressUnusable as error:
        raise typer.BadParameter(str(error)) from error


def _run(
    reader: Reader, files: list[Path], folder: AgencyFolder, to: str, wait: float, token: str | None, err: Console
) -> Report:
    outbox = Outbox(folder.outbox_path)
    try:
        reports = _read(reader, files, Sender(folder, outbox, load()), err)
        return Report(reports, deliver(folder, outbox, to, wait, token))
    finally:
        outbox.close()


def _read(reader: Reader, files: list[Path], sender: Sender, err: Console) -> list[FileReport]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("Reading", total=None)
        return read_files(reader, files, sender, now, lambda: progress.advance(task))


def main() -> None:
    """Run the command."""
    app()
