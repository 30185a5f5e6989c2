"""Where ports meet adapters: settings in, a hub with every part in its place out. Nothing imports this room."""

from hub.bootstrap.main import main

__all__ = ["main"]
