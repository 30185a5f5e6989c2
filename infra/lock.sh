#!/usr/bin/env bash
# Writes the lock files from pyproject.toml: exact versions with hashes, for Python 3.11 and later on any system, and no registry's address.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# lock FILE OPTION...: compile pyproject.toml into FILE; `make lock UPGRADE=--upgrade` takes newer versions.
lock() {
    local file=$1
    shift
    uv pip compile pyproject.toml "$@" ${UPGRADE:-} --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet --output-file "$file"
    if grep -nE '://|^-' "$file"; then echo "lock: $file names an address" >&2; exit 1; fi
}

command -v uv >/dev/null || { echo "lock: uv is missing: python3 -m pip install uv" >&2; exit 1; }
lock requirements.lock
lock requirements-production.lock --extra kafka --extra postgres
lock requirements-dev.lock --extra kafka --extra otel --extra postgres --extra dev
lock requirements-bench.lock --extra bench
