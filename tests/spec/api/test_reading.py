"""Reading a child over HTTP: the contract's answers, their audit ids, and what happens when a part fails."""

import csv
import io

from builders.access import (
    AT_SCHOOL,
    CHILD,
    ENQUIRY,
    NOBODY,
    SOCIAL_WORKER,
    TEACHER,
    entry,
    opening,
    withheld,
)
from builders.api import SampleInterface

from hub.domain.withholding import Audience

CHRONOLOGY = f"/v1/children/{CHILD}/chronology"
NHS = {"identifiers": [{"system": "nhs-number", "value": "943 476 5919"}]}


def test_a_chronology_comes_with_the_id_of_its_audit_record(api: SampleInterface) -> None:
    api.hub.given(opening())
    answer = api.get(SOCIAL_WORKER, ENQUIRY, CHRONOLOGY)
    assert answer.status_code == 200
    assert answer.headers["hub-audit"] == api.hub.audited()[0].audit_id
    assert [one["id"] for one in answer.json()["entries"]] == ["e-open"]


def test_the_proof_of_a_reading_can_be_fetched_by_its_audit_id(api: SampleInterface) -> None:
    api.hub.given(opening())
    audit_id = api.get(SOCIAL_WORKER, ENQUIRY, CHRONOLOGY).headers["hub-audit"]
    proof = api.get(SOCIAL_WORKER, ENQUIRY, f"/v1/audit/proofs/{audit_id}")
    assert proof.status_code == 200
    assert {"leaf_index", "leaf_hash", "checkpoint"} <= proof.json().keys()


def test_filters_stand_in_the_address(api: SampleInterface) -> None:
    api.hub.given(opening(), entry("e-1", "oakfield-school"))
    answer = api.get(SOCIAL_WORKER, ENQUIRY, f"{CHRONOLOGY}?agency=oakfield-school&from=2026-02-01&to=2026-03-01")
    assert [one["id"] for one in answer.json()["entries"]] == ["e-1"]


def test_an_instant_without_an_offset_is_not_guessed_at(api: SampleInterface) -> None:
    answer = api.get(SOCIAL_WORKER, ENQUIRY, f"{CHRONOLOGY}?as_known_at=2026-03-02T10:00:00")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/query/as_known_at"


def test_a_spreadsheet_gets_text_that_it_does_not_compute(api: SampleInterface) -> None:
    api.hub.given(opening(), entry("e-1", content={"headline": "=HYPERLINK(1)", "narrative": "\tcmd"}))
    answer = api.get(SOCIAL_WORKER, ENQUIRY, CHRONOLOGY, Accept="text/csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert (rows[1]["headline"], rows[1]["narrative"]) == ("'=HYPERLINK(1)", "'\tcmd")


def test_a_spreadsheet_holds_every_page_and_says_at_its_end_who_took_it_when_and_why(api: SampleInterface) -> None:
    api.hub.given(opening(), *(entry(f"e-{number}") for number in range(150)))
    answer = api.get(SOCIAL_WORKER, ENQUIRY, f"{CHRONOLOGY}?limit=10", Accept="text/csv")
    *rows, provenance, notice = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 151
    assert provenance["id"] == (
        "OFFICIAL-SENSITIVE. Read by A. Person, social-worker, northshire-csc, 2026-03-02T10:00:00Z, "
        "for enquiry-s47: strategy discussion this afternoon"
    )
    assert notice["id"].startswith("This view may not be complete.")
    (record,) = api.hub.audited()
    assert (record.action, record.audit_id) == ("export", answer.headers["hub-audit"])
    assert len(record.disclosed) == 151


def test_a_chronology_is_filtered_by_theme_and_state(api: SampleInterface) -> None:
    api.hub.given(opening(), entry("e-1", category="neglect"))
    found = api.get(SOCIAL_WORKER, ENQUIRY, f"{CHRONOLOGY}?theme=neglect&state=confirmed").json()
    assert [one["id"] for one in found["entries"]] == ["e-1"]
    assert api.get(SOCIAL_WORKER, ENQUIRY, f"{CHRONOLOGY}?theme=nonsense").status_code == 400
    assert api.get(SOCIAL_WORKER, ENQUIRY, f"{CHRONOLOGY}?state=nonsense").status_code == 400


def test_an_entry_says_when_its_agency_noted_it_apart_from_when_the_hub_learned_it(api: SampleInterface) -> None:
    api.hub.given(opening())
    (shown,) = api.get(SOCIAL_WORKER, ENQUIRY, CHRONOLOGY).json()["entries"]
    assert {"noted", "recorded", "occurred"} <= shown.keys()


def test_a_household_names_its_children_and_lists_their_entries_as_one(api: SampleInterface) -> None:
    api.hub.given(opening())
    answer = api.get(SOCIAL_WORKER, ENQUIRY, CHRONOLOGY.replace("chronology", "household"))
    assert answer.status_code == 200
    assert [child["child_id"] for child in answer.json()["children"]] == [CHILD]
    assert [one["child_id"] for one in answer.json()["entries"]] == [CHILD]
    assert answer.headers["hub-audit"] == api.hub.audited()[0].audit_id


def test_a_hidden_child_and_no_child_get_the_same_bytes(api: SampleInterface) -> None:
    audience = Audience(agency_types=frozenset({"childrens-social-care"}))
    api.hub.given(entry("e-1", "northshire-police", withholdings=[withheld(audience)]))
    hidden = api.get(SOCIAL_WORKER, ENQUIRY, CHRONOLOGY)
    nobody = api.get(SOCIAL_WORKER, ENQUIRY, CHRONOLOGY.replace(CHILD, NOBODY))
    assert hidden.status_code == nobody.status_code == 404
    assert hidden.content == nobody.content
    assert hidden.headers == nobody.headers


def test_a_refusal_names_its_rules(api: SampleInterface) -> None:
    api.hub.given(opening())
    answer = api.get(TEACHER, AT_SCHOOL, CHRONOLOGY)
    assert answer.status_code == 403
    assert "role-reads-no-entries" in answer.json()["rules"]


def test_nothing_goes_out_when_the_access_cannot_be_recorded(api: SampleInterface) -> None:
    api.hub.given(opening())
    with api.hub.database.write() as cursor:
        cursor.execute("DROP TABLE audit_leaf")
    answer = api.get(SOCIAL_WORKER, ENQUIRY, CHRONOLOGY)
    assert answer.status_code == 503
    assert api.hub.settings.duty_line in answer.json()["detail"]
    assert "narrative" not in answer.text
    assert "hub-audit" not in answer.headers


def test_a_child_is_found_by_identifier_and_by_name_with_date_of_birth(api: SampleInterface) -> None:
    api.hub.given(opening())
    names = {"given_names": "robin", "family_name": "SAMPLE", "date_of_birth": "2015-06-01"}
    for wanted in (NHS, names):
        found = api.post(SOCIAL_WORKER, ENQUIRY, "/v1/children/search", wanted).json()["children"]
        assert [one["child_id"] for one in found] == [CHILD]


def test_a_name_without_a_date_of_birth_finds_nobody_and_says_why(api: SampleInterface) -> None:
    answer = api.post(SOCIAL_WORKER, ENQUIRY, "/v1/children/search", {"family_name": "Sample"})
    assert answer.status_code == 400


def test_an_identifier_that_only_a_hidden_entry_states_finds_nobody(api: SampleInterface) -> None:
    plain = {"given_names": "Robin", "family_name": "Sample", "date_of_birth": "2015-06-01"}
    from_the_worker = withheld(Audience(persons=frozenset({"u-sw"})))
    shown = opening()
    api.hub.given(
        type(shown)(shown.labels, {**shown.content, "identity": plain}, (), shown.involvements),
        entry("e-hidden", "northshire-police", withholdings=[from_the_worker]),
    )
    answer = api.post(SOCIAL_WORKER, ENQUIRY, "/v1/children/search", NHS)
    assert answer.json() == {"children": []}


def test_who_a_child_is_comes_with_involvement_and_coverage(api: SampleInterface) -> None:
    api.hub.given(opening())
    told = api.get(SOCIAL_WORKER, ENQUIRY, f"/v1/children/{CHILD}").json()
    assert told["identity"]["given_names"] == "Robin"
    assert {"agency": "oakfield-school", "kind": "enrolled"}.items() <= told["involvement"][3].items()
    assert len(told["coverage"]) == 5


def test_a_caseload_holds_ones_own_children_only(api: SampleInterface) -> None:
    api.hub.given(opening()).given(entry("e-other"), child_id=NOBODY)
    told = api.get(SOCIAL_WORKER, ENQUIRY, "/v1/caseload").json()
    assert [(one["child_id"], one["kind"]) for one in told["children"]] == [(CHILD, "allocated")]
