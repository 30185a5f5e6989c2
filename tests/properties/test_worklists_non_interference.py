"""G15 for what waits: what is withheld from a reader changes no byte of either list, of a message or of an act."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from builders.access import (
    AGENCIES,
    CHILD,
    OTHER,
    SampleHub,
    Told,
    entry,
    viewer,
    withheld,
)
from builders.api import SampleInterface
from httpx2 import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.access import Asked, ToldChild, Viewer, Waiting, WaitingMessage
from hub.domain.vocabulary import WithholdingState
from hub.domain.withholding import Audience, Withholding

ASKED = Asked("referral-decision", "working the messages that wait", threshold="s47")
READERS = (
    viewer("northshire-csc", "mash-practitioner", "u-mash"),
    viewer("northshire-csc", "team-manager", "u-tm"),
)
ROWAN = {"given_names": "Rowan", "family_name": "Sample", "date_of_birth": "2015-06-01"}
KINDS = (Waiting.QUARANTINE, Waiting.IDENTITY)
PATHS = {Waiting.QUARANTINE: "/v1/quarantine", Waiting.IDENTITY: "/v1/identity/reviews"}
ACTS = {Waiting.QUARANTINE: ("retry", "file", "close"), Waiting.IDENTITY: ("decide",)}
DRAWN = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
Messages = dict[Waiting, list[WaitingMessage]]


@dataclass(frozen=True)
class Pair:
    """One reader; children and messages as they are, and as they were had what is hidden from them never existed."""

    viewer: Viewer
    children: dict[str, list[Told]]
    messages: Messages
    bare_children: dict[str, list[Told]]
    bare_messages: Messages


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Draw a reader, a child they know and one withheld from them, and messages of which some are withheld too."""
    who = draw(st.sampled_from(READERS))
    seen = entry("e-seen", "oakfield-school", content={"headline": "seen", "identity": ROWAN})
    hidden = replace(
        entry("e-hidden", "northshire-police", content={"headline": "hidden", "identity": ROWAN}),
        withholdings=(draw(_binding(who)),),
    )
    told = {kind: [draw(_messages(f"{kind}-{n}", kind, who)) for n in range(draw(st.integers(0, 3)))] for kind in KINDS}
    return Pair(
        who,
        {CHILD: [seen], OTHER: [hidden]},
        {kind: [one for one, _ in drawn] for kind, drawn in told.items()},
        {CHILD: [seen]},
        {kind: [bare for _, bare in drawn if bare is not None] for kind, drawn in told.items()},
    )


@st.composite
def _messages(draw: st.DrawFn, name: str, kind: Waiting, who: Viewer) -> tuple[WaitingMessage, WaitingMessage | None]:
    """Draw a message, and what is left of it for the reader: itself, itself without a candidate, or nothing."""
    told = entry(f"e-{name}", draw(st.sampled_from(sorted(AGENCIES))), content={"headline": name, "identity": ROWAN})
    is_withheld = draw(st.booleans())
    candidates = draw(st.sampled_from([(CHILD,), (OTHER,), (CHILD, OTHER)])) if kind is Waiting.IDENTITY else ()
    child = ToldChild(
        0, told.labels, told.content, (draw(_binding(who)),) if is_withheld else (), candidates, not candidates
    )
    message = WaitingMessage(
        id=("q-" if kind is Waiting.QUARANTINE else "h-") + name.encode().hex()[:30],
        agency=told.labels.agency,
        source="urn:agency:a:b",
        event_id=name,
        event_type="safeguarding.concern-raised.v1",
        received=told.labels.recorded,
        is_urgent=draw(st.booleans()),
        code="data-invalid",
        title="Data invalid",
        detail="",
        told=(child,),
    )
    left = tuple(one for one in candidates if one != OTHER)
    if is_withheld or (candidates and not left):
        return message, None
    return message, replace(message, told=(replace(child, candidates=left),))


@st.composite
def _binding(draw: st.DrawFn, who: Viewer) -> Withholding:
    audience = draw(
        st.sampled_from(
            [
                Audience(persons=frozenset({who.id})),
                Audience(roles=frozenset({who.role})),
                Audience(everyone_but=frozenset({"somebody-else"})),
            ]
        )
    )
    state = draw(st.sampled_from([WithholdingState.IN_FORCE, WithholdingState.OVERDUE]))
    return withheld(audience, f"w-{draw(st.integers(1, 9))}", state=state)


def observe(api: SampleInterface, pair: Pair) -> Iterator[tuple[str, int, bytes]]:
    """Look at and act on everything, the hidden messages by their ids too."""
    for kind in KINDS:
        for path in (PATHS[kind], f"{PATHS[kind]}?agency=northshire-police"):
            yield _noted(path, api.get(pair.viewer, ASKED, path))
        for message in pair.messages[kind]:
            path = f"{PATHS[kind]}/{message.id}"
            yield _noted(path, api.get(pair.viewer, ASKED, path))
            for act in ACTS[kind]:
                for choice in ({"child_id": CHILD}, {"child_id": OTHER}, {"new": True}):
                    body = {"reason": "a reason that is long enough", **(choice if act in ("file", "decide") else {})}
                    yield _noted(f"{path}/{act}", api.post(pair.viewer, ASKED, f"{path}/{act}", body))


def _noted(path: str, answer: Response) -> tuple[str, int, bytes]:
    return (path, answer.status_code, answer.content)


def with_messages(api: SampleInterface, children: dict[str, list[Told]], messages: Messages) -> SampleInterface:
    api.hub.reader.children = dict(children)
    api.hub.worklists.messages = messages
    return api


def test_no_reader_can_tell_what_waits_from_what_would_wait_without_what_is_withheld_from_them(tmp_path: Path) -> None:
    first = SampleHub(tmp_path / "first")
    second = SampleHub(tmp_path / "second", keys=first.keys)
    listed: list[bool] = []

    @DRAWN
    @given(pairs())
    def holds(pair: Pair) -> None:
        full = list(observe(with_messages(one, pair.children, pair.messages), pair))
        bare = list(observe(with_messages(other, pair.bare_children, pair.bare_messages), pair))
        assert full == bare
        listed.append(b'"id"' in full[0][2])

    with SampleInterface(tmp_path, first) as one, SampleInterface(tmp_path, second) as other:
        holds()
    assert any(listed), "no message was ever listed"
