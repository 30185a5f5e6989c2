"""What `hub-connect` does with its options once they are read: send, tell how things stand, or read notices."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from connectors.catalogue import Reader
from connectors.notice_printing import show_days
from connectors.noticing import deal_with_notices
from connectors.outcomes import outcomes
from connectors.printing import show, show_late
from connectors.report import FileReport, Report
from connectors.run import deliver, now, read_files
from connectors.sending import Sender
from connectors.standing import Standing, referred, standings
from connectors.status import save, show_standings
from connectors.watch import LATE, Outlets, Watch, Watched
from exchange.agency_folder import AgencyFolder
from exchange.errors import ExchangeError
from exchange.http_carrier import HttpCarrier
from exchange.outbox import Outbox
from exchange.outbox_view import Standing as OutboxStanding
from exchange.schemas import load


def _for_errors() -> Console:
    return Console(stderr=True, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one run was asked.

    Args:
        to: the address of the hub, its broker or a folder; empty for nowhere.
        wait: seconds to wait for receipts.
        token: an access token, for http.
    """

    folder: AgencyFolder
    to: str
    wait: float
    token: str | None
    outlets: Outlets
    as_json: bool
    out: Console = field(default_factory=lambda: Console(soft_wrap=True))
    err: Console = field(default_factory=_for_errors)


def send(asked: Asked, reader: Reader, files: list[Path]) -> int:
    """Read files, send what they say, and print the report; returns the exit status."""
    outbox = Outbox(asked.folder.outbox_path)
    try:
        reports = _read(reader, files, Sender(asked.folder, outbox, load()), asked.err)
        report = Report(reports, deliver(asked.folder, outbox, asked.to, asked.wait, asked.token))
    finally:
        outbox.close()
    report.standing, is_told = _look(asked)
    if asked.as_json:
        typer.echo(json.dumps(report.to_data()))
    else:
        show(report, asked.out, asked.err)
    return end(report.standing, asked.err, failed=not (report.succeeded and is_told))


def read_notices(asked: Asked) -> int:
    """Deal with what the hub tells unasked; returns the exit status."""
    is_well = deal_with_notices(
        asked.folder, asked.to, asked.wait, asked.token, asked.out, asked.err, as_json=asked.as_json
    )
    standing, is_told = _look(asked)
    return end(standing, asked.err, failed=not (is_well and is_told))


def tell_status(asked: Asked, beside: Path | None) -> int:
    """Say how each concern and referral stands; with `--to` ask for receipts first; returns the exit status.

    Args:
        beside: the export beside which it is written too.
    """
    outbox = Outbox(asked.folder.outbox_path)
    try:
        found, why_not = _asked_first(asked, outbox)
        days = outbox.keeping.days()
    finally:
        outbox.close()
    saved = save(found, beside) if beside else None
    if asked.as_json:
        typer.echo(json.dumps([one.to_data() for one in found]))
    else:
        show_standings(found, asked.out)
        show_days(days, asked.out)
    if saved:
        typer.echo(f"Written to {saved}.", err=True)
    if why_not:
        typer.echo(f"The hub could not be asked: {why_not} This is how it stood before.", err=True)
    standing, is_told = _look(asked)
    return end(standing, asked.err, failed=bool(why_not) or not is_told)


def end(standing: OutboxStanding, err: Console, *, failed: bool) -> int:
    """Return the status that says the worst; what is late is said whatever else there was to say."""
    show_late(standing, err)
    return LATE if standing.is_late else int(failed)


def _asked_first(asked: Asked, outbox: Outbox) -> tuple[list[Standing], str]:
    """Return how each stands by now, and why the hub could not be asked, if so."""
    delivery = deliver(asked.folder, outbox, asked.to, asked.wait, asked.token) if asked.to else None
    if delivery and delivery.failed:
        return standings(outbox), delivery.failed
    return _decided(outbox, asked.to, asked.token)


def _decided(outbox: Outbox, to: str, token: str | None) -> tuple[list[Standing], str]:
    """Ask what was decided. Only a person's token over HTTP can: on the wire there are receipts, which tell nothing."""
    if not (token and to.startswith(("http://", "https://"))):
        return standings(outbox), ""
    referrals = [(row.source, row.id) for row in referred(outbox)]
    try:
        return standings(outbox, outcomes(HttpCarrier(to, lambda: token), referrals)), ""
    except ExchangeError as error:
        return standings(outbox), error.detail


def _look(asked: Asked) -> tuple[OutboxStanding, bool]:
    """Return how all messages of the agency stand, and whether that could be written where it was asked for."""
    watch = Watch(Watched(asked.folder.agency_id, asked.folder.outbox_path), asked.outlets, now)
    standing = watch.look()
    try:
        watch.write(standing)
    except OSError as error:
        typer.echo(f"hub-connect: the metrics or the status page cannot be written: {error.strerror}", err=True)
        return standing, False
    return standing, True


def _read(reader: Reader, files: list[Path], sender: Sender, err: Console) -> list[FileReport]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("Reading", total=None)
        return read_files(reader, files, sender, now, lambda: progress.advance(task))
