#!/usr/bin/env bash
# Installs Debian's strace, which tells from outside in which order a process writes; there is nothing to start.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
given HUB_TEST_STRACE && exit 0
command -v strace >/dev/null || debian strace
publish strace HUB_TEST_STRACE "$(command -v strace)"
