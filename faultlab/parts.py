"""The broker and the cluster of a laboratory: started by what `infra/` has, each in a folder of its own, and killed."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.rows import DictRow, dict_row

from faultlab.errors import LabFailed

INFRA = Path(__file__).resolve().parent.parent / "infra"
GIVEN = ("HUB_TEST_KAFKA", "HUB_TEST_POSTGRES")
"""What would keep the scripts from starting a part of our own."""
SETTINGS = {"track_commit_timestamp": "on", "max_wal_size": "96MB", "min_wal_size": "32MB"}
"""The oracle reads when each receipt was committed; and a small disk must hold the log."""
PATIENCE_S = 180.0
"""Seconds that a part may take on a machine that is busy with other things; on a quiet one it takes a few."""
TRIES = 3


@dataclass(frozen=True, slots=True)
class Service:
    """A service of `infra/`, by the name of its folder, in `run`."""

    name: str
    variable: str
    run: Path

    def start(self) -> None:
        """Start it, or start it again with its data; LabFailed where it does not come up, though it was tried again."""
        self.run.mkdir(mode=0o755, parents=True, exist_ok=True)
        self._script("install.sh")
        for tries_left in reversed(range(TRIES)):
            try:
                self._script("start.sh")
                return
            except LabFailed:
                if not tries_left:
                    raise

    def stop(self) -> None:
        """End it and drop its data."""
        self._script("stop.sh")

    @property
    def address(self) -> str:
        """Where it answers."""
        return (self.run / f"{self.name}.env").read_text().strip().partition("=")[2]

    @property
    def pid(self) -> int:
        """The process that was started: the broker, or the postmaster."""
        return int((self.run / f"{self.name}.pid").read_text().split()[0])

    def kill(self) -> None:
        """Kill it as a crash would, and return once it is gone."""
        pid = self.pid
        os.kill(pid, signal.SIGKILL)
        until(lambda: not is_running(pid), f"{self.name} is dead")

    def revive(self) -> None:
        """Start it anew, whatever has become of it, as a supervisor does."""
        if is_running(self.pid):
            self.kill()
        self.start()

    def limit_files(self) -> None:
        """Let it write to no file any more, until it is started anew."""
        subprocess.run(["prlimit", f"--pid={self.pid}", "--fsize=0:unlimited"], capture_output=True, check=False)

    def _script(self, name: str) -> None:
        environment = {key: value for key, value in os.environ.items() if key not in GIVEN}
        ran = subprocess.run(
            [INFRA / self.name / name],
            env={**environment, "HUB_INFRA_RUN": str(self.run)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if ran.returncode:
            raise LabFailed(f"{self.name}/{name}: {ran.stderr.strip()}")


def broker_in(run: Path) -> Service:
    """Return a Kafka broker that is kept in a folder."""
    return Service("kafka", "HUB_TEST_KAFKA", run)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A PostgreSQL cluster, and one connection's worth of questions to it."""

    service: Service

    def start_first(self) -> None:
        """Start it for the first time, with what the laboratory needs of it."""
        self.service.start()
        with psycopg.connect(self.service.address, autocommit=True) as connection:
            for name, value in SETTINGS.items():
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
        self.service.kill()
        self.service.start()

    def connect(self, schema: str = "public") -> psycopg.Connection[DictRow]:
        """Return a connection that reads one schema."""
        return psycopg.connect(self.service.address, options=f"-c search_path={schema}", row_factory=dict_row)

    def kill_backend(self) -> bool:
        """Kill one backend that serves the hub, which makes the server restart itself; False where there is none."""
        with suppress(psycopg.Error), self.connect() as connection:
            found = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type='client backend' AND pid <> pg_backend_pid() "
                "ORDER BY backend_start DESC LIMIT 1"
            ).fetchone()
            if found is not None:
                with suppress(ProcessLookupError):
                    os.kill(found["pid"], signal.SIGKILL)
                    return True
        return False

    def limit_files(self, most: str) -> None:
        """Let no process of the server write a file beyond so many bytes (or `unlimited`); what it begins inherits."""
        owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        for pid in [self.service.pid, *_children_of(self.service.pid)]:
            limit = [*owner, "prlimit", f"--pid={pid}", f"--fsize={most}:unlimited"]
            subprocess.run(limit, capture_output=True, cwd="/", check=False)

    def is_up(self) -> bool:
        """Say whether it answers."""
        try:
            with psycopg.connect(self.service.address, connect_timeout=2) as connection:
                connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def revive(self) -> None:
        """Have it answer again, whatever has happened to it."""
        if not is_running(self.service.pid):
            self.service.start()
        until(self.is_up, "PostgreSQL answers")


def _children_of(pid: int) -> list[int]:
    """Return the processes that a process has begun."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    """Say whether a process is there and is more than a name that waits to be buried."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def until(holds: Callable[[], bool], what: str, within_s: float = PATIENCE_S) -> float:
    """Wait for something to be so; returns the seconds that it took. Raises: LabFailed where it is not in time."""
    begun = time.monotonic()
    while not holds():
        if time.monotonic() - begun > within_s:
            raise LabFailed(f"not within {within_s:.0f} s: {what}")
        time.sleep(0.05)
    return time.monotonic() - begun
