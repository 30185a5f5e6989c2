#!/usr/bin/env bash
# Stops the broker that start.sh started, by its pid, and drops its data.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
end kafka
unpublish kafka
rm -rf "$RUN/kafka"
