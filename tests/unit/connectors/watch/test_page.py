"""The page says first whether anything is late, names ids and ages alone, and runs and fetches nothing."""

import re
from datetime import datetime, timedelta

import pytest
from builders.kept import NOON

from connectors.watch import Reach
from connectors.watch.page import POLICY, age, page
from exchange.outbox_view import Named, Standing
from exchange.topics import Lane


def shown(standing: Standing, reach: Reach | None = None) -> str:
    """The page's text as it is read, without its markup."""
    body = page("meadow-primary", standing, reach).partition("<body>")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_what_is_late_is_said_first_and_named(standing: Standing) -> None:
    text = shown(standing)
    assert text.startswith("Messages of meadow-primary to the hub 2 messages have no receipt in the time allowed.")
    assert "SL-1 Urgent 16 minutes 1" in text
    assert "SL-2 Other 16 minutes 0" in text
    assert "ring the hub's duty contact now" in text


def test_what_awaits_correction_is_named_with_the_code_of_its_reason(standing: Standing) -> None:
    assert "SL-4 Other 16 minutes ago data-invalid" in shown(standing)


def test_every_state_in_which_something_is_has_its_row(standing: Standing) -> None:
    text = shown(standing)
    assert "waiting to be sent 0 1" in text
    assert "accepted by the hub 0 1" in text
    assert "closed" not in text


def test_where_nothing_is_late_that_is_said() -> None:
    text = shown(Standing(NOON))
    assert "No receipt is late." in text
    assert "No message was put yet." in text
    assert "Late" not in text


def test_since_when_the_hub_is_not_reached_is_said(standing: Standing) -> None:
    reach = Reach(standing.at - timedelta(hours=3), "transport-unreachable")
    assert "has not been reached since 02 Mar 2026 09:16:00 (3 hours): transport-unreachable" in shown(standing, reach)
    assert "has been reached since" in shown(standing, Reach(NOON))


def test_nothing_of_what_was_said_is_on_it_and_nothing_is_run_or_fetched(standing: Standing) -> None:
    whole = page("meadow-primary", standing, None)
    assert not re.search(r"<script|<img|<link|https?:|\son\w+=|style=", whole)
    assert "default-src 'none'" in POLICY
    assert not [word for word in ("Rowan", "Ashdown", "P-1042") if word in whole]


def test_an_id_that_is_markup_is_text() -> None:
    named = Named("urn:agency:a-b-c:s", "<script>alert(1)</script>", Lane.URGENT, NOON)
    whole = page("meadow-primary", Standing(NOON, late=(named,)), None)
    assert "<script>" not in whole
    assert "&lt;script&gt;" in whole


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (120, "2 minutes"),
        (3_661, "1 hour 1 minute"),
        (90_061, "1 day 1 hour"),
        (-5, "0 seconds"),
    ],
)
def test_an_age_is_told_in_its_two_largest_units(seconds: int, told: str) -> None:
    now = datetime(2026, 3, 2, tzinfo=NOON.tzinfo)
    assert age(now, now - timedelta(seconds=seconds)) == told
