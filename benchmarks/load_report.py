"""Writes a run of `benchmarks.overload` into a Markdown file: a section for each store and transport, the newest."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def write_report(place: Path, figures: dict[str, Any], remark: str) -> None:
    """Put the section of this run in the place of the one before it, or at the end; the rest of the file stays."""
    text = place.read_text(encoding="utf-8") if place.exists() else "# Load\n"
    title = (
        f"## {figures['store']} and {figures['transport']}, {figures['hubs']} hub process{'es' * (figures['hubs'] > 1)}"
    )
    section = f"{title}\n\n{_told(figures, remark)}\n"
    before = re.compile(rf"^{re.escape(title)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    found = before.search(text)
    place.write_text(
        before.sub(lambda _: section, text) if found else f"{text.rstrip()}\n\n{section}", encoding="utf-8"
    )


def _told(figures: dict[str, Any], remark: str) -> str:
    urgent, memory, drain, flood = (figures[name] for name in ("urgent", "rss_mib", "drain", "flood"))
    rows = [
        ("measured", f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores{': ' + remark if remark else ''}"),
        ("steady work before", f"{figures['steady_per_second']} messages a second"),
        (
            "flood",
            f"{figures['factor']:g} times as much for {figures['seconds']:.0f} s: {flood['sent']:,} messages sent",
        ),
        ("taken meanwhile", f"{flood['taken_meanwhile']:,} messages"),
        ("concerns", f"{urgent['sent']} sent, {urgent['answered']} answered"),
        ("from topic to receipt", f"p50 {urgent['p50_s']} s, p99 {urgent['p99_s']} s, longest {urgent['max_s']} s"),
        ("memory", f"{memory['most']} MiB at most, {memory['slope_per_minute']:+} MiB a minute in the second half"),
        ("afterwards", f"{drain['per_second']} a second taken while {drain['arriving_per_second']} a second came"),
    ]
    samples = ", ".join(f"{mib:g}" for mib in figures["samples"])
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return f"| | |\n|---|---|\n{table}\n\nResident MiB over the run: {samples}.\n"
