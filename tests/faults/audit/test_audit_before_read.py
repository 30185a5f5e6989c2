"""No answer without its record: what was reported as recorded is there after any kill (G21, on the embedded store)."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from eventsourcing.sqlite import SQLiteDatastore

from hub.audit import AuditLog, event_rows, verify
from hub.keys import LocalKeys
from hub.record.sqlite import Recorder, SQLiteDatabase

KILLS = 4
READER = """
import os, sys, threading, uuid
from datetime import UTC, datetime
from pathlib import Path
from eventsourcing.sqlite import SQLiteDatastore
from hub.audit import AccessRecord, AuditLog
from hub.keys import LocalKeys
from hub.record.sqlite import SQLiteDatabase

folder = Path(sys.argv[1])
database = SQLiteDatabase(SQLiteDatastore(str(folder / "hub.db"), lock_timeout=30))
log = AuditLog(database, LocalKeys(folder / "keys"), "hub")

def read_for_ever():
    while True:
        audit_id = uuid.uuid4().hex
        log.record(AccessRecord(
            audit_id=audit_id, at=datetime.now(UTC), viewer_id="u", agency="csc", agency_type="childrens-social-care",
            role="social-worker", action="index", child_id="c", purpose="audit", reason="a reason of some length",
            channel="api", outcome="allow"))
        sys.stdout.write(audit_id + "\\n")
        sys.stdout.flush()

def end(failed):
    sys.__excepthook__(*failed[:3])
    os._exit(1)

threading.excepthook = end
for _ in range(4):
    threading.Thread(target=read_for_ever, daemon=True).start()
threading.Event().wait()
"""


@pytest.fixture
def database(tmp_path: Path) -> SQLiteDatabase:
    datastore = SQLiteDatastore(str(tmp_path / "hub.db"), lock_timeout=30)
    Recorder(datastore).create_table()
    return SQLiteDatabase(datastore)


def test_every_answer_given_before_a_kill_has_its_record_and_the_log_is_sound(database, tmp_path):
    answered: set[str] = set()
    for _ in range(KILLS):
        answered |= answers_until_killed(tmp_path)
    keys = LocalKeys(tmp_path / "keys")
    log = AuditLog(database, keys, "hub")
    with database.read() as cursor:
        recorded = {record.audit_id for record in log.records(cursor, limit=1_000_000).records}
    assert len(answered) > KILLS
    assert answered <= recorded
    assert verify(database, keys, event_rows("stored_events"), "hub", [log.checkpoint()]).findings == ()


def answers_until_killed(folder: Path) -> set[str]:
    """Start readers, let them answer for a moment, kill them, and return the whole lines they wrote."""
    process = subprocess.Popen([sys.executable, "-c", READER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(0.3)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.wait(30)
    return {line for line in (first + rest).split("\n") if len(line) == 32}
