"""The event schemas that a process judges and reads by: what ships, and the folder of HUB_SCHEMAS if there is any."""

from functools import cache
from pathlib import Path

import structlog

from exchange.schema_folder import SchemaFolder
from exchange.schemas import EventSchemas, load
from hub.config import Settings

LOG = structlog.get_logger("hub.schemas")


def known_schemas(settings: Settings) -> EventSchemas:
    """Return the schemas of these settings; one look at a folder serves all that ask in this process."""
    return load() if settings.schemas is None else folder_of(settings.schemas.resolve())


@cache
def folder_of(folder: Path) -> SchemaFolder:
    """Return a folder of schemas, which says in the log which of its files do not count."""
    return SchemaFolder(load(), folder, lambda name, why: LOG.error("schema-not-taken", file=name, detail=why))
