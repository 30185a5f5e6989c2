"""The command line as an operator runs it: a process, a data folder, and what came of it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HILL_SCHOOL = ("--type", "school", "--name", "Hill School", "--area", "northshire", "--duty-contact", "01632 960 1")


@dataclass(frozen=True)
class CommandLine:
    """`hub` over one data folder."""

    folder: Path

    def run(self, *arguments: str, given: str = "", **settings: str) -> "subprocess.CompletedProcess[str]":
        """Run a command with settings of the environment, with `given` on standard input."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        environment = {**kept, "HUB_DATA": str(self.folder), "COLUMNS": "200", **settings}
        command = [str(Path(sys.executable).with_name("hub")), *arguments]
        return subprocess.run(
            command, input=given, env=environment, cwd=self.folder, capture_output=True, text=True, timeout=60
        )

    def said(self, *arguments: str, given: str = "", **settings: str) -> str:
        """What a command that must succeed printed."""
        ran = self.run(*arguments, given=given, **settings)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout
