"""`hub demo`: everything in one process, fed by connectors beside it with the sample story in the agencies' formats."""

import logging
import shutil
import sys
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from textwrap import fill
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

import demo
from demo import story
from demo.people import family
from exchange.topic_log.port import TopicLog
from hub.access import Viewer
from hub.bootstrap.engines import engine_of
from hub.bootstrap.feeding import feed, folder_of
from hub.bootstrap.five_people import FivePeople
from hub.bootstrap.logs import configure_logs
from hub.bootstrap.running import (
    background,
    keep_checkpoints,
    send_receipts,
    server,
    take_messages,
    until_told_to_stop,
    watch_gaps,
)
from hub.bootstrap.store import open_store
from hub.bootstrap.telling import tell_agencies
from hub.bootstrap.transport import open_log
from hub.bootstrap.watched import watched
from hub.bootstrap.web import build_access
from hub.bootstrap.witnessing import keep_witness, witness_of
from hub.cli import Store
from hub.cli.joining import join
from hub.config import Settings
from hub.pages.words import role_within
from hub.record.agencies import is_registered
from hub.views import read
from hub.views.model import AgencyRow

LONDON = ZoneInfo("Europe/London")


def run_demo(settings: Settings) -> None:
    """Make what is missing, feed the story, and serve until SIGINT or SIGTERM. Running it again feeds nothing twice."""
    configure_logs(logging.ERROR)  # what is quarantined is told with the receipts
    out = Console(soft_wrap=True, highlight=False)
    store = open_store(settings)
    log = open_log(settings)
    witness = witness_of(store, engine_of(settings).digest)
    batches = _prepare(store, log, out)
    stop = until_told_to_stop()
    web = server(store, log, witness)
    works = (
        lambda: take_messages(store, log, stop),
        lambda: send_receipts(store, open_log(settings), stop),
        lambda: tell_agencies(store, open_log(settings), stop, witness),
        lambda: keep_checkpoints(store, stop),
        lambda: keep_witness(witness, stop),
        lambda: watch_gaps(store, stop),
        lambda: _feed_then_tell(store, batches, out),
    )
    ended = partial(setattr, web, "should_exit", True)
    with watched(store, "hub-demo", witness.must_be_open), background(stop, *works, on_failure=ended):
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
        join(store, log, agency, folder_of(store.settings, agency.agency_id))
    return agency.agency_id


def _feed_then_tell(store: Store, batches: Sequence[story.Batch], out: Console) -> None:
    feed(store.settings, batches, out)
    _tell(store, out)


def _tell(store: Store, out: Console) -> None:
    """Say what each of five people will see, and where; the last line is for programs too."""
    address = f"http://127.0.0.1:{store.settings.port}"
    people, named = _five_people(store), {user["id"]: user for user in story.users()}
    out.print(f"\nThe same family, as five people see it. Sign in as each with one click at {address}/sign-in")
    for user, line in people.lines():
        told = f"{named[user]['name']}, {role_within(named[user]['role'])}, {line}"
        out.print(fill(told, 100, initial_indent="  ", subsequent_indent="    "))
    out.print("\nLook for a child by NHS number, or by name and date of birth:")
    for child in family(_story_day(store.settings.data / "demo")).values():
        name = f"{child.given} {child.family}"
        out.print(f"  {name:<16} born {child.born:%-d %B %Y}, NHS {child.nhs_number}")
    typer.echo(f"\nready {address}")
    sys.stdout.flush()


def _five_people(store: Store) -> FivePeople:
    access = build_access(store, engine_of(store.settings))
    with store.record.database.read() as cursor:
        agencies = read.agencies(cursor)
    viewers = {user["id"]: _viewer(user, agencies[user["agency"]]) for user in story.users()}
    return FivePeople(access, viewers, family(_story_day(store.settings.data / "demo")))


def _viewer(user: dict[str, str], agency: AgencyRow) -> Viewer:
    return Viewer(user["id"], user["name"], agency.agency_id, agency.agency_type, agency.area, user["role"])
