"""What is shown on a terminal shows itself and does nothing."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.printable import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Málaga \u4eba 👶", "Málaga \u4eba 👶"),
        ("two\nlines", "two\nlines"),
        ("\x1b[2J", "\\u001b[2J"),
        ("\u202etxt.exe", "\\u202etxt.exe"),
        ("a\r\x08b\u200b", "a\\u000d\\u0008b\\u200b"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_what_would_act_is_written_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_nothing_that_acts_is_left(text: str) -> None:
    assert all(one.isprintable() or one == "\n" for one in printable(text))


def test_no_naughty_string_acts_on_a_terminal(shared_data: Path) -> None:
    for text in json.loads((shared_data / "hostile-input" / "blns.json").read_text("utf-8")):
        assert not set(printable(text)) & {"\x1b", "\r", "\x07", "\u202e", "\u2066", "\x9b"}
