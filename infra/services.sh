#!/usr/bin/env bash
# The real services that tests need, together: up | down | env | run COMMAND. An address given in the environment is used as it is.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

STARTED="kafka kafka-secure opa postgresql"
NAMES="HUB_TEST_KAFKA HUB_TEST_KAFKA_SECURE HUB_TEST_KAFKA_SECURE_TLS HUB_TEST_KAFKA_SECURE_LOGINS HUB_TEST_OPA
HUB_TEST_POSTGRES HUB_TEST_CHROMIUM HUB_TEST_KCAT HUB_TEST_STRACE HUB_TEST_AXE"

# up: install what is missing and start what does not run; one that fails does not keep the others down.
up() {
    local failed=""
    for service in $STARTED; do
        { "$INFRA/$service/install.sh" && "$INFRA/$service/start.sh"; } || failed="$failed $service"
    done
    "$INFRA/chromium/install.sh" || failed="$failed chromium"
    "$INFRA/kcat/install.sh" || failed="$failed kcat"
    "$INFRA/strace/install.sh" || failed="$failed strace"
    "$INFRA/assets/axe.sh" >/dev/null || failed="$failed axe"
    [ -z "$failed" ] || fail "not up:$failed"
}

# down [SERVICE...]: stop what we started.
down() {
    for service in "$@"; do "$INFRA/$service/stop.sh"; done
}

# addresses: print an export line for each service, to be taken in by eval.
addresses() {
    for name in $NAMES; do
        if given "$name"; then printf 'export %s=%q\n' "$name" "${!name}"; fi
    done
    for file in "$RUN"/*.env; do
        [ -f "$file" ] || continue
        IFS== read -r name value <"$file"
        given "$name" || printf 'export %s=%q\n' "$name" "$value"
    done
}

# alone COMMAND: run this script's COMMAND while no other run is at work on the same services.
alone() {
    if command -v flock >/dev/null; then HUB_INFRA_ALONE=yes flock -o "$RUN/lock" "$0" "$1"; else HUB_INFRA_ALONE=yes "$0" "$1"; fi
}

# idle: print the services that we have not started.
idle() {
    for service in $STARTED; do ours "$service" >/dev/null || printf '%s ' "$service"; done
}

# run_with COMMAND...: run it with every service up, stop those that this started, and end with its status.
run_with() {
    local mine status=0
    mine=$(idle)
    # shellcheck disable=SC2064,SC2086
    trap "\"$0\" stop $mine" EXIT
    alone up
    eval "$(addresses)"
    "$@" || status=$?
    exit "$status"
}

case "${1:-}" in
    up) if [ -n "${HUB_INFRA_ALONE:-}" ]; then up; else alone up; fi ;;
    down) if [ -n "${HUB_INFRA_ALONE:-}" ]; then down $STARTED; else alone down; fi ;;
    stop) shift; down "$@" ;;
    env) addresses ;;
    run) shift; run_with "$@" ;;
    *) echo "use: $0 up | down | env | run COMMAND" >&2; exit 2 ;;
esac
