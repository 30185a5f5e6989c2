#!/usr/bin/env bash
# Fetches what the secured broker needs: the jars of infra/kafka, and kcat (Debian), a client by other authors.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
command -v kcat >/dev/null || debian kcat
given HUB_TEST_KAFKA_SECURE && exit 0
env -u HUB_TEST_KAFKA "$INFRA/kafka/install.sh"
