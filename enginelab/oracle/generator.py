"""A seeded generator of questions: mostly plausible readers, with labels and withholdings of every kind."""

from random import Random
from typing import Any

from enginelab.oracle.disclosure import answer
from enginelab.oracle.questions import (
    AGENCIES,
    Document,
    asking,
    entry,
    handling,
    question,
    relation,
    viewer,
    withholding,
)
from enginelab.oracle.words import AGENCY_TYPES, FIELDS_FROM, HOMES, KINDS, PURPOSES, TIERS

FIELDS = sorted({*FIELDS_FROM, "headline", "narrative", "persons", "addresses", "source_of_information"})
CATEGORIES = [
    "domestic-abuse-incident",
    "health-contact",
    "conference-held",
    "plan-started",
    "return-interview-held",
    "allegation-made",
    "referral-decided",
    "crime-recorded",
]
SENSITIVE = [
    "sexual-health",
    "mental-health",
    "substance-misuse",
    "adoption",
    "protected-address",
    "informant",
    "legal-privilege",
    "something-new",
]
HANDLINGS = [
    *(("3x5x2", code) for code in "PPCC12"),
    *(("5x5x5", code) for code in "12345PC"),
    *(("9x9", code) for code in "12PC"),
]
"""Codes of the two schemes, and of each scheme with the other's and of one that nobody knows."""
STATES = [
    "in-force",
    "overdue",
    "provisional",
    "released",
    "held-narrow",
    "asleep",
]
PLAUSIBLE = [
    ("social-worker", "allocated", "enquiry-s47"),
    ("team-manager", "team", "plan-and-core-group"),
    ("mash-practitioner", "area", "referral-decision"),
    ("duty-manager", "area", "immediate-protection"),
    ("emergency-duty-worker", "found", "immediate-protection"),
    ("conference-chair", "invited", "conference"),
    ("conference-administrator", "team", "conference"),
    ("lado", "area", "allegation-management"),
    ("legal-officer", "team", "court-proceedings"),
    ("early-help-practitioner", "lead-professional", "early-help"),
    ("adoption-worker", "allocated", "looked-after-care"),
    ("officer-in-charge", "involved", "strategy-discussion"),
    ("response-officer", "presenting", "immediate-protection"),
    ("gp", "registered", "direct-care"),
    ("gp", "referrer", "direct-care"),
    ("sexual-health-clinician", "involved", "direct-care"),
    ("emergency-clinician", "presenting", "direct-care"),
    ("paediatrician", "strategy-group", "enquiry-s47"),
    ("designated-safeguarding-lead", "enrolled", "school-safeguarding"),
    ("designated-safeguarding-lead", "core-group", "plan-and-core-group"),
    ("cafcass-officer", "appointed", "court-proceedings"),
    ("probation-officer", "adult-linked", "offender-risk"),
    ("youth-offending-practitioner", "allocated", "offender-risk"),
    ("court-expert", "appointed", "court-proceedings"),
    ("cdop-manager", "appointed", "child-death-review"),
    ("lscb-officer", "appointed", "lscb-request"),
    ("parent", "family", "subject-access"),
    ("subject-access-officer", "team", "subject-access"),
]


def any_question(random: Random) -> Document:
    """One question with three entries, of which later ones may derive from earlier ones."""
    return _question(random, *(random.choice(PLAUSIBLE) if random.random() < 0.8 else _anything(random)))


def any_admissible_question(random: Random) -> Document:
    """One that the oracle does not refuse, of any reader, relation and purpose alike, so that each ground comes up."""
    while answer(asked := _question(random, *_anything(random)))[0] == "refuse":
        pass
    return asked


def _question(random: Random, role: str, kind: str, purpose: str) -> Document:
    reader = _reader(random, role)
    relations = [_relation(random, reader["agency"]) for _ in range(random.randrange(3))]
    if random.random() < 0.9:
        relations.append(relation(kind, reader["agency"]))
    return question(reader, _asked(random, purpose), relations, *(_entry(random, number) for number in (1, 2, 3)))


def _anything(random: Random) -> tuple[str, str, str]:
    words = [sorted(each) for each in (HOMES, KINDS, PURPOSES | {"curiosity"})]
    role, kind, purpose = (random.choice(each) for each in words)
    return role, kind, purpose


def _reader(random: Random, role: str) -> Document:
    at_home = sorted(HOMES[role] & AGENCIES.keys()) or sorted(HOMES[role])
    agency_type = random.choice(at_home if random.random() < 0.95 else sorted(AGENCY_TYPES))
    return viewer(role, agency_type, conflicts=["relative"] if random.random() < 0.03 else [])


def _relation(random: Random, agency: str) -> Document:
    return relation(
        random.choice(sorted(KINDS)),
        random.choice([agency, agency, agency, "northshire-csc"]),
        person=random.choice(["u-1", "u-1", None, "u-2"]),
        since=random.choice(["2026-01-05", "2026-03-02", "2026-03-03", None]),
        until=random.choice([None, None, "2026-03-02", "2026-03-01"]),
    )


def _asked(random: Random, purpose: str) -> Document:
    consent = {"given_by": random.choice(["child", "c-1", "p-mother", ""]), "agency_types": ["health", "school"]}
    withdrawn = random.choice([None, None, "2026-01-01"])
    return asking(
        purpose,
        reason="short" if random.random() < 0.03 else "preparing for the discussion",
        threshold=random.choice([None, "early-help", "s17", "s47", "s31"]),
        legal_basis=random.choice([None, "CA 2004 s14B"]),
        consent=random.choice([None, consent | {"withdrawn": withdrawn}]),
        order=random.choice([None, {"entries": ["e-1"], "until": random.choice([None, "2026-03-02", "2026-01-01"])}]),
        emergency=random.choice([True, False]),
        countersigned_by=random.choice([None, "u-1", "u-9"]),
    )


def _entry(random: Random, number: int) -> Document:
    scheme, code = random.choice(HANDLINGS) if random.random() < 0.4 else (None, None)
    names = [*AGENCIES.values(), "u-1", "strategy-group", "police", "social-worker"]
    kind = random.choice(sorted(AGENCIES))
    return entry(
        kind,
        random.choice(CATEGORIES),
        agency=AGENCIES[kind] if random.random() < 0.8 else f"other-{kind}",
        tier=random.choice([*TIERS, "summary", "detail", "detail", "detail"]),
        third_party=random.choice([True, False]),
        sensitive=random.choice(SENSITIVE) if random.random() < 0.25 else None,
        handling=handling(scheme, code, random.choice([None, " ", "ask us"]), *random.sample(names, 2)),
        fields=random.sample(FIELDS, random.randrange(len(FIELDS))),
        withholdings=[_withholding(random) for _ in range(random.choice([0, 0, 0, 1, 2]))],
        derived_from=[f"e-{random.randrange(1, number)}"] if number > 1 and random.random() < 0.2 else [],
        released_to=["u-1"] if random.random() < 0.5 else ["u-2"],
        purpose_lock="child-death-review" if random.random() < 0.05 else None,
    )


def _withholding(random: Random) -> Document:
    excepted: list[Any] = [*AGENCIES.values(), "u-1", {"agency": "northshire-csc", "role": "social-worker"}]
    named = {
        "agency_types": sorted(AGENCY_TYPES),
        "agencies": sorted(AGENCIES.values()),
        "roles": sorted(HOMES),
        "persons": ["u-1", "u-2"],
    }
    parts: Document = {key: random.sample(words, random.choice([0, 0, 1, 2])) for key, words in named.items()}
    parts["family"] = random.choice([True, False, ["u-1"], ["u-2"], []])
    parts["everyone_but"] = random.sample(excepted, random.choice([0, 0, 2, 4]))
    if random.random() < 0.4:
        parts["fields"] = random.sample(FIELDS, random.choice([1, 2, 3]))
    return withholding(random.choice(["silent", "marked", "marked", "loud"]), random.choice(STATES), **parts)
