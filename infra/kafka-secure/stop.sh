#!/usr/bin/env bash
# Stops the secured broker that start.sh started, by its pid, and drops its data, certificates and passwords.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
end kafka-secure
for name in kafka-secure kafka-secure-tls kafka-secure-logins; do unpublish "$name"; done
rm -rf "$RUN/kafka-secure"
