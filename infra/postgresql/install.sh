#!/usr/bin/env bash
# Installs Debian's PostgreSQL, without the cluster on port 5432 that the package would start; nothing where it is there or HUB_TEST_POSTGRES names one.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$INFRA/postgresql/where.sh"
given HUB_TEST_POSTGRES && exit 0

[ -n "$(programs)" ] && exit 0
printf 'create_main_cluster = false\n' >"$RUN/no-main-cluster.conf"
as_root install -D -m 644 "$RUN/no-main-cluster.conf" /etc/postgresql-common/createcluster.d/safeguarding-hub.conf
debian postgresql
