"""Somebody is offered the purposes for which their role can be answered, and nobody is led into a refusal."""

from itertools import chain

import pytest
from builders.access import SampleHub, engine

from enginelab.oracle.disclosure import admissible
from enginelab.oracle.questions import AGENCIES, asking, question, relation, viewer
from enginelab.oracle.reach import Facts
from hub.access import Viewer
from hub.domain.vocabulary import AgencyType, Purpose, RelationshipKind, Role
from hub.policy import PolicyUnavailable

POSTS = [
    (Role.SOCIAL_WORKER, AgencyType.CHILDRENS_SOCIAL_CARE),
    (Role.CONFERENCE_ADMINISTRATOR, AgencyType.CHILDRENS_SOCIAL_CARE),
    (Role.LADO, AgencyType.CHILDRENS_SOCIAL_CARE),
    (Role.OFFICER_IN_CHARGE, AgencyType.POLICE),
    (Role.HEALTH_VISITOR, AgencyType.HEALTH),
    (Role.DESIGNATED_SAFEGUARDING_LEAD, AgencyType.SCHOOL),
    (Role.CDOP_MANAGER, AgencyType.BOARD),
    (Role.LSCB_OFFICER, AgencyType.BOARD),
    (Role.CAFCASS_OFFICER, AgencyType.CAFCASS),
    (Role.PARENT, AgencyType.FAMILY),
    (Role.TEACHER, AgencyType.SCHOOL),
    (Role.IG_LEAD, AgencyType.CHILDRENS_SOCIAL_CARE),
]
AGREED = {"given_by": "child", "agency_types": ["health"], "withdrawn": None}


def offered(hub: SampleHub, role: str, agency_type: str) -> tuple[Purpose, ...]:
    return tuple(hub.access.purposes(Viewer("u-1", "A. Person", "any", agency_type, "northshire", role)))


def could_be_answered(role: str, agency_type: str, purpose: str) -> bool:
    """What the oracle says of somebody who stands to the child in any one way, with all that a form can state."""
    who, asked = viewer(role, agency_type), asking(purpose, legal_basis="s16H", threshold="s47", consent=AGREED)
    agency = AGENCIES.get(agency_type, f"some-{agency_type}")
    ways = chain([[]], ([relation(kind, agency)] for kind in RelationshipKind))
    return any(admissible(Facts(question(who, asked, way))) for way in ways)


@pytest.mark.parametrize(("role", "agency_type"), POSTS)
def test_a_role_is_offered_what_the_policy_could_accept_and_nothing_else(
    hub: SampleHub, role: str, agency_type: str
) -> None:
    expected = {purpose for purpose in Purpose if could_be_answered(role, agency_type, purpose)}
    assert set(offered(hub, role, agency_type)) == expected


def test_what_shows_more_than_the_own_record_comes_first(hub: SampleHub) -> None:
    told = offered(hub, Role.DESIGNATED_SAFEGUARDING_LEAD, AgencyType.SCHOOL)
    assert told.index(Purpose.SCHOOL_SAFEGUARDING) < told.index(Purpose.CRIMINAL_INVESTIGATION)
    assert Purpose.STATISTICS not in told


def test_it_tells_nothing_of_any_child_and_is_no_access(hub: SampleHub) -> None:
    offered(hub, Role.SOCIAL_WORKER, AgencyType.CHILDRENS_SOCIAL_CARE)
    assert (hub.reader.opened, hub.audited()) == ([], ())


class Silent:
    """An engine that gives no answer, by a policy that nobody asked before."""

    digest = "sha256:unasked"

    def decide(self, _: object) -> dict[str, object]:
        raise PolicyUnavailable("it is down")


def test_without_a_policy_nothing_is_offered_and_its_answer_is_not_remembered(tmp_path) -> None:
    down = SampleHub(tmp_path / "down", policy=Silent())
    with pytest.raises(PolicyUnavailable):
        offered(down, Role.GP, AgencyType.HEALTH)
    assert offered(SampleHub(tmp_path / "up", policy=engine()), Role.GP, AgencyType.HEALTH)
