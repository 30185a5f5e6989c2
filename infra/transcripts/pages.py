"""A transcript of the docs as it is made: every command on it is run, and what it printed is what the page shows."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRANSCRIPTS = ROOT / "docs" / "transcripts"
PROGRAMS = ROOT / ".venv" / "bin"


class StepFailed(Exception):
    """A command did not end as the page says it does."""


@dataclass
class Transcript:
    """The page as it grows.

    Args:
        work: the folder in which the commands run.
        settings: their environment.
        shown: folders and files as an operator would have them, by what they are here; the first that fits counts.
    """

    work: Path
    introduction: str
    settings: Mapping[str, str]
    shown: Mapping[str, str]
    parts: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.parts.append(text.strip())

    def run(self, command: str, *, ends: int = 0, shows: str = "", **settings: str) -> str:
        """Run a line of shell and put it on the page with what it printed; StepFailed unless it ends so."""
        printed = self.quietly(command, ends=ends, shows=shows, **settings)
        self.show(command, printed)
        return printed

    def quietly(self, command: str, *, ends: int = 0, shows: str = "", **settings: str) -> str:
        """Run a line of shell without showing it; return what it printed."""
        done = subprocess.run(  # noqa: S602 (the lines are the transcripts' own)
            command,
            shell=True,
            executable="/bin/bash",
            env={**self.settings, **settings},
            cwd=self.work,
            capture_output=True,
            text=True,
            timeout=120,
        )
        printed = (done.stdout + done.stderr).strip()
        if done.returncode != ends or shows not in printed:
            raise StepFailed(f"{command}\nended with {done.returncode}, not {ends}:\n{printed}")
        return printed

    def show(self, command: str, printed: str) -> None:
        """Put a command and what it printed on the page."""
        lines = f"```console\n$ {self._shown(command)}\n{self._shown(printed)}\n```"
        self.parts.append(lines.replace("\n\n```", "\n```"))

    def _shown(self, text: str) -> str:
        for real, told in (*self.shown.items(), (f"{self.work}/", ""), (str(self.work), "/home/operator")):
            text = text.replace(real, told)
        return "\n".join(line.rstrip() for line in text.splitlines())

    def text(self, *secrets: Path) -> str:
        """Return the whole page; StepFailed if what one of these files holds, or a private key, is on it."""
        text = self.introduction.strip() + "\n\n" + "\n\n".join(self.parts) + "\n"
        if any(secret.read_text("utf-8").strip() in text for secret in secrets):
            raise StepFailed("a password would be on the page")
        if "PRIVATE KEY" in text or '"d"' in text:
            raise StepFailed("a private key would be on the page")
        return text
