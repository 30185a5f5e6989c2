"""How an agency's messages stand, told to whoever looks after its connector: exit status, metrics, a page, a log line.

Nothing is told but ids, ages, counts and the codes of the hub's reasons.
"""

from connectors.watch.outlets import LATE, Outlets, Watched
from connectors.watch.reach import Reach
from connectors.watch.serving import Place, PlaceUnusable, place_of, serving
from connectors.watch.watching import Watch

__all__ = ["LATE", "Outlets", "Place", "PlaceUnusable", "Reach", "Watch", "Watched", "place_of", "serving"]
