"""What is kept outside the database so that no restore undoes a protection: acts, the audit log's leaves, and a signed
statement of how far they reached. After a restore readers wait until the store has reached it again."""

from hub.witness.gaps import Gap
from hub.witness.witness import Witness, open_witness

__all__ = ["Gap", "Witness", "open_witness"]
