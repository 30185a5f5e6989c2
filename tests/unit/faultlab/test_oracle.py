"""The oracle's own rules for names and seals come to what the hub writes, though they share no code."""

import subprocess
import sys
from pathlib import Path

from faultlab.ledger import Ledger
from faultlab.oracle import HubKeys, read_ledger
from hub.domain.chronology import SourceRef
from hub.intake.drafting import entry_id
from hub.intake.receipts import Receipts
from hub.keys import LocalKeys, seal

SOURCE, EVENT = "urn:agency:police-1:lab", "L-000001"


def test_the_oracle_names_entries_and_messages_as_the_hub_does(tmp_path: Path) -> None:
    keys = LocalKeys(tmp_path / "keys")
    ours, origin = HubKeys(tmp_path / "keys"), SourceRef(SOURCE, EVENT)
    assert ours.entry_id(SOURCE, EVENT, "P-1") == entry_id(keys, origin, "P-1")
    assert ours.message(SOURCE, EVENT) == Receipts(keys).name(origin)


def test_the_oracle_opens_what_the_hub_sealed(tmp_path: Path) -> None:
    keys = LocalKeys(tmp_path / "keys")
    keys.make(["aggregate:one"])
    sealed = seal(keys.cipher("aggregate:one"), b"said", "place", "1")
    assert HubKeys(tmp_path / "keys").opened("aggregate:one", sealed, "place", "1") == b"said"


def test_the_oracle_loads_none_of_the_hubs_code() -> None:
    loaded = "import sys, faultlab.oracle; print([m for m in sys.modules if m.split('.')[0] in ('hub', 'exchange')])"
    ran = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_an_event_sent_twice_is_one_event_in_all_its_bytes(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.jsonl")
    entry = {
        "source": SOURCE, "id": EVENT, "fate": "filed", "topic": "t", "children": [["P-1", 4]],
        "person": None, "headline": "h", "sha256": "a",
    }  # fmt: skip
    ledger.note("sent", [entry, {**entry, "sha256": "b"}])
    ledger.note("acked", [{"source": SOURCE, "id": EVENT}])
    ledger.close()
    (one,) = read_ledger(ledger.file)
    assert (one.id, one.children, one.values) == (EVENT, (("P-1", 4),), frozenset({"a", "b"}))
