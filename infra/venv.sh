#!/usr/bin/env bash
# Makes .venv in the checkout from a lock file with hashes, by Python and pip alone: venv.sh base | dev. A second run is instant.
# venv.sh bench makes .venv-bench, with what stands beside the hub in benchmarks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() { echo "venv: $*" >&2; exit 1; }

# suits PYTHON: true where it is Python 3.11 or later.
suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# python: print the first Python that suits; PYTHON in the environment goes first.
python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if suits "$candidate"; then command -v "$candidate"; return; fi
    done
    fail "Python 3.11 or later is needed and none was found: install it, or name it: make PYTHON=/path/to/python3"
}

# stamp LOCK: print what $home/.stamp-* holds once LOCK and pyproject.toml are installed.
stamp() { cat "$1" pyproject.toml | cksum; }

# installed KIND LOCK: true where this checkout's environment holds LOCK.
installed() { [ -x "$home/bin/$proof" ] && [ "$(cat "$home/.stamp-$1" 2>/dev/null)" = "$(stamp "$2")" ]; }

home=.venv proof=hub
case "${1:-}" in
    base) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    bench) lock=requirements-bench.lock home=.venv-bench proof=python ;;
    *) echo "use: $0 base | dev | bench" >&2; exit 2 ;;
esac
# What tests need holds what the hub needs.
if installed "$1" "$lock" || installed dev requirements-dev.lock; then exit 0; fi

suits "$home/bin/python" || rm -rf "$home"
if [ ! -x "$home/bin/python" ]; then
    found=$(python)
    "$found" -c 'import venv, ensurepip' 2>/dev/null ||
        fail "this Python cannot make a virtual environment: install its venv module (Debian: apt-get install python3-venv)"
    "$found" -m venv "$home"
fi
"$home/bin/python" -m pip --version >/dev/null 2>&1 || "$home/bin/python" -m ensurepip >/dev/null
echo "venv: installing $lock (once)" >&2
"$home/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
[ "$home" = .venv-bench ] || "$home/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps -e .
stamp "$lock" >"$home/.stamp-$1"
