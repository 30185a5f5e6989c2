#!/usr/bin/env bash
# Starts a Kafka broker with TLS, passwords (SCRAM), client certificates and ACLs on loopback, from port 19492 upwards;
# nothing where ours runs or HUB_TEST_KAFKA_SECURE names one. Certificates and passwords are new with each empty folder,
# files of mode 0600 in infra/.run/kafka-secure; none of them is printed or given on a command line.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
given HUB_TEST_KAFKA_SECURE && exit 0
ours kafka-secure >/dev/null && exit 0

HERE="$INFRA/kafka-secure"
HOME_OF_BROKER="$RUN/kafka-secure"
LOG="$HOME_OF_BROKER/broker.log"
PYTHON="$ROOT/.venv/bin/python"
[ -f "$BIN/kafka/pom.xml" ] || fail "Kafka is not installed: run infra/kafka-secure/install.sh"
[ -x "$PYTHON" ] || fail "there is no .venv yet: run infra/venv.sh dev"
need java "install Java 17 or later (Debian: default-jre-headless)"

umask 077
mkdir -p "$HOME_OF_BROKER"
"$PYTHON" "$HERE/certificates.py" prepare "$HOME_OF_BROKER" || fail "the certificates could not be made"
scram=$(port_for kafka-secure 19492)
tls=$(port_for kafka-secure-tls $((scram + 100)))
controller=$(free_port $((scram + 1000)))
sed -e "s|@SCRAM@|$scram|g" -e "s|@TLS@|$tls|g" -e "s|@CONTROLLER@|$controller|g" -e "s|@HOME@|$HOME_OF_BROKER|g" \
    "$HERE/server.properties" >"$HOME_OF_BROKER/server.properties"

kafka() { java "-Dlog4j2.configurationFile=file:$INFRA/kafka/log4j2.yaml" -cp "$BIN/kafka/*" "$@"; }
if [ ! -f "$HOME_OF_BROKER/data/meta.properties" ]; then
    id=$("$PYTHON" -c 'import base64, uuid; print(base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("="))')
    kafka kafka.tools.StorageTool format -t "$id" -c "$HOME_OF_BROKER/server.properties" --standalone >"$LOG" 2>&1 ||
        { tail -n 15 "$LOG" >&2; fail "Kafka's storage could not be formatted (log: $LOG)"; }
fi

nohup java -Xmx256m "-Dlog4j2.configurationFile=file:$INFRA/kafka/log4j2.yaml" -cp "$BIN/kafka/*" \
    kafka.Kafka "$HOME_OF_BROKER/server.properties" >"$LOG" 2>&1 </dev/null &
remember kafka-secure $!
await kafka-secure "$LOG" 60 grep -q "Kafka Server started" "$LOG"
"$PYTHON" "$HERE/logins.py" "$HOME_OF_BROKER" "127.0.0.1:$tls" || fail "the first logins could not be made"
publish kafka-secure HUB_TEST_KAFKA_SECURE "127.0.0.1:$scram"
publish kafka-secure-tls HUB_TEST_KAFKA_SECURE_TLS "127.0.0.1:$tls"
publish kafka-secure-logins HUB_TEST_KAFKA_SECURE_LOGINS "$HOME_OF_BROKER/logins"
say "secured Kafka at 127.0.0.1:$scram (passwords) and 127.0.0.1:$tls (certificates)"
