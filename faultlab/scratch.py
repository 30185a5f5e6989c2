"""Where a laboratory works: a folder that the database's user can reach, and in it a small disk where one may mount."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

SMALL_DISK = "640m"
BALLAST = "ballast"
PAGE_BYTES = 4096
"""As large as what a tmpfs gives out at a time, so that the last of it is taken too."""


@dataclass(frozen=True, slots=True)
class Scratch:
    """`small` holds the store and the hub's own files; it is a disk of its own, which can be filled, if `is_disk`."""

    folder: Path
    is_disk: bool

    @property
    def small(self) -> Path:
        return self.folder / "small"

    def fill(self) -> None:
        """Leave no byte free on the small disk, whoever writes to it meanwhile."""
        page = bytes(PAGE_BYTES)
        with (self.small / BALLAST).open("wb", buffering=0) as file, suppress(OSError):
            while file.write(page):
                pass

    def empty(self) -> None:
        """Give the space back."""
        (self.small / BALLAST).unlink(missing_ok=True)


@contextmanager
def scratch() -> Iterator[Scratch]:
    """Make a scratch folder, gone when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="faultlab-", dir="/var/tmp"))
    folder.chmod(0o755)
    small = folder / "small"
    small.mkdir(mode=0o755)
    is_disk = _ran("mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK},mode=0755", "tmpfs", str(small))
    try:
        yield Scratch(folder, is_disk)
    finally:
        if is_disk:
            _ran("umount", "-l", str(small))
        shutil.rmtree(folder, ignore_errors=True)


def _ran(*command: str) -> bool:
    """Run a command; returns whether it is there and did what it was told."""
    if os.geteuid() != 0 or shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
