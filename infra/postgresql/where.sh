# Where PostgreSQL's programs lie, where our cluster lies, and who owns it. Sourced, never run.

# programs: print the folder of the newest server programs, or nothing.
programs() {
    local found
    found=$(printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin | sort -V |
        while read -r folder; do [ -x "$folder/initdb" ] && echo "$folder"; done | tail -n 1)
    [ -n "$found" ] || found=$(dirname "$(command -v initdb)" 2>/dev/null | grep / || true)
    printf '%s' "$found"
}

# unprivileged COMMAND...: run it as the user who may run a server, who is never root.
unprivileged() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# cluster: print our cluster's folder: in infra/.run, or under /var/tmp where the server's user cannot reach the checkout.
cluster() {
    if unprivileged test -x "$RUN"; then echo "$RUN/postgresql"
    else echo "/var/tmp/safeguarding-hub-$(printf '%s' "$RUN" | cksum | cut -d' ' -f1)"
    fi
}
