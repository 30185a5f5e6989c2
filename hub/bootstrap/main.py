"""`hub`: the console script."""

import os
import sys
from typing import TYPE_CHECKING

import typer
from pydantic import ValidationError

from exchange.errors import ExchangeError
from exchange.printable import printable
from hub import failpoints
from hub.bootstrap.engines import engine_of, open_engine
from hub.bootstrap.logs import configure_logs
from hub.bootstrap.store import now, open_desk, open_store
from hub.bootstrap.telling import open_days
from hub.bootstrap.transport import open_entrance, open_log
from hub.bootstrap.witnessing import unasked_witness, witness_of
from hub.cli import Parts, Store, build_cli
from hub.config import Settings
from hub.domain.errors import HubError, Misconfigured
from hub.witness import Witness

if TYPE_CHECKING:
    from hub.api import DevelopmentIssuer


def read_settings() -> Settings:
    """Read the settings; Misconfigured names each that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"HUB_{fault['loc'][0]}".upper() + f": {fault['msg']}" for fault in error.errors())
        raise Misconfigured(wrong) from None


def open_issuer(settings: Settings) -> "DevelopmentIssuer":
    """Open the development issuer. The web framework takes a second to load: only what needs it imports it."""
    from hub.api import DevelopmentIssuer

    return DevelopmentIssuer(settings, now)


def open_asked_witness(store: Store) -> Witness:
    """Open the witness as `hub serve` does, with the policy that this hub shows by."""
    return witness_of(store, engine_of(store.settings).digest)


def run_web(settings: Settings) -> None:
    """Serve; see `hub.bootstrap.running`."""
    from hub.bootstrap import running

    running.run_web(settings)


def run_intake(settings: Settings) -> None:
    """Take messages; see `hub.bootstrap.running`."""
    from hub.bootstrap import running

    running.run_intake(settings)


def run_demo(settings: Settings) -> None:
    """Run the sample day; see `hub.bootstrap.demo`."""
    from hub.bootstrap import demo

    demo.run_demo(settings)


PARTS = Parts(
    settings=read_settings,
    clock=now,
    open_store=open_store,
    open_log=open_log,
    open_entrance=open_entrance,
    open_engine=open_engine,
    open_desk=open_desk,
    open_witness=open_asked_witness,
    look_at_witness=unasked_witness,
    open_days=open_days,
    open_issuer=open_issuer,
    serve=run_web,
    intake=run_intake,
    demo=run_demo,
)


def main() -> None:
    """Run a command: 0 done, 1 refused or failed with the reason on standard error, 2 wrong use, 4 store put back."""
    configure_logs()
    try:
        failpoints.arm(os.environ.get(failpoints.SETTING, ""))
        build_cli(PARTS)()
    except (HubError, ExchangeError) as error:
        typer.echo(printable(f"hub: {error.code}: {error.detail}"), err=True)
        for fault in getattr(error, "faults", ()):
            typer.echo(printable(f"  {fault.pointer or '/'}: {fault.detail}"), err=True)
        sys.exit(getattr(error, "exit_status", 1))
