#!/usr/bin/env bash
# Stops the FHIR server that start.sh started, by its pid; what it held was in memory.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
end hapi
unpublish hapi
