"""The oracle: judges a run from the ledger, the topics and the store, with none of the hub's code.

It knows the rules by which things are named and sealed from the documents alone and works them out for itself, so that
an error in the hub's code cannot hide itself here.
"""

from faultlab.oracle.judge import judge
from faultlab.oracle.keys import HubKeys
from faultlab.oracle.ledger import Expected, read_ledger
from faultlab.oracle.store import Stored, read_store
from faultlab.oracle.verdict import Law, Verdict
from faultlab.oracle.wire import Wire, read_wire

__all__ = ["Expected", "HubKeys", "Law", "Stored", "Verdict", "Wire", "judge", "read_ledger", "read_store", "read_wire"]
