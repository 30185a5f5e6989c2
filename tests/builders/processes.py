"""`hub serve` and `hub intake` as an operator runs them, over one data folder, with everything they leave behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

READY_SECONDS = 60


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Processes:
    """Two processes over `folder`, which is their working folder and holds their logs and temporary files too."""

    folder: Path
    port: int = field(default_factory=free_port)
    operator_ports: dict[str, int] = field(default_factory=dict)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, command: str, **settings: str) -> None:
        """Start `hub COMMAND`; `until_alive` waits for all that were started."""
        (self.folder / "tmp").mkdir(exist_ok=True)
        port = self.operator_ports.setdefault(command, free_port())
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        told = {"HUB_DATA": str(self.folder), "HUB_PORT": str(self.port), "HUB_OPERATOR_PORT": str(port)}
        with (self.folder / f"{command}.log").open("ab") as log:
            self.running[command] = subprocess.Popen(
                [str(Path(sys.executable).with_name("hub")), command],
                env={**kept, **told, "TMPDIR": str(self.folder / "tmp"), **settings},
                cwd=self.folder, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def until_alive(self) -> None:
        """Wait until each process answers on its operator's port, and the interface on its own."""
        for command in self.running:
            self._await(self.operator_ports[command])
            if command == "serve":
                self._await(self.port)

    def _await(self, port: int) -> None:
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            try:
                if self.ask("GET", "/healthz", port=port)[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError("the process did not answer in time: see its log")

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b"", port: int = 0
    ) -> tuple[int, bytes]:
        """Ask the interface, or another port."""
        connection = HTTPConnection("127.0.0.1", port or self.port, timeout=60)
        connection.request(method, path, body, dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.read()

    def figures(self, command: str) -> str:
        """What a process's operator scrapes."""
        return self.ask("GET", "/metrics", port=self.operator_ports[command])[1].decode()

    def log(self, command: str) -> str:
        return (self.folder / f"{command}.log").read_text("utf-8")

    def end(self, command: str, by: signal.Signals = signal.SIGTERM) -> int:
        """End a process by a signal; return its exit code."""
        process: Any = self.running.pop(command)
        process.send_signal(by)
        return int(process.wait(60))

    def close(self) -> None:
        for command in list(self.running):
            self.end(command, signal.SIGKILL)
