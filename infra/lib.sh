# What every service script shares: where things lie, and how to install, start and stop one safely. Sourced, never run.
# Each service keeps two small files in infra/.run: NAME.env (the address that tests read) and NAME.pid (what we started).
# A test that kills a service names a folder of its own in HUB_INFRA_RUN, and so has a service of its own.
set -euo pipefail

INFRA="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
ROOT="$(dirname "$INFRA")"
BIN="$INFRA/.bin"
RUN="${HUB_INFRA_RUN:-$INFRA/.run}"
mkdir -p "$BIN" "$RUN"

say() { printf '%s\n' "infra: $*" >&2; }
fail() { say "$*"; exit 1; }

# need COMMAND HOW: end with one line when COMMAND is missing; HOW says what to install.
need() { command -v "$1" >/dev/null || fail "'$1' is missing: $2"; }

# given VARIABLE: true where the environment names the service itself, so that nothing is installed or started.
given() { [ -n "${!1:-}" ]; }

# as_root COMMAND...: run it as root, by sudo where that asks no password; else print the line to run.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"
    else fail "this needs root; run by hand: sudo $*"
    fi
}

# debian PACKAGE...: install Debian packages, without a question and without starting what they bring.
debian() {
    command -v apt-get >/dev/null || fail "no apt-get here: install by your system's own means: $*"
    say "installing Debian packages: $*"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$RUN/apt.log" 2>&1 </dev/null ||
        fail "apt-get could not install $* (see $RUN/apt.log; 'apt-get update' may be needed first)"
}

taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port FIRST: print the first port from FIRST upwards on which nobody listens.
free_port() {
    local port=$1
    while taken "$port"; do port=$((port + 1)); done
    echo "$port"
}

# port_for NAME FIRST: print the port on which NAME ran before, once it is free (5 s at most), else the first free one from FIRST.
port_for() {
    local before="" tries=25
    if [ -f "$RUN/$1.env" ]; then before=$(grep -oE '[0-9]{4,5}(/|$)' "$RUN/$1.env" | tr -d /); fi
    [ -n "$before" ] || { free_port "$2"; return; }
    while taken "$before" && [ "$tries" -gt 0 ]; do tries=$((tries - 1)); sleep 0.2; done
    free_port "$before"
}

# birth PID: print when that process began, so that a pid taken over by another process is not mistaken for ours; false where it has ended.
birth() {
    local stat
    if [ -d /proc/self ]; then
        stat=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) || return 1
        case "$stat" in Z* | X*) return 1 ;; esac
        cut -d' ' -f20 <<<"$stat"
    else ps -o lstart= -p "$1" 2>/dev/null
    fi
}

# remember NAME PID: keep what we started.
remember() { printf '%s\n%s\n' "$2" "$(birth "$2")" >"$RUN/$1.pid"; }

# ours NAME: print the pid of the process that we started under NAME; false where it has ended.
ours() {
    [ -f "$RUN/$1.pid" ] || return 1
    local pid born now
    { read -r pid && read -r born; } <"$RUN/$1.pid" || return 1
    now=$(birth "$pid") && [ "$now" = "$born" ] && echo "$pid"
}

# publish NAME VARIABLE ADDRESS: keep the address that tests read.
publish() { printf '%s=%s\n' "$2" "$3" >"$RUN/$1.env"; }

# unpublish NAME: forget its address.
unpublish() { rm -f "$RUN/$1.env"; }

# await NAME LOG SECONDS COMMAND...: wait until COMMAND succeeds; show the log's end where the process dies or is too slow.
await() {
    local name=$1 log=$2 tries=$(($3 * 5))
    shift 3
    until "$@" 2>/dev/null; do
        tries=$((tries - 1))
        if [ "$tries" -le 0 ] || ! ours "$name" >/dev/null; then
            tail -n 15 "$log" >&2
            fail "$name did not come up (log: $log)"
        fi
        sleep 0.2
    done
}

# end NAME [SIGNAL]: stop the process that we started under NAME, and no other; after 20 s by force.
end() {
    local pid tries=100
    if pid=$(ours "$1"); then
        kill -s "${2:-TERM}" "$pid"
        while ours "$1" >/dev/null && [ "$tries" -gt 0 ]; do sleep 0.2; tries=$((tries - 1)); done
        if pid=$(ours "$1"); then kill -s KILL "$pid"; fi
        say "$1 stopped"
    fi
    rm -f "$RUN/$1.pid"
}
