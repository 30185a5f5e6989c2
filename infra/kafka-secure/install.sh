#!/usr/bin/env bash
# Fetches what the secured broker needs: the jars of infra/kafka.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
given HUB_TEST_KAFKA_SECURE && exit 0
env -u HUB_TEST_KAFKA "$INFRA/kafka/install.sh"
