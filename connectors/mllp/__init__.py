"""MLLP, the way in which hospitals' systems send HL7 over a connection: blocks, answers, and a server that gives them.

Nothing here knows what a message says. `connectors/listening.py` joins it to the desk that does.
"""

from connectors.mllp.address import Address, AddressUnusable, address_of, is_address
from connectors.mllp.answers import Fault, Verdict, answered
from connectors.mllp.blocks import Block, Blocks, Oversize, framed
from connectors.mllp.server import Pace, Server

__all__ = [
    "Address",
    "AddressUnusable",
    "Block",
    "Blocks",
    "Fault",
    "Oversize",
    "Pace",
    "Server",
    "Verdict",
    "address_of",
    "answered",
    "framed",
    "is_address",
]
