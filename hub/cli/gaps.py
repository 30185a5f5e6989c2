"""`hub gaps`: what agencies numbered and the hub never got, and what they numbered twice; nothing of any child."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from hub.cli.parts import Parts, Store
from hub.cli.printing import AsJson, show_document, show_rows
from hub.views.gaps import OpenGap, miscounted, open_gaps

COLUMNS = ("source", "missing", "since", "overdue")
TWICE = "counts wrongly"
OVERDUE = "messages have been missing for more than 15 minutes: ask each agency to send them again"
Alarm = Annotated[bool, typer.Option("--alarm", help="Exit with 1 where something is missing for over 15 minutes.")]


def add_to(app: typer.Typer, parts: Parts) -> None:
    """Add the command."""

    @app.command("gaps")
    def gaps(alarm: Alarm = False, as_json: AsJson = False) -> None:
        """List what is missing of what agencies numbered, longest first, and sources that count wrongly."""
        store = parts.open_store(parts.settings())
        with store.record.database.read() as cursor:
            found = open_gaps(cursor)
        _show(store, found, as_json=as_json)
        if alarm and any(gap.is_overdue(store.clock()) for gap in found):
            typer.echo(f"hub: sequence-gap: {OVERDUE}", err=True)
            raise typer.Exit(1)


def _show(store: Store, found: Sequence[OpenGap], *, as_json: bool) -> None:
    rows = [_row(gap, store.clock()) for gap in found]
    wrong = counted_wrongly(store)
    if as_json:
        show_document({"gaps": rows, "miscounted": wrong}, as_json=True)
        return
    show_rows(rows, COLUMNS, as_json=False, none="Nothing is missing of what agencies numbered.")
    for one in wrong:
        typer.echo(
            f"{one['source']} {TWICE}. Numbers used twice: {one['reused']}, number 1 among them: {one['restarts']}; "
            f"no longer waited for: {one['given_up']}."
        )


def counted_wrongly(store: Store) -> list[dict[str, object]]:
    """Return the sources that used a number twice or skipped more than is kept."""
    with store.record.database.read() as cursor:
        return [
            {"source": one.source, "reused": one.reused, "restarts": one.restarts, "given_up": one.given_up}
            for one in miscounted(cursor)
        ]


def _row(gap: OpenGap, now: datetime) -> dict[str, object]:
    missing = str(gap.first) if gap.first == gap.last else f"{gap.first} to {gap.last}"
    return {
        "source": gap.source,
        "agency_id": gap.agency_id,
        "missing": missing,
        "since": gap.since.isoformat(),
        "overdue": gap.is_overdue(now),
    }
