"""What information governance leads see of the log: enough to ask whether it was right, and no content."""

import json
from dataclasses import replace

import pytest
from builders.access import (
    AUDITING,
    CHILD,
    DETECTIVE,
    ENQUIRY,
    IG_LEAD,
    OTHER,
    POLICE_IG_LEAD,
    SOCIAL_WORKER,
    SampleHub,
    entry,
    opening,
    withheld,
)

from hub.access import Viewer
from hub.domain.errors import Refused
from hub.domain.withholding import Audience

FROM_SCHOOLS = Audience(agency_types=frozenset({"school"}))


def records(hub: SampleHub, lead: Viewer) -> list[dict]:
    """What a lead sees, without their own queries."""
    found = hub.access.audit_records(lead, AUDITING).answer["records"]
    return [record for record in found if record["action"] != "audit-read"]


def test_a_lead_sees_the_readings_of_their_own_agency_with_purpose_reason_decision_and_rules(hub: SampleHub) -> None:
    hub.given(opening()).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    (record,) = records(hub, IG_LEAD)
    assert record["viewer"]["id"] == "u-sw"
    assert (record["purpose"], record["reason"]) == (ENQUIRY.purpose, ENQUIRY.reason)
    assert record["outcome"] == "allow"
    assert [one["entry"] for one in record["entries"]] == ["e-open"]
    assert record["entries"][0]["rules"]


def test_who_looked_at_a_child_is_found_whatever_list_the_child_stood_in(hub: SampleHub) -> None:
    hub.given(opening()).given(opening(), child_id=OTHER)
    assert len(hub.access.caseload(SOCIAL_WORKER, ENQUIRY).answer["children"]) == 2
    with hub.database.read() as cursor:
        looked = [hub.audit.records(cursor, child_id=one, limit=10).records for one in (CHILD, OTHER)]
    assert [[record.viewer_id for record in of_child] for of_child in looked] == [["u-sw"], ["u-sw"]]


def test_no_record_holds_a_word_of_content_or_the_childs_id(hub: SampleHub) -> None:
    hub.given(opening()).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    told = json.dumps(records(hub, IG_LEAD))
    assert "narrative of" not in told
    assert "Sample" not in told
    assert CHILD not in told


def test_a_sealed_entry_of_another_agency_is_told_as_restricted_without_id_count_or_reason(hub: SampleHub) -> None:
    sealed = [entry(f"e-{n}", "northshire-police", withholdings=[withheld(FROM_SCHOOLS)]) for n in range(3)]
    hub.given(opening(), *sealed).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    (record,) = records(hub, IG_LEAD)
    assert [one.get("entry", one["shown"]) for one in record["entries"]] == ["e-open", "restricted entry"]
    assert record["reason"] is None
    assert record["size"] == "1 to 9"


def test_the_police_lead_sees_all_readings_of_police_entries_by_any_agency(hub: SampleHub) -> None:
    hub.given(opening(), entry("e-1", "northshire-police", withholdings=[withheld(FROM_SCHOOLS)]))
    hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    (record,) = records(hub, POLICE_IG_LEAD)
    assert [one["entry"] for one in record["entries"]] == ["e-1"]


def test_the_police_lead_does_not_see_other_agencies_readings_of_other_entries(hub: SampleHub) -> None:
    hub.given(opening()).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    assert records(hub, POLICE_IG_LEAD) == []


def test_another_agencys_lead_sees_nothing_of_it(hub: SampleHub) -> None:
    hub.given(opening()).access.chronology(DETECTIVE, ENQUIRY, CHILD)
    assert records(hub, IG_LEAD) == []


def test_a_leads_own_query_is_on_record(hub: SampleHub) -> None:
    hub.access.audit_records(IG_LEAD, AUDITING)
    assert [record.action for record in hub.audited()] == ["audit-read"]


def test_a_child_has_another_name_for_each_auditor(hub: SampleHub) -> None:
    hub.given(opening(), entry("e-1", "northshire-police")).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    assert records(hub, IG_LEAD)[0]["child"] != records(hub, POLICE_IG_LEAD)[0]["child"]


def test_nobody_else_reads_the_log(hub: SampleHub) -> None:
    with pytest.raises(Refused):
        hub.access.audit_records(SOCIAL_WORKER, AUDITING)
    with pytest.raises(Refused):
        hub.access.audit_records(IG_LEAD, ENQUIRY)


def test_a_lead_follows_one_persons_readings_page_by_page(hub: SampleHub) -> None:
    hub.given(opening())
    for _ in range(3):
        hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    first = hub.access.audit_records(IG_LEAD, AUDITING, person="u-sw", limit=2).answer
    rest = hub.access.audit_records(IG_LEAD, AUDITING, person="u-sw", limit=2, cursor=first["next_cursor"]).answer
    assert (len(first["records"]), len(rest["records"]), rest["next_cursor"]) == (2, 1, None)


def test_a_lead_from_whom_an_entry_is_withheld_sees_the_log_as_if_it_had_never_been(hub: SampleHub) -> None:
    hidden = entry("e-1", "northshire-police", withholdings=[withheld(Audience(roles=frozenset({"ig-lead"})))])
    hub.given(opening(), hidden).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    (told,) = records(hub, IG_LEAD)
    assert [one["entry"] for one in told["entries"]] == ["e-open"]
    assert told["reason"] == ENQUIRY.reason


def test_an_access_that_showed_nothing_but_what_is_withheld_from_the_lead_is_left_out(hub: SampleHub) -> None:
    hidden = withheld(Audience(agencies=frozenset({"northshire-csc"})))
    hub.given(opening()).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    hub.given(replace(opening(), withholdings=(hidden,)))
    assert records(hub, IG_LEAD) == []
