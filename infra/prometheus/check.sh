#!/usr/bin/env bash
# Checks the alert rules with Prometheus's own reader of them, built by Go, as `promtool check rules` does.
# Usage: infra/prometheus/check.sh [FILE]
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$INFRA/opa/go.sh"

HERE="$INFRA/prometheus"
PROGRAM="$BIN/check-alerts"
if [ ! -x "$PROGRAM" ] || [ "$HERE/rules/go.sum" -nt "$PROGRAM" ] || [ "$HERE/rules/main.go" -nt "$PROGRAM" ]; then
    go=$(go_program) || fail "Go 1.21 or later is needed and could not be had: see https://go.dev/doc/install"
    say "building the checker of alert rules (a minute the first time)"
    (cd "$HERE/rules" && CGO_ENABLED=0 "$go" build -o "$PROGRAM" .) >"$RUN/go.log" 2>&1 </dev/null ||
        fail "Go could not build the checker of alert rules (see $RUN/go.log)"
fi
"$PROGRAM" "${@:-$HERE/alerts.yaml}"
