"""One message for each event type, for integrators to try: the schemas' examples, told of other invented children.

`python -m demo.samples` writes them to `docs/samples`, in the form that `hub-connect json` reads.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from demo.people import nhs_number, upn_number
from exchange.schemas import load

FOLDER = Path(__file__).parent.parent / "docs" / "samples"
RENAMED = {
    "Rowan": "Tamsin",
    "Elise": "Joy",
    "Finn": "Jory",
    "Wren": "Elowen",
    "Ashdown": "Quill",
    "Dana": "Morwenna",
    "Lee": "Perran",
    "Marlow": "Tregear",
    "2017-05-14": "2016-09-21",
    "2023-11-02": "2023-03-30",
    "1994-02-20": "1993-06-08",
    "1990-08-11": "1989-01-17",
    "9990123454": nhs_number(901),
    "9990123535": nhs_number(902),
    "9990123667": nhs_number(903),
    "G815000016001": upn_number(901),
    "P-1042": "S-2001",
    "P-1043": "S-2002",
    "M-5510": "S-2003",
    "A-311": "S-2101",
    "N-5501": "S-2102",
    "4 Larch Close": "9 Harbour Row",
    "Larch Close": "Harbour Row",
    "Northbridge": "Saltmouth",
    "NX4 7QL": "SX4 1ZZ",
    "urn:agency:meadow-primary:cpoms": "urn:agency:sandbox:samples",
    "urn:agency:meadow-primary:safeguarding-log": "urn:agency:sandbox:samples",
    "urn:agency:northshire-hospital:pas": "urn:agency:sandbox:samples",
    "CP-2026-0117": "SAMPLE-concern-raised-1",
    "SL-0447": "SAMPLE-concern-raised-1",
    "V90301": "SAMPLE-concern-raised-1",
    "V90312": "SAMPLE-contact-recorded-1",
    "northshire-csc": "sandbox",
    "northshire-": "sandbox-",
    "meadow-primary": "sandbox-school",
}
"""What stands in the schemas' examples, and what stands in the samples instead: nobody whom the sample day knows.

What an example says of another entry, a sample says of one that the sandbox sends, and so may correct or withdraw.
"""
WORDS = re.compile("|".join(rf"\b{re.escape(word)}\b" if word[-1] != "-" else rf"\b{word}" for word in RENAMED))


def samples() -> Mapping[str, str]:
    """Return each sample's text by file name, in the order of the names."""
    schemas = load()
    return {
        f"{event_type.split('.')[1]}.json": written(event_type, schemas.documents[event_type]["examples"][0])
        for event_type in schemas.types()
    }


def written(event_type: str, example: Mapping[str, Any]) -> str:
    """Return an example as a message that `hub-connect json` takes."""
    message = {
        "type": event_type,
        "system": "samples",
        "id": f"SAMPLE-{event_type.split('.')[1]}-1",
        "time": _at(example["occurred"]["from"]),
        "data": example,
    }
    text = json.dumps(message, indent=2, ensure_ascii=False) + "\n"
    return WORDS.sub(lambda found: RENAMED[found.group()], text)


def _at(moment: str) -> str:
    """Return the instant at which the source system recorded it: when it happened, or that day's end of work."""
    return moment if "T" in moment else f"{moment}T17:00:00Z"


def write(folder: Path = FOLDER) -> None:
    """Write the samples, and leave none of an event that is no more."""
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.json"):
        stale.unlink()
    for name, text in samples().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
