"""`python -m benchmarks.overload`: ten times what the hub can take, for five minutes, with a concern now and then.

Ends with one line of JSON, and exit code 1 where a concern was not answered, or one in a hundred took longer than five
seconds. With `--report` a section of `docs/load.md` is written anew for this store and transport.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.load_report import write_report
from benchmarks.measures import BenchmarkFailed
from benchmarks.overloading import Plan, overload
from exchange.errors import ExchangeError
from hub.bootstrap.logs import configure_logs
from hub.domain.errors import HubError

LIMIT_SECONDS = 5.0
OPTIONS: Mapping[str, type] = {
    "store": str,
    "transport": str,
    "seconds": float,
    "factor": float,
    "hubs": int,
    "seed": int,
}

SERVICES = {"postgresql": ("HUB_TEST_POSTGRES", ""), "kafka": ("HUB_TEST_KAFKA", "kafka://")}
"""What `--store` and `--transport` may name instead of an address: a service of `infra/`, by the variable that tells
where it is, and what comes before its address."""


def address_of(name: str) -> str:
    """Return the address of a service that is named alone; any other text is one already.

    Raises:
        BenchmarkFailed: the service does not run.
    """
    if name not in SERVICES:
        return name
    variable, scheme = SERVICES[name]
    if not os.environ.get(variable):
        raise BenchmarkFailed(f"{variable} is not set: run this by `make overload`, which brings {name} up")
    return scheme + os.environ[variable]


def breaches(figures: dict[str, Any]) -> list[str]:
    """Return what the figures say that may not be; times are for the reader to judge, on a machine that is known."""
    urgent = figures["urgent"]
    missing = urgent["sent"] - urgent["answered"]
    late = urgent["p99_s"] > LIMIT_SECONDS
    told = [f"concerns that were not answered: {missing}"] if missing else []
    return told + ([f"the urgent lane's 99th percentile was {urgent['p99_s']} s"] if late else [])


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0, or 1 on a breach."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.overload", description=__doc__)
    for name, kind in OPTIONS.items():
        parser.add_argument(f"--{name}", type=kind, default=Plan.__dataclass_fields__[name].default)
    parser.add_argument("--report", type=Path, help="the Markdown file to write the section of this run into")
    parser.add_argument("--remark", default="", help="what the reader should know of the machine at that time")
    given = vars(parser.parse_args(arguments))
    report, remark = given.pop("report"), given.pop("remark")
    try:
        places = {name: address_of(given[name]) for name in ("store", "transport")}
        figures = overload(Plan(**{**given, **places}))
    except (BenchmarkFailed, HubError, ExchangeError) as failure:
        sys.stderr.write(f"overload: {failure}\n")
        return 1
    if report is not None:
        write_report(report, figures, remark)
    for breach in breaches(figures):
        sys.stderr.write(f"overload: {breach}\n")
    sys.stdout.write(json.dumps(figures) + "\n")
    return 1 if breaches(figures) else 0


if __name__ == "__main__":
    configure_logs()
    sys.exit(main())
