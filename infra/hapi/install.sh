#!/usr/bin/env bash
# Fetches HAPI FHIR's jars by Maven into infra/.bin/hapi and compiles the server that runs them; nothing where both are there or
# BENCH_FHIR names a server. Needs some 300 MB.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
given BENCH_FHIR && exit 0

HERE="$INFRA/hapi"
HAPI="$BIN/hapi"
sources() { cat "$HERE"/*.java | cksum; }

if ! { [ -f "$HAPI/pom.xml" ] && cmp -s "$HERE/pom.xml" "$HAPI/pom.xml"; }; then
    command -v javac >/dev/null || debian default-jdk-headless
    command -v mvn >/dev/null || debian maven
    say "fetching HAPI FHIR's jars by Maven (once)"
    rm -rf "$HAPI"
    mvn -q -B -f "$HERE/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$HAPI/jars" \
        >"$RUN/maven-hapi.log" 2>&1 </dev/null || fail "Maven could not fetch HAPI FHIR (see $RUN/maven-hapi.log)"
    cp "$HERE/pom.xml" "$HAPI/pom.xml"
fi

[ "$(sources)" = "$(cat "$HAPI/sources" 2>/dev/null)" ] && exit 0
command -v javac >/dev/null || debian default-jdk-headless
rm -rf "$HAPI/classes"
# Annotations of the jars' own compilers (-proc:none) and what they were compiled with (-Xlint) are no matter of ours.
javac -proc:none -Xlint:none -nowarn -cp "$HAPI/jars/*" -d "$HAPI/classes" "$HERE"/*.java >"$RUN/javac.log" 2>&1 ||
    fail "the FHIR server could not be compiled (see $RUN/javac.log)"
sources >"$HAPI/sources"
