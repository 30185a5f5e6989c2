"""`hub-connect CONNECTOR notices`: read what the hub tells, send again what it wants, and say whether days agree."""

import json

import typer
from rich.console import Console

from connectors.notice_printing import show_told
from connectors.notices import NoticeDesk, Told
from connectors.printing import show_delivery
from connectors.report import Delivery
from connectors.run import deliver, notices_from, now
from exchange.agency_folder import AgencyFolder
from exchange.errors import ExchangeError
from exchange.outbox import Outbox


def deal_with_notices(
    folder: AgencyFolder, to: str, wait: float, token: str | None, out: Console, err: Console, *, as_json: bool
) -> bool:
    """Read notices, carry what became due, and print both; True where nobody need look."""
    outbox = Outbox(folder.outbox_path)
    try:
        told, delivery = _read_and_carry(folder, outbox, to, wait, token)
    finally:
        outbox.close()
    if as_json:
        typer.echo(json.dumps({**told.to_data(), **delivery.to_data()}))
    else:
        show_told(told, out, err)
        show_delivery(delivery, out, err)
    return told.is_well and not (delivery.problems or delivery.rejected or delivery.failed)


def _read_and_carry(
    folder: AgencyFolder, outbox: Outbox, to: str, wait: float, token: str | None
) -> tuple[Told, Delivery]:
    try:
        notices = notices_from(to, folder, token)
        try:
            told = NoticeDesk(folder, outbox).read(notices, now())
        finally:
            notices.close()
    except ExchangeError as error:
        return Told(), Delivery(kept=outbox.unanswered(), failed=error.detail)
    return told, deliver(folder, outbox, to, wait, token)
