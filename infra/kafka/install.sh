#!/usr/bin/env bash
# Fetches the Kafka broker's jars by Maven into infra/.bin/kafka; nothing where they are there or HUB_TEST_KAFKA names a broker.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
given HUB_TEST_KAFKA && exit 0

HERE="$INFRA/kafka"
LIBS="$BIN/kafka"
if [ -f "$LIBS/pom.xml" ] && cmp -s "$HERE/pom.xml" "$LIBS/pom.xml"; then exit 0; fi
command -v java >/dev/null || debian default-jre-headless
command -v mvn >/dev/null || debian maven
say "fetching Kafka's jars by Maven"
rm -rf "$LIBS"
mvn -q -B -f "$HERE/pom.xml" dependency:copy-dependencies -DoutputDirectory="$LIBS" >"$RUN/maven.log" 2>&1 </dev/null ||
    fail "Maven could not fetch Kafka (see $RUN/maven.log)"
cp "$HERE/pom.xml" "$LIBS/pom.xml"
