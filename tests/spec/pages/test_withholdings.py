"""Withholding on pages: who is offered it, that nothing of it shows to others, and that a form says what is missing."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from hub.domain.chronology import Occurred
from hub.domain.vocabulary import Mode
from hub.domain.withholding import Withholding

MakeWithheld = Callable[[str, Mode], Withholding]
CHILD = "5f0c2a4e-6a51-4c3e-9a54-1f7b6a0f9d21"
WITHHOLD = f"/children/{CHILD}/withhold"
ONE = f"/children/{CHILD}/withholdings/w-1"


@pytest.fixture
def manager(visitor: Any) -> Any:
    """A team manager who has said why."""
    visitor.signs_in("tm-1").says_why()
    return visitor


def test_whoever_may_place_one_is_offered_it_whatever_is_hidden(
    social_worker: Any, rows: Any, withheld_from: MakeWithheld
) -> None:
    offered = f'href="{WITHHOLD}"'
    assert offered in social_worker.reads().text
    before = social_worker.reads().text
    rows.add({"headline": "Hidden"}, withheld_from("childrens-social-care", Mode.SILENT))
    assert social_worker.reads().text.count(offered) == before.count(offered) == 1


def test_a_role_that_places_nothing_finds_no_such_page(visitor: Any) -> None:
    visitor.signs_in("ig-1").says_why()
    assert visitor.goes_to(WITHHOLD).status_code == 404


def test_the_form_lists_what_the_reader_sees_and_nothing_else(
    social_worker: Any, rows: Any, withheld_from: MakeWithheld
) -> None:
    rows.add({"headline": "Argument at home"})
    rows.add({"headline": "Planned arrest"}, withheld_from("childrens-social-care", Mode.SILENT))
    page = social_worker.goes_to(WITHHOLD).text
    assert "Argument at home" in page
    assert "Planned arrest" not in page


def test_what_one_cannot_read_is_not_offered_and_the_newest_comes_first(social_worker: Any, rows: Any) -> None:
    rows.add({"headline": "Older"}, occurred=Occurred("2026-01-02", None, "day"))
    rows.add({"headline": "Newer"}, occurred=Occurred("2026-03-01", None, "day"))
    page = social_worker.goes_to(WITHHOLD).text
    assert page.index("Newer") < page.index("Child named in a police notification") < page.index("Older")
    social_worker.signs_in("dsl-1").says_why(purpose="school-safeguarding")
    assert "holds something" in social_worker.reads("?significance=all").text
    nothing = social_worker.goes_to(WITHHOLD).text
    assert "there is none that you could withhold" in nothing
    assert 'type="checkbox"' not in nothing


def test_a_form_without_answers_says_how_to_put_it_right(social_worker: Any) -> None:
    page = social_worker.sends(WITHHOLD)
    assert page.status_code == 400
    for words in ("Select the entries to withhold", "Select why they must be withheld", "Select from whom"):
        assert words in page.text


def test_the_second_page_starts_from_the_tables_first_review(social_worker: Any, rows: Any) -> None:
    first = {f"entry_{rows.entries[0].labels.entry_id}": "yes", "ground": "significant-harm", "kind": "family"}
    page = social_worker.sends(WITHHOLD, **first)
    assert page.status_code == 200
    assert "Within 28 days." in page.text
    assert 'name="review_day" type="text"' in page.text


def test_the_check_says_from_whom_and_that_it_is_hidden_at_once(social_worker: Any, rows: Any) -> None:
    answers = {
        f"entry_{rows.entries[0].labels.entry_id}": "yes",
        "ground": "significant-harm",
        "kind": "family",
        "extent": "whole",
        "mode": "silent",
        "reasons": "The father would know who spoke.",
        "owner": "team-manager",
        "review_day": "30",
        "review_month": "3",
        "review_year": "2026",
    }
    page = social_worker.sends(WITHHOLD, **answers).text
    assert "The family: parents, carers, the child and those who act for them" in page
    assert "hidden as soon as you press the button" in page
    late = social_worker.sends(WITHHOLD, **{**answers, "review_month": "4"})
    assert late.status_code == 400
    assert "first reviewed within 28 days: review by 30 March 2026" in late.text


def test_who_answers_for_it_reads_why_and_for_others_it_does_not_exist(
    manager: Any, rows: Any, withheld_from: MakeWithheld
) -> None:
    harm = replace(withheld_from("school", Mode.SILENT), owner="team-manager", agency="northshire-csc")
    rows.add({"headline": "Argument at home"}, replace(harm, reason="The school would tell."))
    page = manager.goes_to(ONE)
    assert page.status_code == 200
    assert "The school would tell." in page.text
    manager.signs_in("dsl-1").says_why(purpose="school-safeguarding")
    unknown, none = manager.goes_to(ONE), manager.goes_to(ONE.replace("w-1", "w-2"))
    assert (unknown.status_code, unknown.text) == (none.status_code, none.text)


def test_the_list_names_the_child_and_the_overdue_first(manager: Any, rows: Any, withheld_from: MakeWithheld) -> None:
    harm = replace(withheld_from("school", Mode.SILENT), owner="team-manager", agency="northshire-csc")
    rows.add({"headline": "Late"}, replace(harm, id="w-late", review_by=harm.review_by.replace(day=1)))
    rows.add({"headline": "Soon"}, harm)
    page = manager.goes_to("/withholdings").text
    assert page.index("Review overdue") < page.index("w-late") < page.index("Others that you answer for")
    assert "Alfie Marlow" in page


def test_an_act_without_a_reason_is_asked_for_it(manager: Any, rows: Any, withheld_from: MakeWithheld) -> None:
    harm = replace(withheld_from("school", Mode.SILENT), owner="team-manager", agency="northshire-csc")
    rows.add({"headline": "Argument at home"}, harm)
    page = manager.sends(ONE, act="release", act_reason="short")
    assert page.status_code == 400
    assert 'href="#release_reason"' in page.text
    assert manager.sends(ONE, act="burn").status_code == 400


def test_the_name_of_the_form_stays_the_same_from_page_to_page(social_worker: Any, rows: Any) -> None:
    named = re.compile(r'name="once" value="([0-9a-f]{32})"')
    first, second = (named.findall(social_worker.goes_to(WITHHOLD).text) for _ in range(2))
    assert first != second
    chosen = {f"entry_{rows.entries[0].labels.entry_id}": "yes", "ground": "significant-harm", "kind": "family"}
    details = social_worker.sends(WITHHOLD, **chosen, once=first[0])
    assert named.findall(details.text) == first
    assert named.findall(social_worker.sends(WITHHOLD, **chosen, once=first[0], step="choose").text) == first
