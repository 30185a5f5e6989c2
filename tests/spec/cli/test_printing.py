"""What a command prints for people: a list as words, not as a program writes it."""

import pytest

from hub.cli.printing import show_document


def test_a_list_is_told_as_words_and_an_empty_one_as_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    show_document({"missing": ["a leaf", "a policy"], "vanished": []}, as_json=False)
    assert capsys.readouterr().out == "missing: a leaf; a policy\nvanished: nothing\n"


def test_programs_are_given_the_list_itself(capsys: pytest.CaptureFixture[str]) -> None:
    show_document({"vanished": []}, as_json=True)
    assert capsys.readouterr().out == '{"vanished": []}\n'
