"""The pages for people: sign in, find a child, read the chronology, and see who looked; all of it through access.

GOV.UK components, no script, nothing that identifies a child in an address, and no rule about what may be shown: a
page shows what `hub.access` answered.
"""

from hub.pages.concerns.port import Concern, Progress, Raised
from hub.pages.front import add_pages
from hub.pages.services import PageServices, Person

__all__ = ["Concern", "PageServices", "Person", "Progress", "Raised", "add_pages"]
