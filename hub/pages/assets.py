"""The pages' style and pictures, read once when the hub starts; no other file can be asked for."""

import mimetypes
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter, Response

from hub.domain.errors import NotFound
from hub.pages.headers import ASSET_HEADERS

_SERVED = (".css", ".svg", ".png", ".ico")


def add_to(router: APIRouter) -> None:
    kept = dict(_files(files("hub.pages") / "static", ""))

    @router.get("/assets/{name:path}")
    def asset(name: str) -> Response:
        if name not in kept:
            raise NotFound("There is no such file.")
        return Response(kept[name], media_type=mimetypes.guess_type(name)[0], headers=ASSET_HEADERS)


def _files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    """Each file to serve below a folder, as its name and its bytes."""
    found: list[tuple[str, bytes]] = []
    for item in folder.iterdir():
        if item.is_dir():
            found += _files(item, f"{prefix}{item.name}/")
        elif item.name.endswith(_SERVED):
            found.append((prefix + item.name, item.read_bytes()))
    return found
