"""CSV files as agencies export them: byte order marks, two character sets, quoted line breaks, rows that do not fit."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LONGEST_CELL = 1_000_000


class LineReader(Protocol):
    """What the standard library's reader gives: records, and the number of the line that it has read last."""

    @property
    def line_num(self) -> int: ...

    def __next__(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, and its cells by column. `fault` is why it cannot be read, if it cannot."""

    line: int
    cells: dict[str, str]
    fault: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.fault is None and not any(cell.strip() for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and its rows; the rows can be gone through once."""

    header: list[str]
    rows: Iterator[Row]


def decoded(content: bytes) -> str:
    """Return the text of a file: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252 as Excel writes it.

    Raises:
        UnicodeDecodeError: it is none of these.
    """
    if content.startswith(UTF_16_MARKS):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def table(text: str) -> Table:
    """Return the table in a text; the header is empty where there is none. Cells are kept as text, formulas too."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = next(_rows(reader, []), Row(1, {}))
    if header.fault:
        return Table([], iter(()))
    names = [cell.strip() for cell in header.cells.values()]
    return Table(names, _rows(reader, names))


def _rows(reader: LineReader, header: list[str]) -> Iterator[Row]:
    """Yield rows by header, or by number where no header is known yet. Lines without a cell are no rows."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(line, {}, f"cannot be read as CSV ({error})")
            continue
        if cells:
            yield _row(line, cells, header)


def _row(line: int, cells: list[str], header: list[str]) -> Row:
    if not header:
        return Row(line, {str(number): cell for number, cell in enumerate(cells)})
    if len(cells) != len(header):
        return Row(line, {}, f"has {len(cells)} cells where the header has {len(header)}")
    return Row(line, dict(zip(header, cells, strict=True)))
