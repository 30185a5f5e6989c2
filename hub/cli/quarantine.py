"""`hub quarantine`: what could not be accepted and waits for a person."""

import secrets
from collections.abc import Sequence
from typing import Annotated

import typer
from eventsourcing.persistence import StoredEvent

from hub.access import Work
from hub.audit import AccessOutcome, AccessRecord, Action, Channel
from hub.cli.parts import Parts, Store
from hub.cli.printing import AsJson, show_document, show_rows
from hub.domain.errors import NotFound
from hub.domain.vocabulary import AgencyType, Role
from hub.intake.kept import Kept, held_id
from hub.record.companions import Companion
from hub.record.database import Cursor

OPERATOR = "operator"
NO_PURPOSE = "audit"
"""An operator reads no content, so that none of the purposes of reading fits better."""
NONE_SUCH = "there is no such item: `hub quarantine list` shows what there is"
HELD = "what begins with h- has nothing wrong: a person says which child is meant, on the page Messages waiting"
COLUMNS = ("quarantine_id", "agency_id", "received", "problem")


def waiting(kept: Kept, cursor: Cursor, agency: str | None) -> list[dict[str, object]]:
    """Return what is in quarantine and what is held until somebody says which child is meant, oldest first."""
    refused = [{column: row[column] for column in COLUMNS} for row in kept.quarantined(cursor, agency)]
    held = [
        dict(zip(COLUMNS, (held_id(row), row["agency_id"], row["received"], "held-for-identity"), strict=True))
        for row in kept.held(cursor)
        if agency in (None, row["agency_id"])
    ]
    return sorted([*refused, *held], key=lambda row: (str(row["received"]), str(row["quarantine_id"])))


def commands(parts: Parts) -> typer.Typer:
    """Return the commands of this family."""
    app = typer.Typer(help="Messages that wait for a person.", no_args_is_help=True)

    @app.command("list")
    def list_waiting(
        agency: Annotated[str | None, typer.Option(help="Only this agency's.")] = None, as_json: AsJson = False
    ) -> None:
        """List what waits, oldest first: where it came from and what was wrong, never what it said."""
        store = parts.open_store(parts.settings())
        with store.record.database.read() as cursor:
            rows = waiting(Kept(store.keys), cursor, agency)
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
        quarantine_id: str,
        reason: Annotated[str, typer.Option(help="What was mended; kept with the audit record.")],
        as_json: AsJson = False,
    ) -> None:
        """Judge a message anew, after its key, its schema or the hub was mended; its sender's receipt is revised."""
        store = parts.open_store(parts.settings())
        work = Work(OPERATOR, reason, store.clock(), lambda _: retried(store, reason))
        worked = parts.open_desk(store).retry(quarantine_id, work)
        told = {"quarantine_id": quarantine_id, "state": worked.state}
        show_document(told | ({"problem": worked.title} if worked.title else {}), as_json=as_json)

    return app


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
        child_id=None,
        purpose=NO_PURPOSE,
        reason=reason,
        basis=None,
        threshold=None,
        case=None,
        channel=Channel.CLI,
        outcome=AccessOutcome.ALLOW,
    )

    def also(cursor: Cursor, _: Sequence[StoredEvent]) -> None:
        store.audit.append(cursor, [record])

    return also
