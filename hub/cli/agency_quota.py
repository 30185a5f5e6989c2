"""`hub agency quota`: how much an agency may send, over HTTP and to a secured broker."""

from dataclasses import replace
from typing import Annotated

import typer

from hub.cli.agency_keys import required_entrance
from hub.cli.parts import Parts
from hub.cli.printing import AsJson, show_document
from hub.domain.agency import Quota
from hub.record.agencies import agency_of_id, set_quota

Rate = Annotated[int | None, typer.Option(min=1, help="Messages a minute over HTTP that are not urgent.")]
UrgentRate = Annotated[int | None, typer.Option(min=1, help="Urgent messages a minute over HTTP, beside these.")]
Bytes = Annotated[int | None, typer.Option(min=1_000, help="Bytes a second that it may write to a secured Kafka.")]


def add_quota(app: typer.Typer, parts: Parts) -> None:
    """Add `hub agency quota`."""

    @app.command("quota")
    def quota(
        agency_id: Annotated[str, typer.Argument(help="As `hub agency list` shows it.")],
        per_minute: Rate = None,
        urgent_per_minute: UrgentRate = None,
        kafka_rate: Bytes = None,
        as_json: AsJson = False,
    ) -> None:
        """Show how much an agency may send, or set it; a web server follows within ten seconds, the broker at once."""
        settings = parts.settings()
        store = parts.open_store(settings)
        agency = agency_of_id(store.record, agency_id)
        now = agency.quota or Quota(settings.quota, settings.urgent_quota)
        said = {"events": per_minute, "urgent": urgent_per_minute}
        wanted = replace(now, **{lane: rate for lane, rate in said.items() if rate is not None})
        if wanted != now:
            set_quota(store.record, agency_id, wanted, parts.clock())
        told: dict[str, object] = {"agency": agency_id, "per minute": wanted.events, "urgent per minute": wanted.urgent}
        if kafka_rate is not None:
            entrance = required_entrance(parts, settings)
            entrance.limit(agency_id, kafka_rate)
            entrance.close()
            told["bytes a second"] = kafka_rate
        show_document(told, as_json=as_json)
