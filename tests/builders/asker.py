"""A process that asks the embedded engine, as `python -m tests.builders.asker FIRST`, and prints how it grew.

FIRST is what the process loads first: `library`, the C++ library, as greenlet and protobuf do, or the `engine`. Prints
JSON: MiB by which resident memory grew over `QUESTIONS` questions, no two alike, and over as many threads as `THREADS`.
"""

import ctypes
import json
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

QUESTIONS = 100
THREADS = 30
AT_ONCE = 4


def main(first: str) -> None:
    if first == "library":
        ctypes.CDLL("libstdc++.so.6")
    else:
        sys.modules["greenlet"] = None  # type: ignore[assignment]  # so that an import of it fails
    ask = _ask()
    with ThreadPoolExecutor(AT_ONCE) as readers:
        list(readers.map(ask, range(10 * AT_ONCE)))
        grown = _grown(lambda: list(readers.map(ask, range(1_000, 1_000 + QUESTIONS))))
    print(json.dumps({"questions": grown, "threads": _grown(lambda: _by_threads(ask))}))


def _ask() -> Callable[[int], object]:
    from enginelab.oracle.generator import any_question
    from hub.policy import EmbeddedEngine, decide_document, load_bundle

    engine = EmbeddedEngine(load_bundle())
    return lambda seed: decide_document(engine, any_question(Random(seed)))


def _by_threads(ask: Callable[[int], object]) -> None:
    """Ask once from each of many threads, one after the other, as those of a server that come and go."""
    for seed in range(THREADS):
        reader = threading.Thread(target=ask, args=(seed,))
        reader.start()
        reader.join()


def _grown(act: Callable[[], object]) -> float:
    before = _resident_mib()
    act()
    return round(_resident_mib() - before, 1)


def _resident_mib() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


if __name__ == "__main__":
    main(sys.argv[1])
