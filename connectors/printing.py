"""A report as people read it: what was done on standard output, what needs somebody on standard error."""

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from connectors.local_time import LONDON
from connectors.report import Delivery, FileReport, Report
from exchange.outbox_view import Standing
from exchange.printable import printable
from exchange.receipts import Receipt
from exchange.topics import Lane

MOST_REASONS = 50
"""Reasons shown for one file; the JSON report has them all."""

RING = "They are kept and sent again. If one is a concern, ring the hub's duty contact; in danger, 999."


def show(report: Report, out: Console, err: Console) -> None:
    """Print a run."""
    out.print(_counts(report.files))
    for file in report.files:
        _show_reasons(file, err)
    show_delivery(report.delivery, out, err)


def show_late(standing: Standing, err: Console) -> None:
    """Print what is late and what awaits correction, if anything does."""
    if standing.late_since:
        urgent = sum(one.lane is Lane.URGENT for one in standing.late)
        first = standing.late_since.astimezone(LONDON)
        number = f"{standing.late_messages} messages have" if standing.late_messages > 1 else "1 message has"
        err.print(f"LATE: {number} no receipt in the time allowed, {urgent} of them urgent; the oldest since", end=" ")
        err.print(f"{first:%d %b %Y %H:%M}. {RING}")
    if standing.held_messages:
        err.print(f"{standing.held_messages} await your correction: the hub quarantined them.")


def _counts(files: list[FileReport]) -> Table:
    table = Table(Column("File", overflow="fold"), "Read", "Sent", "Sent before", "Left out", "Refused")
    for file in files:
        counts = (file.read, file.sent, file.sent_before, file.left_out.total(), len(file.refused))
        table.add_row(Text(printable(file.file)), *map(str, counts))
        if file.rows != file.read:
            table.add_row(f"  put together from {file.rows} rows", "", "", "", "", "")
        for reason, number in file.left_out.most_common():
            table.add_row(Text(printable(f"  left out: {reason}")), "", "", "", str(number), "")
    return table


def _show_reasons(file: FileReport, err: Console) -> None:
    lines = [
        f"{file.file}, {refusal.place}: {reason.field} {reason.text}"
        for refusal in file.refused
        for reason in refusal.reasons
    ]
    lines += [f"{file.file}, {place}: {remark.field} {remark.text}" for place, remark in file.remarks]
    for line in lines[:MOST_REASONS]:
        err.print(printable(line), markup=False, highlight=False)
    if len(lines) > MOST_REASONS:
        err.print(
            f"{printable(file.file)}: {len(lines) - MOST_REASONS} more; see --json", markup=False, highlight=False
        )


def show_delivery(delivery: Delivery, out: Console, err: Console) -> None:
    """Print what the transport and the hub did."""
    said = [f"{number} {outcome}" for outcome, number in delivery.receipts.items()]
    none = "none yet" if delivery.kept else "none"
    out.print(f"Delivered {delivery.delivered}; receipts: {', '.join(said) or none}; waiting: {delivery.kept}.")
    for receipt in delivery.problems:
        for line in _problem_lines(receipt):
            err.print(printable(line), markup=False, highlight=False)
    if delivery.rejected:
        err.print(f"{delivery.rejected} receipts were not signed by the hub and were not believed.")
    if delivery.elsewhere:
        err.print("Another hub-connect carries this agency's messages: it sends what was put here.")
    if delivery.failed:
        why = delivery.failed.rstrip(".")
        err.print(f"Not delivered: {why}. Everything is kept and is sent by the next run.", markup=False)


def _problem_lines(receipt: Receipt) -> list[str]:
    """Return what the hub said was wrong, and each place with its reason."""
    problem = receipt.problem
    title = problem.title if problem else "no reason was given"
    faults = problem.errors if problem else ()
    return [
        f"The hub: {receipt.id} is {receipt.outcome.value}: {title}",
        *(f"  {fault.pointer or '/'} {fault.detail}" for fault in faults),
    ]
