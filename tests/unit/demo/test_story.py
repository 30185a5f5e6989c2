"""The sample day tells one story, the same for the same day, in files that the connectors take."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.drafts import Draft, Item, LeftOut, Refused
from demo.dates import is_working_day
from demo.people import nhs_number
from demo.story import Batch, agencies, users, write
from exchange.schemas import load
from hub.domain.vocabulary import AgencyType, Role

TODAY = date(2026, 3, 16)
Drafts = list[tuple[str, Draft]]
OF_ROWAN = {
    "northshire-csc", "northshire-police", "northshire-hospital", "northshire-community", "meadow-primary",
    "northbridge-homes",
}  # fmt: skip


def children(draft: Draft) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = draft.data["children"]
    return found


def of(drafts: Drafts, family: str, given: str = "") -> Drafts:
    return [
        (agency, draft)
        for agency, draft in drafts
        if any(c.get("family_name") == family and given in c["given_names"] for c in children(draft))
    ]


def events(drafts: Drafts, name: str) -> list[Draft]:
    return [draft for _, draft in drafts if draft.type == f"safeguarding.{name}.v1"]


def working_days(start: date, end: date) -> int:
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def withheld(drafts: Drafts) -> Iterator[tuple[Draft, dict[str, Any]]]:
    for _, draft in drafts:
        for one in draft.data.get("handling", {}).get("withholdings", []):
            yield draft, one


@pytest.mark.parametrize("today", [TODAY + timedelta(days=51 * number + number) for number in range(8)])
def test_nothing_is_refused_but_what_is_marked_too_high_whatever_the_day(
    read_again: Callable[[date], list[tuple[str, Item]]], today: date
) -> None:
    told = read_again(today)
    refused = [item for _, item in told if isinstance(item, Refused)]
    assert [refusal.reasons[0].field for refusal in refused] == ["protective marking"]
    faults = [(item.id, load().validate(item.type, item.data)) for _, item in told if isinstance(item, Draft)]
    assert [found for found in faults if found[1]] == []


def test_no_record_is_told_twice(drafts: Drafts) -> None:
    told = [(agency, draft.system, draft.id) for agency, draft in drafts]
    assert len(set(told)) == len(told)


def test_the_same_day_writes_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    write(first, TODAY)
    write(second, TODAY)
    files = [path.relative_to(first) for path in sorted(first.rglob("*")) if path.is_file()]
    assert files
    assert [(first / path).read_bytes() for path in files] == [(second / path).read_bytes() for path in files]


def test_another_seed_tells_of_other_background_children(tmp_path: Path) -> None:
    first, other = write(tmp_path / "a", TODAY), write(tmp_path / "b", TODAY, seed=7)
    rolls = [(batch.folder / "roll.csv").read_bytes() for batch in (*first, *other) if batch.agency_id[:6] == "meadow"]
    assert rolls[0] != rolls[1]


def test_everything_was_recorded_before_today(drafts: Drafts) -> None:
    assert [draft.id for _, draft in drafts if draft.time.date() >= TODAY] == []


def test_the_story_goes_back_eighteen_months(drafts: Drafts) -> None:
    oldest = min(draft.data["occurred"]["from"][:10] for draft in events(drafts, "domestic-abuse-incident"))
    assert timedelta(days=530) < TODAY - date.fromisoformat(oldest) < timedelta(days=560)


def test_six_agencies_tell_of_the_schoolchild(drafts: Drafts) -> None:
    assert {agency for agency, _ in of(drafts, "Ashdown", "Rowan")} == OF_ROWAN


def test_the_half_sister_is_known_to_a_school_in_another_town(drafts: Drafts) -> None:
    assert {agency for agency, _ in of(drafts, "Nolan")} == {"quayside-infant", "northshire-police"}


def test_one_police_record_links_the_three_children_of_one_father(drafts: Drafts) -> None:
    (linking,) = [draft for _, draft in drafts if draft.id == "NP-84402"]
    (father,) = [person for person in linking.data["persons"] if person["given_names"] == "Lee"]
    assert [one["relation"] for one in father["relations"]] == ["father"] * 3


def test_the_hospital_is_given_another_account_of_the_injury_than_the_school_and_health_visiting(
    drafts: Drafts,
) -> None:
    accounts = [
        (agency, draft.data["narrative"])
        for agency, draft in of(drafts, "Ashdown", "Rowan")
        if draft.id in ("SL-0412", "HV-2347") or "climbing frame" in str(draft.data.get("reason_for_visit"))
    ]
    told = dict(accounts)
    assert "stairs" in told["meadow-primary"]
    assert "stairs" in told["northshire-community"]
    assert "stairs" not in told["northshire-hospital"]


def test_two_calls_to_the_police_name_adults_only(drafts: Drafts) -> None:
    assert [draft.id for _, draft in drafts if not children(draft) and draft.data.get("persons")] == [
        "NP-66871", "NP-72054",
    ]  # fmt: skip


def test_six_appointments_are_missed(drafts: Drafts) -> None:
    assert len(events(drafts, "was-not-brought")) == 6


@pytest.mark.parametrize(
    "step",
    [
        "referral-received", "referral-acknowledged", "referral-decided", "strategy-discussion-held",
        "section-47-started", "medical-examination-held", "section-47-concluded", "conference-held", "plan-started",
        "core-group-met", "feedback-sent", "family-informed", "child-visited",
    ],
)  # fmt: skip
def test_the_case_goes_every_step(drafts: Drafts, step: str) -> None:
    assert of([("", draft) for draft in events(drafts, step)], "Ashdown")


def test_the_steps_of_the_case_come_in_order_and_in_time(drafts: Drafts) -> None:
    def day(record: str) -> date:
        return next(date.fromisoformat(d.data["occurred"]["from"][:10]) for _, d in drafts if d.id == record)

    referred, decided, discussed, conferred = map(day, ("REF-20117", "REF-20117-D", "STR-3391", "ICPC-0877"))
    assert referred <= decided <= discussed < conferred < day("CG-0877-1")
    assert working_days(referred, decided) <= 1
    assert working_days(discussed, conferred) <= 15
    assert working_days(conferred, day("CG-0877-1")) <= 10


def test_the_planned_arrest_is_born_withheld_from_school_and_family_in_silence(drafts: Drafts) -> None:
    (silent,) = [(draft, one) for draft, one in withheld(drafts) if one["mode"] == "silent"]
    assert silent[0].id == "NP-88213"
    assert silent[1]["ground"] == "police-investigation"
    assert silent[1]["audience"] == {"agency_types": ["school"], "family": True}


def test_one_entry_is_marked(drafts: Drafts) -> None:
    assert [draft.id for draft, one in withheld(drafts) if one["mode"] == "marked"] == ["NP-88197"]


def test_what_is_made_from_the_planned_arrest_says_so(drafts: Drafts) -> None:
    origin = {"source": "urn:agency:northshire-police:police-records", "id": "NP-88213"}
    assert [draft.id for _, draft in drafts if origin in draft.data.get("derived_from", [])] == ["STR-3460"]


def test_what_is_corrected_disputed_or_judged_anew_is_told(drafts: Drafts) -> None:
    known = {(f"urn:agency:{agency}:{draft.system}", draft.id) for agency, draft in drafts}
    later = [d for name in ("corrected", "disputed", "significance-changed") for d in events(drafts, f"entry-{name}")]
    assert len(later) == 5
    assert {(d.data["corrects"]["source"], d.data["corrects"]["id"]) for d in later} <= known


def test_two_hundred_other_children_are_in_the_files(drafts: Drafts) -> None:
    numbers = {c["local_ref"].split("-")[-1] for _, draft in drafts for c in children(draft)}
    assert len(numbers) > 200


def test_the_hospital_feed_holds_what_is_left_out_too(
    batches: tuple[Batch, ...], items: Callable[[tuple[Batch, ...]], Iterator[tuple[str, Item]]]
) -> None:
    reasons = {item.reason for _, item in items(batches) if isinstance(item, LeftOut)}
    assert "an adult" in reasons


def test_who_signs_in_is_named_by_the_same_id_where_the_work_is_told(drafts: Drafts) -> None:
    allocated = {draft.data["practitioner"]["staff_id"] for draft in events(drafts, "worker-allocated")}
    group = {one["staff_id"] for one in events(drafts, "plan-started")[0].data["members"]}
    assert {user["id"] for user in users()} >= {"sw-asha", "dsl-morgan", "hv-bell"}
    assert "sw-asha" in allocated
    assert {"sw-asha", "dsl-morgan", "hv-bell"} <= group


def test_the_agencies_and_users_are_of_the_hubs_vocabulary() -> None:
    known = {agency["id"]: AgencyType(agency["type"]) for agency in agencies()}
    assert all(Role(user["role"]) and user["agency"] in known for user in users())
    assert {"sw-asha", "dsl-morgan", "det-kaur", "ig-okafor", "hv-bell"} <= {user["id"] for user in users()}


def test_telephone_numbers_are_of_the_range_kept_for_drama(drafts: Drafts) -> None:
    contacts = [draft.data["author"].get("contact", "01632 960") for _, draft in drafts]
    assert all("01632 960" in contact for contact in [*contacts, *(agency["duty_contact"] for agency in agencies())])


def test_nhs_numbers_are_of_the_range_kept_for_tests(drafts: Drafts) -> None:
    told = [one for _, draft in drafts for child in children(draft) for one in child.get("identifiers", [])]
    numbers = {one["value"] for one in told if one["system"] == "nhs-number"}
    assert all(number.startswith("999") for number in numbers)
    assert nhs_number(101) in numbers
