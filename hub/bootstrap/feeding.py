"""Feeding the sample day: each connector runs as a process of its own, as an agency would run it."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from demo import story
from hub.config import Settings
from hub.domain.errors import HubError

RECEIPT_SECONDS = 120


class FeedFailed(HubError):
    """A connector did not get everything to the hub."""

    code = "demo-feed-failed"


def feed(settings: Settings, batches: Sequence[story.Batch], out: Console) -> None:
    """Run the connectors one after another, each until the hub has answered all it sent, and print a line for each.

    Raises: FeedFailed, naming the connector, where one stopped or could not deliver everything.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=out, transient=True) as progress:
        task = progress.add_task("feeding", total=len(batches))
        for batch in batches:
            progress.update(task, description=f"feeding {batch.agency_id} by {batch.connector}")
            progress.console.print(_told(batch, _connect(settings, batch)))
            progress.advance(task)


def folder_of(settings: Settings, agency_id: str) -> Path:
    """Return where an agency's keys and outbox are kept in the sample day."""
    return settings.data / "agencies" / agency_id


def _connect(settings: Settings, batch: story.Batch) -> dict[str, Any]:
    """Run one connector; returns its report."""
    command = [sys.executable, "-m", "connectors", batch.connector, "--from", str(batch.folder)]
    where = ["--to", settings.transport_address, "--agency", str(folder_of(settings, batch.agency_id))]
    mapping = ["--mapping", str(batch.mapping)] if batch.mapping else []
    ran = subprocess.run(  # noqa: S603 (our own interpreter and arguments)
        [*command, *where, *mapping, "--json", "--wait", str(RECEIPT_SECONDS)],
        capture_output=True,
        text=True,
        check=False,
    )
    if not ran.stdout:
        raise FeedFailed(f"{batch.connector} of {batch.agency_id} stopped: {ran.stderr.strip()}")
    report: dict[str, Any] = json.loads(ran.stdout)
    if report["failed"] or report["kept"]:
        raise FeedFailed(
            f"{batch.connector} of {batch.agency_id} could not deliver all: {report['failed']}, {report['kept']} kept"
        )
    return report


def _told(batch: story.Batch, report: dict[str, Any]) -> str:
    files = report["files"]
    counts = {
        "sent": sum(one["sent"] for one in files),
        "sent before": sum(one["sent_before"] for one in files),
        "left out": sum(sum(one["left_out"].values()) for one in files),
        "refused": sum(len(one["refused"]) for one in files),
    }
    done = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    receipts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(report["receipts"].items()))
    return f"{batch.agency_id:<20} {batch.connector:<7} {done}; receipts: {receipts or 'none awaited'}"
