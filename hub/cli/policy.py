"""`hub policy`: ask an engine what it decides, as black-box checks do."""

import json
import sys
from enum import StrEnum
from typing import Annotated

import typer

from exchange import strict_json
from hub.cli.parts import Parts
from hub.policy import decide_document


class Engine(StrEnum):
    """Which engine decides: in process, or the OPA server that HUB_POLICY names."""

    EMBEDDED = "embedded"
    OPA = "opa"


def commands(parts: Parts) -> typer.Typer:
    """Return the commands of this family."""
    app = typer.Typer(help="The access policy.", no_args_is_help=True)

    @app.callback()
    def family() -> None:
        """Keep `decide` a command of its own, though it is the only one."""

    @app.command("decide")
    def decide(engine: Annotated[Engine, typer.Option(help="Which engine decides.")] = Engine.EMBEDDED) -> None:
        """Read a decision request (JSON) on standard input and print the decision."""
        asked = strict_json.loads(sys.stdin.buffer.read())
        settings = parts.settings()
        typer.echo(json.dumps(decide_document(parts.open_engine(settings, engine.value), asked)))

    return app
