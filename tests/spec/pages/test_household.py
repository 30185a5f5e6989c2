"""The household of a child: who is shown in it, how linked, and what is said where nobody is."""

import html
import re
from typing import Any

import pytest

from hub.domain.vocabulary import Mode

SIBLING = "0b7f1a34-54a1-4a7c-8a3c-5d7a1f2e9c44"
HOME = [{"of": "child", "lines": ["4 Larch Close", "Northbridge"], "postcode": "NX4 7QL"}]
MOTHER = {"reference": "p-1", "given_names": "Dana", "family_name": "Marlow", "part": "victim", "relation": "mother"}
INCIDENT = {"headline": "Police called to an argument", "persons": [MOTHER], "addresses": HOME}
OF_ALFIE = {**INCIDENT, "impact_on_child": "Awake and crying upstairs."}
OF_BEA = {
    **INCIDENT,
    "impact_on_child": "Asleep throughout.",
    "identity": {"given_names": "Bea", "family_name": "Marlow", "date_of_birth": "2024-01-02"},
}
NOBODY_SHOWN = "No other child of this home is shown. That is not a sign that there is none"


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.text)))


@pytest.fixture
def siblings(social_worker: Any, rows: Any) -> Any:
    rows.shared_with(SIBLING, rows.add(OF_ALFIE, significant=True), OF_BEA)
    return social_worker


def test_a_sibling_is_shown_with_how_the_children_are_linked(siblings: Any) -> None:
    page = siblings.reads("/household")
    assert f'href="/children/{SIBLING}"><bdi>Bea Marlow</bdi>' in page.text
    assert "Recorded at the same address; Same mother in one agency’s records" in text(page)


def test_one_event_is_one_row_with_what_it_meant_for_each_child(siblings: Any) -> None:
    page = siblings.reads("/household")
    assert page.text.count("<article") == 1
    assert "Impact on Alfie Awake and crying upstairs." in text(page)
    assert "Impact on Bea Asleep throughout." in text(page)
    assert "What is told of several children at once stands here once." in text(page)


def test_a_child_alone_and_one_whose_siblings_are_not_shown_read_alike(
    social_worker: Any, rows: Any, withheld_from: Any
) -> None:
    def without_access_id(response: Any) -> str:
        return re.sub(r"audit-\d+", "audit", response.text)

    alone = social_worker.reads("/household")
    rows.shared_with(
        SIBLING, rows.add(OF_ALFIE, withheld_from("childrens-social-care", Mode.SILENT), significant=True), OF_BEA
    )
    assert NOBODY_SHOWN in text(alone)
    assert without_access_id(social_worker.reads("/household")) == without_access_id(alone)


def test_nothing_is_said_of_rows_put_together_where_each_entry_has_its_own(social_worker: Any, rows: Any) -> None:
    rows.add(OF_ALFIE, significant=True)
    assert "stands here once" not in text(social_worker.reads("/household"))


def test_a_household_is_not_shown_before_the_reader_has_said_why(visitor: Any) -> None:
    assert visitor.signs_in("sw-1").reads("/household").url.path.endswith("/why")
