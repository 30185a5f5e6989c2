#!/usr/bin/env bash
# Stops the OPA that start.sh started, by its pid.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
end opa
unpublish opa
rm -f "$RUN/opa.log" "$RUN/opa.rules" "$RUN/policies.tar.gz"
