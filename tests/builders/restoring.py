"""A hub that is backed up, goes on, loses its store and is brought back, beside a topic log that survives."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from builders.intake import CARE, POLICE, SampleIntake, event, nhs_number, source_of, told_child
from fastapi.testclient import TestClient

from exchange import Message, connect
from exchange.topic_log.port import TopicLog
from hub.access.recorded import RecordedWithholdings
from hub.access.recorded_findings import RecordedFindings
from hub.audit import Report, event_rows, verify
from hub.backup import BroughtBack, bring_back, store_copy, take
from hub.bootstrap.store import open_intake, open_store
from hub.bootstrap.web import build_web
from hub.bootstrap.witnessing import witness_of
from hub.cli.joining import make_topics
from hub.domain.chronology import Finding, SourceRef
from hub.domain.targets import Targets
from hub.domain.vocabulary import Ground, Mode, WithholdingState
from hub.domain.withholding import Audience, Withholding, local_day
from hub.record.agencies import revoke_key
from hub.record.mapper import aggregate_key
from hub.views.read import read_child
from hub.witness import Witness
from hub.witness.folder import WitnessFolder
from hub.witness.statement import Statement, opened
from hub.worker import LANES, Worker

FIRST, SECOND = "sha256:" + "1" * 64, "sha256:" + "2" * 64
LEAD = {"agency": CARE, "staff_id": "sw", "name": "S. Worker", "role": "social-worker"}
USERS = """[[user]]
id = "sw"
name = "S. Worker"
agency = "northshire-csc"
role = "social-worker"
"""


@dataclass
class Restored:
    """One hub over its whole life. `digest` is of the policy that is installed."""

    folder: Path
    address: str = "sqlite"
    digest: str | None = FIRST
    sent: list[str] = field(default_factory=list)
    waiting: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.mirror = self.folder / "elsewhere"
        self.hub = SampleIntake(self.folder / "hub", self.address, witnesses=str(self.mirror))
        (self.hub.folder / "users.toml").write_text(USERS)
        self.log: TopicLog = connect(self.hub.store.settings.transport_address)
        for agency in (POLICE, CARE):
            make_topics(self.log, agency, 1)
        self.witness = self.asked()

    def asked(self) -> Witness:
        return witness_of(self.hub.store, self.digest)

    def installs(self, digest: str) -> None:
        """Begin again with this policy installed."""
        self.digest = digest
        self.witness = self.asked()

    def statement(self) -> Statement:
        """What the witness was told last."""
        raw = self.witness_folder().statement()
        assert raw is not None
        store = self.hub.store
        return opened(raw, store.keys, store.settings.id)

    def witness_folder(self) -> WitnessFolder:
        return WitnessFolder(self.mirror, self.hub.store.keys)

    def verified(self) -> Report:
        """The audit log hashed again, against what the witness was told last."""
        store = self.hub.store
        rows = event_rows(store.record.events_table)
        kept = [self.statement().checkpoint]
        return verify(store.record.database, store.keys, rows, store.settings.id, kept)

    def sends(self, name: str, child: int, **told: object) -> None:
        """Put a police notification about a child on its topic."""
        self.hub.clock.forward()
        person = told_child(nhs=nhs_number(child), given_names=f"Child{child}")
        data = event("police-notification", person, headline=f"headline of {name}", **told)
        self.waiting.append(self.hub.message(POLICE, "police-notification", data, id=name))
        self.sent.append(name)

    def allocates(self, child: int) -> None:
        """Let a social worker hold a child, so that somebody may read of it."""
        person = told_child(nhs=nhs_number(child), given_names=f"Child{child}")
        data = event("worker-allocated", person, practitioner=LEAD, since="2026-01-05")
        self.waiting.append(self.hub.message(CARE, "worker-allocated", data, id=f"to-{child}"))
        self.sent.append(f"to-{child}")

    def flush(self) -> None:
        producer = self.log.producer()
        for message in self.waiting:
            producer.send(message)
        producer.flush()
        producer.close()
        self.waiting.clear()

    @contextmanager
    def working(self) -> Iterator[Worker]:
        """The stream consumer of this store."""
        worker = Worker(self.log, self.hub.intake, self.hub.store.record.database, self.hub.clock, lambda _: None)
        try:
            yield worker
        finally:
            for consumer in worker._consumers.values():
                consumer.close()

    def reads_all(self) -> None:
        """Send what was said, and take whatever waits on the topics."""
        self.flush()
        with self.working() as worker:
            for _ in range(4 * len(LANES)):
                while worker.turn():
                    continue

    def withholds(self, name: str, withholding_id: str) -> None:
        """Withhold a notification from social care, as a person does on a page."""
        now = self.hub.clock()
        withholding = Withholding(
            id=withholding_id,
            ground=Ground.POLICE_INVESTIGATION,
            mode=Mode.SILENT,
            audience=Audience(agencies=frozenset({CARE})),
            state=WithholdingState.IN_FORCE,
            owner="senior-investigating-officer",
            placed_by="u-sio",
            review_by=local_day(now) + timedelta(days=14),
            agency=POLICE,
            placed_at=now,
        )
        self.acts.place_withholding(self.child_of(name), withholding, Targets(origins=(origin(name),)), now, [])

    def judges(self, name: str, *, is_genuine: bool) -> None:
        """Note what the police said of a notification, as a person does on a page."""
        store = self.hub.store
        finding = Finding(
            is_genuine, "Inspector Vance", "u-mash", CARE, "asked on the number that we know", store.clock()
        )
        RecordedFindings(store.record, store.keys, self.witness.tell_now).judge(origin(name), finding, [])

    @property
    def acts(self) -> RecordedWithholdings:
        return RecordedWithholdings(self.hub.store.record, self.hub.store.keys, self.witness.tell_now)

    def erases(self, name: str) -> str:
        """Destroy the key of the child of whom a notification tells; returns the child's id."""
        child = self.child_of(name)
        self.hub.store.keys.destroy(aggregate_key(child))
        with self.hub.store.record.database.write() as cursor:
            self.hub.store.audit.erase(cursor, child)
        return child

    def child_of(self, name: str) -> str:
        """The id of the child on whose chronology a notification stands."""
        return next(child for child, names in self.standing().items() if name in names)

    def standing(self) -> dict[str, list[str]]:
        """The messages on each child's chronology, of the children who were not erased."""
        erased = self.hub.store.keys.destroyed()
        with self.hub.store.record.database.read() as cursor:
            cursor.execute("SELECT DISTINCT child_id FROM chronology_row")
            living = [row["child_id"] for row in cursor.fetchall() if aggregate_key(row["child_id"]) not in erased]
            files = [read_child(cursor, self.hub.store.keys, child) for child in living]
        return {file.child_id: [one.labels.origin.id for one in file.entries] for file in files if file is not None}

    def backed_up(self) -> Path:
        settings = self.hub.store.settings
        copy = store_copy(settings.store, settings.data)
        return take(settings, self.hub.store.keys, copy, self.folder / "backups", self.hub.clock())[0]

    def restored(self, backup: Path, digest: str | None = None) -> BroughtBack:
        """Lose the store and bring it back; the topics and the keys are still there."""
        settings = self.hub.store.settings
        self.hub.close()
        done = bring_back(
            settings,
            lambda: self.hub.store.keys,
            store_copy(settings.store, settings.data),
            backup,
            self.hub.clock(),
            replace=True,
        )
        self.digest = digest or self.digest
        self.reopens()
        return done

    def reopens(self) -> None:
        """Begin again over the same store, as another process does."""
        self.hub.close()
        self.hub.store = open_store(self.hub.store.settings, self.hub.clock)
        self.hub.intake = open_intake(self.hub.store)
        self.witness = self.asked()

    def revokes(self, agency: str) -> None:
        """Stop trusting an agency's key, from now on."""
        kid, now = self.hub.keys[agency]["kid"], self.hub.clock()
        revoke_key(self.hub.store.record, agency, kid, compromised_since=now, at=now)

    def client(self) -> "Reading":
        """The interface, as the social worker asks it."""
        app = build_web(self.hub.store, self.log, self.witness)
        headers = {
            "Authorization": f"Bearer {app.state.services.development.token('sw')}",
            "Hub-Purpose": "enquiry-s47",
            "Hub-Reason": quote("strategy discussion this afternoon"),
            "Hub-Threshold": "s47",
        }
        return Reading(TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False), headers)

    def close(self) -> None:
        self.log.close()
        self.hub.close()


@dataclass
class Reading:
    """A reader at the interface."""

    client: TestClient
    headers: Mapping[str, str]

    def of(self, child_id: str) -> tuple[int, str]:
        """Status and text of a chronology."""
        answer = self.client.get(f"/v1/children/{child_id}/chronology", headers=self.headers)
        return answer.status_code, answer.text


def origin(name: str) -> SourceRef:
    return SourceRef(source_of(POLICE), name)
