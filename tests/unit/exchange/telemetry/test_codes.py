"""The registry of log events: every call in the code uses it, and the operators' page explains it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange.telemetry import BY_CODE, LOG_EVENTS
from exchange.telemetry.fields import FIELDS

ROOT = Path(__file__).parents[4]
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}
LOGGERS = {"LOG", "log"}
BOUND_ELSEWHERE = {"exc_info"}
UNUSED_IN_CODE = {"event-not-registered", "library-event"}
"""Made by the log's own processors."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Each call that logs, with its place."""
    for room in ("hub", "exchange", "connectors", "demo"):
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and any(is_logging(one) for one in ast.walk(node.func)):
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def is_logging(node: ast.AST) -> bool:
    is_level = isinstance(node, ast.Attribute) and node.attr in LEVELS
    return is_level and isinstance(node.value, ast.Name) and node.value.id in LOGGERS


def code_of(call: ast.Call) -> object:
    return call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None


def test_every_call_that_logs_names_a_registered_code() -> None:
    unregistered = {place: code_of(call) for place, call in calls() if code_of(call) not in BY_CODE}
    assert unregistered == {}, "add it to exchange/telemetry/codes.py and to docs/operators.md"


def test_every_field_that_is_logged_is_on_the_list() -> None:
    given = {(place, one.arg) for place, call in calls() for one in call.keywords if one.arg is not None}
    assert {one for one in given if one[1] not in FIELDS and one[1] not in BOUND_ELSEWHERE} == set()


def test_every_code_is_logged_somewhere() -> None:
    assert {code_of(call) for _, call in calls()} | UNUSED_IN_CODE >= set(BY_CODE)


def test_no_code_stands_twice() -> None:
    assert len(BY_CODE) == len(LOG_EVENTS)


@pytest.mark.parametrize("event", LOG_EVENTS, ids=lambda event: event.code)
def test_the_operators_page_says_what_it_means_and_what_to_do(event: object) -> None:
    row = f"| `{event.code}` | {event.means} | {event.do} |"
    assert row in (ROOT / "docs" / "operators.md").read_text("utf-8")


def test_nothing_is_logged_but_through_the_registry() -> None:
    """The standard library's loggers know no codes; libraries use them, we do not."""
    asked = {
        str(file.relative_to(ROOT))
        for room in ("hub", "exchange", "connectors", "demo")
        for file in (ROOT / room).rglob("*.py")
        if "logging.getLogger" in file.read_text("utf-8")
    }
    assert asked <= {"exchange/telemetry/logs.py", "exchange/topic_log/kafka_connecting.py"}
