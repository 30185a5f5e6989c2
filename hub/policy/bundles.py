"""The policy as one content-addressed bundle of Rego files."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from hub.domain.errors import Misconfigured

_CHECKOUT = Path(__file__).resolve().parents[2] / "policies"
_PACKAGED = Path(__file__).resolve().parent / "policies"


@dataclass(frozen=True, slots=True)
class PolicyBundle:
    """The Rego files of one policy: (path relative to the folder, text), by path."""

    modules: tuple[tuple[str, str], ...]

    @property
    def digest(self) -> str:
        """`sha256:` of the listing that `sha256sum` prints for the files in order, so that anybody can check it."""
        listing = "".join(f"{hashlib.sha256(text.encode()).hexdigest()}  {path}\n" for path, text in self.modules)
        return f"sha256:{hashlib.sha256(listing.encode()).hexdigest()}"


def load_bundle(folder: Path | None = None) -> PolicyBundle:
    """Read the policy in `folder` (default: the checkout's `policies/`, or the copy inside the package).

    Tests (`*_test.rego`) are no part of it. Raises: Misconfigured, if there is no policy there.
    """
    root = folder or default_folder()
    paths = sorted(root.rglob("*.rego"), key=lambda path: path.relative_to(root).as_posix())
    paths = [path for path in paths if not path.name.endswith("_test.rego")]
    if not paths:
        raise Misconfigured(f"no policy (*.rego) in {root}: point the hub to the folder `policies`")
    return PolicyBundle(tuple((path.relative_to(root).as_posix(), path.read_text("utf-8")) for path in paths))


def default_folder() -> Path:
    """The checkout's `policies/` where there is one, else the copy that was installed with the package."""
    return _CHECKOUT if _CHECKOUT.is_dir() else _PACKAGED
