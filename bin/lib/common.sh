# Shared by all commands: where things lie, how steps speak, how failures end. Sourced, never run.

set -euo pipefail

KAM_REPO=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# As root the database server runs as the user postgres, who cannot enter /root.
if [ "$(id -u)" = 0 ]; then
    KAM_CACHE=${KAM_CACHE:-/var/cache/kam_planning}
else
    KAM_CACHE=${KAM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kam_planning}
fi
KAM_CACHE=$(realpath -m -- "$KAM_CACHE")
KAM_LOGS=$KAM_CACHE/logs
KAM_PORT=${KAM_PORT:-8069}
export KAM_CACHE

say() { printf 'kam: %s\n' "$*"; }

# A failure is told once, in one line that says what to do; this code says that it has been told.
TOLD=97
fail() {
    printf 'kam: error: %s\n' "$*" >&2
    exit "$TOLD"
}

# Whatever fails unforeseen still ends with one clear line.
step="starting"
on_exit() {
    local code=$?
    [ "$code" = "$TOLD" ] && exit 1
    [ "$code" = 0 ] || printf 'kam: error: failed while %s (code %s) - see the lines above and %s, then run the same command again\n' \
        "$step" "$code" "$KAM_LOGS" >&2
}
trap on_exit EXIT
trap 'trap - EXIT; echo "kam: error: interrupted while $step - run the same command again, it goes on from there" >&2; exit 130' INT TERM HUP

# begin WHAT: tell the step and remember it for the message of a failure.
begin() {
    step=$1
    say "$1"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# logged NAME ADVICE COMMAND...: run with the output in a log; a failure is told with its cause.
logged() {
    local log=$KAM_LOGS/$1.log advice=$2
    shift 2
    "$@" >"$log" 2>&1 </dev/null && return 0
    tail -n 15 "$log" >&2 || true
    fail "$(cause_of_failure "$log" "$advice") (log: $log)"
}

cause_of_failure() {
    if [ "$(free_mb)" -lt 20 ] || grep -qiE 'no space left|disk quota exceeded|not enough free space' "$1"; then
        echo "the disk of $KAM_CACHE is full - free some space, or set KAM_CACHE to a folder on another disk, and run again"
    elif grep -qiE 'could not resolve|name resolution|failed to fetch|unable to connect|could not connect|cannot connect to proxy|connection (refused|timed out|broken)|network is unreachable|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|NewConnectionError|ProxyError|read timed out' "$1"; then
        echo "no connection to the package registries - check the network and the proxy settings of apt, pip and npm, and run again"
    else
        echo "$2"
    fi
}

free_mb() { df -Pk "$KAM_CACHE" | awk 'NR == 2 {print int($4 / 1024)}'; }

# once NAME KEY COMMAND...: run a step unless it was done for this key; an interrupted step runs again.
once() {
    local stamp=$KAM_CACHE/stamps/$1 key=$2
    shift 2
    [ "$(cat "$stamp" 2>/dev/null)" = "$key" ] && return 0
    rm -f "$stamp"
    "$@"
    printf '%s' "$key" >"$stamp"
}

hash_of() { cat "$@" | sha256sum | cut -c1-16; }

# Hash of the files below a folder: names and contents, without what running or translating leaves behind.
hash_of_tree() {
    (cd "$1" && find . -type f ! -name '*.py[co]' ! -name '*.pot' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum) |
        sha256sum | cut -c1-16
}

# The mark in the folder tells `make clean` that everything in it is ours.
prepare_cache() {
    if [ -d "$KAM_CACHE" ] && [ ! -e "$KAM_CACHE/.kam_planning" ] && [ -n "$(ls -A "$KAM_CACHE" 2>/dev/null)" ]; then
        fail "KAM_CACHE=$KAM_CACHE holds files of something else - name an empty or a new folder"
    fi
    mkdir -p "$KAM_LOGS" "$KAM_CACHE/stamps" 2>/dev/null && touch "$KAM_CACHE/.kam_planning" 2>/dev/null ||
        fail "cannot write to $KAM_CACHE - set KAM_CACHE to a folder that you may write, on a disk that is not full"
    # Such as mktemp -d makes it, the folder is closed for the user that runs the database server.
    if [ "$(id -u)" = 0 ]; then chmod a+x "$KAM_CACHE"; fi
    local needed=500
    [ -e "$KAM_CACHE/stamps/odoo" ] || needed=4000
    [ "$(free_mb)" -ge "$needed" ] ||
        fail "the disk of $KAM_CACHE is full: $(free_mb) MB free, $needed needed - free some space, or set KAM_CACHE to a folder on another disk"
}

# One set-up at a time, one use of the test database at a time: a second run waits for the first.
# take_lock FD NAME. Daemons must not inherit the descriptor, or they would hold the lock.
take_lock() {
    eval "exec $1>\"\$KAM_CACHE/\$2.lock\""
    flock -n "$1" || {
        say "another run holds the $2 lock, waiting for it to end"
        flock "$1"
    }
}

release_lock() { eval "exec $1>&-"; }
