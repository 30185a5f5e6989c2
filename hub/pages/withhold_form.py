"""The questions of the form for withholding entries: read, checked, and made into what access is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hub.access import Viewer, Wanted
from hub.access.placing import may_place
from hub.domain.placing import PlacingRule, first_review_by, placing_rule
from hub.domain.role_homes import ROLE_HOMES
from hub.domain.vocabulary import AgencyType, Ground, Mode, Role
from hub.domain.withholding import AgencyRole, Audience
from hub.pages.forms import LONGEST_REASON, SHORTEST_REASON, Form, Wrong
from hub.pages.withhold_words import KINDS
from hub.pages.words import FIELDS
from hub.views.model import AgencyRow

PROFESSIONALS = frozenset(AgencyType) - {AgencyType.FAMILY, AgencyType.HUB}
PARTS_OF_AN_ENTRY = {name: title for name, title in FIELDS.items() if name != "protective_instruction"}
WHOLE, PARTS = "whole", "parts"
NOBODY_READS = frozenset({Role.OPERATOR, Role.IG_LEAD, Role.DATA_OFFICER, Role.SUBJECT_ACCESS_OFFICER})
SAMPLES = {
    "family": Audience(family=True),
    "agencies": Audience(agencies=frozenset({"any"})),
    "agency_types": Audience(agency_types=frozenset({AgencyType.SCHOOL})),
    "roles": Audience(roles=frozenset({Role.TEACHER})),
    "persons": Audience(persons=frozenset({"any"})),
    "everyone_but": Audience(everyone_but=frozenset({"any"})),
}
"""An audience of each kind: enough to ask the table who may place such a one."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the first page asks: which entries, on what ground, from what kind of audience."""

    entries: tuple[str, ...]
    ground: Ground
    kind: str


def choices(viewer: Viewer) -> dict[Ground, list[str]]:
    """The grounds on which this role may withhold at all, each with the kinds of audience; it knows no child."""
    if viewer.role in NOBODY_READS or viewer.agency_type == AgencyType.FAMILY:
        return {}
    found = {ground: [kind for kind in KINDS if _may_place(viewer, ground, kind)] for ground in Ground}
    return {ground: kinds for ground, kinds in found.items() if kinds}


def needs_discussion(chosen: Chosen, viewer: Viewer) -> bool:
    """Say whether this role may place it only where a strategy discussion decided it."""
    return not may_place(viewer, chosen.ground, SAMPLES[chosen.kind])


def rule_of(chosen: Chosen) -> PlacingRule:
    """The table's row; one that `choices` offered is there."""
    rule = placing_rule(chosen.ground, SAMPLES[chosen.kind])
    if rule is None:
        raise ValueError("the table has no such withholding")
    return rule


def chosen_in(form: Form, viewer: Viewer, listed: Sequence[str], faults: list[Wrong]) -> Chosen | None:
    """The first page's answers; None and the faults where something is missing or not for this role."""
    entries = tuple(one for one in listed if form.get(f"entry_{one}"))
    ground, kind, allowed = form.get("ground", ""), form.get("kind", ""), choices(viewer)
    if not entries:
        faults.append(Wrong("entries", "Select the entries to withhold"))
    if ground not in set(allowed):
        faults.append(Wrong("ground", "Select why they must be withheld"))
    if kind not in KINDS:
        faults.append(Wrong("kind", "Select from whom they are to be withheld"))
    elif ground in set(allowed) and kind not in allowed[Ground(ground)]:
        faults.append(Wrong("kind", _not_for_this_role(allowed[Ground(ground)])))
    return None if faults else Chosen(entries, Ground(ground), kind)


def prefilled(chosen: Chosen, viewer: Viewer, today: date) -> dict[str, str]:
    """What the second page starts from: the table's first review and owner, the whole entry, in silence."""
    review = first_review_by(chosen.ground, SAMPLES[chosen.kind], today)
    days = {} if review is None else {"day": review.day, "month": review.month, "year": review.year}
    dates = {f"review_{part}": str(value) for part, value in days.items()}
    return {"extent": WHOLE, "mode": Mode.SILENT.value, "owner": _owner(chosen, viewer), **dates}


def owners(chosen: Chosen, viewer: Viewer) -> list[str]:
    """The roles that may own it: those who place or approve such a one."""
    rule = rule_of(chosen)
    carried_out = {viewer.role} if needs_discussion(chosen, viewer) else set()
    return sorted(rule.placers.union(*rule.approvers, carried_out))


def wanted_in(
    form: Form, chosen: Chosen, viewer: Viewer, agencies: Sequence[AgencyRow], faults: list[Wrong]
) -> Wanted | None:
    """The second page's answers with the first's; None and the faults where something is missing."""
    audience = _audience(form, chosen.kind, viewer, agencies, faults)
    review, fields = _review(form, faults), _fields(form, faults)
    told = form.get("reasons", "")
    if not SHORTEST_REASON <= len(told) <= LONGEST_REASON:
        between = f"between {SHORTEST_REASON} and {LONGEST_REASON} characters"
        faults.append(Wrong("reasons", f"Say why these entries must be withheld, in {between}"))
    if form.get("owner") not in owners(chosen, viewer):
        faults.append(Wrong("owner", "Select the role that looks after this"))
    if needs_discussion(chosen, viewer) and not form.get("decided_at"):
        faults.append(
            Wrong("decided_at", "Say which strategy discussion decided this, or ask a senior officer to place it")
        )
    if faults or review is None:
        return None
    return Wanted(
        entries=chosen.entries,
        ground=chosen.ground,
        mode=Mode.MARKED if form.get("mode") == Mode.MARKED else Mode.SILENT,
        audience=audience,
        owner=form["owner"],
        review_by=review,
        fields=fields,
        approved_by=form.get("approved_by") or None,
        reason=told,
        decided_at=form.get("decided_at") or None,
        investigation_ref=form.get("investigation_ref") or None,
        protective_instruction=form.get("instruction") or None,
        instruction_for=_everybody() if form.get("instruction_for") == "everybody" else None,
        keep_for_those_who_saw={"keep": True, "hide": False}.get(form.get("already_seen", "")),
        once=form.get("once") or None,
    )


def always_excepted(viewer: Viewer, agencies: Sequence[AgencyRow]) -> list[str | AgencyRole]:
    """Who can always read what is withheld from everybody else: without them nobody would answer for the child."""
    posts = {AgencyType.CHILDRENS_SOCIAL_CARE: Role.TEAM_MANAGER, AgencyType.POLICE: Role.PUBLIC_PROTECTION_OFFICER}
    in_area = [one for one in agencies if one.area == viewer.area and one.agency_type in posts]
    return [viewer.agency, *(AgencyRole(one.agency_id, posts[AgencyType(one.agency_type)]) for one in in_area)]


def recipients(viewer: Viewer, agencies: Sequence[AgencyRow]) -> list[AgencyRow]:
    """The agencies that can be named: those where somebody else reads of children."""
    reading = (one for one in agencies if one.is_partner and one.agency_type in PROFESSIONALS)
    return [one for one in reading if one.agency_id != viewer.agency]


def professional_roles() -> list[str]:
    """The roles that can be named: those in which somebody reads."""
    return [role for role in Role if ROLE_HOMES[role] & PROFESSIONALS and role not in NOBODY_READS]


def _audience(form: Form, kind: str, viewer: Viewer, agencies: Sequence[AgencyRow], faults: list[Wrong]) -> Audience:
    known = [one.agency_id for one in recipients(viewer, agencies)]
    match kind:
        case "family":
            return Audience(family=True)
        case "agencies":
            return Audience(agencies=_ticked(form, "agency", known, faults, "Select the agencies"))
        case "agency_types":
            kinds = sorted(PROFESSIONALS)
            return Audience(agency_types=_ticked(form, "type", kinds, faults, "Select the kinds of agency"))
        case "roles":
            return Audience(roles=_ticked(form, "role", professional_roles(), faults, "Select the roles"))
        case "persons":
            return Audience(persons=_persons(form, faults))
        case _:
            others = [one for one in known if form.get(f"agency_{one}")]
            return Audience(everyone_but=frozenset([*others, *always_excepted(viewer, agencies)]))


def _may_place(viewer: Viewer, ground: Ground, kind: str) -> bool:
    return may_place(viewer, ground, SAMPLES[kind], decided=True)


def _ticked(form: Form, prefix: str, names: Sequence[str], faults: list[Wrong], todo: str) -> frozenset[str]:
    found = frozenset(name for name in names if form.get(f"{prefix}_{name}"))
    if not found:
        faults.append(Wrong("audience", f"{todo} from which it is withheld"))
    return found


def _persons(form: Form, faults: list[Wrong]) -> frozenset[str]:
    found = frozenset(line.strip() for line in form.get("persons", "").splitlines() if line.strip())
    if not found:
        faults.append(Wrong("persons", "Enter the staff id of each person, one on a line"))
    return found


def _review(form: Mapping[str, str], faults: list[Wrong]) -> date | None:
    try:
        day, month, year = (int(form.get(f"review_{part}", "")) for part in ("day", "month", "year"))
        return date(year, month, day)
    except ValueError:
        faults.append(Wrong("review_day", "Review date must be a real date, like 27 3 2026"))
        return None


def _fields(form: Form, faults: list[Wrong]) -> frozenset[str] | None:
    if form.get("extent") != PARTS:
        return None
    found = frozenset(name for name in PARTS_OF_AN_ENTRY if form.get(f"field_{name}"))
    if not found:
        faults.append(Wrong("fields", "Select the parts to withhold, or withhold the whole entry"))
    return found


def _owner(chosen: Chosen, viewer: Viewer) -> str:
    return viewer.role if viewer.role in owners(chosen, viewer) else min(rule_of(chosen).approvers[0])


def _everybody() -> Audience:
    return Audience(agency_types=frozenset(PROFESSIONALS))


def _not_for_this_role(kinds: Sequence[str]) -> str:
    allowed = ", or ".join(KINDS[kind].lower() for kind in kinds)
    return f"On this ground your role may withhold only from: {allowed}. Ask somebody who may place the other"
