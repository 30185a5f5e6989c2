"""The list of event types for integrators: what each says, who may send it, what it begins or ends.

`python -m demo.event_table` writes it to `docs/events.md`.
"""

from pathlib import Path

from exchange.schemas import Schemas, load

PAGE = Path(__file__).parent.parent / "docs" / "events.md"
HEAD = """# Event types

Written from [`schemas/events`](../schemas/README.md) by `make docs`; each name leads to its schema, *sample* to a
message that can be sent as it stands. *Any* means an agency of any type. A *contextual* event is taken only of a child
whose case is open to the hub, all others always; an *urgent* one travels on the urgent topic.

| event | says | sent by | notes |
|---|---|---|---|
"""


def page(schemas: Schemas) -> str:
    """Return the page's text."""
    return HEAD + "".join(_row(schemas, event_type) for event_type in schemas.types())


def _row(schemas: Schemas, event_type: str) -> str:
    name, senders = event_type.split(".")[1], schemas.annotations(event_type).senders
    file = f"{event_type.removeprefix('safeguarding.')}.json"
    cells = (
        f"[`{name}`](../schemas/events/{file}), [sample](samples/{name}.json)",
        schemas.documents[event_type]["description"],
        ", ".join(senders) if senders else "any",
        "; ".join(_notes(schemas, event_type)),
    )
    return f"| {' | '.join(cells)} |\n"


def _notes(schemas: Schemas, event_type: str) -> list[str]:
    notes, schema = schemas.annotations(event_type), schemas.documents[event_type]
    told = ["urgent"] if notes.lane == "urgent" else []
    told += ["contextual"] if notes.admission == "contextual" else []
    told += [f"begins {notes.opens}"] if notes.opens else []
    return told + ([f"ends {', '.join(schema['x-closes'])}"] if "x-closes" in schema else [])


if __name__ == "__main__":
    PAGE.write_text(page(load()), encoding="utf-8")
