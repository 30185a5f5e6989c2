"""A real connector process is told on a topic log, on real Kafka and over HTTP alike what the hub tells."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import uvicorn
from builders.intake import CARE, Clock, SampleIntake, event, nhs_number, told_child

from exchange import connect, for_agency
from exchange.statements import day_of
from exchange.topic_log.port import TopicLog
from hub.api import DevelopmentIssuer
from hub.bootstrap.store import receipt_composer
from hub.bootstrap.telling import notice_composer, open_days, open_history, open_notices
from hub.bootstrap.web import build_web
from hub.cli.joining import join, make_topics
from hub.intake.delivery import Deliverer
from hub.intake.receipts import Receipts
from hub.notices import NoticeDeliverer
from hub.views.model import AgencyRow

HUB_CONNECT = Path(sys.executable).with_name("hub-connect")
Run = Callable[..., tuple[int, dict[str, Any]]]
OPERATOR = "operator-1"
USERS = '[[user]]\nid = "{}"\nname = "Operator"\nagency = "{}"\nrole = "operator"\n'
ROWAN = told_child(nhs=nhs_number(0))
ABSENCE = {
    "type": "safeguarding.attendance-concern.v1",
    "system": "register",
    "id": "absent",
    "time": "2026-03-02T09:00:00Z",
    "data": event("attendance-concern", ROWAN),
}


@dataclass
class Far:
    """The hub's end: takes what one agency sends, and sends it receipts and notices, each when it is told to."""

    hub: SampleIntake
    log: TopicLog
    agency: str

    def work(self, stop: threading.Event) -> None:
        """Take and answer until told to stop, as `hub intake` does for all agencies."""
        topics = for_agency(self.agency)
        consumer = self.log.consumer(f"far-{self.agency}", topics=[topics.events, topics.urgent])
        producer = self.log.producer()
        database, composed = self.hub.store.record.database, receipt_composer(self.hub.store)
        deliverer = Deliverer(database, Receipts(self.hub.store.keys), producer, composed)
        while not stop.is_set():
            self.hub.intake.take(consumer.poll(100, 0.2))
            deliverer.deliver()
        consumer.close()
        producer.close()

    def tell(self) -> None:
        """Send the notices that wait."""
        producer = self.log.producer()
        notices, store = open_notices(self.hub.store), self.hub.store
        NoticeDeliverer(store.record.database, notices, producer, notice_composer(store)).deliver()
        producer.close()


class NoticesContract:
    """What each way promises. A subclass gives the topics' address, and the hub's for a connector if it is another."""

    @pytest.fixture
    def topics(self, tmp_path: Path) -> str:
        return f"embedded:{tmp_path / 'topics.db'}"

    @pytest.fixture
    def far(self, topics: str, tmp_path: Path) -> Iterator[Far]:
        hub = SampleIntake(tmp_path / "hub", clock=Clock(datetime.now(UTC)))
        far = Far(hub, connect(topics), f"school-{uuid4().hex[:8]}")
        row = AgencyRow(far.agency, "school", "School", "northshire", "01632 960 100")
        join(hub.store, far.log, row, tmp_path / "school")
        make_topics(far.log, CARE, 1)
        (hub.folder / "users.toml").write_text(USERS.format(OPERATOR, far.agency), "utf-8")
        hub.clock.forward()
        stop = threading.Event()
        worker = threading.Thread(target=far.work, args=(stop,))
        worker.start()
        yield far
        stop.set()
        worker.join(timeout=30)
        far.log.close()
        hub.close()

    @pytest.fixture
    def run(self, far: Far, address: str, tmp_path: Path) -> Run:
        """Run `hub-connect json`; gives its exit code and its report."""

        def run(*act: str) -> tuple[int, dict[str, Any]]:
            command = [HUB_CONNECT, "json", *act, "--to", address, "--agency", tmp_path / "school"]
            token = DevelopmentIssuer(far.hub.store.settings, far.hub.clock).token(OPERATOR)
            ran = subprocess.run(
                [*map(str, command), "--wait", "40", "--json"],
                capture_output=True, text=True, timeout=90, check=False, env={**os.environ, "HUB_TOKEN": token},
            )  # fmt: skip
            assert ran.stdout, ran.stderr
            return ran.returncode, json.loads(ran.stdout)

        return run

    def test_an_agency_is_asked_sends_again_and_is_told_that_the_day_agrees(
        self, far: Far, run: Run, tmp_path: Path
    ) -> None:
        (tmp_path / "absence.json").write_text(json.dumps(ABSENCE), "utf-8")
        code, report = run("send", "--from", str(tmp_path / "absence.json"))
        assert (code, report["receipts"]) == (0, {"not-admitted": 1})

        far.hub.say(CARE, "referral-received", event("referral-received", ROWAN), id="referral")
        assert open_history(far.hub.store).ask() == 1
        far.tell()
        code, report = run("notices")
        assert (code, report["sent_again"], report["receipts"]) == (0, 1, {"accepted": 1})
        assert far.hub.origins() == [["referral", "absent"]]

        day = day_of(far.hub.clock())
        far.hub.clock.now += timedelta(days=1)
        open_days(far.hub.store).state(far.agency, day)
        far.tell()
        code, report = run("notices")
        assert (code, [(one["agrees"], one["held"]) for one in report["days"]]) == (0, [(True, 1)])


class TestOverTheEmbeddedLog(NoticesContract):
    @pytest.fixture
    def address(self, topics: str) -> str:
        return topics


class TestOverKafka(NoticesContract):
    @pytest.fixture
    def topics(self, kafka_address: str) -> str:
        return f"kafka://{kafka_address}"

    @pytest.fixture
    def address(self, topics: str) -> str:
        return topics


class TestOverHttp(NoticesContract):
    @pytest.fixture
    def address(self, far: Far) -> Iterator[str]:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
        app = build_web(far.hub.store, far.log)
        web = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
        thread = threading.Thread(target=web.run)
        thread.start()
        yield f"http://127.0.0.1:{port}"
        web.should_exit = True
        thread.join(timeout=30)
