#!/usr/bin/env bash
# Stops the cluster that start.sh started, by its pid, and drops its data.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$INFRA/postgresql/where.sh"
end postgresql INT
unpublish postgresql
rm -rf "$RUN/postgresql" "$(cluster)"
