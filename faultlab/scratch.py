"""Where a laboratory works: a folder that the database's user can reach, and in it small disks where one may mount."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

STORE_DISK = "640m"
BROKER_DISK = "256m"
BALLAST = "ballast"
PAGE_BYTES = 4096
"""As large as what a tmpfs gives out at a time, so that the last of it is taken too."""


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder that is a disk of its own, which can be filled, if `is_real`."""

    folder: Path
    is_real: bool

    def fill(self) -> None:
        """Leave no byte free, whoever writes to it meanwhile."""
        page = bytes(PAGE_BYTES)
        with (self.folder / BALLAST).open("wb", buffering=0) as file, suppress(OSError):
            while file.write(page):
                pass

    def empty(self) -> None:
        """Give the space back."""
        (self.folder / BALLAST).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Scratch:
    """`store` holds the database and the hub's own files, `broker` all that the broker keeps."""

    folder: Path
    store: Disk
    broker: Disk


@contextmanager
def scratch() -> Iterator[Scratch]:
    """Make a scratch folder, gone when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="faultlab-", dir="/var/tmp"))
    folder.chmod(0o755)
    disks = [_disk(folder / "small", STORE_DISK), _disk(folder / "broker", BROKER_DISK)]
    try:
        yield Scratch(folder, *disks)
    finally:
        for disk in disks:
            if disk.is_real:
                _ran("umount", "-l", str(disk.folder))
        shutil.rmtree(folder, ignore_errors=True)


def _disk(folder: Path, size: str) -> Disk:
    folder.mkdir(mode=0o755)
    return Disk(folder, _ran("mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(folder)))


def _ran(*command: str) -> bool:
    """Run a command; returns whether it is there and did what it was told."""
    if os.geteuid() != 0 or shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
