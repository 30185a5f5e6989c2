"""Police records as JSON files: one record in a `.json` file, one a line in a `.jsonl` file of any length."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from connectors.drafts import Item, Reason, Refused
from connectors.police.translate import translate
from exchange.errors import ExchangeError
from exchange.limits import MAX_MESSAGE_BYTES
from exchange.strict_json import loads_object

LINES = frozenset({".jsonl", ".ndjson"})
MOST = MAX_MESSAGE_BYTES + 1
"""More of one record is not held in memory: it could not be sent."""


def read(file: Path) -> Iterator[Item]:
    """Yield what each record of a file comes to, in order."""
    with file.open("rb") as content:
        if file.suffix.lower() not in LINES:
            yield _item("document", content.read(MOST).removeprefix(b"\xef\xbb\xbf"))
            return
        for number, line in enumerate(_lines(content), start=1):
            if line.strip():
                yield _item(f"line {number}", line)


def _item(place: str, raw: bytes) -> Item:
    try:
        return translate(place, loads_object(raw))
    except ExchangeError as error:
        return Refused(place, (Reason(place.split()[0], f"is not JSON that can be taken ({error.code})"),))


def _lines(content: BinaryIO) -> Iterator[bytes]:
    """Yield lines, one that is too long cut short, so that a file without line ends is not read whole."""
    while line := content.readline(MOST):
        yield line
        rest = line
        while len(rest) == MOST and not rest.endswith(b"\n"):
            rest = content.readline(MOST)
