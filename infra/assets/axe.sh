#!/usr/bin/env bash
# Prints the path of axe-core's script, which checks pages for accessibility; npm fetches it where it is missing. HUB_TEST_AXE overrides.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
if given HUB_TEST_AXE; then echo "$HUB_TEST_AXE"; exit 0; fi

"$INFRA/assets/install.sh"
publish axe HUB_TEST_AXE "$INFRA/assets/node_modules/axe-core/axe.min.js"
echo "$INFRA/assets/node_modules/axe-core/axe.min.js"
