#!/usr/bin/env bash
# Checks every shell script's syntax, that it names its interpreter and can be run, and the Compose file's shape.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

status=0
wrong() { echo "scripts: $*" >&2; status=1; }

while read -r script; do
    bash -n "$script" || status=1
    case "$(head -n 1 "$script")" in
        '#!'*) [ -x "$script" ] || wrong "$script cannot be run: chmod +x" ;;
        *) grep -q 'Sourced, never run' "$script" || wrong "$script has no interpreter line and does not say that it is sourced" ;;
    esac
    if command -v shellcheck >/dev/null; then shellcheck -x -S warning "$script" || status=1; fi
done < <(find infra .ci -name node_modules -prune -o -name .run -prune -o -name .bin -prune -o -type f \( -name '*.sh' -o -path '.ci/run' \) -print | sort)
.venv/bin/check-jsonschema --quiet --builtin-schema vendor.compose-spec infra/compose.yaml || status=1
exit "$status"
