"""No file, whatever stands in it, breaks a connector's reader: each record is told or refused, and the next is read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.hostile_corpus import Forge, cases
from connectors.catalogue import Connector, reader_of
from connectors.drafts import Draft, LeftOut, Refused
from exchange import generate_signing_key

UNSIGNED = Forge("nobody", "hub", generate_signing_key(), {}, {})
HL7 = b"MSH|^~\\&|A|B|C|D|20260302||ADT^A01|1|P|2.5\r"
FILES = {
    "a-line-without-end": b"a," * 500_000,
    "a-cell-without-end": b'Record ID,Details\n1,"' + b"x" * 2_000_000,
    "columns": b",".join(b"c%d" % number for number in range(100_000)) + b"\n1\n",
    "rows": b"Record ID,Details\n" + b"1,a\n" * 5_000,
    "quotes": b'"' * 1_000_001,
    "nul-in-cells": b"Record ID,Details\n1,a\0b\n",
    "lines-of-nothing": b"\n" * 1_000_000,
    "utf-16": "Record ID,Details\n1,a\n".encode("utf-16"),
    "segments": HL7 + b"PID|1\r" * 100_000,
    "components": HL7 + b"PID|1||" + b"^" * 500_000,
    "repetitions": HL7 + b"PID|1||" + b"a~" * 300_000,
    "messages": HL7 * 500,
    "escapes": HL7 + b"PID|1||\\X" + b"41" * 200_000 + b"\\",
    "separators-all-the-same": b"MSH|||||||||||\rPID|||||\r",
    "an-unknown-character-set": HL7.replace(b"|2.5", b"|2.5||||||KLINGON"),
    "a-batch-in-a-batch": b"FHS|^~\\&\rBHS|^~\\&\r" * 1_000,
}
READERS = [
    (Connector.SCHOOL, ".csv"),
    (Connector.POLICE, ".csv"),
    (Connector.POLICE, ".json"),
    (Connector.POLICE, ".jsonl"),
    (Connector.HL7, ".hl7"),
    (Connector.JSON, ".json"),
]


@pytest.fixture(scope="module")
def contents(shared_data: Path) -> list[tuple[str, bytes]]:
    return [*FILES.items(), *_of_the_corpus(), *_of_the_lists(shared_data)]


def _of_the_corpus() -> Iterator[tuple[str, bytes]]:
    yield from ((case.name, case.message(UNSIGNED).value) for case in cases() if case.kind == "bytes")


def _of_the_lists(shared_data: Path) -> Iterator[tuple[str, bytes]]:
    found = (path for path in sorted((shared_data / "hostile-input").rglob("*")) if path.is_file())
    yield from ((path.name, path.read_bytes()) for path in found)


@pytest.mark.parametrize(("connector", "suffix"), READERS)
def test_every_file_is_read_to_its_end(
    connector: Connector, suffix: str, contents: list[tuple[str, bytes]], tmp_path: Path
) -> None:
    reader, file = reader_of(connector, None), tmp_path / f"hostile{suffix}"
    for name, content in contents:
        file.write_bytes(content)
        assert {type(item) for item in reader.read(file)} <= {Refused, LeftOut, Draft}, name
