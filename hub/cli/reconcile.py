"""`hub reconcile`: state to agencies what the hub received of them on a day and holds, at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

import typer

from exchange.receipts import ReceiptOutcome
from exchange.statements import DayStatement, day_of
from hub.cli.parts import Parts
from hub.cli.printing import AsJson, show_rows

OTHERS = frozenset(ReceiptOutcome) - {ReceiptOutcome.ACCEPTED}
COLUMNS = ("agency", "day", "source", "sent", "held", "others", "root")


def rows_of(agency: str, statement: DayStatement) -> list[dict[str, object]]:
    """Return a row for each source of an agency, or one that says that nothing came."""
    told = {"agency": agency, "day": statement.day.isoformat()}
    if not statement.sources:
        return [{**told, "source": "", "sent": 0, "held": 0, "others": "", "root": ""}]
    return [
        {
            **told,
            "source": one.source,
            "sent": one.sent,
            "held": one.held,
            "others": ", ".join(f"{count} {name}" for name, count in sorted(one.outcomes.items()) if name in OTHERS),
            "root": one.root,
        }
        for one in statement.sources
    ]


def add_to(app: typer.Typer, parts: Parts) -> None:
    """Add the command."""

    @app.command("reconcile")
    def reconcile(
        day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Default: yesterday.")] = None,
        agency: Annotated[str | None, typer.Option(help="Only this agency.")] = None,
        as_json: AsJson = False,
    ) -> None:
        """State a day to each agency: how much it sent, how much the hub holds, and the root by which it can tell.

        The statement goes to the agency's notices with whatever runs (`hub intake`, `hub serve`, `hub demo`).
        """
        store = parts.open_store(parts.settings())
        days = parts.open_days(store)
        chosen = day.date() if day is not None else day_of(parts.clock()) - timedelta(days=1)
        asked: Sequence[str] = [agency] if agency is not None else days.partners()
        rows = [row for one in asked for row in rows_of(one, days.state(one, chosen))]
        store.close()
        show_rows(rows, COLUMNS, as_json=as_json, none="No agency has joined yet: see `hub agency add --help`.")
