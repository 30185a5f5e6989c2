"""`hub demo`: everything in one process, fed by connectors beside it with the sample story in the agencies' formats."""

import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

import demo
from demo import story
from demo.people import family
from exchange import connect
from exchange.topic_log.port import TopicLog
from hub.bootstrap.logs import configure_logs
from hub.bootstrap.running import background, keep_checkpoints, send_receipts, server, take_messages, until_told_to_stop
from hub.bootstrap.store import open_store
from hub.cli import Store
from hub.cli.joining import join
from hub.config import Settings
from hub.domain.errors import HubError
from hub.record.agencies import is_registered
from hub.views.model import AgencyRow

RECEIPT_SECONDS = 120
LONDON = ZoneInfo("Europe/London")


class FeedFailed(HubError):
    """A connector did not get everything to the hub."""

    code = "demo-feed-failed"


def run_demo(settings: Settings) -> None:
    """Make what is missing, feed the story, and serve until SIGINT or SIGTERM. Running it again feeds nothing twice."""
    configure_logs(logging.WARNING)
    out = Console(soft_wrap=True, highlight=False)
    store = open_store(settings)
    log = connect(settings.transport_address)
    batches = _prepare(store, log, out)
    stop = until_told_to_stop()
    web = server(store, log)
    works = (
        lambda: take_messages(store, log, stop),
        lambda: send_receipts(store, connect(settings.transport_address), stop),
        lambda: keep_checkpoints(store, stop),
        lambda: _feed_then_tell(settings, batches, out),
    )
    with background(stop, *works, on_failure=lambda: setattr(web, "should_exit", True)):
        web.run()
    log.close()
    store.close()


def _prepare(store: Store, log: TopicLog, out: Console) -> Sequence[story.Batch]:
    folder = store.settings.data / "demo"
    _begin_story(folder, store.clock())
    batches = story.write(folder, _story_day(folder))
    users = store.settings.data / "users.toml"
    if not users.exists():
        shutil.copyfile(Path(demo.__file__).with_name("users.toml"), users)
    joined = [_join(store, log, AgencyRow(**_row(agency))) for agency in (*story.agencies(), *story.sandbox())]
    out.print(f"agencies  {len(joined)} registered, each with its keys and four topics")
    return batches


def _begin_story(folder: Path, now: datetime) -> None:
    """Keep the day that the story ends on: today at first, the same ever after, so that a restart says the same."""
    kept = folder / "story-day"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_text(now.astimezone(LONDON).date().isoformat(), encoding="utf-8")


def _story_day(folder: Path) -> date:
    return date.fromisoformat((folder / "story-day").read_text(encoding="utf-8"))


def _row(agency: dict[str, str]) -> dict[str, str]:
    return {"agency_id": agency["id"], "agency_type": agency["type"]} | {
        name: agency[name] for name in ("name", "area", "duty_contact")
    }


def _join(store: Store, log: TopicLog, agency: AgencyRow) -> str:
    if not is_registered(store.record, agency.agency_id):
        join(store, log, agency, _folder(store.settings, agency.agency_id))
    return agency.agency_id


def _folder(settings: Settings, agency_id: str) -> Path:
    return settings.data / "agencies" / agency_id


def _feed_then_tell(settings: Settings, batches: Sequence[story.Batch], out: Console) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=out, transient=True) as progress:
        task = progress.add_task("feeding", total=len(batches))
        for batch in batches:
            progress.update(task, description=f"feeding {batch.agency_id} by {batch.connector}")
            progress.console.print(_told(batch, _connect(settings, batch)))
            progress.advance(task)
    _tell(settings, out)


def _connect(settings: Settings, batch: story.Batch) -> dict[str, Any]:
    """Run one connector as a process of its own; returns its report."""
    command = [sys.executable, "-m", "connectors", batch.connector, "--from", str(batch.folder)]
    where = ["--to", settings.transport_address, "--agency", str(_folder(settings, batch.agency_id))]
    ran = subprocess.run(  # noqa: S603 (our own interpreter and arguments)
        [*command, *where, "--json", "--wait", str(RECEIPT_SECONDS)], capture_output=True, text=True, check=False
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


def _tell(settings: Settings, out: Console) -> None:
    """Say whom to sign in as, whom to look for, and where; the last line is for programs too."""
    out.print("\nSign in as any of these, one click each:")
    for user in story.users():
        out.print(f"  {user['name']:<18} {user['role']}, {user['agency']}")
    out.print("Then find a child of the story by NHS number, or by name and date of birth:")
    for child in family(_story_day(settings.data / "demo")):
        out.print(f"  {child.given} {child.family:<12} born {child.born:%-d %B %Y}, NHS {child.nhs_number}")
    typer.echo(f"\nready http://127.0.0.1:{settings.port}")
    sys.stdout.flush()
