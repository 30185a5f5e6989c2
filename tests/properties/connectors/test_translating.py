"""Whatever stands in a file, each item comes out once: an event, a refusal or something left out."""

from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors import hl7, json_files, school
from connectors.drafts import Draft, LeftOut, Refused
from connectors.hl7.files import messages
from connectors.hl7.message import parse
from connectors.hl7.times import moment
from connectors.local_time import years_between
from connectors.tables import decoded, table

EXPORTS = school.load()
ANY_FILE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HL7_TEXT = st.text(st.sampled_from('MSHPIDEVN|^~\\&\r\n\x0b\x1cA0148 é2026"'), max_size=200).map(
    lambda text: "MSH|^~\\&|" + text
)


@ANY_FILE
@given(content=st.binary(max_size=300) | HL7_TEXT.map(str.encode))
def test_any_hl7_file_is_read_to_its_end(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "feed.hl7"
    file.write_bytes(content)
    found = list(hl7.read(file))
    assert len(found) == len(list(messages(content)))
    assert all(isinstance(item, Draft | LeftOut | Refused) for item in found)


@ANY_FILE
@given(content=st.binary(max_size=300))
def test_any_csv_file_is_read_to_its_end(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(content)
    assert all(isinstance(item, LeftOut | Refused) for item in school.read(file, EXPORTS))


@ANY_FILE
@given(content=st.binary(max_size=300))
def test_any_document_is_read_to_its_end(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "document.json"
    file.write_bytes(content)
    assert len(list(json_files.read(file))) == 1


@given(cell=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_a_quoted_cell_comes_back_as_it_was_written(cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    (row,) = table(decoded(f"A,B\n{quoted},x\n".encode())).rows
    assert row.cells["A"] == cell


@given(
    name=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="|^~\\&"), min_size=1)
)
def test_a_name_without_delimiters_comes_back_from_hl7(name: str) -> None:
    (raw,) = messages(f"MSH|^~\\&|A\rPID|1||||{name}^B\rPV1|1".encode())
    assert parse(raw).segment("PID").text(5, 1) == name.strip()


@given(day=st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_day_comes_back_from_an_hl7_date(day: date) -> None:
    found = moment(day.strftime("%Y%m%d"))
    assert found is not None
    assert (found.first, found.last) == (day, day)


@given(born=st.dates(date(1990, 1, 1), date(2025, 1, 1)), later=st.integers(0, 9000))
def test_nobody_grows_younger(born: date, later: int) -> None:
    day = date.fromordinal(born.toordinal() + later)
    assert 0 <= years_between(born, day) <= years_between(born, date.fromordinal(day.toordinal() + 1))
