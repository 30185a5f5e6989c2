#!/usr/bin/env bash
# Installs Debian's faketime, by which the fault laboratory gives a hub a false clock; there is nothing to start.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

# library: print the path of the library that is put before a process, or nothing.
library() { ls /usr/lib/*/faketime/libfaketimeMT.so.1 2>/dev/null || true; }

[ -n "$(library)" ] || debian faketime
