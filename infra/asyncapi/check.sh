#!/usr/bin/env bash
# Checks schemas/asyncapi.json with the official parser, which npm fetches into infra/asyncapi/node_modules where it is missing.
# Usage: infra/asyncapi/check.sh [FILE]
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

HERE="$INFRA/asyncapi"
STAMP="$HERE/node_modules/.lock"
if ! cmp -s "$HERE/package-lock.json" "$STAMP"; then
    command -v npm >/dev/null || debian nodejs npm
    say "fetching the AsyncAPI parser by npm"
    (cd "$HERE" && npm ci --no-audit --no-fund >"$RUN/npm-asyncapi.log" 2>&1 </dev/null) || fail "npm could not fetch the AsyncAPI parser (see $RUN/npm-asyncapi.log)"
    cp "$HERE/package-lock.json" "$STAMP"
fi
node "$HERE/check.mjs" "$@"
