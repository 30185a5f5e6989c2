"""`hub quarantine`: what could not be accepted and waits for a person."""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated

import typer
from eventsourcing.persistence import StoredEvent

from hub.access import Work
from hub.access.due import waiting_time
from hub.audit import AccessOutcome, AccessRecord, Action, Channel
from hub.cli.parts import Parts, Store
from hub.cli.printing import AsJson, show_document, show_rows
from hub.domain.errors import Conflict, NotFound
from hub.domain.vocabulary import AgencyType, Role
from hub.intake.desk import Desk
from hub.intake.kept import Kept
from hub.intake.waiting import is_urgent
from hub.intake.waiting_rows import HELD as HELD_ROWS
from hub.intake.waiting_rows import QUARANTINE, WaitingRow, WaitingRows
from hub.record.companions import Companion
from hub.record.database import Cursor

OPERATOR = "operator"
NO_PURPOSE = "audit"
"""An operator reads no content, so that none of the purposes of reading fits better."""
NONE_SUCH = "there is no such item: `hub quarantine list` shows what there is"
HELD = "what begins with h- has nothing wrong: a person says which child is meant, on the page Messages waiting"
COLUMNS = ("quarantine_id", "agency_id", "received", "problem", "due", "overdue")
ONE_OR_ALL = "name one message, or by --problem the kind of all that are to be judged anew"


def waiting(store: Store, agency: str | None) -> list[dict[str, object]]:
    """Return what is in quarantine and what is held until somebody says which child is meant.

    First what is to be looked at first, and so before all what is overdue.
    """
    rows = WaitingRows(store.keys)
    with store.record.database.read() as cursor:
        found = [*rows.waiting(cursor, QUARANTINE), *rows.waiting(cursor, HELD_ROWS)]
    listed = [_line(store, row) for row in found if agency in (None, row.agency_id)]
    return sorted(listed, key=lambda line: (str(line["due"]), str(line["quarantine_id"])))


def _line(store: Store, row: WaitingRow) -> dict[str, object]:
    code = str(row.body["problem"]["type"]).rpartition(":")[2] if "problem" in row.body else ""
    told = waiting_time(row.received, store.clock(), is_urgent=is_urgent(row), code=code)
    line = {"quarantine_id": row.id, "agency_id": row.agency_id, "problem": code or "held-for-identity"}
    return line | {name: told[name] for name in ("received", "due", "overdue")}


def commands(parts: Parts) -> typer.Typer:
    """Return the commands of this family."""
    app = typer.Typer(help="Messages that wait for a person.", no_args_is_help=True)

    @app.command("list")
    def list_waiting(
        agency: Annotated[str | None, typer.Option(help="Only this agency's.")] = None, as_json: AsJson = False
    ) -> None:
        """List what waits, first what is due first: where it came from and what was wrong, never what it said."""
        rows = waiting(parts.open_store(parts.settings()), agency)
        show_rows(rows, COLUMNS, as_json=as_json, none="Nothing waits for a person.")

    @app.command("show")
    def show(quarantine_id: str, as_json: AsJson = False) -> None:
        """Show what is wrong with a message, where it came from, and how long it is; its bytes are not printed."""
        store = parts.open_store(parts.settings())
        with store.record.database.read() as cursor:
            opened = Kept(store.keys).open_quarantined(cursor, quarantine_id)
        if opened is None:
            raise NotFound(HELD if quarantine_id.startswith("h-") else NONE_SUCH)
        record = opened["record"]
        place = {name: record[name] for name in ("topic", "partition", "offset")}
        show_document({"quarantine_id": quarantine_id, **place, **opened["problem"]}, as_json=as_json)

    @app.command("retry")
    def retry(
        reason: Annotated[str, typer.Option(help="What was mended; kept with the audit record.")],
        quarantine_id: Annotated[str | None, typer.Argument(help="The message; or see --problem.")] = None,
        problem: Annotated[str | None, typer.Option(help="All of this kind, such as unknown-type.")] = None,
        agency: Annotated[str | None, typer.Option(help="With --problem: only this agency's.")] = None,
        as_json: AsJson = False,
    ) -> None:
        """Judge messages anew, after key, schema or hub was mended; their senders' receipts are revised."""
        if (quarantine_id is None) == (problem is None):
            raise typer.BadParameter(ONE_OR_ALL)
        store = parts.open_store(parts.settings())
        desk = parts.open_desk(store)
        if quarantine_id is not None:
            show_document(_retried_one(store, desk, quarantine_id, reason), as_json=as_json)
        else:
            items = [str(line["quarantine_id"]) for line in waiting_for(store, str(problem), agency)]
            show_document({"judged": len(items), **retried_all(store, desk, items, reason)}, as_json=as_json)

    return app


def waiting_for(store: Store, problem: str, agency: str | None) -> list[dict[str, object]]:
    """Return what waits for one problem, in the order in which it came."""
    found = [line for line in waiting(store, agency) if line["problem"] == problem]
    return sorted(found, key=lambda line: (str(line["received"]), str(line["quarantine_id"])))


def _retried_one(store: Store, desk: Desk, quarantine_id: str, reason: str) -> dict[str, object]:
    worked = desk.retry(quarantine_id, _work(store, reason))
    told: dict[str, object] = {"quarantine_id": quarantine_id, "state": worked.state}
    return told | ({"problem": worked.title} if worked.title else {})


def retried_all(store: Store, desk: Desk, items: Iterable[str], reason: str) -> dict[str, int]:
    """Judge each anew, each in its own transaction; what somebody else works meanwhile is passed over."""
    states: Counter[str] = Counter()
    for item in items:
        try:
            states[desk.retry(item, _work(store, reason)).state] += 1
        except Conflict:
            states["worked by somebody else"] += 1
    return dict(states)


def _work(store: Store, reason: str) -> Work:
    return Work(OPERATOR, reason, store.clock(), lambda _: retried(store, reason))


def retried(store: Store, reason: str) -> Companion:
    """Return what puts an operator's retry on record, in the transaction of the retry."""
    record = AccessRecord(
        audit_id=secrets.token_urlsafe(16),
        at=store.clock(),
        viewer_id=OPERATOR,
        viewer_name="the operator at the command line",
        agency=store.settings.id,
        agency_type=AgencyType.HUB,
        role=Role.OPERATOR,
        action=Action.QUARANTINE_RETRIED,
        purpose=NO_PURPOSE,
        reason=reason,
        channel=Channel.CLI,
        outcome=AccessOutcome.ALLOW,
    )

    def also(cursor: Cursor, _: Sequence[StoredEvent]) -> None:
        store.audit.append(cursor, [record])

    return also
