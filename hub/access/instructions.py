"""Protective instructions: what a professional must know before acting, released where its reason is not."""

from collections.abc import Iterable

from hub.access.asked import Viewer
from hub.access.known import as_reader
from hub.domain.vocabulary import WithholdingState
from hub.domain.withholding import Withholding
from hub.views.model import ChildFile


def instructions(file: ChildFile, viewer: Viewer) -> list[str]:
    """Return the texts that the owners of withholdings wrote for whom they bind, each once.

    Never for the family, nor for a person excluded by name, who must not learn that anything is withheld (T2).

    `file` is unfiltered: an instruction is the one thing that a withholding says aloud, deliberately
    (`design.md` decision 12).
    """
    if as_reader(viewer).is_family:
        return []
    placed = [withholding for of_entry in file.withholdings.values() for withholding in of_entry]
    return sorted(set(_texts(one for one in placed if viewer.id not in one.audience.persons)))


def _texts(placed: Iterable[Withholding]) -> list[str]:
    return [
        withholding.protective_instruction
        for withholding in placed
        if withholding.protective_instruction and withholding.state is not WithholdingState.RELEASED
    ]
