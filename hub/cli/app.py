"""`hub`: its commands put together."""

from collections.abc import Callable

import typer

from hub.cli import (
    agency,
    audit,
    backing,
    gaps,
    incidents,
    operations,
    policy,
    quarantine,
    reconcile,
    schemas,
    users,
)
from hub.cli.parts import Parts


def build_cli(parts: Parts) -> typer.Typer:
    """Return the whole command line over these parts."""
    app = typer.Typer(
        name="hub",
        help="The safeguarding information-sharing hub.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.add_typer(agency.commands(parts), name="agency")
    app.add_typer(audit.commands(parts), name="audit")
    app.add_typer(policy.commands(parts), name="policy")
    app.add_typer(quarantine.commands(parts), name="quarantine")
    app.add_typer(incidents.commands(parts), name="incidents")
    users.add_to(app, parts)
    operations.add_to(app, parts)
    backing.add_to(app, parts)
    gaps.add_to(app, parts)
    schemas.add_to(app, parts)
    reconcile.add_to(app, parts)
    _add_runners(app, parts)
    return app


def _add_runners(app: typer.Typer, parts: Parts) -> None:
    runners: tuple[tuple[str, Callable[..., None], str], ...] = (
        ("demo", parts.demo, "Run everything in one process and feed it the sample story."),
        ("serve", parts.serve, "Serve the interface and the pages."),
        ("intake", parts.intake, "Take messages from the topics and send receipts; run several to share the work."),
    )
    for name, run, text in runners:
        app.command(name, help=text)(_runner(parts, run))


def _runner(parts: Parts, run: Callable[..., None]) -> Callable[[], None]:
    def command() -> None:
        run(parts.settings())

    return command
