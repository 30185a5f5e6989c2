"""What others chose as a name is shown by commands as text: no colour, no cursor, no markup (`security.md` T8)."""

import io

import pytest
from rich.console import Console

from connectors.printing import show
from connectors.report import Delivery, FileReport, Report
from hub.cli.printing import show_document, show_rows

HOSTILE = "\x1b[2J\x1b]0;owned\x07[red]a[/red]\u202eb"


def test_rows_show_what_others_wrote_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows([{"name": HOSTILE}], ["name"], as_json=False, none="")
    assert_shown_as_text(capsys.readouterr().out)


def test_a_document_shows_what_others_wrote_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    show_document({"name": HOSTILE}, as_json=False)
    assert_shown_as_text(capsys.readouterr().out)


def test_a_file_may_be_called_anything() -> None:
    out, err = io.StringIO(), io.StringIO()
    show(Report(files=[FileReport(file=HOSTILE)], delivery=Delivery()), Console(file=out, width=200), Console(file=err))
    assert_shown_as_text(out.getvalue())


def assert_shown_as_text(shown: str) -> None:
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    assert "[red]a[/red]" in shown
