"""A small hub with a witness elsewhere, and a backup of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders.restoring import Restored


@dataclass
class BackedUp:
    """A hub, its backup, and the child that readers ask of."""

    life: Restored
    backup: Path
    child: str

    def lost_and_restored(self, digest: str | None = None) -> Restored:
        self.life.restored(self.backup, digest)
        return self.life

    def replayed(self) -> Restored:
        """Take the topics again, and whatever waited for that."""
        self.life.reads_all()
        self.life.witness.turn()
        return self.life


@pytest.fixture
def backed_up(tmp_path: Path) -> Iterator[BackedUp]:
    life = Restored(tmp_path)
    life.allocates(0)
    life.sends("early", 0)
    life.reads_all()
    life.witness.turn()
    yield BackedUp(life, life.backed_up(), life.child_of("early"))
    life.close()
