"""The operators' page, the alert rules and the code tell the same figures."""

import re
from pathlib import Path

import pytest
from prometheus_client import Counter, Histogram

from hub.api.health import RUNS_THE_HUB
from hub.bootstrap.state import GAUGES
from hub.metrics import instruments

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "operators.md").read_text("utf-8")
ALERTS = (ROOT / "infra" / "prometheus" / "alerts.yaml").read_text("utf-8")
COUNTED = [one for one in vars(instruments).values() if isinstance(one, Counter | Histogram)]
NAME = re.compile(r"\bhub_[a-z_]+")
UNITS = ("_seconds", "_records", "_waiting", "_ready", "_info")


def name_of(counted: Counter | Histogram) -> str:
    (family,) = counted.describe()
    return f"{family.name}_total" if isinstance(counted, Counter) else family.name


def help_of(counted: Counter | Histogram) -> str:
    (family,) = counted.describe()
    return str(family.documentation)


@pytest.mark.parametrize("counted", COUNTED, ids=name_of)
def test_every_counter_and_histogram_stands_on_the_page(counted: Counter | Histogram) -> None:
    assert re.search(rf"^\| `{name_of(counted)}` \| .* \| {re.escape(help_of(counted))} \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("gauge", GAUGES)
def test_every_gauge_stands_on_the_page(gauge: str) -> None:
    assert re.search(rf"^\| `hub_{gauge}` \| gauge \| .* \| {re.escape(GAUGES[gauge])} \|$", PAGE, re.MULTILINE)


def test_every_figure_of_the_page_is_there() -> None:
    known = {name_of(counted) for counted in COUNTED} | {f"hub_{gauge}" for gauge in GAUGES}
    assert set(re.findall(r"^\| `(hub_[a-z_]+)` \|", PAGE, re.MULTILINE)) == known


def test_names_end_in_their_unit() -> None:
    assert [gauge for gauge in GAUGES if not gauge.endswith(UNITS)] == []
    assert [
        name_of(one) for one in COUNTED if isinstance(one, Histogram) and not name_of(one).endswith("_seconds")
    ] == []


def test_every_alert_asks_for_figures_that_there_are_and_says_what_to_do() -> None:
    known = {name_of(counted) for counted in COUNTED} | {f"hub_{gauge}" for gauge in GAUGES}
    asked = [line for line in ALERTS.splitlines() if line.strip().startswith("expr:")]
    assert {name for line in asked for name in NAME.findall(line)} <= known
    assert ALERTS.count("- alert:") == len(asked) == ALERTS.count("summary:") == ALERTS.count("todo:")


def test_every_agency_that_runs_the_hub_is_on_the_page() -> None:
    assert len(RUNS_THE_HUB) == 2
    assert "an operator of the authority whose hub it is" in PAGE
