#!/usr/bin/env bash
# Installs Debian's kcat, a Kafka client by other authors; there is nothing to start. Nothing where HUB_TEST_KCAT names one.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
given HUB_TEST_KCAT && exit 0
command -v kcat >/dev/null || debian kcat
publish kcat HUB_TEST_KCAT "$(command -v kcat)"
