"""`hub users` and `hub token`: the made-up people of the development issuer."""

from dataclasses import asdict

import typer

from hub.cli.parts import Parts
from hub.cli.printing import AsJson, show_rows


def add_to(app: typer.Typer, parts: Parts) -> None:
    """Add both commands."""

    @app.command("users")
    def users(as_json: AsJson = False) -> None:
        """List who may sign in (development issuer only)."""
        rows = [asdict(user) for user in parts.open_issuer(parts.settings()).users.values()]
        show_rows(rows, ("id", "name", "agency", "role"), as_json=as_json, none="There are no users.")

    @app.command("token")
    def token(user: str) -> None:
        """Print a short-lived access token for a user (development issuer only)."""
        typer.echo(parts.open_issuer(parts.settings()).token(user))
