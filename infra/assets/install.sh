#!/usr/bin/env bash
# Fetches by npm what pages are built from and checked with, into infra/assets/node_modules; nothing where it is there.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

HERE="$INFRA/assets"
STAMP="$HERE/node_modules/.lock"
if cmp -s "$HERE/package-lock.json" "$STAMP"; then exit 0; fi
command -v npm >/dev/null || debian nodejs npm
say "fetching the pages' assets by npm"
(cd "$HERE" && npm ci --no-audit --no-fund >"$RUN/npm.log" 2>&1 </dev/null) || fail "npm could not fetch the assets (see $RUN/npm.log)"
cp "$HERE/package-lock.json" "$STAMP"
