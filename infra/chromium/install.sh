#!/usr/bin/env bash
# Installs Debian's Chromium, which the journeys drive; there is nothing to start. Nothing where HUB_TEST_CHROMIUM names one.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
given HUB_TEST_CHROMIUM && exit 0

# browser: print the path of a Chromium, or nothing.
browser() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }

[ -n "$(browser)" ] || debian chromium fonts-liberation
publish chromium HUB_TEST_CHROMIUM "$(browser)"
