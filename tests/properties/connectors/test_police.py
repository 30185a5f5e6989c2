"""Whatever the police write: what follows the format becomes a valid event, and nothing marked higher ever does."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders.police import link, occurrence
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors import police
from connectors.drafts import Draft, LeftOut, Refused, Unusable
from connectors.local_time import years_between
from connectors.police.handling import Code, parse
from connectors.police.marking import FIELD, TOO_HIGH
from connectors.police.people import PARTS
from connectors.police.relations import EITHER_WAY, STRAIGHT
from connectors.police.translate import translate
from exchange.schemas import load as load_schemas

EXPORTS = police.load()
FILES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOSTILE = st.sampled_from(
    [
        "'; DROP TABLE events;--",
        "=HYPERLINK(1)",
        "<script>alert(1)</script>",
        "\u202egnp.exe",
        "{{7*7}}",
        "\x00xx",
        "🜃" * 9,
    ]
)
SAID = st.text(st.characters(exclude_categories=["Cs"]), min_size=3, max_size=60) | HOSTILE
RELATIONS = [*STRAIGHT, *EITHER_WAY, "parent-of", "child-of", "partner-of"]
DAYS = st.dates(date(1930, 1, 1), date(2026, 2, 27)).map(date.isoformat)


@st.composite
def persons(draw: st.DrawFn) -> list[dict[str, Any]]:
    count = draw(st.integers(1, 6))
    return [{"id": f"N-{number}", **draw(_known())} for number in range(count)]


def _known() -> st.SearchStrategy[dict[str, Any]]:
    ages = st.integers(0, 60).flatmap(
        lambda low: st.builds(lambda more: {"from": low, "to": low + more}, st.integers(0, 60))
    )
    return st.fixed_dictionaries(
        {},
        optional={
            "given_names": SAID, "family_name": SAID, "born": DAYS, "approximate_age": ages, "description": SAID,
            "sex": st.sampled_from(["female", "male", "unknown"]), "protected": st.booleans(),
            "addresses": st.just([{"location": "L-1"}]),
        },
    )  # fmt: skip


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a record that follows the format, in any of its shapes."""
    people = draw(persons())
    ids = st.sampled_from([person["id"] for person in people])
    parts = [{"person": one["id"], "part": draw(st.sampled_from([*PARTS, "present"]))} for one in people]
    links = draw(st.lists(st.builds(link, ids, st.sampled_from(RELATIONS), ids), max_size=6))
    code = draw(st.sampled_from(["P", "1AP", "B2C", "E41", "5x5x5: 3"]))
    more = draw(
        st.fixed_dictionaries({}, optional={"narrative": SAID, "action_taken": SAID, "source_of_information": SAID})
    )
    started = draw(st.sampled_from(["2026-02-27", "2026-02-27T22:15:00Z", "2026-02-28T00:15:00+01:00"]))
    event = {"from": started, "precision": "about", "location": "L-1", "parts": parts}
    events = [event, *draw(st.lists(st.just({**event, "what": "It went on."}), max_size=2))]
    return (
        occurrence(
            persons=people,
            links=links,
            events=events,
            handling={"code": code},
            headline=draw(SAID),
            narrative=None,
            **{},
        )
        | more
    )


@SLOW
@given(record=records())
def test_a_record_that_follows_the_format_becomes_an_event_that_follows_its_schema(record: dict[str, Any]) -> None:
    found = translate("document", json.loads(json.dumps(record)))
    assert isinstance(found, Draft), found
    assert load_schemas().validate(found.type, found.data) == []


@SLOW
@given(record=records())
def test_everybody_in_a_record_is_told_of_as_a_child_or_with_a_part(record: dict[str, Any]) -> None:
    found = translate("document", record)
    assert isinstance(found, Draft)
    children = {child["local_ref"] for child in found.data["children"]}
    others = {person["reference"] for person in found.data["persons"]}
    assert children | others == {person["id"] for person in record["persons"]}
    day = date(2026, 2, 27)
    born = {
        one["id"]: years_between(date.fromisoformat(one["born"]), day) for one in record["persons"] if "born" in one
    }
    assert all((years < 18) == (who in children) for who, years in born.items())
    assert all(person["part"] in PARTS for person in found.data["persons"])


@SLOW
@given(record=records())
def test_suspects_are_never_told_as_victims(record: dict[str, Any]) -> None:
    found = translate("document", record)
    assert isinstance(found, Draft)
    said = {(part["person"], part["part"]) for event in record["events"] for part in event["parts"]}
    told = {(person["reference"], person["part"]) for person in found.data["persons"]}
    assert {pair for pair in said if pair[1] in ("victim", "suspect")} == {
        pair for pair in told if pair[1] in ("victim", "suspect")
    }


@st.composite
def higher_markings(draw: st.DrawFn) -> str:
    word = draw(st.sampled_from(["SECRET", "TOP SECRET", "UK SECRET", "SECRET UK EYES ONLY"]))
    between = draw(st.sampled_from(["", " ", "-", "\u200b", "."]))
    spelt = "".join(draw(st.sampled_from([letter.lower(), letter])) + between for letter in word)
    return draw(st.sampled_from(["", "[", "*** "])) + spelt + draw(st.sampled_from(["", "]", " ***"]))


@SLOW
@given(record=records(), marking=higher_markings(), data=st.data())
def test_a_higher_marking_anywhere_refuses_the_record_and_says_nothing_of_it(
    record: dict[str, Any], marking: str, data: st.DataObject
) -> None:
    data.draw(st.sampled_from(list(_slots(record))))(marking)
    found = translate("document", record)
    assert isinstance(found, Refused)
    assert [(found.place, reason.field, reason.text) for reason in found.reasons] == [("document", FIELD, TOO_HIGH)]


def _slots(value: Any) -> Any:
    """Yield a way to overwrite each text of a record."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(item, str):
            yield lambda text, key=key: value.__setitem__(key, text)
        elif isinstance(item, dict | list):
            yield from _slots(item)


@given(
    source=st.sampled_from("123"), information=st.sampled_from("ABCDE"), handling=st.sampled_from("PC"),
    between=st.sampled_from(["", " ", "/", "-", " . "]), before=st.sampled_from(["", "3x5x2: ", "3 X 5 X 2 "]),
)  # fmt: skip
def test_a_code_of_3x5x2_is_read_in_either_order(
    source: str, information: str, handling: str, between: str, before: str
) -> None:
    for order in ([source, information, handling], [information, source, handling]):
        assert parse(before + between.join(order)) == Code("3x5x2", handling, source, information)


@given(text=st.text(st.sampled_from("ABCDEPC12345x ./-:?"), max_size=12))
def test_a_code_that_is_read_means_what_is_written(text: str) -> None:
    try:
        code = parse(text)
    except Unusable:
        return
    assert text.rstrip(" ./-:").endswith(code.handling)


MANY = st.lists(records(), max_size=3).map(lambda many: "\n".join(map(json.dumps, many)).encode())


@FILES
@given(content=st.binary(max_size=300) | MANY)
def test_any_file_of_lines_is_read_to_its_end(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_bytes(content)
    found = list(police.read(file, EXPORTS))
    assert len(found) == sum(1 for line in content.split(b"\n") if line.strip())


CELLS = st.fixed_dictionaries(
    {
        "Occurrence": st.sampled_from(["NP-1", "NP-2", "NP-3", ""]),
        "Type": st.sampled_from(["DA", "PPN", "Traffic", "?"]),
        "Recorded": st.just("04/03/2026 23:10"),
        "Marking": st.sampled_from(["OFFICIAL", "OFFICIAL", "SECRET"]),
        "Handling": st.sampled_from(["P", "P", "?"]),
        "Summary": st.just("Seen") | SAID,
        "Officer": st.just("Ama Osei"),
        "Officer role": st.just("Officer"),
        "Date": st.just("04/03/2026"),
        "Person ID": st.sampled_from(["A", "B", "C"]),
        "Role": st.sampled_from(["Victim", "Suspect", "x"]),
        "Surname": st.just("Ashdown") | SAID,
    }
)


@FILES
@given(rows=st.lists(CELLS, min_size=1, max_size=8), breaks=st.sets(st.integers(0, 8)))
def test_every_row_of_a_csv_file_is_accounted_for_once(
    rows: list[dict[str, str]], breaks: set[int], tmp_path: Path
) -> None:
    lines = io.StringIO(newline="")
    csv.writer(lines).writerow(rows[0])
    for number, row in enumerate(rows):
        csv.writer(lines).writerow([*row.values()][: 5 if number in breaks else None])
    file = tmp_path / "export.csv"
    file.write_text(lines.getvalue(), encoding="utf-8", newline="")
    found = list(police.read(file, EXPORTS))
    assert sum(item.rows for item in found) == len(rows)
    assert all(isinstance(item, Draft | LeftOut | Refused) for item in found)


@FILES
@given(content=st.binary(max_size=300))
@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.jsonl"])
def test_a_file_of_anything_is_read_to_its_end(content: bytes, name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert not any(isinstance(item, Draft) for item in police.read(file, EXPORTS))
