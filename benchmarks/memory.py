"""Measures the memory of `hub demo` and the connectors it starts, from its start until it says that it is ready."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory

from benchmarks.measures import BenchmarkFailed, Measure

LIMIT_MIB = 400
KIB_IN_MIB = 1024
SAMPLE_SECONDS = 0.05
PATIENCE_SECONDS = 180


def measure_demo() -> Measure:
    """Return the most that the demo held at once, in MiB of resident memory of all its processes."""
    with TemporaryDirectory() as folder:
        demo = _start(Path(folder))
        try:
            peak = peak_until_ready(demo)
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait(timeout=30)
    return Measure("demo-memory", "MiB", peak, None, LIMIT_MIB, lower_is_better=True)


def peak_until_ready(process: "subprocess.Popen[str]") -> float:
    """Return the peak in MiB until the process prints a line that begins with `ready`; BenchmarkFailed if it ends."""
    ready = threading.Event()
    told: list[bool] = []
    reader = threading.Thread(target=lambda: told.append(_await_ready(process, ready)), daemon=True)
    reader.start()
    peak, waited = 0.0, 0.0
    while not ready.wait(SAMPLE_SECONDS) and waited < PATIENCE_SECONDS:
        peak = max(peak, resident_mib(process.pid))
        waited += SAMPLE_SECONDS
    if not ready.is_set() or told == [False]:
        raise BenchmarkFailed("the demo did not become ready")
    return peak


def resident_mib(pid: int) -> float:
    """Return the resident memory of a process and all that it started, in MiB; what has ended counts nothing."""
    return sum(_resident_kib(one) for one in [pid, *_started_by(pid)]) / KIB_IN_MIB


def _start(folder: Path) -> "subprocess.Popen[str]":
    env = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    env |= {"HUB_DATA": str(folder / "var"), "HUB_PORT": str(free_port())}
    command = [str(Path(sys.executable).with_name("hub")), "demo"]
    return subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _await_ready(process: "subprocess.Popen[str]", ready: threading.Event) -> bool:
    found = any(line.startswith("ready ") for line in process.stdout or ())
    ready.set()
    return found


def free_port() -> int:
    """Return a port on which nobody listens."""
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _started_by(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _text(task).split():
            yield int(child)
            yield from _started_by(int(child))


def _resident_kib(pid: int) -> int:
    lines = _text(Path(f"/proc/{pid}/status")).splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def _text(path: Path) -> str:
    """Return a file of the kernel's; empty where the process has ended meanwhile."""
    try:
        return path.read_text()
    except OSError:
        return ""
