"""The status page: one HTML document that stands alone, without script, for a browser on the connector's machine."""

from base64 import b64encode
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from connectors.local_time import LONDON
from connectors.watch.reach import Reach
from exchange.outbox_view import Standing, State
from exchange.receipts import ReceiptOutcome
from exchange.topics import Lane

HERE = Path(__file__).parent
LANES = {Lane.URGENT: "Urgent", Lane.EVENTS: "Other"}
STATES: dict[str, str] = {
    State.WAITING: "waiting to be sent",
    State.SENT: "sent, no receipt yet",
    State.LATE: "late: no receipt in the time allowed",
    ReceiptOutcome.ACCEPTED: "accepted by the hub",
    ReceiptOutcome.QUARANTINED: "quarantined: awaiting your correction",
    ReceiptOutcome.NOT_ADMITTED: "not admitted",
    ReceiptOutcome.REFUSED: "refused",
    ReceiptOutcome.CLOSED: "closed",
}


def page(agency: str, standing: Standing, reach: Reach | None) -> str:
    """Return the page of a moment; `reach` is None where nobody tries to reach the hub."""
    return _template().render(
        agency=agency, standing=standing, reach=reach, rows=_rows(standing), lanes=LANES, policy=POLICY, style=STYLE
    )


def _rows(standing: Standing) -> list[tuple[str, int, int]]:
    """Return, of each state that any message is in, how many are urgent and how many are not."""
    unanswered = [(STATES[state], [standing.unanswered[lane, state] for lane in LANES]) for state in State]
    answered = [(STATES[outcome], [standing.answered[lane, outcome] for lane in LANES]) for outcome in ReceiptOutcome]
    return [(told, urgent, other) for told, (urgent, other) in [*unanswered, *answered] if urgent or other]


def age(now: datetime, since: datetime) -> str:
    """Return how long ago something was, in its two largest units."""
    left = max(now - since, timedelta()).total_seconds()
    units = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
    first = next((place for place, (_, size) in enumerate(units) if left >= size), len(units) - 1)
    told = []
    for name, size in units[first : first + 2]:
        number, left = divmod(int(left), size)
        told.append(f"{number} {name}{'' if number == 1 else 's'}")
    return " ".join(part for place, part in enumerate(told) if place == 0 or not part.startswith("0 "))


def local(at: datetime) -> str:
    """Return a moment as the agency's clocks show it."""
    return f"{at.astimezone(LONDON):%d %b %Y %H:%M:%S}"


STYLE = (HERE / "status.css").read_text(encoding="utf-8")
POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}';"
    " base-uri 'none'; form-action 'none'"
)
"""Allows the page its one style sheet, by its hash, and nothing else."""


@lru_cache(maxsize=1)
def _template() -> Template:
    made = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.filters["local"] = local
    made.globals["age"] = age
    return made.get_template("status.html")
