"""The caseload: one's own children, a manager's team's too, each with the latest that may be seen."""

from datetime import UTC, datetime
from typing import Any

from builders.access import (
    CHILD,
    ENQUIRY,
    MANAGER,
    OTHER,
    SOCIAL_WORKER,
    SampleHub,
    Told,
    entry,
    involved,
    opening,
    withheld,
)

from hub.access import Viewer
from hub.domain.chronology import Status
from hub.domain.withholding import Audience

FROM_SOCIAL_WORKERS = Audience(roles=frozenset({"social-worker"}))


def lines(hub: SampleHub, viewer: Viewer = SOCIAL_WORKER) -> list[Any]:
    return list(hub.access.caseload(viewer, ENQUIRY).answer["children"])


def news(entry_id: str, happened: str, **told: Any) -> Told:
    return entry(entry_id, "northshire-police", happened=happened, significant=True, **told)


def test_a_line_says_how_and_since_when_one_works_with_the_child(hub: SampleHub) -> None:
    (line,) = lines(hub.given(opening()))
    assert (line["kind"], line["since"]) == ("allocated", "2026-01-05")


def test_a_line_tells_the_latest_significant_entry_by_when_it_happened(hub: SampleHub) -> None:
    late_learned = news("e-old", "2026-01-20", recorded=datetime(2026, 3, 1, tzinfo=UTC))
    (line,) = lines(hub.given(opening(), news("e-new", "2026-02-20"), late_learned))
    assert line["latest"]["headline"] == "headline of e-new"
    assert line["latest"]["occurred"]["from"] == "2026-02-20"


def test_a_routine_entry_is_no_news(hub: SampleHub) -> None:
    (line,) = lines(hub.given(opening(), entry("e-routine", happened="2026-02-25")))
    assert "latest" not in line


def test_a_withheld_entry_moves_neither_the_news_nor_the_status(hub: SampleHub) -> None:
    hidden = news(
        "e-hidden",
        "2026-02-27",
        withholdings=[withheld(FROM_SOCIAL_WORKERS)],
        statuses=[Status("section-47-enquiry", "2026-02-27", None, "e-hidden")],
    )
    before = lines(hub.given(opening(), news("e-seen", "2026-02-01")))
    assert lines(hub.given(opening(), news("e-seen", "2026-02-01"), hidden)) == before


def test_the_steps_of_the_case_process_that_hold_today_are_told(hub: SampleHub) -> None:
    held = Status("child-protection-plan", "2026-01-20", None, "e-plan")
    over = Status("section-47-enquiry", "2026-01-05", "2026-01-20", "e-plan")
    (line,) = lines(hub.given(opening(), entry("e-plan", statuses=[held, over])))
    assert line["statuses"] == ["child-protection-plan"]


def test_a_manager_sees_the_children_whom_the_team_holds(hub: SampleHub) -> None:
    hub.given(opening()).given(
        entry("e-else", involvements=[involved("e-else", "farshire-csc", "allocated", "u-far")]), child_id=OTHER
    )
    (line,) = lines(hub, MANAGER)
    assert (line["child_id"], line["kind"]) == (CHILD, "team")


def test_a_worker_sees_none_of_the_teams_other_children(hub: SampleHub) -> None:
    other = entry("e-else", involvements=[involved("e-else", "northshire-csc", "allocated", "u-colleague")])
    hub.given(opening()).given(other, child_id=OTHER)
    assert [line["child_id"] for line in lines(hub)] == [CHILD]
    assert [line["child_id"] for line in lines(hub, MANAGER)] == sorted([CHILD, OTHER])


def test_the_entry_that_a_line_shows_is_on_record_with_it(hub: SampleHub) -> None:
    lines(hub.given(opening(), news("e-new", "2026-02-20")))
    (record,) = hub.audited()
    assert "e-new" in {one.entry_id for one in record.disclosed}
