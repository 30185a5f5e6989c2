"""The domain's `binds` and the policy's Rego mean one thing by an audience."""

from random import Random

import hypothesis.strategies as st
from hypothesis import given, settings

from enginelab.oracle.generator import any_question
from enginelab.oracle.questions import Document, asking, entry, question, relation, viewer, withholding
from hub.domain.withholding import Reader, binds
from hub.policy import EmbeddedEngine, decide_document, load_bundle
from hub.policy.outer import parse_request

ENGINE = EmbeddedEngine(load_bundle())
READERS = [
    (viewer("social-worker", "childrens-social-care"), "allocated", "enquiry-s47"),
    (viewer("officer-in-charge", "police"), "involved", "enquiry-s47"),
    (viewer("gp", "health"), "registered", "direct-care"),
    (viewer("parent", "family"), "family", "subject-access"),
]


@settings(max_examples=300, deadline=None)
@given(random=st.randoms(use_true_random=True))
def test_a_reader_is_bound_by_the_domain_exactly_if_the_policy_hides(random: Random) -> None:
    reader, kind, purpose = random.choice(READERS)
    audiences = [held["audience"] for each in any_question(random)["entries"] for held in each["withholdings"]]
    held = [withholding() | {"audience": audience} for audience in audiences[:1]]
    seen = entry("health", "health-contact", withholdings=held, released_to=["u-1"])
    asked = question(reader, asking(purpose), [relation(kind, reader["agency"])], seen)
    hidden = decide_document(ENGINE, asked)["decisions"][0]["shown"] == "hidden"
    assert hidden is is_bound_by_domain(asked)


def is_bound_by_domain(asked: Document) -> bool:
    _, request = parse_request(asked)
    person = Reader(request.viewer.id, request.viewer.agency, request.viewer.agency_type, request.viewer.role)
    held = request.entries[0].labels.withholdings or frozenset()
    return any(each.audience is None or binds(each.audience, person) for each in held)
