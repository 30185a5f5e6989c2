"""The FHIR server beside which the hub is measured: the one that BENCH_FHIR names, else HAPI's, started for it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measures import BenchmarkFailed

VARIABLE = "BENCH_FHIR"
SCRIPTS = Path(__file__).parent.parent / "infra/hapi"


@contextmanager
def fhir_server(scripts: Path = SCRIPTS) -> Iterator[str]:
    """Give a server's address; one that was started here is stopped when the block ends.

    It runs only while it is measured, since an idle Java server would take part in every other figure.

    Raises:
        BenchmarkFailed: it could not be installed or started; the scripts have said why.
    """
    given = os.environ.get(VARIABLE)
    if given:
        yield given
        return
    with TemporaryDirectory() as folder:
        try:
            for step in ("install", "start"):
                _run(scripts / f"{step}.sh", Path(folder))
            yield (Path(folder) / "hapi.env").read_text("utf-8").strip().partition("=")[2]
        finally:
            _run(scripts / "stop.sh", Path(folder))


def _run(script: Path, folder: Path) -> None:
    done = subprocess.run([script], env={**os.environ, "HUB_INFRA_RUN": str(folder)}, check=False)
    if done.returncode:
        raise BenchmarkFailed(f"{script.parent.name}/{script.name} ended with {done.returncode}: see above")
