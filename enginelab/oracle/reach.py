"""How far each reader reaches, as the oracle reads it from the roles and rows of the access decisions."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from enginelab.oracle.words import (
    CHAIRS,
    CLINICIANS,
    DETECTIVES,
    FAMILY_ROLES,
    HOMES,
    KINDS,
    LEAD_WORKERS,
    NO_READERS,
    SAFEGUARDING_LEADS,
)

CSC = "childrens-social-care"
Covers = Callable[[Any], bool]
HARM = {"immediate-protection", "enquiry-s47", "strategy-discussion"}
CASE = HARM | {
    "referral-decision", "assessment-s17", "conference", "plan-and-core-group", "looked-after-care",
    "court-proceedings",
}  # fmt: skip
WORKING = CASE | {
    "early-help", "direct-care", "school-safeguarding", "criminal-investigation", "offender-risk",
    "allegation-management",
}  # fmt: skip
PLANS = {
    "conference-requested", "conference-held", "plan-started", "plan-updated", "plan-reviewed", "plan-ended",
    "core-group-met", "child-in-need-plan-started", "child-in-need-plan-updated", "child-in-need-plan-ended",
}  # fmt: skip
STATUSES = {"plan-started", "plan-updated", "plan-ended", "looked-after-started", "looked-after-ended"}
MISSING = {"missing-episode-started", "missing-episode-ended", "return-interview-held"}
ALLEGATIONS = {"allegation-made", "allegation-concluded", "lado-notified"}
OUTCOMES = {"referral-received", "referral-acknowledged", "referral-decided", "feedback-sent"}


class Facts:
    """What the question says of the reader, the request and the relationships held today."""

    def __init__(self, question: dict[str, Any]) -> None:
        self.viewer, self.request = question["viewer"], question["request"]
        self.purpose = self.request["purpose"]
        self.role, self.agency = self.viewer["role"], self.viewer["agency"]
        self._today = date.fromisoformat(question["now"][:10])
        self._relations = question["child"]["relationships"]
        self._child = question["child"]["id"]

    @cached_property
    def held(self) -> set[str]:
        return {relation["kind"] for relation in self._relations if self._is_held(relation)}

    def _is_held(self, relation: Any) -> bool:
        started = relation["since"] is not None and date.fromisoformat(relation["since"]) <= self._today
        lasts = relation["until"] is None or self._today <= date.fromisoformat(relation["until"])
        shared = relation["person"] is None and relation["kind"] not in ("allocated", "lead-professional", "family")
        theirs = relation["agency"] == self.agency and (relation["person"] == self.viewer["id"] or shared)
        return bool(started and lasts and theirs and relation["kind"] in KINDS)

    @property
    def is_family(self) -> bool:
        return self.viewer["agency_type"] == "family" or self.role in FAMILY_ROLES

    @property
    def is_professional(self) -> bool:
        return self.role in HOMES and self.role not in NO_READERS | FAMILY_ROLES

    @property
    def is_practitioner(self) -> bool:
        special = {"subject-access-officer", "court-expert", "conference-administrator"}
        return self.is_professional and self.role not in special

    @property
    def agreed(self) -> bool:
        consent = self.request["consent"]
        return bool(consent and consent["given_by"] and consent["withdrawn"] is None)

    def child_agreed_for(self, entry: Any) -> bool:
        consent = self.request["consent"]
        by_child = self.agreed and consent["given_by"] in ("child", self._child)
        return by_child and entry["agency_type"] in consent["agency_types"]

    @property
    def emergency(self) -> bool:
        signed = self.request["countersigned_by"] not in (None, "", self.viewer["id"])
        may = self.role in LEAD_WORKERS | DETECTIVES | {"response-officer"}
        near = self.held & {"found", "presenting", "area", "duty", "allocated", "team"}
        return bool(self.request["emergency"] and signed and may and near and self.purpose == "immediate-protection")

    @property
    def harm_is_tested(self) -> bool:
        health = {"paediatrician", "designated-paediatrician", "named-professional", "designated-professional"}
        leads = LEAD_WORKERS | CHAIRS | DETECTIVES | health
        tested = self.request["threshold"] in ("s47", "s31")
        return tested and self.purpose in HARM | {"conference"} and self.role in leads

    @property
    def must_find_the_child(self) -> bool:
        return self.role in LEAD_WORKERS and bool(self.held & {"allocated", "team", "duty"})

    @property
    def is_authoritys_duty_manager(self) -> bool:
        duty = self.role == "duty-manager" and self.viewer["agency_type"] == CSC
        return duty and bool(self.held & {"area", "duty", "team", "allocated"})

    @property
    def is_guardian(self) -> bool:
        return self.asks({"cafcass-officer"}, {"appointed"}, {"court-proceedings"})

    @property
    def is_officer_at_the_door(self) -> bool:
        return self.asks({"response-officer"}, {"presenting", "found"}, {"immediate-protection"})

    @property
    def reads_encompass(self) -> bool:
        aims = {"school-safeguarding", "immediate-protection"}
        return self.asks(SAFEGUARDING_LEADS, {"enrolled", "core-group"}, aims)

    def is_of_the_service(self, kind: str) -> bool:
        services = {
            "sexual-health": {"sexual-health-clinician"},
            "mental-health": {"camhs-clinician"},
            "substance-misuse": CLINICIANS | {"voluntary-worker"},
        }
        return self.role in services[kind]

    def is_authorised(self, entry: Any) -> bool:
        reader = {self.viewer["id"], self.agency, self.viewer["agency_type"], self.role} | self.held
        return bool(reader & set(entry["handling"]["authorised_for"]))

    def asks(self, roles: set[str], relations: set[str], aims: set[str]) -> bool:
        return self.role in roles and self.purpose in aims and bool(self.held & relations)


def grants(facts: Facts) -> list[tuple[int, Covers]]:
    """Each (tier, test of the entries that it covers) that the reader holds for this request."""
    families = (_social_care, _front_door, _police, _health, _schools, _adults, _courts, _reviews, _family, _everyone)
    return [grant for family in families for grant in family(facts)]


def _anything(_: Any) -> bool:
    return True


def _in(categories: set[str]) -> Covers:
    return lambda entry: entry["category"] in categories


def _of(agency_type: str) -> Covers:
    return lambda entry: entry["agency_type"] == agency_type


def _own(facts: Facts) -> Covers:
    return lambda entry: entry["agency"] == facts.agency


def _consented(facts: Facts) -> Covers:
    types = (facts.request["consent"] or {"agency_types": []})["agency_types"]
    return lambda entry: entry["agency_type"] in types or entry["agency"] == facts.agency


def _social_care(facts: Facts) -> Iterator[tuple[int, Covers]]:
    case = {"allocated", "team", "duty", "involved", "strategy-group", "core-group", "lead-professional"}
    if facts.asks(LEAD_WORKERS | CHAIRS | {"adoption-worker"}, case, CASE):
        yield 3, _anything
    if facts.asks({"emergency-duty-worker", "duty-manager"}, {"area", "duty"}, {"immediate-protection"}):
        yield 3, _anything
    if facts.asks(LEAD_WORKERS | CHAIRS, {"receiving-authority"}, CASE):
        yield 3, _anything
    if facts.asks(LEAD_WORKERS, {"found"}, HARM | {"referral-decision"}):
        yield 1, _anything
    if facts.emergency and facts.role in LEAD_WORKERS:
        yield 3, _anything
    chairing = {"conference", "plan-and-core-group", "looked-after-care", "strategy-discussion"}
    if facts.asks(CHAIRS, {"allocated", "appointed", "invited", "involved", "team", "area"}, chairing):
        yield 3, _anything
    papers = {"conference", "plan-and-core-group"}
    if facts.asks({"conference-administrator"}, {"team", "invited", "area", "involved"}, papers):
        yield 3, _in(PLANS)
    if facts.asks({"lado"}, {"area", "allocated", "involved", "team", "duty"}, {"allegation-management"}):
        yield 3, _in(ALLEGATIONS)
        yield 1, _anything
    if facts.asks({"legal-officer"}, {"area", "allocated", "involved", "team"}, {"court-proceedings"}):
        yield 4, _own(facts)


def _front_door(facts: Facts) -> Iterator[tuple[int, Covers]]:
    screeners = {"mash-practitioner", "social-worker", "team-manager", "duty-manager", "emergency-duty-worker"}
    aims = {"referral-decision", "assessment-s17", "enquiry-s47", "strategy-discussion"}
    if facts.asks(screeners, {"area"}, aims):
        yield 1, _own(facts)
        if facts.request["threshold"] in ("s17", "s20", "s31", "s47"):
            yield 3, _anything
        if facts.agreed:
            yield 3, _consented(facts)
    lead = facts.held & {"lead-professional", "allocated", "involved"}
    if facts.purpose == "early-help" and facts.agreed and lead and facts.is_professional:
        yield 3, _consented(facts)


def _police(facts: Facts) -> Iterator[tuple[int, Covers]]:
    joint = HARM | {"conference", "criminal-investigation", "plan-and-core-group"}
    if facts.asks(DETECTIVES, {"allocated", "involved", "strategy-group", "core-group", "team", "duty"}, joint):
        yield 3, _anything
    if facts.asks({"response-officer", "duty-inspector"}, {"presenting", "found"}, {"immediate-protection"}):
        yield 1, _anything
        yield 3, _in(MISSING)
    if facts.emergency and facts.viewer["agency_type"] == "police":
        yield 3, _anything


def _health(facts: Facts) -> Iterator[tuple[int, Covers]]:
    caring = {
        "allocated", "involved", "registered", "presenting", "core-group", "strategy-group", "invited",
        "lead-professional",
    }  # fmt: skip
    aims = HARM | {"direct-care", "assessment-s17", "conference", "plan-and-core-group", "looked-after-care"}
    if facts.asks(CLINICIANS, caring, aims):
        yield 1, _anything
        if facts.role != "emergency-clinician":
            yield 3, _of("health")
            yield 3, _in(PLANS)
    if facts.asks(CLINICIANS, {"strategy-group"}, {"strategy-discussion", "enquiry-s47"}):
        yield 3, _anything
    if facts.asks({"emergency-clinician"}, {"presenting"}, {"direct-care", "immediate-protection"}):
        yield 3, _in(STATUSES)
    community = {"gp", "health-visitor", "midwife", "school-nurse"}
    if facts.asks(community, {"registered", "involved", "allocated"}, {"direct-care"}):
        yield 3, _in({"domestic-abuse-incident"})


def _schools(facts: Facts) -> Iterator[tuple[int, Covers]]:
    pupil = {"enrolled", "core-group", "involved", "strategy-group", "invited"}
    if facts.asks(SAFEGUARDING_LEADS, pupil, HARM | {"school-safeguarding", "conference", "plan-and-core-group"}):
        yield 1, _anything
    if facts.reads_encompass:
        yield 3, lambda entry: _of("police")(entry) and entry["category"] == "domestic-abuse-incident"
    if facts.asks(SAFEGUARDING_LEADS, {"household"}, HARM | {"school-safeguarding"}):
        yield 1, _anything
    if facts.is_professional and facts.purpose in ("plan-and-core-group", "conference", "school-safeguarding"):
        if facts.held & {"core-group", "invited"}:
            yield 3, _in(PLANS)
        if "core-group" in facts.held:
            yield 1, _anything


def _adults(facts: Facts) -> Iterator[tuple[int, Covers]]:
    adult = {"probation-officer", "prison-public-protection", "adult-social-worker", "public-protection-officer"}
    if facts.asks(adult, {"adult-linked", "household"}, HARM | {"offender-risk", "direct-care"}):
        yield 1, _anything
    if facts.asks({"housing-officer"}, {"household", "adult-linked", "involved"}, CASE | {"early-help", "direct-care"}):
        yield 1, _anything
    own_case = HARM | {"offender-risk", "plan-and-core-group", "conference"}
    if facts.asks({"youth-offending-practitioner"}, {"allocated", "involved", "core-group"}, own_case):
        yield 3, _anything
    others = {"border-officer", "forces-welfare-worker"}
    if facts.asks(others, {"presenting", "involved", "core-group"}, HARM | {"plan-and-core-group", "direct-care"}):
        yield 1, _anything


def _courts(facts: Facts) -> Iterator[tuple[int, Covers]]:
    if facts.is_guardian:
        yield 3, _of(CSC)
        yield 2, _anything
    if facts.role == "cafcass-officer" and facts.purpose == "court-proceedings":
        yield 1, _of(CSC)
    order = facts.request["order"]
    in_force = order and (order["until"] is None or facts._today <= date.fromisoformat(order["until"]))
    if in_force and facts.asks({"court-expert"}, {"appointed"}, {"court-proceedings"}):
        yield 4, lambda entry: entry["id"] in order["entries"]


def _reviews(facts: Facts) -> Iterator[tuple[int, Covers]]:
    if facts.asks({"cdop-manager", "designated-paediatrician"}, {"appointed"}, {"child-death-review"}):
        yield 3, _anything
    if facts.asks({"review-author"}, {"appointed"}, {"serious-case-review"}):
        yield 3, _anything
    if facts.asks({"lscb-officer"}, {"appointed", "area"}, {"lscb-request"}) and facts.request["legal_basis"]:
        yield 2, _anything


def _family(facts: Facts) -> Iterator[tuple[int, Covers]]:
    aims = {"family-disclosure", "subject-access"}
    member = facts.viewer["agency_type"] == "family" and facts.asks(FAMILY_ROLES, {"family"}, aims)
    if member or facts.asks({"subject-access-officer"}, KINDS, aims):
        yield 4, lambda entry: facts.viewer["id"] in entry.get("released_to", [])


def _everyone(facts: Facts) -> Iterator[tuple[int, Covers]]:
    if facts.purpose not in WORKING or not facts.is_practitioner:
        return
    near = facts.held - {"family", "area", "found"}
    if near - {"household", "adult-linked", "referrer"}:
        yield 4, _own(facts)
    if near or "area" in facts.held:
        yield 4, facts.is_authorised
    if "referrer" in facts.held:
        yield 2, _in(OUTCOMES)
