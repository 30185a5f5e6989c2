"""CSV files are read as schools write them; a row that cannot be read is said by its line."""

import pytest

from connectors.tables import Row, decoded, table


def rows(text: str) -> list[Row]:
    return list(table(text).rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encodings_of_common_programs_are_read(encoding: str) -> None:
    assert decoded("Zoë,Ó Briain,£5".encode(encoding)) == "Zoë,Ó Briain,£5"


def test_a_file_in_no_known_encoding_is_an_error() -> None:
    with pytest.raises(UnicodeDecodeError):
        decoded(b"Zo\x81\x8d\xff")


def test_a_cell_may_hold_line_breaks_commas_and_quotes() -> None:
    (found,) = rows('Name,Details\r\nRowan,"First line\r\nsecond, with ""quotes"""\r\n')
    assert found.cells["Details"] == 'First line\r\nsecond, with "quotes"'


def test_a_row_is_named_by_the_line_on_which_it_begins() -> None:
    assert [row.line for row in rows('A,B\n1,"x\ny"\n2,z\n')] == [2, 4]


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(1+9)*cmd|' /C calc'!A0", "+44 1632 960000", "-", "'quoted"])
def test_a_cell_that_looks_like_a_formula_stays_text(cell: str) -> None:
    assert rows(f"A,B\n{cell},x\n")[0].cells["A"] == cell


@pytest.mark.parametrize(("text", "said"), [("A,B\n1\n2,3\n", "has 1 cells"), ("A,B\n1,2,3\n2,3\n", "has 3 cells")])
def test_a_row_of_another_length_is_a_fault_and_the_next_is_read(text: str, said: str) -> None:
    first, second = rows(text)
    assert first.fault is not None
    assert said in first.fault
    assert second.cells == {"A": "2", "B": "3"}


def test_a_quote_that_is_never_closed_is_a_fault_and_swallows_nothing_in_silence() -> None:
    first, last = rows('A,B\n1,2\n3,"never closed\n4,5\n')
    assert first.fault is None
    assert last.line == 3
    assert last.fault is not None


def test_blank_lines_are_no_rows_but_empty_rows_are() -> None:
    found = rows("A,B\n\n1,2\n\n,\n")
    assert [row.is_empty for row in found] == [False, True]


@pytest.mark.parametrize("text", ["", "\n\n", '"never closed'])
def test_a_file_without_a_header_has_no_rows(text: str) -> None:
    assert table(text).header == []
    assert rows(text) == []
