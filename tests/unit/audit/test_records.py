"""A record of an access comes back from JSON as it went, and its body has one spelling."""

import json

import pytest
import rfc8785
from builders.audit import make_access
from hypothesis import given
from hypothesis import strategies as st

from hub.audit.commitments import access_body, canonical, committed, event_key
from hub.audit.records import AccessRecord, DisclosedEntry
from hub.domain.errors import AuditError

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def test_a_record_comes_back_from_json_as_it_went(an_access):
    record = an_access("a1")
    assert AccessRecord.from_json(json.loads(json.dumps(record.to_json()))) == record


def test_absent_values_are_left_out(an_access):
    assert "case" not in an_access("a1", case=None).to_json()


@given(st.dictionaries(st.sampled_from(["a", "b", "Z", "z_1"]), TEXT | st.integers(0, 2**53 - 1) | st.lists(TEXT)))
def test_the_canonical_form_is_that_of_rfc_8785(body):
    assert canonical(body) == rfc8785.dumps(body)


@given(text=TEXT, masks=st.lists(TEXT), number=st.integers(0, 3))
def test_the_canonical_form_of_a_record_is_that_of_its_json(text, masks, number):
    line = DisclosedEntry(text, "school", "neglect", "detail", "masked", tuple(masks), ("rule",), sealed=True)
    record = make_access("a1", reason=text, case=None, disclosed=(line,) * number)
    assert record.canonical == rfc8785.dumps(json.loads(json.dumps(record.to_json())))


def test_text_that_is_not_unicode_is_refused(an_access):
    with pytest.raises(AuditError, match="surrogate"):
        canonical(an_access("a1", reason="half a pair \ud800").to_json())


@given(index=st.integers(0, 2**53 - 1), logged=st.integers(0, 2**53 - 1), reason=TEXT)
def test_the_body_of_an_access_has_the_canonical_form_of_the_whole(index, logged, reason):
    record = {"audit_id": "a1", "reason": reason}
    whole = {"index": index, "kind": "access", "logged": logged, "record": record}
    assert access_body(index, logged, canonical(record)) == rfc8785.dumps(whole)


def test_a_leaf_depends_on_its_salt_and_its_place(an_access):
    record = canonical(an_access("a1").to_json())
    body = access_body(0, 1, record)
    assert committed(b"salt", body) != committed(b"other", body)
    assert committed(b"salt", body) != committed(b"salt", access_body(1, 1, record))


def test_an_event_has_one_key_however_the_store_spells_its_uuid():
    spelt = "0f3e9a2c5d4b4c1e8a7f6b5c4d3e2f10"
    assert event_key(spelt, 2) == event_key("0f3e9a2c-5d4b-4c1e-8a7f-6b5c4d3e2f10", 2)
