"""A hub with one child whose chronology has as many entries as wanted, and the way to open its door anew each time."""

import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.measures import BenchmarkFailed
from benchmarks.messages import Offsets, as_records, composed
from benchmarks.story import Saying, allocation, children, told
from exchange import AgencyFolder, Message
from hub.access import Access, Asked, Door, Filters, RecordedWithholdings, Viewer
from hub.bootstrap.engines import engine_of
from hub.bootstrap.reader import StoreReader
from hub.bootstrap.store import open_desk, open_intake
from hub.cli import Store
from hub.policy import PolicyEngine

TAKEN_AT_ONCE = 200
SOCIAL_WORKER = "sw-1"
ASKED = Asked("enquiry-s47", "strategy discussion this afternoon", threshold="s47")


@dataclass(frozen=True, slots=True)
class Reading:
    """One person's reading of one child: who asks, about whom, and how many entries a page holds."""

    viewer: Viewer
    child_id: str
    filters: Filters

    def by(self, access: Access) -> Sequence[object]:
        """Return the entries of the chronology as this door gives them."""
        answer = access.chronology(self.viewer, ASKED, self.child_id, self.filters).answer
        entries = answer["entries"]
        if not isinstance(entries, list):
            raise BenchmarkFailed("the chronology has no entries")
        return entries


def sayings_of(folders: Sequence[AgencyFolder], entries: int, seed: int) -> list[Saying]:
    """Return what makes one child's chronology: a social worker is allocated, then the agencies speak by turns."""
    about = children(1)
    first = allocation(about[0], folders[0].agency_id, SOCIAL_WORKER)
    return [first, *told(about, [folder.agency_id for folder in folders], entries - 1, seed)]


def fill(
    store: Store, folders: Sequence[AgencyFolder], sayings: Iterable[Saying], offsets: Offsets | None = None
) -> list[float]:
    """Have intake take what was said, as it takes everything, sealed and signed; returns each batch's seconds.

    A store that is filled again has the same `offsets` handed in. BenchmarkFailed where not all of it was accepted.
    """
    by_agency = {folder.agency_id: folder for folder in folders}
    messages: list[Message] = [composed(by_agency[saying.agency_id], [saying])[0] for saying in sayings]
    records = as_records(messages, offsets)
    intake, seconds = open_intake(store), []
    for begin in range(0, len(records), TAKEN_AT_ONCE):
        began = time.perf_counter()
        batch = records[begin : begin + TAKEN_AT_ONCE]
        taken = intake.take(batch)
        seconds.append(time.perf_counter() - began)
        if taken.accepted != len(batch):
            raise BenchmarkFailed(f"{len(batch) - taken.accepted} messages were not accepted")
    return seconds


def reading(store: Store, agency_id: str, entries: int) -> Reading:
    """Return the allocated social worker's reading of the one child there is."""
    with store.record.database.read() as cursor:
        cursor.execute("SELECT DISTINCT child_id FROM chronology_row")
        (row,) = cursor.fetchall()
    viewer = Viewer(SOCIAL_WORKER, "A. Worker", agency_id, "childrens-social-care", "northshire", "social-worker")
    return Reading(viewer, row["child_id"], Filters(limit=entries))


def open_access(store: Store, engine: PolicyEngine | None = None) -> Access:
    """Return the door over a store, by the engine of its settings unless one is given."""
    return Access(
        Door(
            database=store.record.database,
            reader=StoreReader(store.keys, store.record.events_table),
            withholder=RecordedWithholdings(store.record, store.keys),
            worklists=open_desk(store),
            keys=store.keys,
            engine=engine or engine_of(store.settings),
            audit=store.audit,
            settings=store.settings,
            clock=store.clock,
            random_id=lambda: secrets.token_urlsafe(16),
        )
    )
