"""`hub-connect hl7` listening, the real one, by a clock that others move: to live through a day in a minute.

    moved_clock.py FOLDER TO CLOCK METRICS PAGE

CLOCK is a file with the seconds by which its clock is ahead. The system chooses the port, which is printed.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.listening import Listening, listen
from connectors.mllp import address_of
from connectors.watch import Outlets
from exchange.agency_folder import read_agency_folder


def main(folder: str, to: str, clock: str, metrics: str, page: str) -> int:
    """Listen until told to stop; 3 if a receipt is late then."""

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(Path(clock).read_text("ascii")))

    asked = Listening(
        address_of("mllp://127.0.0.1:0"),
        read_agency_folder(Path(folder)),
        to,
        outlets=Outlets(Path(metrics), Path(page)),
        clock=now,
    )
    return 3 if listen(asked, lambda told: print(told, flush=True)).is_late else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
