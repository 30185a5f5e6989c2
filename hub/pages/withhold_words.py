"""Withholdings in plain words: grounds, audiences, states, and what a person is asked to do about one."""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.domain.vocabulary import AgencyType, Ground, Mode, WithholdingState
from hub.pages.words import plain, role_title

GROUNDS: dict[Ground, str] = {
    Ground.POLICE_INVESTIGATION: "Showing it may jeopardise a police investigation",
    Ground.SIGNIFICANT_HARM: "Showing it may place a child at risk of significant harm",
    Ground.COURT_ORDER: "A court order forbids showing it",
}

MODES: dict[Mode, str] = {
    Mode.SILENT: "They see nothing at all",
    Mode.MARKED: "They see that something is held, and whom to ring",
}

KINDS: dict[str, str] = {
    "family": "The family",
    "agencies": "Agencies that you name",
    "agency_types": "Every agency of a kind, such as every school",
    "roles": "Everybody in a role, wherever they work",
    "persons": "Persons whom you name at an agency",
    "everyone_but": "Everybody except those whom you name",
}

STATES: dict[WithholdingState, str] = {
    WithholdingState.PROVISIONAL: "Provisional",
    WithholdingState.HELD_NARROW: "Held narrow",
    WithholdingState.IN_FORCE: "In force",
    WithholdingState.OVERDUE: "Review overdue",
    WithholdingState.RELEASED: "Released",
}

AGENCY_TYPES: dict[AgencyType, str] = {
    AgencyType.CHILDRENS_SOCIAL_CARE: "Every children’s social care service",
    AgencyType.POLICE: "Every police force",
    AgencyType.HEALTH: "Every health service",
    AgencyType.SCHOOL: "Every school",
    AgencyType.EARLY_YEARS: "Every early years setting",
}

OUTSIDE_NARROW = "Until it is approved: everybody except {agency} and the authority’s duty manager"


def agency_type_title(agency_type: str) -> str:
    """`school` as `Every school`; a kind without words of its own by its name."""
    if agency_type in set(AGENCY_TYPES):
        return AGENCY_TYPES[AgencyType(agency_type)]
    return f"Every agency of the kind: {plain(agency_type).lower()}"


def audience_words(audience: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """From whom something is withheld, one line each; `audience` as the contract writes it, `names` by agency id."""
    lines = [agency_type_title(one) for one in audience.get("agency_types", ())]
    lines += [f"Everybody at {names.get(one, one)}" for one in audience.get("agencies", ())]
    lines += [f"Everybody in the role: {role_title(one).lower()}" for one in audience.get("roles", ())]
    lines += [f"The person with the staff id {one}" for one in audience.get("persons", ())]
    if audience.get("family"):
        lines.append(_family(audience["family"]))
    if audience.get("everyone_but"):
        excepted = ", ".join(excepted_words(one, names) for one in audience["everyone_but"])
        lines.append(f"Everybody except: {excepted}")
    return lines


def bound_words(told: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """Who does not see it as it stands now: its audience, and while it is held narrow nearly everybody."""
    narrow = [OUTSIDE_NARROW.format(agency=told["agency_name"])]
    is_narrow = told["state"] == WithholdingState.HELD_NARROW
    return audience_words(told["audience"], names) + (narrow if is_narrow else [])


def excepted_words(one: str | Mapping[str, str], names: Mapping[str, str]) -> str:
    if isinstance(one, str):
        return names.get(one, f"the person with the staff id {one}")
    return f"{role_title(one['role']).lower()} at {names.get(one['agency'], one['agency'])}"


def roles_words(roles: Sequence[str]) -> str:
    """`duty inspector or senior investigating officer`."""
    return " or ".join(role_title(role).lower() if role != "lado" else "LADO" for role in roles)


def state_words(told: Mapping[str, Any]) -> str:
    """The state, and whether an approval still waits to be confirmed or was refused."""
    words = STATES[WithholdingState(told["state"])]
    if told["unconfirmed"]:
        return f"{words}, approval not confirmed"
    return f"{words}, not approved" if told["awaits"] or told["declined"] else words


def _family(family: object) -> str:
    if family is True:
        return "The family: parents, carers, the child and those who act for them"
    members = family if isinstance(family, list | tuple) else ()
    return f"Of the family: {', '.join(str(one) for one in members)}"
