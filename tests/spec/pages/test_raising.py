"""Raising a concern on a page: nothing typed is lost, nothing is sent twice, and whoever raised it can come back."""

import re
from html import unescape
from typing import Any

import pytest
from builders.concern_form import filled, sibling
from eventsourcing.persistence import OperationalError
from httpx2 import Response

from hub.domain.chronology import Involvement, SourceRef
from hub.domain.errors import Conflict
from hub.pages import Progress

REFERENCE = re.compile(r"/concerns/(C-[A-Z2-7-]+)$")
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
OUTCOME = {"headline": "Assessment started", "outcome": "A social worker will see the child."}


def ticket_of(page: Response) -> str:
    return dict(HIDDEN.findall(page.text))["ticket"]


def opens(visitor: Any, user: str = "dsl-1") -> str:
    """Sign in, open the form, and return its ticket."""
    return ticket_of(visitor.signs_in(user).goes_to("/concerns/new"))


def checks(visitor: Any, ticket: str, **changed: str) -> Response:
    return visitor.sends("/concerns/new", **filled(**changed), ticket=ticket, step="check")


def sends(visitor: Any, checked: Response) -> Response:
    """Press the button of the page on which answers are checked."""
    fields = {name: unescape(value) for name, value in HIDDEN.findall(checked.text)}
    return visitor.sends("/concerns/new", **fields, step="send")


def raises(visitor: Any, user: str = "dsl-1", **changed: str) -> str:
    """Raise a concern and return its reference."""
    found = REFERENCE.search(sends(visitor, checks(visitor, opens(visitor, user), **changed)).url.path)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("user", ["sw-1", "dsl-1", "teacher-1", "ig-1"])
def test_any_practitioner_may_raise_a_concern(visitor: Any, concerns: Any, user: str) -> None:
    reference = raises(visitor, user)
    ((sender, concern, _),) = concerns.sent
    assert (sender, concern.id) == (user, reference)


def test_a_member_of_the_family_is_sent_to_the_duty_line(visitor: Any) -> None:
    page = visitor.signs_in("mum-1").goes_to("/concerns/new")
    assert page.status_code == 403
    assert "ring the duty line" in page.text


def test_danger_and_whom_to_ring_come_before_any_question(visitor: Any) -> None:
    page = visitor.signs_in("dsl-1").goes_to("/concerns/new").text
    assert 0 < page.index("ring 999 first") < page.index('<form method="post" action="/concerns/new"')


def test_answers_are_checked_before_anything_is_sent(visitor: Any, concerns: Any) -> None:
    page = checks(visitor, opens(visitor))
    assert "Check your answers before you send them" in page.text
    assert "Did not want to go home" in page.text
    assert concerns.sent == []


def test_whoever_says_that_a_child_is_in_danger_is_told_to_ring_before_sending(visitor: Any) -> None:
    assert "Ring 999 now" in checks(visitor, opens(visitor), danger="yes").text


def test_what_is_missing_is_named_and_nothing_typed_is_lost(visitor: Any, concerns: Any) -> None:
    page = checks(visitor, opens(visitor), action="", **sibling())
    assert page.status_code == 400
    assert '<a href="#action">Say what you have done so far' in page.text
    assert "Stayed behind after the club and cried." in page.text
    assert "A toddler in a pushchair" in page.text
    assert concerns.sent == []


def test_another_child_is_added_and_nothing_typed_is_lost(visitor: Any) -> None:
    page = visitor.sends("/concerns/new", **filled(), ticket=opens(visitor), step="child").text
    assert 'id="child-2"' in page
    assert "Stayed behind after the club and cried." in page


def test_from_the_check_one_goes_back_to_change_what_was_typed(visitor: Any) -> None:
    checked = checks(visitor, opens(visitor))
    fields = {name: unescape(value) for name, value in HIDDEN.findall(checked.text)}
    page = visitor.sends("/concerns/new", **fields, step="change")
    assert "Stayed behind after the club and cried." in page.text
    assert ticket_of(page)


def test_a_concern_that_was_sent_twice_is_one(visitor: Any, concerns: Any) -> None:
    checked = checks(visitor, opens(visitor))
    assert sends(visitor, checked).url.path == sends(visitor, checked).url.path
    assert len(concerns.sent) == 1


def test_a_second_try_says_byte_for_byte_what_the_first_said(visitor: Any, concerns: Any) -> None:
    checked = checks(visitor, opens(visitor))
    sends(visitor, checked)
    first = concerns.sent.pop()
    sends(visitor, checked)
    assert concerns.sent == [first]


def test_answers_that_nobody_checked_are_not_sent(visitor: Any, concerns: Any) -> None:
    page = visitor.sends("/concerns/new", **filled(), ticket=opens(visitor), step="send")
    assert "Check your answers before you send them" in page.text
    assert concerns.sent == []


def test_what_is_changed_after_sending_is_not_lost_but_a_second_concern(visitor: Any, concerns: Any) -> None:
    ticket = opens(visitor)
    sends(visitor, checks(visitor, ticket))
    changed = checks(visitor, ticket, headline="And now a second bruise")
    assert (
        f'You have sent this already, as <a class="govuk-link" href="/concerns/{concerns.sent[0][1].id}' in changed.text
    )
    sends(visitor, changed)
    told = [next(iter(concern.events.values()))["headline"] for _, concern, _ in concerns.sent]
    assert told == [filled()["headline"], "And now a second bruise"]


def test_another_persons_ticket_is_none(visitor: Any, concerns: Any) -> None:
    checked = checks(visitor, opens(visitor, "dsl-1"))
    visitor.signs_in("sw-1")
    sends(visitor, checked)
    assert concerns.sent == []


def test_when_it_cannot_be_sent_that_is_said_and_nothing_typed_is_lost(visitor: Any, concerns: Any) -> None:
    concerns.trouble = Conflict("the topic does not answer")
    checked = checks(visitor, opens(visitor))
    page = sends(visitor, checked)
    assert page.status_code == 503
    assert "Your concern has not been sent." in page.text
    concerns.trouble = None
    assert REFERENCE.search(sends(visitor, page).url.path)


def test_when_the_store_does_not_answer_what_was_typed_is_shown_again(
    visitor: Any, ended: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = checks(visitor, opens(visitor))
    monkeypatch.setattr(ended, "has_ended", _store_is_down)
    page = sends(visitor, checked)
    assert page.status_code == 503
    assert "Your concern has not been sent." in page.text
    assert "Stayed behind after the club and cried." in page.text
    assert "01632 960 100" in page.text


def _store_is_down(_session: str) -> bool:
    raise OperationalError("the store is down")


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress.ON_ITS_WAY, "Your concern is safe"),
        (Progress.TAKEN, "The hub has taken your concern"),
        (Progress.WITH_A_PERSON, "A person will look at it"),
        (Progress.CLOSED, "ask why"),
    ],
)
def test_the_receipt_and_what_happens_next_are_told_in_plain_words(
    visitor: Any, concerns: Any, progress: Progress, words: str
) -> None:
    concerns.progress = progress
    reference = raises(visitor)
    page = visitor.goes_to(f"/concerns/{reference}").text
    assert reference in page
    assert words in page
    assert "Within one working day" in page
    assert "You are told what was decided" in page


def test_ones_own_concerns_are_listed_newest_first_by_initials(visitor: Any) -> None:
    first = raises(visitor)
    second = raises(visitor, c1_given_names="Ash")
    page = visitor.goes_to("/concerns").text
    assert page.index(second) < page.index(first)
    assert "R. A." in page
    assert "Rowan" not in page


def test_nobody_sees_what_another_raised(visitor: Any) -> None:
    reference = raises(visitor, "dsl-1")
    visitor.signs_in("sw-1")
    assert reference not in visitor.goes_to("/concerns").text
    assert visitor.goes_to(f"/concerns/{reference}").status_code == 404


def test_nothing_that_was_typed_stands_in_an_address(visitor: Any) -> None:
    checked = checks(visitor, opens(visitor))
    assert str(checked.url).endswith("/concerns/new")
    assert REFERENCE.search(sends(visitor, checked).url.path)


def test_markup_that_was_typed_stays_text_on_the_check(visitor: Any) -> None:
    page = checks(visitor, opens(visitor), narrative='"><script>alert(1)</script>').text
    assert "<script" not in page


def test_the_referrer_is_told_what_was_decided(visitor: Any, rows: Any, concerns: Any) -> None:
    reference = raises(visitor)
    referred(rows, visitor, reference)
    page = visitor.goes_to(f"/concerns/{reference}").text
    assert "What was decided" in page
    assert "A social worker will see the child." in page
    assert visitor.goes_to("/concerns").headers["hub-audit"]


def test_what_was_decided_of_another_concern_is_not_told(visitor: Any, rows: Any) -> None:
    reference = raises(visitor)
    referred(rows, visitor, "C-OTHER")
    assert "A social worker will see the child." not in visitor.goes_to(f"/concerns/{reference}").text


def referred(rows: Any, visitor: Any, reference: str) -> None:
    """Social care decided on a concern of that reference; the school is the child's referrer."""
    origin = SourceRef("urn:agency:hub-northshire:pages", reference)
    rows.add({"headline": "Concern"}, origin=origin, agency="oakfield-school", agency_type="school")
    rows.held.append(
        Involvement("referrer", "oakfield-school", None, "2026-03-01", None, rows.entries[-1].labels.entry_id)
    )
    rows.add(
        OUTCOME,
        agency="northshire-csc",
        agency_type="childrens-social-care",
        category="referral-decided",
        derived_from=(origin,),
    )
