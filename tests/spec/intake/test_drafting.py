"""What rules work on is drawn from what an agency said, for every event type's own example."""

from datetime import date
from typing import Any

import pytest
from builders.intake import (
    CARE,
    POLICE,
    SampleIntake,
    event,
    example,
    nhs_number,
    sender_of,
    source_of,
    told_child,
    withheld_from,
)

from exchange.schemas import load
from hub.domain.chronology import Involvement, Labels, PoliceHandling, SourceRef
from hub.domain.vocabulary import WithholdingState
from hub.intake.arrivals import Arrival, Gate
from hub.intake.drafting import Draft, draft_child, local_date
from hub.intake.registry import Registry

NAMES = [name.removeprefix("safeguarding.").removesuffix(".v1") for name in load().types()]
ROWAN = told_child(nhs=nhs_number(0))


def drafts(hub: SampleIntake, name: str, data: dict[str, Any]) -> list[Draft]:
    """The entries that an event would become."""
    opening = hub.store.keys.opening_key.as_dict(private=True)
    (record,) = hub.records(hub.message(sender_of(name), name, data))
    with hub.store.record.database.read() as cursor:
        gate = Gate(hub.store.settings.id, opening, load(), "northshire")
        arrival = gate.judge(record, Registry(cursor), hub.clock())
    assert isinstance(arrival, Arrival), arrival.problem
    return [draft_child(hub.store.keys, arrival, child, hub.clock()) for child in data["children"]]


def labels(hub: SampleIntake, **told: Any) -> Labels:
    return drafts(hub, "concern-raised", event("concern-raised", ROWAN, **told))[0].labels


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_each_type_becomes_labels_that_say_how_it_must_be_handled(hub: SampleIntake, name: str) -> None:
    data, notes = example(name), load().annotations(f"safeguarding.{name}.v1")
    for child, draft in zip(data["children"], drafts(hub, name, data), strict=True):
        handling = {**data.get("handling", {}), **child.get("handling", {})}
        told = draft.labels
        assert told.category == data.get("category", notes.category)
        assert told.tier == handling.get("tier", "detail")
        assert told.sensitive == handling.get("sensitive")
        assert (told.handling is None) == ("police_code" not in handling)
        assert told.origin == SourceRef(source_of(sender_of(name)), "m-1")
        assert told.occurred.start == data["occurred"]["from"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_the_example_of_a_type_says_is_lost(hub: SampleIntake, name: str) -> None:
    data = example(name)
    for child, draft in zip(data["children"], drafts(hub, name, data), strict=True):
        content = draft.content
        inside = {**content.get("details", {}), **content.get("identity", {}), **content}
        labelled = {"children", "handling", "occurred", "category", "derived_from", "corrects"}
        assert {field for field in data if field not in labelled} <= set(inside)
        assert set(child) - set(inside) <= {"local_ref", "handling", "presence"}
        assert draft.labels.fields == tuple(sorted(content))


@pytest.mark.parametrize("name", NAMES)
def test_a_type_that_opens_or_closes_a_step_of_the_case_tells_it_from_the_local_day(
    hub: SampleIntake, name: str
) -> None:
    data, notes = example(name), load().annotations(f"safeguarding.{name}.v1")
    draft = drafts(hub, name, data)[0]
    day = local_date(data["occurred"]["from"]).isoformat()
    told = {one.name: (one.since, one.until, one.entry_id) for one in draft.statuses}
    ends = dict.fromkeys(notes.closes, (day, day, draft.labels.entry_id))
    begins = {notes.opens: (day, None, draft.labels.entry_id)} if notes.opens else {}
    assert told == ends | begins


def test_a_police_code_is_kept_as_its_scheme_writes_it(hub: SampleIntake) -> None:
    code = {
        "scheme": "3x5x2",
        "code": "C",
        "condition": "no onward use",
        "authorised_for": ["strategy-group", "health"],
    }
    told = labels(hub, handling={"police_code": code})
    assert told.handling == PoliceHandling("3x5x2", "C", "no onward use", ("health", "strategy-group"))


def test_what_is_said_of_handling_one_child_is_nearer_than_what_is_said_of_all(hub: SampleIntake) -> None:
    own = {**ROWAN, "handling": {"sensitive": "adoption", **withheld_from({"family": True})}}
    whole = {"tier": "summary", "sensitive": "mental-health", **withheld_from({"agency_types": ["school"]})}
    draft = drafts(hub, "concern-raised", event("concern-raised", own, handling=whole))[0]
    assert (draft.labels.tier, draft.labels.sensitive) == ("summary", "adoption")
    assert len(draft.placed) == 2


def test_an_agencys_own_additions_are_no_content_that_anybody_could_be_shown(hub: SampleIntake) -> None:
    data = event("concern-raised", ROWAN, extensions={"police_evaluation": {"source": "B", "information": "2"}})
    (draft,) = drafts(hub, "concern-raised", data)
    assert "police_evaluation" not in str(draft.content)
    assert "extensions" not in draft.content.get("details", {})


def test_a_withholding_is_born_as_it_was_signed(hub: SampleIntake) -> None:
    handling = withheld_from(
        {"agency_types": ["school"], "everyone_but": [{"agency": POLICE, "role": "duty-inspector"}, "u-1"]},
        fields=["narrative", "children.addresses", "given_names", "place"],
        protective_instruction="ring first",
    )
    (placed,) = drafts(hub, "concern-raised", event("concern-raised", ROWAN, handling=handling))[0].placed
    stated = placed.withholding
    assert (stated.state, stated.review_by) == (WithholdingState.IN_FORCE, date(2026, 3, 20))
    assert (stated.owner, stated.protective_instruction) == ("senior-investigating-officer", "ring first")
    assert stated.fields == frozenset({"narrative", "addresses", "identity", "details"})
    assert placed.targets.origins == (SourceRef(source_of(CARE), "m-1"),)


@pytest.mark.parametrize("field", ["children", "persons.given_names", "category", "occurred", "children.local_ref"])
def test_a_withheld_field_hides_the_field_it_stands_in_or_else_the_whole_entry(hub: SampleIntake, field: str) -> None:
    handling = withheld_from({"agency_types": ["school"]}, fields=["narrative", field])
    (placed,) = drafts(hub, "concern-raised", event("concern-raised", ROWAN, handling=handling))[0].placed
    whole = field != "persons.given_names"
    assert placed.withholding.fields == (None if whole else frozenset({"narrative", "persons"}))


@pytest.mark.parametrize(
    ("audience", "state"),
    [({"family": True}, WithholdingState.PROVISIONAL), ({"roles": ["teacher"]}, WithholdingState.HELD_NARROW)],
)
def test_a_withholding_that_nobody_approved_is_born_narrow(
    hub: SampleIntake, audience: dict[str, Any], state: WithholdingState
) -> None:
    handling = withheld_from(audience)
    del handling["withholdings"][0]["approved_by"]
    (placed,) = drafts(hub, "concern-raised", event("concern-raised", ROWAN, handling=handling))[0].placed
    assert placed.withholding.state is state


def test_a_withholding_approved_by_whoever_placed_it_is_not_approved(hub: SampleIntake) -> None:
    handling = withheld_from({"roles": ["teacher"]}, placed_by="u-sio", approved_by="u-sio")
    (placed,) = drafts(hub, "concern-raised", event("concern-raised", ROWAN, handling=handling))[0].placed
    assert placed.withholding.state is WithholdingState.HELD_NARROW


def test_the_allocated_worker_is_involved_by_the_id_that_they_sign_in_with(hub: SampleIntake) -> None:
    data = example("worker-allocated")
    draft = drafts(hub, "worker-allocated", data)[0]
    worker = data["practitioner"]
    assert draft.involvements == (
        Involvement("allocated", worker["agency"], worker["staff_id"], data["since"], None, draft.labels.entry_id),
    )


def test_who_raises_a_concern_stands_to_the_child_as_its_referrer(hub: SampleIntake) -> None:
    (involved,) = drafts(hub, "concern-raised", event("concern-raised", ROWAN))[0].involvements
    assert (involved.kind, involved.agency, involved.person) == ("referrer", CARE, None)


def test_leaving_a_school_ends_what_joining_it_began(hub: SampleIntake) -> None:
    told = [
        drafts(hub, "school-roll-changed", event("school-roll-changed", ROWAN, change=one))
        for one in ("joined", "left")
    ]
    assert [one[0].involvements[0].until is None for one in told] == [True, False]


@pytest.mark.parametrize(("part", "third_party"), [("suspect", True), ("professional", False)])
def test_an_event_that_names_anyone_but_professionals_holds_third_parties(
    hub: SampleIntake, part: str, third_party: bool
) -> None:
    assert labels(hub, persons=[{"reference": "A-1", "part": part}]).third_party is third_party


def test_a_day_is_the_local_day_in_london_summer_too() -> None:
    assert local_date("2026-06-30T23:30:00Z") == date(2026, 7, 1)
    assert local_date("2026-12-31T23:30:00Z") == date(2026, 12, 31)
    assert local_date("2026-06-30") == date(2026, 6, 30)


def test_a_withholding_of_one_child_is_not_the_same_as_that_of_another(hub: SampleIntake) -> None:
    own = [
        {**ROWAN, "handling": withheld_from({"family": True})},
        told_child("P-2", handling=withheld_from({"family": True})),
    ]
    placed = [draft.placed for draft in drafts(hub, "concern-raised", event("concern-raised", *own))]
    assert [len(one) for one in placed] == [1, 1]
    assert placed[0][0].withholding.id != placed[1][0].withholding.id
