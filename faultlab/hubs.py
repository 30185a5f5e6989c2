"""The hub's own processes: `hub intake` with everything it runs on, started fast, armed, and killed.

A process is forked from a server that has the hub's code loaded and nothing open, so that a start costs no loading;
one whose clock is false is started anew, since its clock is put in its place before anything else.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from faultlab.errors import LabFailed

FAKETIME = (
    Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
    Path("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
)
"""Where Debian's package `faketime` puts it."""
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["hub.bootstrap.running"])


def serve(settings: Mapping[str, object], failpoint: str, log: str) -> None:
    """Be a hub that takes messages until it is killed."""
    from hub import failpoints
    from hub.bootstrap import running
    from hub.bootstrap.logs import configure_logs
    from hub.config import Settings

    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(file, 1)
    os.dup2(file, 2)
    failpoints.arm(failpoint)
    configure_logs()
    running.run_intake(Settings.model_validate(dict(settings)))


@dataclass
class Hub:
    """One process. `point` is the point at which it will end by itself, if any."""

    process: "ForkServerProcess | subprocess.Popen[bytes]"
    point: str
    begun: float = field(default_factory=time.monotonic)

    @property
    def pid(self) -> int:
        return self.process.pid or 0

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.begun

    def ended(self) -> int | None:
        """Return how it ended (the signal's number, negative, where it was killed), or None while it runs."""
        if isinstance(self.process, subprocess.Popen):
            return self.process.poll()
        return self.process.exitcode

    def kill(self) -> None:
        """Kill it, wherever it is."""
        if self.ended() is None:
            os.kill(self.pid, signal.SIGKILL)
        self.bury()

    def bury(self) -> None:
        """Wait for its end."""
        if isinstance(self.process, subprocess.Popen):
            self.process.wait()
        else:
            self.process.join()


def start(settings: Mapping[str, object], log: Path, point: str = "") -> Hub:
    """Start a hub, armed at a point (`NAME:COUNT`) or at none."""
    process = _SERVER.Process(target=serve, args=(dict(settings), point, str(log)), daemon=True)
    process.start()
    return Hub(process, point)


def start_at_another_time(settings: Mapping[str, object], log: Path, offset: str) -> Hub:
    """Start a hub whose clock is off, as `+1d` or `-5m`. Raises: LabFailed where libfaketime is not installed."""
    library = next((one for one in FAKETIME if one.exists()), None)
    if library is None:
        raise LabFailed("libfaketime is missing: install Debian's package faketime")
    environment = {f"HUB_{name}".upper(): str(value) for name, value in settings.items()}
    faked = {"LD_PRELOAD": str(library), "FAKETIME": offset, "DONT_FAKE_MONOTONIC": "1"}
    with log.open("ab") as file:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("hub")), "intake"],
            env={**os.environ, **environment, **faked},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
    return Hub(process, "")


def has_faketime() -> bool:
    """Say whether clocks can be made false here."""
    return any(one.exists() for one in FAKETIME)
