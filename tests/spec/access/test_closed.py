"""While readers wait after a restore, nothing is asked at the one door: not one of its questions is answered."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from builders.access import SampleHub

from hub.access import Access
from hub.access.worklist import Worklist
from hub.domain.errors import ClosedAfterRestore


def questions(kind: type) -> list[str]:
    return [name for name, _ in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")]


def closed() -> None:
    raise ClosedAfterRestore("not yet")


@pytest.fixture(scope="module")
def access(tmp_path_factory: pytest.TempPathFactory) -> Access:
    folder: Path = tmp_path_factory.mktemp("hub")
    return Access(replace(SampleHub(folder).door, must_be_open=closed))


def asked(question: Callable[..., object]) -> None:
    wanted = inspect.signature(question).parameters.values()
    needed = [one for one in wanted if one.default is inspect.Parameter.empty]
    with pytest.raises(ClosedAfterRestore):
        question(*(None for _ in needed))


@pytest.mark.parametrize("name", questions(Access))
def test_no_question_about_a_child_is_answered(access: Access, name: str) -> None:
    asked(getattr(access, name))


@pytest.mark.parametrize("name", questions(Worklist))
def test_no_list_of_what_waits_is_shown_or_worked(access: Access, name: str) -> None:
    asked(getattr(access.worklist, name))
