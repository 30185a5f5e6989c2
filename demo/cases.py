"""The cases that social workers hold of background children: each of one kind, told from the same few texts."""

import json
from collections.abc import Sequence
from random import Random
from typing import Any

from demo.dates import Calendar
from demo.documents import Document, document
from demo.people import Child
from demo.said import said

KINDS = ("assessment", "child-in-need", "plan", "looked-after")
OFTEN = (5, 6, 3, 1)
"""How many of each kind in every fifteen cases."""

WORKERS = ("asha", "brand", "mwangi")
NEWEST, OLDEST = 12, 190
"""Working days since the referral of a case."""


def cases(calendar: Calendar, children: Sequence[Child], random: Random) -> list[Document]:
    """Return the documents of one case for each of the children."""
    return [told for number, child in enumerate(children) for told in _case(calendar, child, number, random)]


def _case(calendar: Calendar, child: Child, number: int, random: Random) -> list[Document]:
    kind = random.choices(KINDS, OFTEN)[0]
    began, worker = random.randrange(NEWEST, OLDEST), WORKERS[number % len(WORKERS)]
    tables = [*said("cases")["referral"], *said("cases")[kind]]
    filled = (_filled(table, number, worker, random) for table in tables if table["after"] <= began)
    return [_document(table, began, calendar, child) for table in filled]


def _document(table: dict[str, Any], began: int, calendar: Calendar, child: Child) -> Document:
    placed = {**table, "working": began - table["after"], "children": ["child"]}
    return document(placed, "C", calendar, {"child": child})


def _filled(table: dict[str, Any], number: int, worker: str, random: Random) -> dict[str, Any]:
    """Put the case's number and worker in, and one of the reasons for a referral."""
    reason = random.choice(said("cases")["reasons"]["of_referral"])
    text = json.dumps(table).replace("{n}", f"{number:03d}").replace("{worker}", worker).replace("{reason}", reason)
    filled: dict[str, Any] = json.loads(text)
    return filled
