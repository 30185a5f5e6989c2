"""The address of a request as it is counted: its template; what has to do with withholding, as reading a child."""

from typing import NamedTuple

UNKNOWN = "none"
READING = "/v1/children/{child_id}"
METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
SILENT = ("withh",)
"""Parts of templates whose counts would tell that somebody withholds something, or looks after it."""


class Told(NamedTuple):
    """The labels of one request."""

    route: str
    method: str
    status: str


def told_request(template: str | None, method: str, status: int) -> Told:
    """Return the labels of a request: never its address, which may hold a child's id, nor a method of its own making.

    An act of withholding counts as a reading of a child that was answered, so that no count tells of it; only where
    the hub itself failed is the status its own.
    """
    if template is None:
        return Told(UNKNOWN, UNKNOWN, str(status))
    if any(part in template for part in SILENT):
        return Told(READING, "GET", str(status) if status >= 500 else "200")
    return Told(template, method if method in METHODS else UNKNOWN, str(status))
