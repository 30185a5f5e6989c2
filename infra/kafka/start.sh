#!/usr/bin/env bash
# Starts a Kafka broker on loopback, from port 19092 upwards; nothing where ours runs or HUB_TEST_KAFKA names one.
# A broker that was killed starts again with its data and, where it is still free, on its port.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
given HUB_TEST_KAFKA && exit 0
ours kafka >/dev/null && exit 0

HERE="$INFRA/kafka"
HOME_OF_BROKER="$RUN/kafka"
LOG="$HOME_OF_BROKER/broker.log"
[ -f "$BIN/kafka/pom.xml" ] || fail "Kafka is not installed: run infra/kafka/install.sh"
need java "install Java 17 or later (Debian: default-jre-headless)"

mkdir -p "$HOME_OF_BROKER"
port=$(port_for kafka 19092)
controller=$(free_port $((port + 1000)))
sed -e "s|@PORT@|$port|g" -e "s|@CONTROLLER@|$controller|g" -e "s|@DATA@|$HOME_OF_BROKER/data|g" \
    "$HERE/server.properties" >"$HOME_OF_BROKER/server.properties"

kafka() { java "-Dlog4j2.configurationFile=file:$HERE/log4j2.yaml" -cp "$BIN/kafka/*" "$@"; }
if [ ! -f "$HOME_OF_BROKER/data/meta.properties" ]; then
    id=$(kafka kafka.tools.StorageTool random-uuid 2>/dev/null)
    kafka kafka.tools.StorageTool format -t "$id" -c "$HOME_OF_BROKER/server.properties" >"$LOG" 2>&1 ||
        { tail -n 15 "$LOG" >&2; fail "Kafka's storage could not be formatted (log: $LOG)"; }
fi

nohup java -Xmx512m "-Dlog4j2.configurationFile=file:$HERE/log4j2.yaml" -cp "$BIN/kafka/*" \
    kafka.Kafka "$HOME_OF_BROKER/server.properties" >"$LOG" 2>&1 </dev/null &
remember kafka $!
await kafka "$LOG" 60 grep -q "Kafka Server started" "$LOG"
publish kafka HUB_TEST_KAFKA "127.0.0.1:$port"
say "Kafka at 127.0.0.1:$port"
