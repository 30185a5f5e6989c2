"""G25 and T21: nothing that anybody said of a child lies in plain text on a disk, after a day with faults in it.

Marker strings are put wherever words can be: a narrative, names, an address, identifiers, references, a reason, a
search, headers, addresses, what does not parse. Then every file that the processes left behind is read, byte by byte.
"""

import json
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from builders.command_line import CommandLine
from builders.intake import event, nhs_number, told_child
from builders.processes import Processes

import demo
from exchange import Envelope, Message, compose, connect, for_agency
from exchange.agency_folder import AgencyFolder, read_agency_folder
from exchange.instants import parse_instant
from exchange.messages import compose_open
from exchange.schemas import load
from exchange.sealing import seal
from exchange.telemetry import BY_CODE, begin

CARE = "northshire-csc", "--type", "childrens-social-care", "--name", "Social care", "--duty-contact", "01632 960 100"
NHS = nhs_number(7)
WORD = "Zq9Marker"
MARKERS = [
    f"{WORD}{place}"
    for place in (
        "Narrative",
        "Given",
        "Family",
        "Street",
        "Ref",
        "Reason",
        "Query",
        "Header",
        "Loose",
        "Sealed",
        "Key",
    )
] + [NHS]
SECONDS = 60


class Day:
    """One agency's day: what it sends, and what is asked of the hub."""

    def __init__(self, processes: Processes, folder: AgencyFolder, token: str) -> None:
        self.processes = processes
        self.folder = folder
        self.token = token
        self.log = connect(f"embedded:{processes.folder / 'topics.db'}")
        self.sent = 0

    def message(self, name: str, data: dict[str, Any]) -> Message:
        return compose(self.envelope(name, data), seal_to=self.folder.sealing_key, sign_with=self.folder.signing_key)

    def envelope(self, name: str, data: dict[str, Any]) -> Envelope:
        topics = for_agency(self.folder.agency_id)
        urgent = load().annotations(f"safeguarding.{name}.v1").lane == "urgent"
        self.sent += 1
        told: dict[str, Any] = {
            "id": f"m-{self.sent}", "source": f"urn:agency:{self.folder.agency_id}:system",
            "type": f"safeguarding.{name}.v1", "time": parse_instant("2026-03-02T10:00:00Z"),
            "subject": self.folder.subject_of(f"{WORD}Ref"), "topic": topics.urgent if urgent else topics.events,
            "audience": self.folder.hub_id, "data": data, "traceparent": begin().traceparent,
        }  # fmt: skip
        return Envelope(**told)

    def send(self, *messages: Message) -> None:
        producer = self.log.producer()
        for message in messages:
            producer.send(message)
        producer.flush()
        producer.close()

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        told = {
            "Authorization": f"Bearer {self.token}", "Content-Type": "application/json",
            "Hub-Purpose": "enquiry-s47", "Hub-Reason": quote(f"{WORD}Reason, for the strategy discussion"), **headers,
        }  # fmt: skip
        status, answer = self.processes.ask(method, path, told, json.dumps(body).encode() if body else b"")
        return status, json.loads(answer)

    def child(self) -> str:
        """The child's id, once the hub has taken all that was sent."""
        until = time.monotonic() + SECONDS
        wanted = {"identifiers": [{"system": "nhs-number", "value": NHS}]}
        while time.monotonic() < until:
            found = self.ask("POST", "/v1/children/search", wanted)[1]["children"]
            if found:
                return str(found[0]["child_id"])
            time.sleep(0.2)
        raise TimeoutError("the hub did not file the case in time")


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    commands, processes = CommandLine(tmp_path), Processes(tmp_path)
    shutil.copyfile(Path(demo.__file__).with_name("users.toml"), tmp_path / "users.toml")
    commands.said("agency", "add", *CARE, "--area", "northshire")
    token = commands.said("token", "sw-asha").split()[-1]
    try:
        processes.start("intake")
        processes.start("serve")
        processes.until_alive()
        yield Day(processes, read_agency_folder(tmp_path / "agencies" / "northshire-csc"), token)
    finally:
        processes.close()


def marked_child() -> dict[str, Any]:
    told = {"given_names": f"{WORD}Given", "family_name": f"{WORD}Family"}
    address = {"lines": [f"4 {WORD}Street"], "postcode": "ZZ9 9ZZ"}
    return told_child(f"{WORD}Ref", nhs=NHS, addresses=[address], **told)


def case(name: str) -> dict[str, Any]:
    return {**load().documents[f"safeguarding.{name}.v1"]["examples"][0], "children": [marked_child()]}


def send_a_case(day: Day) -> None:
    concern = event(
        "concern-raised", marked_child(), narrative=f"{WORD}Narrative\u202e\x1b[31m", headline="Seen at school"
    )
    day.send(
        day.message("section-47-started", case("section-47-started")),
        day.message("worker-allocated", case("worker-allocated")),
        day.message("concern-raised", concern),
    )


def send_what_cannot_be_read(day: Day) -> None:
    """A field that there is not, another type for a field, no JSON inside the seal, the same key twice, no envelope."""
    concern = event("concern-raised", marked_child())
    sound = day.message("concern-raised", concern)
    topic = sound.topic
    day.send(
        day.message("concern-raised", {**concern, f"{WORD}Key": f"{WORD}Narrative"}),
        day.message("concern-raised", {**concern, "headline": [f"{WORD}Narrative"] * 99}),
        Message(topic, sound.key, sound.value[:-20], sound.headers),
        Message(topic, sound.key, b"no envelope", ()),
        resealed(day, f'{{"headline": "{WORD}Sealed", "headline": "{WORD}Loose"}}'.encode()),
        resealed(day, f"{WORD}Sealed is no JSON".encode()),
    )


def resealed(day: Day, plain: bytes) -> Message:
    """A message, rightly signed, in which these bytes are sealed."""
    envelope = replace(day.envelope("concern-raised", {}), data=seal(plain, day.folder.sealing_key))
    return compose_open(envelope, sign_with=day.folder.signing_key)


def ask_amiss(day: Day) -> list[int]:
    """Requests with markers where they do not belong; returns their statuses."""
    loose = f"{WORD}Loose"
    return [
        day.ask("GET", f"/v1/{loose}?name={WORD}Query")[0],
        day.ask("POST", "/v1/children/search", {"names": f"{WORD}Query"})[0],
        day.ask("POST", "/v1/events", {"data": loose}, **{"Hub-JWS": f"{WORD}Header..x"})[0],
        day.ask("GET", "/v1/caseload", **{"X-Request-ID": f"{WORD}Header", "traceparent": f"{WORD}Header"})[0],
        day.ask("GET", "/v1/caseload", Authorization=f"Bearer {WORD}Header")[0],
        day.ask("GET", f"/v1/children/{WORD}Ref/chronology?category={WORD}Query")[0],
    ]


def break_the_store(day: Day, child: str) -> tuple[int, dict[str, Any]]:
    """Take a table away under the running hub, ask and send, and put it back."""
    store = sqlite3.connect(day.processes.folder / "hub.db", timeout=30)
    store.execute("ALTER TABLE agency_row RENAME TO hidden_row")
    store.commit()
    answer = day.ask("GET", f"/v1/children/{child}/chronology")
    send_a_case(day)
    _await(
        lambda: '"store-trouble"' in day.processes.log("intake") or '"batch-not-written"' in day.processes.log("intake")
    )
    store.execute("ALTER TABLE hidden_row RENAME TO agency_row")
    store.commit()
    store.close()
    return answer


def _await(holds: Any) -> None:
    until = time.monotonic() + SECONDS
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError("what was to be logged was not logged in time")
        time.sleep(0.1)


def found_in(folder: Path) -> dict[str, list[str]]:
    """Each file of a folder that holds a marker, in UTF-8 or UTF-16, with those it holds."""
    spelt = {marker: (marker.encode(), marker.encode("utf-16-le")) for marker in MARKERS}
    files = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    holds = {
        str(file.relative_to(folder)): [marker for marker, ways in spelt.items() if any(way in held for way in ways)]
        for file, held in files.items()
    }
    return {file: markers for file, markers in holds.items() if markers}


def test_after_a_day_with_faults_no_file_holds_a_word_of_what_was_said(day: Day) -> None:
    send_a_case(day)
    send_what_cannot_be_read(day)
    child = day.child()
    status, read = day.ask("GET", f"/v1/children/{child}/chronology")
    assert (status, f"{WORD}Narrative" in json.dumps(read)) == (200, True)
    assert set(ask_amiss(day)) <= {200, 400, 401, 404, 415}
    status, problem = break_the_store(day, child)
    assert (status, set(problem)) == (500, {"type", "title", "status", "detail", "reference"})
    assert problem["reference"] in day.processes.log("serve")
    _await(lambda: 'hub_quarantine_waiting{agency="northshire-csc"' in day.processes.figures("intake"))
    assert day.processes.end("serve", signal.SIGSEGV) == -signal.SIGSEGV
    assert day.processes.end("intake", signal.SIGABRT) == -signal.SIGABRT
    folder = day.processes.folder
    assert found_in(folder) == {}
    assert [file for file in folder.rglob("core*") if file.is_file()] == []
    for line in (day.processes.log("serve") + day.processes.log("intake")).splitlines():
        assert json.loads(line)["event"] in set(BY_CODE) - {"event-not-registered"}
        assert "(left out)" not in line
        assert "Traceback" not in line


def test_the_search_finds_what_does_lie_there(tmp_path: Path) -> None:
    (tmp_path / "log").write_text(f"... {WORD}Narrative ...", "utf-8")
    (tmp_path / "wal").write_bytes(NHS.encode("utf-16-le"))
    assert found_in(tmp_path) == {"log": [f"{WORD}Narrative"], "wal": [NHS]}
