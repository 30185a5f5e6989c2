"""`hub quarantine`: what could not be accepted and waits for a person."""

from typing import Annotated

import typer

from hub.cli.parts import Parts
from hub.cli.printing import AsJson, show_document, show_rows
from hub.domain.errors import NotFound
from hub.intake.kept import Kept


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
            rows = Kept(store.keys).quarantined(cursor, agency)
        columns = ("quarantine_id", "agency_id", "received", "problem")
        show_rows([dict(row) for row in rows], columns, as_json=as_json, none="Nothing is in quarantine.")

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
