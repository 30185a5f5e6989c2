#!/usr/bin/env bash
# Builds the policy bundle that an OPA server loads, its revision being the digest that the hub expects of every answer.
# Usage: infra/opa/bundle.sh OUTPUT.tar.gz   (OPA from infra/.bin, or $OPA)
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
OPA=${OPA:-$ROOT/infra/.bin/opa}
[ -x "$OPA" ] || { echo "OPA is not installed: run infra/opa/install.sh" >&2; exit 1; }

cd "$ROOT/policies"
digest=$(find hub -name '*.rego' ! -name '*_test.rego' | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -d' ' -f1)
"$OPA" build --bundle . --ignore '*_test.rego' --ignore 'schemas' --revision "sha256:$digest" --output "$1"
