"""The command line: one file for each family of commands; people's words by default, `--json` for programs."""

from hub.cli.app import build_cli
from hub.cli.parts import Parts, Store

__all__ = ["Parts", "Store", "build_cli"]
