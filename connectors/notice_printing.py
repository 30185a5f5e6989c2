"""What came of reading notices, as people read it: what was done, and apart what needs somebody."""

from collections.abc import Sequence

from rich.console import Console

from connectors.notices import Told
from exchange.keeping import StatedDay
from exchange.strict_json import JsonObject

SHOWN_DAYS = 7
"""How many days `status` looks back."""
MOST_IDS = 20
"""Ids shown of one day; the JSON report has them all."""


def show_told(told: Told, out: Console, err: Console) -> None:
    """Print what was done about notices."""
    out.print(f"Asked for history: {told.sent_again} sent again, {told.not_kept} no longer kept.")
    for day in sorted(told.days, key=lambda one: one.day):
        (out if day.agrees else err).print(day_line(day.to_data()), markup=False, highlight=False)
    if told.others:
        err.print(f"{told.others} notices are of a type that this version of hub-connect does not know.")
    if told.rejected:
        err.print(f"{told.rejected} notices were not signed by the hub for this agency and were not believed.")


def show_days(days: Sequence[StatedDay], out: Console) -> None:
    """Print how the newest stated days compare."""
    for day in days[:SHOWN_DAYS]:
        if day.found is not None:
            out.print(day_line(day.found), markup=False, highlight=False)


def day_line(found: JsonObject) -> str:
    """Return one line on one day."""
    begun = f"{found['day']}: you sent {found['sent']}, the hub holds {found['held']}"
    if found["agrees"]:
        return f"{begun}: agrees."
    wrong = [
        _named("it lacks", found["lacks"]),
        _named("it holds otherwise", found["otherwise"]),
        f"{found['unknown']} were not sent from here" if found["unknown"] else "",
    ]
    again = " They are sent again." if found["lacks"] or found["otherwise"] else " Tell the hub's operator."
    return f"{begun}: does not agree: {'; '.join(part for part in wrong if part)}.{again}"


def _named(what: str, messages: Sequence[JsonObject]) -> str:
    if not messages:
        return ""
    ids = ", ".join(str(one["id"]) for one in messages[:MOST_IDS])
    return f"{what} {ids}" + (f" and {len(messages) - MOST_IDS} more" if len(messages) > MOST_IDS else "")
