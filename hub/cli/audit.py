"""`hub audit`: is the log what it was?"""

from pathlib import Path
from typing import Annotated

import typer

from hub.audit import event_rows, verify
from hub.cli.parts import Parts
from hub.cli.printing import AsJson, show_document


def commands(parts: Parts) -> typer.Typer:
    """Return the commands of this family."""
    app = typer.Typer(help="The log of accesses and of recorded events.", no_args_is_help=True)

    @app.callback()
    def family() -> None:
        """Keep `verify` a command of its own, though it is the only one."""

    @app.command("verify")
    def verify_log(
        checkpoint: Annotated[
            list[Path] | None, typer.Option(exists=True, dir_okay=False, help="A checkpoint kept elsewhere.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Hash every access and every stored event again; name each that was changed, cut or added."""
        settings = parts.settings()
        store = parts.open_store(settings)
        kept = [settings.data / "checkpoints" / "latest", *(checkpoint or [])]
        notes = [file.read_text("utf-8") for file in kept if file.is_file()]
        report = verify(store.record.database, store.keys, event_rows(store.record.events_table), settings.id, notes)
        show_document(report.to_json(), as_json=as_json)
        raise typer.Exit(0 if report.sound else 1)

    return app
