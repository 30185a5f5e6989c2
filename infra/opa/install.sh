#!/usr/bin/env bash
# Builds Open Policy Agent by Go into infra/.bin/opa; nothing where it is there or HUB_TEST_OPA names a server.
# With --program it is built all the same, since check.sh needs the program and not a server.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$INFRA/opa/go.sh"
[ "${1:-}" != --program ] && given HUB_TEST_OPA && exit 0

VERSION=1.22.2
case "$("$BIN/opa" version 2>/dev/null)" in "Version: $VERSION"*) exit 0 ;; esac
go=$(go_program) || fail "Go 1.21 or later is needed and could not be had: see https://go.dev/doc/install"
say "building OPA $VERSION (a few minutes the first time)"
GOBIN="$BIN" CGO_ENABLED=0 "$go" install "github.com/open-policy-agent/opa@v$VERSION" >"$RUN/go.log" 2>&1 </dev/null ||
    fail "Go could not build OPA (see $RUN/go.log)"
