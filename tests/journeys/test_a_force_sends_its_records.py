"""A force sends its records with `hub-connect police`; the allocated social worker reads them, nobody reads more."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from builders.command_line import CommandLine
from builders.police import occurrence

import demo
from exchange.schemas import load

BIN = Path(sys.executable).parent
FORCE = "northshire-police", "--type", "police", "--name", "Northshire Police", "--duty-contact", "01632 960 300"
CARE = "northshire-csc", "--type", "childrens-social-care", "--name", "Social care", "--duty-contact", "01632 960 100"
READY_SECONDS = 60
WHY = {"Hub-Purpose": "enquiry-s47", "Hub-Reason": "strategy%20discussion%20today"}
ROWAN = {"identifiers": [{"system": "nhs-number", "value": "9990123454"}]}


@dataclass(frozen=True)
class Hub:
    """A hub over one folder: its address, and its connectors."""

    commands: CommandLine
    address: str

    def send(self, connector: str, agency: str, place: Path) -> tuple[int, Any]:
        """Run a connector; return its exit code and what it reports."""
        data = self.commands.folder
        to = ["--to", f"embedded:{data / 'topics.db'}", "--agency", str(data / "agencies" / agency)]
        ran = subprocess.run(
            [str(BIN / "hub-connect"), connector, "--from", str(place), *to, "--json", "--wait", "60"],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert ran.stdout, ran.stderr
        return ran.returncode, json.loads(ran.stdout)

    def asked(self, path: str, body: Any = None) -> Any:
        """Ask the interface as the social worker."""
        token = self.commands.said("token", "sw-asha").split()[-1]
        sent = json.dumps(body).encode() if body else None
        headers = {**WHY, "Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        with urlopen(Request(self.address + path, sent, headers)) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    data = tmp_path_factory.mktemp("hub")
    shutil.copyfile(Path(demo.__file__).with_name("users.toml"), data / "users.toml")
    commands, port = CommandLine(data), _free_port()
    for agency in (FORCE, CARE):
        commands.said("agency", "add", *agency, "--area", "northshire")
    with ExitStack() as running:
        running.enter_context(_running(data, "intake", port))
        running.enter_context(_running(data, "serve", port))
        address = f"http://127.0.0.1:{port}"
        _await_ready(address)
        yield Hub(commands, address)


@contextmanager
def _running(data: Path, command: str, port: int) -> Iterator[None]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    with (data / f"{command}.log").open("w") as log:
        process = subprocess.Popen(
            [str(BIN / "hub"), command], env={**environment, "HUB_DATA": str(data), "HUB_PORT": str(port)},
            cwd=data, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _await_ready(address: str) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        try:
            urlopen(f"{address}/healthz").close()
        except URLError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("the hub did not answer in time")


@pytest.fixture
def records(tmp_path: Path) -> Callable[..., Path]:
    """Write records as a force drops them: one a file, named in their order."""

    def written(*found: dict[str, Any]) -> Path:
        folder = tmp_path / "drop"
        folder.mkdir()
        for number, one in enumerate(found):
            (folder / f"{number}.json").write_text(json.dumps(one), encoding="utf-8")
        return folder

    return written


def case_opened(folder: Path) -> Path:
    """Write what social care says: a section 47 enquiry, and whose case it is."""
    folder.mkdir()
    for name in ("section-47-started", "worker-allocated"):
        event = f"safeguarding.{name}.v1"
        document = {
            "type": event,
            "time": "2026-03-03T09:00:00Z",
            "id": name,
            "data": load().documents[event]["examples"][0],
        }
        (folder / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


def test_a_social_worker_reads_what_the_police_sent_and_nobody_reads_how_the_source_was_graded(
    hub: Hub, records: Callable[..., Path], tmp_path: Path
) -> None:
    drop = records(
        occurrence(handling={"code": "B24"}, reference="NP-1", headline="Intelligence for the force alone"),
        occurrence(handling={"code": "2AP"}, reference="NP-2", headline="Police called to an argument at home"),
        occurrence(classification="TOP SECRET", reference="NP-3", headline="Nobody may know of this"),
    )
    assert hub.send("json", "northshire-csc", case_opened(tmp_path / "care"))[0] == 0
    code, report = hub.send("police", "northshire-police", drop)
    assert (code, report["receipts"]) == (1, {"accepted": 2})
    (child,) = hub.asked("/v1/children/search", ROWAN)["children"]
    answer = hub.asked(f"/v1/children/{child['child_id']}/chronology")
    (entry,) = [one for one in answer["entries"] if one["agency"] == "northshire-police"]
    assert (entry["record_ref"], entry["headline"]) == ("NP-2", "Police called to an argument at home")
    parts = {person["reference"]: (person["part"], person["relation"]) for person in entry["persons"]}
    assert parts == {"A-311": ("victim", "mother"), "N-5501": ("suspect", "partner-of-parent")}
    assert "evaluation" not in json.dumps(answer)


def test_nothing_of_a_record_that_is_marked_higher_is_kept_or_told(hub: Hub, records: Callable[..., Path]) -> None:
    drop = records(occurrence(classification="Secret", reference="NP-Zebediah", narrative="Zebediah was followed."))
    code, report = hub.send("police", "northshire-police", drop)
    assert (code, report["files"][0]["sent"], report["files"][0]["refused"][0]["place"]) == (1, 0, "document")
    assert "Zebediah" not in json.dumps(report)
    kept = [file for file in hub.commands.folder.rglob("*") if file.is_file()]
    assert [file for file in kept if b"Zebediah" in file.read_bytes()] == []


def test_running_it_again_sends_nothing_twice_and_tells_of_a_changed_record(
    hub: Hub, records: Callable[..., Path]
) -> None:
    drop = records(occurrence(reference="NP-4"))
    assert hub.send("police", "northshire-police", drop)[1]["files"][0]["sent"] == 1
    assert hub.send("police", "northshire-police", drop)[1]["files"][0]["sent_before"] == 1
    (drop / "1.json").write_text(json.dumps(occurrence(reference="NP-4", headline="Another account")), encoding="utf-8")
    code, report = hub.send("police", "northshire-police", drop)
    assert code == 1
    assert "was sent before" in report["files"][1]["refused"][0]["reasons"][0]["reason"]
