"""An oracle of access decisions in plain Python, written from the prose and sharing nothing with the hub or its Rego.

It answers the outer form with `(outcome, [(shown, fields, masks)])`. Where it and the engines differ, one of them has
misread the decisions that the partnership took.
"""

from typing import Any

from enginelab.oracle.reach import CSC, Facts, grants
from enginelab.oracle.words import FIELDS_FROM, HOMES, NO_READERS, PURPOSES, TIERS

Answer = tuple[str, frozenset[str], frozenset[str]]
HIDDEN: Answer = ("hidden", frozenset(), frozenset())
MARKED: Answer = ("marked", frozenset(), frozenset())
THIRD_PARTY_PURPOSES = {
    "immediate-protection", "enquiry-s47", "strategy-discussion", "conference", "criminal-investigation",
    "court-proceedings", "child-death-review", "serious-case-review",
}  # fmt: skip
CASEWORK = THIRD_PARTY_PURPOSES - {"criminal-investigation", "child-death-review", "serious-case-review"} | {
    "referral-decision", "assessment-s17", "plan-and-core-group", "looked-after-care",
}  # fmt: skip


def answer(question: dict[str, Any]) -> tuple[str, list[Answer]]:
    """What the prose says of a question whose entries state every label."""
    facts = Facts(question)
    if not admissible(facts):
        return "refuse", [HIDDEN for _ in question["entries"]]
    routed: list[bool] = []
    answers = [one_answer(facts, entry, question["entries"], routed) for entry in question["entries"]]
    return ("route" if any(routed) else "allow"), answers


def admissible(facts: Facts) -> bool:
    """Identity and relation, then purpose and ground."""
    viewer, request = facts.viewer, facts.request
    return bool(
        request["action"] == "read"
        and 10 <= len(request["reason"].strip()) <= 500
        and request["purpose"] in PURPOSES
        and viewer["role"] in HOMES
        and viewer["role"] not in NO_READERS
        and viewer["agency_type"] in HOMES[viewer["role"]]
        and viewer["conflicts"] == []
        and (request["purpose"] != "early-help" or facts.agreed)
        and grants(facts)
    )


def one_answer(facts: Facts, entry: Any, entries: list[Any], routed: list[bool]) -> Answer:
    """Seals first, then reach, then handling and sensitive classes, then fields."""
    lineage = ancestry(entry, entries)
    held = [held for each in lineage for held in each["withholdings"] if is_bound(facts, each, held)]
    whole = [each for each in held if not each.get("fields")]
    tier = max((tier for tier, covers in grants(facts) if covers(entry)), default=0)
    if any(not openly(each) for each in whole):
        return HIDDEN
    if not in_reach(tier, lineage) or entry.get("purpose_lock") not in (None, facts.purpose):
        return HIDDEN
    if not all(handling_permits(facts, each) for each in lineage):
        asks = facts.is_guardian and any(
            (each["handling"]["scheme"], each["handling"]["code"]) == ("3x5x2", "C") for each in lineage
        )
        routed.append(asks)
        return MARKED if asks else HIDDEN
    if not all(sensitive_permits(facts, each) for each in lineage):
        asks = facts.is_officer_at_the_door and all(
            each["sensitive"] in (None, "protected-address") for each in lineage
        )
        routed.append(asks)
        return MARKED if asks else HIDDEN
    if whole:
        routed.append(facts.purpose in ("child-death-review", "serious-case-review"))
        return MARKED
    return shown_fields(facts, entry, lineage, held, tier)


def ancestry(entry: Any, entries: list[Any]) -> list[Any]:
    """The entry and everything that it derives from."""
    known, found, ahead = {each["id"]: each for each in entries}, {}, [entry]
    while ahead:
        each = ahead.pop()
        if each["id"] not in found:
            found[each["id"]] = each
            ahead.extend(known[origin] for origin in each["derived_from"])
    return list(found.values())


def is_bound(facts: Facts, entry: Any, held: Any) -> bool:
    if held["state"] == "released":
        return False
    if held["state"] not in ("provisional", "in-force", "overdue", "held-narrow"):
        return True
    in_audience = names_reader(facts, held["audience"])
    if held["state"] == "held-narrow":
        return in_audience or not (entry["agency"] == facts.viewer["agency"] or facts.is_authoritys_duty_manager)
    return in_audience


def names_reader(facts: Facts, audience: Any) -> bool:
    viewer = facts.viewer
    everyone_but = audience["everyone_but"]
    excepted = [viewer["id"], viewer["agency"], {"agency": viewer["agency"], "role": viewer["role"]}]
    family = audience["family"]
    return bool(
        viewer["agency_type"] in audience["agency_types"]
        or viewer["agency"] in audience["agencies"]
        or viewer["role"] in audience["roles"]
        or viewer["id"] in audience["persons"]
        or (facts.is_family and (family is True or (family is not False and viewer["id"] in family)))
        or (everyone_but and not any(each in everyone_but for each in excepted))
    )


def openly(held: Any) -> bool:
    return held["mode"] == "marked" and held["state"] in ("provisional", "in-force", "overdue")


def in_reach(tier: int, lineage: list[Any]) -> bool:
    highest = max(TIERS.index(each["tier"]) for each in lineage)
    special = {"sexual-health", "mental-health", "substance-misuse", "protected-address", "adoption"}
    own_test = tier == 3 and any(each["sensitive"] in special for each in lineage)
    return tier >= 1 and (highest <= 3 or tier == 4 or own_test)


def handling_permits(facts: Facts, entry: Any) -> bool:
    code = entry["handling"]
    if code["scheme"] is None or entry["agency"] == facts.viewer["agency"]:
        return True
    if code["scheme"] == "3x5x2":
        readable = bool((code["condition"] or "").strip())
        return code["code"] == "P" or (code["code"] == "C" and readable and facts.is_authorised(entry))
    if code["scheme"] == "5x5x5":
        police = code["code"] == "1" and facts.viewer["agency_type"] == "police"
        return police or (code["code"] == "2" and facts.is_authorised(entry))
    return False


def sensitive_permits(facts: Facts, entry: Any) -> bool:
    kind, own = entry["sensitive"], entry["agency"] == facts.viewer["agency"]
    if kind is None or facts.is_family:
        return True
    if kind in ("sexual-health", "mental-health", "substance-misuse"):
        return (own and facts.is_of_the_service(kind)) or facts.harm_is_tested or facts.child_agreed_for(entry)
    if kind == "protected-address":
        return own or facts.must_find_the_child or facts.emergency
    if kind == "legal-privilege":
        return own and bool(facts.viewer["role"] == "legal-officer")
    return bool((kind == "informant" and own) or (kind == "adoption" and facts.viewer["role"] == "adoption-worker"))


def shown_fields(facts: Facts, entry: Any, lineage: list[Any], held: list[Any], tier: int) -> Answer:
    silent = {name for each in held if not openly(each) for name in each.get("fields") or ()}
    marked = {name for each in held if openly(each) for name in each.get("fields") or ()}
    open_fields = {name for name in entry["fields"] if FIELDS_FROM.get(name, 3) <= tier} - silent
    masked = marked if needs_third_parties(facts, entry, lineage) else marked | {"persons", "addresses"}
    masks = frozenset(masked & open_fields)
    fields = frozenset(open_fields - masks)
    highest = max(TIERS.index(each["tier"]) for each in lineage)
    if tier == 1:
        return "pointer", fields, masks
    if tier == 2 and highest > 2:
        return "summary", fields, masks
    return ("masked" if masks else "full"), fields, masks


def needs_third_parties(facts: Facts, entry: Any, lineage: list[Any]) -> bool:
    encompass = facts.reads_encompass and (entry["agency_type"], entry["category"]) == (
        "police",
        "domestic-abuse-incident",
    )
    casework = facts.viewer["agency_type"] == CSC and facts.purpose in CASEWORK
    return bool(
        all(each["third_party"] is False for each in lineage)
        or entry["agency"] == facts.viewer["agency"]
        or facts.purpose in THIRD_PARTY_PURPOSES
        or casework
        or encompass
        or facts.is_family
    )
