"""`hub quarantine`: what could not be accepted and waits for a person."""

from typing import Annotated

import typer

from hub.cli.parts import Parts
from hub.cli.printing import AsJson, show_document, show_rows
from hub.domain.errors import NotFound
from hub.intake.kept import Kept, held_id
from hub.record.database import Cursor

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
            raise NotFound("there is no such item: `hub quarantine list` shows what there is")
        record = opened["record"]
        place = {name: record[name] for name in ("topic", "partition", "offset")}
        show_document({"quarantine_id": quarantine_id, **place, **opened["problem"]}, as_json=as_json)

    return app
