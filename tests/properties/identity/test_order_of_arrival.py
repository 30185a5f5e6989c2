"""In whatever order messages arrive, no child's event is filed on another child."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from builders.identity import Register
from builders.intake import nhs_number, told_child
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.keys import LocalKeys

CHILDREN = 4
POSTCODES = ("NX4 7QL", "NX1 1AA", None)


@st.composite
def messages(draw: st.DrawFn) -> list[tuple[int, dict[str, Any]]]:
    """Messages of children who may share names, birth and home, each with a number of their own on every message."""
    born = [draw(st.sampled_from(["2017-05-14", "2017-05-15"])) for _ in range(CHILDREN)]
    told = draw(st.lists(st.tuples(st.integers(0, CHILDREN - 1), st.sampled_from(POSTCODES)), min_size=2, max_size=9))
    return [
        (child, told_child(nhs=nhs_number(child), postcode=postcode, date_of_birth=born[child]))
        for child, postcode in told
    ]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> LocalKeys:
    return LocalKeys(tmp_path_factory.mktemp("keys") / "keys")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=messages(), order=st.randoms(use_true_random=False))
def test_no_order_of_arrival_files_one_childs_event_on_another(
    told: list[tuple[int, dict[str, Any]]], order: Any, keys: LocalKeys, tmp_path_factory: pytest.TempPathFactory
) -> None:
    order.shuffle(told)
    filed = _filed(told, keys, tmp_path_factory.mktemp("register"))
    assert all(len(truly) == 1 for truly in filed.values()), filed


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=messages(), order=st.randoms(use_true_random=False))
def test_children_who_have_nothing_in_common_are_each_one_child_in_any_order(
    told: list[tuple[int, dict[str, Any]]], order: Any, keys: LocalKeys, tmp_path_factory: pytest.TempPathFactory
) -> None:
    apart = [(child, {**one, "given_names": f"Child{chr(97 + child)}"}) for child, one in told]
    order.shuffle(apart)
    filed = _filed(apart, keys, tmp_path_factory.mktemp("register"))
    assert sorted(child for truly in filed.values() for child in truly) == sorted({child for child, _ in told})


def _filed(told: list[tuple[int, dict[str, Any]]], keys: LocalKeys, folder: Path) -> dict[str, set[int]]:
    """Which true children's messages were filed on each child of the hub's."""
    register = Register(folder, keys)
    filed: dict[str, set[int]] = defaultdict(set)
    for truly, one in told:
        child = register.hear(one)
        if child is not None:
            filed[child].add(truly)
    register.close()
    return filed
