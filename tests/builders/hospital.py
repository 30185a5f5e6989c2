"""A hospital beside a running hub: processes as they are in life, a feed over MLLP, and the hub's answers over HTTP."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
from builders.command_line import CommandLine
from hl7.client import MLLPClient

from exchange.outbox import Outbox

WITHIN_SECONDS = 120
"""A killed member of a group of readers is given up only after a while; until then its successor gets no receipts."""
CHILD = {
    "local_ref": "P-1",
    "identifiers": [{"system": "nhs-number", "value": "9990123454", "status": "verified"}],
    "given_names": "Rowan Elise",
    "family_name": "Ashdown",
    "date_of_birth": "2017-05-14",
    "sex": "female",
}
USERS = '[[user]]\nid = "sw-asha"\nname = "Asha Lindqvist"\nagency = "northshire-csc"\nrole = "social-worker"\n'


def adt(control: str, visit: str, trigger: str = "A04", at: str = "20260118194300", reason: str = "") -> bytes:
    """An ADT message of Rowan's visit to the emergency department of 18 January 2026."""
    pv1 = "|".join(["PV1", "", "E", "ED^^^Northshire Hospital", *[""] * 15, visit, *[""] * 24, "20260118194000"])
    segments = [
        f"MSH|^~\\&|NORTHPAS|NSH|HUB|NORTHSHIRE|{at}||ADT^{trigger}|{control}|P|2.4",
        f"EVN||{at}",
        "PID|||H-1^^^NSH^MR~9990123454^^^NHS^NH||Ashdown^Rowan^Elise||20170514|F" + "|" * 24 + "NSTS01",
        pv1,
        *([f"PV2|||^{reason}"] if reason else []),
    ]
    return "\r".join(segments).encode()


def wait_until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + WITHIN_SECONDS
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"not within {WITHIN_SECONDS} seconds: {what}")
        time.sleep(0.1)


class Listener:
    """`hub-connect hl7` listening, as a process; `address` is where, `status` where it serves how messages stand."""

    def __init__(self, folder: Path, agency: Path, topics: Path, *more: str) -> None:
        command = [str(Path(sys.executable).with_name("hub-connect")), "hl7", "--from", "mllp://127.0.0.1:0"]
        where = ["--to", f"embedded:{topics}", "--agency", str(agency), *more]
        self._log = (folder / "listener.log").open("a")
        self.process = subprocess.Popen([*command, *where], stdout=subprocess.PIPE, stderr=self._log, text=True)
        lines = self.process.stdout or sys.stdin
        self.status = lines.readline().removeprefix("status ").strip() if "--status-on" in more else ""
        line = lines.readline()
        found = re.fullmatch(r"listening mllp://(127\.0\.0\.1):(\d+)\n", line)
        assert found, (folder / "listener.log").read_text()
        self.address = (found[1], int(found[2]))

    def client(self) -> MLLPClient:
        return MLLPClient(*self.address)

    def said(self, message: bytes) -> str:
        """Send one message on a connection of its own; give the answer's verdict and its remark."""
        with self.client() as client:
            return verdict(client.send_message(message))

    def kill(self) -> None:
        """Kill it without warning (SIGKILL)."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to stop (SIGTERM); give its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(WITHIN_SECONDS)


def verdict(answer: bytes) -> str:
    """MSA-1 of an answer; "" where there is none."""
    found = re.search(rb"MSA\|(\w\w)", answer)
    return found[1].decode() if found else ""


class RunningHub:
    """`hub intake` and `hub serve` over one folder, with social care and a hospital joined."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.topics = folder / "topics.db"
        self.port = _free_port()
        self._settings = {"HUB_PORT": str(self.port), "HUB_TRANSPORT": "embedded", "HUB_ISSUER": "development"}
        self._commands = CommandLine(folder)
        (folder / "users.toml").write_text(USERS)
        self._joins("northshire-csc", "childrens-social-care")
        self._joins("northshire-hospital", "health")
        self._processes = [self._start("intake"), self._start("serve")]

    def agency(self, agency_id: str) -> Path:
        return self.folder / "agencies" / agency_id

    def listener(self) -> Listener:
        return Listener(self.folder, self.agency("northshire-hospital"), self.topics)

    def refers(self) -> None:
        """Social care receives a referral of Rowan and allocates her, so that her attendances are admitted."""
        place = self.folder / "referral"
        place.mkdir()
        for name, document in {"1": REFERRAL, "2": ALLOCATION}.items():
            (place / f"{name}.json").write_text(json.dumps(document))
        ran = self.connect("json", "--from", str(place), "--wait", "60", agency="northshire-csc")
        assert ran.returncode == 0, ran.stdout + ran.stderr

    def connect(self, *arguments: str, agency: str) -> "subprocess.CompletedProcess[str]":
        """Run `hub-connect` for an agency."""
        where = ["--to", f"embedded:{self.topics}", "--agency", str(self.agency(agency))]
        command = [str(Path(sys.executable).with_name("hub-connect")), *arguments, *where]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=90)

    def receipts_at(self, agency: str) -> Counter[str]:
        """How many messages of an agency stand how, as its own outbox knows."""
        outbox = Outbox(self.agency(agency) / "outbox.db")
        found = Counter(row.outcome.value if row.outcome else "waiting" for row in outbox.answers())
        outbox.close()
        return found

    def chronology(self) -> list[dict[str, Any]]:
        """Rowan's chronology as the social worker reads it over HTTP."""
        token = self._commands.said("token", "sw-asha", **self._settings).strip()
        why = {"Hub-Purpose": "enquiry-s47", "Hub-Reason": quote("Strategy discussion"), "Hub-Threshold": "s47"}
        with httpx2.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30) as client:
            client.headers.update({"Authorization": f"Bearer {token}", **why})
            found = client.post(
                "/v1/children/search", json={"identifiers": [{"system": "nhs-number", "value": "9990123454"}]}
            )
            place = f"/v1/children/{found.raise_for_status().json()['children'][0]['child_id']}/chronology"
            return list(_entries(client, place))

    def close(self) -> None:
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        for process in self._processes:
            process.wait(WITHIN_SECONDS)

    def _joins(self, agency_id: str, kind: str) -> None:
        about = ["--type", kind, "--name", agency_id, "--area", "northshire", "--duty-contact", "01632 960 1"]
        self._commands.said("agency", "add", agency_id, *about, **self._settings)

    def _start(self, what: str) -> subprocess.Popen[bytes]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        environment: Mapping[str, str] = {**kept, "HUB_DATA": str(self.folder), **self._settings}
        log = (self.folder / f"{what}.log").open("ab")
        command = [str(Path(sys.executable).with_name("hub")), what]
        return subprocess.Popen(command, env=environment, cwd=self.folder, stdout=log, stderr=log)


def _entries(client: httpx2.Client, place: str) -> Iterator[dict[str, Any]]:
    """Every entry, page by page."""
    page = client.get(place).raise_for_status().json()
    yield from page["entries"]
    while cursor := page["next_cursor"]:
        page = client.get(place, params={"cursor": cursor}).raise_for_status().json()
        yield from page["entries"]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _document(kind: str, id: str, data: Mapping[str, object]) -> dict[str, object]:
    author = {"staff_id": "tm-reyes", "name": "Noor Reyes", "role": "team-manager"}
    occurred = {"from": "2026-01-05", "precision": "day"}
    whole = {"occurred": occurred, "author": author, "children": [CHILD], **data}
    return {"type": f"safeguarding.{kind}.v1", "time": "2026-01-05T10:00:00Z", "id": id, "data": whole}


REFERRAL = _document("referral-received", "R-1", {"headline": "Referral received", "received": "2026-01-05T09:00:00Z"})
ALLOCATION = _document(
    "worker-allocated",
    "R-2",
    {
        "headline": "Asha Lindqvist allocated as social worker",
        "since": "2026-01-05",
        "practitioner": {
            "agency": "northshire-csc",
            "staff_id": "sw-asha",
            "name": "Asha Lindqvist",
            "role": "social-worker",
        },
    },
)
