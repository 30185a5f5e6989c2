"""`hub incidents`: ranges of a topic that were gone before the hub had read them, each closed by a person."""

from typing import Annotated

import typer

from hub.cli.parts import Parts
from hub.cli.printing import AsJson, show_document, show_rows
from hub.intake.incidents import Incident, close_incident, incidents

COLUMNS = ("incident", "what", "topic", "partition", "range", "noticed", "state")


def told(one: Incident) -> dict[str, object]:
    """Return an incident as it is listed."""
    state = "open" if one.closed_at is None else f"closed by {one.closed_by}: {one.reason}"
    return {
        "incident": one.incident_id,
        "what": one.kind.value,
        "topic": one.partition[0],
        "partition": one.partition[1],
        "range": one.range,
        "first": one.first,
        "last": one.last,
        "noticed": one.noticed.isoformat(),
        "state": state,
    }


def commands(parts: Parts) -> typer.Typer:
    """Return the commands of this family."""
    app = typer.Typer(help="Ranges of a topic that were gone before they were read.", no_args_is_help=True)

    @app.command("list")
    def list_incidents(
        every: Annotated[bool, typer.Option("--all", help="Those that were closed, too.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """List what was lost, oldest first: ask the agency of each topic whether its connector has sent it again."""
        store = parts.open_store(parts.settings())
        with store.record.database.read() as cursor:
            rows = [told(one) for one in incidents(cursor, closed=every)]
        show_rows(rows, COLUMNS, as_json=as_json, none="No incident is open.")

    @app.command("close")
    def close(
        incident_id: Annotated[str, typer.Argument(help="As `hub incidents list` shows it.")],
        by: Annotated[str, typer.Option(help="Who closes it.")],
        reason: Annotated[str, typer.Option(help="Why it may be closed, in 10 to 500 characters; nothing of a child.")],
        as_json: AsJson = False,
    ) -> None:
        """Close an incident once what was lost has come again, or need not."""
        store = parts.open_store(parts.settings())
        with store.record.database.write() as cursor:
            close_incident(cursor, incident_id, by, reason, parts.clock())
        show_document({"incident": incident_id, "closed by": by, "reason": reason}, as_json=as_json)

    return app
