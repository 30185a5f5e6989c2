"""What each role comes to the hub for: the tasks that the start page and the navigation offer, and no others."""

from collections.abc import Collection
from dataclasses import dataclass

from hub.access import FRONT_DOOR, Viewer
from hub.domain.placing import has_withholdings
from hub.domain.role_homes import FAMILY_ROLES
from hub.domain.vocabulary import AgencyType, Role

READS_NOTHING = frozenset({Role.TEACHER, Role.OPERATOR, Role.IG_LEAD, Role.DATA_OFFICER, Role.INVESTIGATOR})
"""Roles to whom the policy shows no entry; they are not sent to look."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: where, what it is called, what it is for, and whether the navigation has it too."""

    address: str
    title: str
    purpose: str
    in_navigation: bool = True


FIND = Task(
    "/find", "Find a child", "Look a child up by number, or by name and date of birth, and read the chronology."
)
CASELOAD = Task("/caseload", "Your children", "The children you work with, and the latest that you may see of each.")
RAISE = Task("/concerns/new", "Raise a concern", "Tell children’s social care that you are worried about a child.")
RAISED = Task(
    "/concerns", "Concerns you have raised", "How far each has come, and what was decided.", in_navigation=False
)
MESSAGES = Task(
    "/waiting", "Messages waiting", "Messages that wait for a person: which child is meant, or what was wrong."
)
WITHHOLDINGS = Task(
    "/withholdings", "Withholdings", "What is withheld that you answer for, and what waits for approval."
)
ACCESSES = Task("/accesses", "Who looked", "Who looked at what, why, and on what ground.")
DIRECTORY = Task("/directory", "Duty contacts", "Whom to ring at each agency, day and night.", in_navigation=False)


def tasks(viewer: Viewer, pages: Collection[str]) -> list[Task]:
    """Return the tasks of a role, the most usual first; `pages` are the addresses that this hub has."""
    wanted = [*_reading(viewer), *_raising(viewer), *_duties(viewer), DIRECTORY]
    return [task for task in wanted if task.address in pages]


def _reading(viewer: Viewer) -> list[Task]:
    return [] if viewer.role in READS_NOTHING else [FIND, CASELOAD]


def _raising(viewer: Viewer) -> list[Task]:
    return [] if viewer.role in FAMILY_ROLES else [RAISE, RAISED]


def _duties(viewer: Viewer) -> list[Task]:
    is_front_door = viewer.role in FRONT_DOOR and viewer.agency_type == AgencyType.CHILDRENS_SOCIAL_CARE
    offered = (
        (is_front_door, MESSAGES),
        (has_withholdings(viewer.role), WITHHOLDINGS),
        (viewer.role == Role.IG_LEAD, ACCESSES),
    )
    return [task for is_theirs, task in offered if is_theirs]
