"""How much each benchmark does; every size may be set in the environment."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """`messages` over `children` are taken by intake; `entries` are read `calls` times warm, `cold_calls` times cold.

    `long_entries` is the length of a long chronology, read `long_calls` times; `long_record` of a
    record that a FHIR server holds too, and `creates` what each is told one by one; `accesses` are put on record by
    `readers` at once; `probes` are matched in a `register` of so many children. Every figure is the median of
    `repeats`; `seed` makes the same messages again.
    """

    messages: int = 3000
    children: int = 100
    entries: int = 200
    calls: int = 100
    cold_calls: int = 10
    long_entries: int = 10_000
    long_calls: int = 5
    long_record: int = 2000
    creates: int = 300
    accesses: int = 1000
    readers: int = 40
    register: int = 100_000
    probes: int = 400
    repeats: int = 3
    seed: int = 20130304


def from_environment() -> Sizes:
    """Read `BENCH_MESSAGES`, `BENCH_CHILDREN` and so on; ValueError where one is not a whole number."""
    named = {name: os.environ.get(f"BENCH_{name.upper()}") for name in Sizes.__dataclass_fields__}
    return Sizes(**{name: int(value) for name, value in named.items() if value})
