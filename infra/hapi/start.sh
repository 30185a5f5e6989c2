#!/usr/bin/env bash
# Starts HAPI FHIR on loopback with an empty H2 in memory, from port 18580 upwards; nothing where ours runs or BENCH_FHIR names a server.
# It takes half a minute on a quiet machine: HAPI reads every definition of FHIR R4 first.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
given BENCH_FHIR && exit 0
ours hapi >/dev/null && exit 0

HAPI="$BIN/hapi"
LOG="$RUN/hapi.log"
PATIENCE_SECONDS=300
[ -f "$HAPI/sources" ] || fail "HAPI FHIR is not installed: run infra/hapi/install.sh"
need java "install Java 17 or later (Debian: default-jre-headless)"

port=$(port_for hapi 18580)
nohup java -Xmx2g "-Dlogback.configurationFile=file:$INFRA/hapi/logback.xml" -cp "$HAPI/classes:$HAPI/jars/*" \
    FhirServer "$port" >"$LOG" 2>&1 </dev/null &
remember hapi $!
await hapi "$LOG" "$PATIENCE_SECONDS" taken "$port"
publish hapi BENCH_FHIR "http://127.0.0.1:$port/fhir"
say "HAPI FHIR at http://127.0.0.1:$port/fhir"
