#!/usr/bin/env bash
# Checks the rules in policies/: form, strictness, only agreed built-ins, the input's schema, and tests that cover them.
# Usage: infra/opa/check.sh   (OPA from infra/.bin, or $OPA)
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
OPA=${OPA:-$ROOT/infra/.bin/opa}
export OPA
[ -x "$OPA" ] || { echo "OPA is not installed: run infra/opa/install.sh" >&2; exit 1; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$ROOT"

"$OPA" fmt --fail --list policies/hub
"$ROOT/infra/opa/capabilities.sh" >"$scratch/capabilities.json"
"$OPA" check --strict --capabilities "$scratch/capabilities.json" --schema policies/schemas policies/hub
"$OPA" test policies/hub --coverage --threshold 98 >"$scratch/tests.json" || { cat "$scratch/tests.json"; "$OPA" test policies/hub; exit 1; }
"$OPA" test policies/hub | tail -n 1
