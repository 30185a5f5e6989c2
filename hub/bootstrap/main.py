"""`hub`: the console script."""

import sys
from datetime import UTC, datetime

import typer
from pydantic import ValidationError

from exchange import connect
from exchange.errors import ExchangeError
from hub.api import DevelopmentIssuer
from hub.bootstrap.demo import run_demo
from hub.bootstrap.engines import open_engine
from hub.bootstrap.logs import configure_logs
from hub.bootstrap.running import run_intake, run_web
from hub.bootstrap.store import now, open_store
from hub.cli import Parts, build_cli
from hub.config import Settings
from hub.domain.errors import HubError, Misconfigured


def read_settings() -> Settings:
    """Read the settings; Misconfigured names each that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"HUB_{fault['loc'][0]}".upper() + f": {fault['msg']}" for fault in error.errors())
        raise Misconfigured(wrong) from None


PARTS = Parts(
    settings=read_settings,
    clock=now,
    open_store=open_store,
    open_log=lambda settings: connect(settings.transport_address),
    open_engine=open_engine,
    open_issuer=lambda settings: DevelopmentIssuer(settings, lambda: datetime.now(UTC)),
    serve=run_web,
    intake=run_intake,
    demo=run_demo,
)


def main() -> None:
    """Run a command: 0 done, 1 refused or failed with the reason on standard error, 2 wrong use."""
    configure_logs()
    try:
        build_cli(PARTS)()
    except (HubError, ExchangeError) as error:
        typer.echo(f"hub: {error.code}: {error.detail}", err=True)
        for fault in getattr(error, "faults", ()):
            typer.echo(f"  {fault.pointer or '/'}: {fault.detail}", err=True)
        sys.exit(1)
