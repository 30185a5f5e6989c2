"""Protective instructions: what a professional must know before acting, released where its reason is not."""

from hub.access.asked import Viewer
from hub.access.known import as_reader, is_bound
from hub.domain.chronology import Labels
from hub.domain.vocabulary import WithholdingState
from hub.domain.withholding import Withholding, binds
from hub.views.model import ChildFile


def instructions(file: ChildFile, viewer: Viewer) -> list[str]:
    """Return the texts that the owners of withholdings wrote for this viewer, each once.

    An instruction is the one thing that a withholding says aloud, deliberately (`design.md` decision 12), and who is
    the subject of it must not learn that anything is withheld. So whoever places it says whom it is for; unless they
    say, it is for the professionals whom the withholding binds. It is never for the family, nor for a person whom the
    withholding excludes by name, whatever else was said.
    """
    if as_reader(viewer).is_family:
        return []
    placed = ((row.labels, one) for row in file.entries for one in file.withholdings.get(row.labels.entry_id, ()))
    return sorted({one.protective_instruction or "" for labels, one in placed if _is_for(one, labels, viewer)})


def _is_for(withholding: Withholding, labels: Labels, viewer: Viewer) -> bool:
    if not withholding.protective_instruction or withholding.state is WithholdingState.RELEASED:
        return False
    if viewer.id in withholding.audience.persons:
        return False
    if withholding.instruction_for is None:
        return is_bound(withholding, labels, viewer)
    return binds(withholding.instruction_for, as_reader(viewer))
