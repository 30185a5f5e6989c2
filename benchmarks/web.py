"""Measures a chronology over HTTP: the hub's own web process beside a FastAPI without policy, by the same client."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from benchmarks import peer_web
from benchmarks.door import SOCIAL_WORKER, Reading, fill, reading, sayings_of
from benchmarks.measures import BenchmarkFailed, Measure
from benchmarks.memory import free_port
from benchmarks.peer_reading import entry_of
from benchmarks.reading import AGENCIES, timed
from benchmarks.sizes import Sizes
from benchmarks.workshop import SQLITE, new_workshop
from hub.api import DevelopmentIssuer
from hub.cli import Store
from hub.config import Settings

PATIENCE_SECONDS = 60
USERS = '[[user]]\nid = "{id}"\nname = "A. Worker"\nagency = "{agency}"\nrole = "social-worker"\n'


@dataclass(frozen=True, slots=True)
class Call:
    """One GET by a connection that stays open."""

    connection: HTTPConnection
    path: str
    headers: dict[str, str]

    def __call__(self) -> bytes:
        self.connection.request("GET", self.path, headers=self.headers)
        reply = self.connection.getresponse()
        body = reply.read()
        if reply.status != 200:
            raise BenchmarkFailed(f"{self.path.partition('?')[0]} answered {reply.status}")
        return body


def measure_web(policy: str, sizes: Sizes) -> list[Measure]:
    """Return the milliseconds of one chronology over HTTP, on SQLite; the limit is an empty reply of the peer's."""
    with new_workshop(AGENCIES, policy) as workshop, ExitStack() as stack:
        hub, folders = stack.enter_context(workshop.hub(SQLITE))
        sayings = sayings_of(folders, sizes.entries, sizes.seed)
        fill(hub, folders, sayings)
        types = {one.agency_id: one.agency_type for one in AGENCIES}
        peer_web.fill(workshop.folder / "peer.db", [entry_of(saying, types[saying.agency_id]) for saying in sayings])
        asked = reading(hub, folders[0].agency_id, sizes.entries)
        calls = [hub_call(stack, hub, asked), *_peers(stack, workshop.folder / "peer.db")]
        _require_same(calls, sizes.entries)
        rounds = [[timed(call) for call in calls] for _ in range(sizes.calls * sizes.repeats)]
    ours, peer, nothing = (median(column) for column in zip(*rounds, strict=True))
    return [Measure(f"http-chronology-{sizes.entries}", "ms", ours, peer, nothing, lower_is_better=True)]


def hub_call(stack: ExitStack, hub: Store, asked: Reading) -> Call:
    """Serve a hub for as long as the stack is open, and return the request of one chronology."""
    port, token = serve_hub(stack, hub, asked.viewer.agency, environment(hub.settings))
    headers = {
        **token,
        "Hub-Purpose": "enquiry-s47",
        "Hub-Reason": "strategy%20discussion%20this%20afternoon",
        "Hub-Threshold": "s47",
    }
    path = f"/v1/children/{asked.child_id}/chronology?limit={asked.filters.limit}"
    return Call(HTTPConnection("127.0.0.1", port), path, headers)


def serve_hub(stack: ExitStack, hub: Store, agency: str, env: Mapping[str, str]) -> tuple[int, dict[str, str]]:
    """Serve a hub for as long as the stack is open; returns its port, and the header of an agency's social worker."""
    (hub.settings.data / "users.toml").write_text(USERS.format(id=SOCIAL_WORKER, agency=agency), "utf-8")
    port = free_port()
    stack.enter_context(_served(hub_command("serve"), port, {**env, "HUB_PORT": str(port)}))
    token = DevelopmentIssuer(hub.settings, hub.clock).token(SOCIAL_WORKER)
    return port, {"Authorization": f"Bearer {token}"}


def hub_command(name: str) -> list[str]:
    """Return the hub's own program with a command of its."""
    return [str(Path(sys.executable).with_name("hub")), name]


def environment(settings: Settings) -> dict[str, str]:
    """Return the environment of a process of the hub with these settings."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    own = {"data": settings.data, "store": settings.store, "keys": settings.keys, "policy": settings.policy}
    return env | {f"HUB_{name.upper()}": str(value) for name, value in own.items()}


def _peers(stack: ExitStack, file: Path) -> list[Call]:
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.peer_web", str(file), str(port)]
    stack.enter_context(_served(command, port, dict(os.environ)))
    connection = HTTPConnection("127.0.0.1", port)
    return [Call(connection, path, {}) for path in (f"/children/{peer_web.CHILD}/chronology", "/nothing")]


@contextmanager
def _served(command: Sequence[str], port: int, env: Mapping[str, str]) -> Iterator[None]:
    """Run a server for the time of the block; BenchmarkFailed where it does not listen in time."""
    with running(command, env) as process:
        _await_listening(process, port)
        yield


@contextmanager
def running(command: Sequence[str], env: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program for the time of the block."""
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _await_listening(process: "subprocess.Popen[bytes]", port: int) -> None:
    last = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < last and process.poll() is None:
        probe = HTTPConnection("127.0.0.1", port)
        try:
            probe.connect()
        except OSError:
            time.sleep(0.1)
        else:
            probe.close()
            return
    raise BenchmarkFailed("a web server did not begin to listen")


def _require_same(calls: Sequence[Call], entries: int) -> None:
    ours, peers = (len(json.loads(call())["entries"]) for call in calls[:2])
    if ours != peers or ours != entries:
        raise BenchmarkFailed(f"of {entries} entries the hub sends {ours} and the peer {peers}: no fair comparison")
