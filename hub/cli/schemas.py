"""`hub schemas`: the event types that the hub takes, and the files of HUB_SCHEMAS that do not count, each with why."""

import typer

from exchange.schema_additions import Added, with_added
from exchange.schemas import Schemas, load
from hub.cli.parts import Parts
from hub.cli.printing import AsJson, show_document, show_rows
from hub.config import Settings

COLUMNS = ("type", "title", "from")
SHIPPED, ADDED = "the hub", "HUB_SCHEMAS"


def add_to(app: typer.Typer, parts: Parts) -> None:
    """Add the command."""

    @app.command("schemas")
    def schemas(as_json: AsJson = False) -> None:
        """List the event types that are taken; exit code 1 where a file of HUB_SCHEMAS does not count."""
        added = added_by(parts.settings())
        rows = [_row(added.schemas, one) for one in added.schemas.types()]
        if as_json:
            show_document({"types": rows, "faults": dict(added.faults)}, as_json=True)
        else:
            show_rows(rows, COLUMNS, as_json=False, none="No event type is taken.")
        for name, reason in added.faults.items():
            typer.echo(f"hub: schema-not-taken: {name}: {reason}", err=True)
        raise typer.Exit(1 if added.faults else 0)


def added_by(settings: Settings) -> Added:
    """Return what ships with what the settings add, read anew."""
    return Added(load(), {}) if settings.schemas is None else with_added(load(), settings.schemas)


def _row(schemas: Schemas, event_type: str) -> dict[str, object]:
    is_shipped = load().documents.get(event_type) is schemas.documents[event_type]
    title = schemas.annotations(event_type).title
    return {"type": event_type, "title": title, "from": SHIPPED if is_shipped else ADDED}
