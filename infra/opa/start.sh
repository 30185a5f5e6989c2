#!/usr/bin/env bash
# Starts OPA as a server on loopback with the bundle of policies/, from port 18181 upwards; nothing where ours runs with these very rules or
# HUB_TEST_OPA names one. Where the rules have changed since, ours starts again on its port.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
given HUB_TEST_OPA && exit 0

LOG="$RUN/opa.log"
BUNDLE="$RUN/policies.tar.gz"
[ -x "$BIN/opa" ] || fail "OPA is not installed: run infra/opa/install.sh"
[ -d "$ROOT/policies" ] || fail "no folder $ROOT/policies: OPA has no rules to load"

rules=$(find "$ROOT/policies" -type f ! -name '*_test.rego' | LC_ALL=C sort | xargs cksum | cksum)
if ours opa >/dev/null && [ "$rules" = "$(cat "$RUN/opa.rules" 2>/dev/null)" ]; then exit 0; fi
"$INFRA/opa/bundle.sh" "$BUNDLE" >"$LOG" 2>&1 || { tail -n 15 "$LOG" >&2; fail "the policies make no bundle (log: $LOG)"; }
end opa

port=$(port_for opa 18181)
nohup "$BIN/opa" run --server --addr "127.0.0.1:$port" --skip-version-check --log-level error --bundle "$BUNDLE" >"$LOG" 2>&1 </dev/null &
remember opa $!
await opa "$LOG" 20 taken "$port"
printf '%s\n' "$rules" >"$RUN/opa.rules"
publish opa HUB_TEST_OPA "http://127.0.0.1:$port"
say "OPA at http://127.0.0.1:$port"
