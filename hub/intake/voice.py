"""Whose word a message is: its sender's, or that of the agency whose practitioner entered it on the hub's pages."""

from collections.abc import Mapping
from typing import Any

from hub.domain.vocabulary import AgencyType
from hub.intake.registry import Registry
from hub.views.model import AgencyRow


def is_own_pages(sender: AgencyRow, hub_id: str) -> bool:
    """Say whether the sender is this hub itself, which sends what people enter on its pages."""
    return sender.agency_type == AgencyType.HUB and sender.agency_id == hub_id


def voice_of(sender: AgencyRow, data: Mapping[str, Any], registry: Registry, hub_id: str) -> AgencyRow:
    """Return the agency whose word it is: labels, area and rights are taken from it.

    Only this hub speaks for another, since it saw the person sign in at that agency. From any other sender
    `on_behalf_of` is a text and gives nothing (`security.md` T4). Source: chronology guidance (a record entered for an
    agency without access is marked as entered on its behalf).
    """
    spoken_for = data.get("on_behalf_of")
    if is_own_pages(sender, hub_id) and isinstance(spoken_for, str) and registry.knows(spoken_for):
        return registry.agency(spoken_for)
    return sender
