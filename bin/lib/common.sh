# Shared by all commands: where things lie, how steps speak, how failures end.
# Sourced, never run.

set -euo pipefail

KAM_REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# As root the database server runs as the user postgres, who cannot enter /root.
if [ "$(id -u)" = 0 ]; then
    KAM_CACHE=${KAM_CACHE:-/var/cache/kam_planning}
else
    KAM_CACHE=${KAM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kam_planning}
fi
case $KAM_CACHE in /*) ;; *) KAM_CACHE=$PWD/$KAM_CACHE ;; esac
KAM_LOGS=$KAM_CACHE/logs
KAM_PORT=${KAM_PORT:-8069}
export KAM_REPO KAM_CACHE KAM_LOGS KAM_PORT

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

fail() {
    trap - ERR
    printf 'kam: error: %s\n' "$*" >&2
    exit 1
}

# Any command that fails unforeseen still ends with one clear line.
trap 'fail "\"${BASH_COMMAND%%$'"'\\n'"'*}\" failed - see the lines above and the logs in $KAM_LOGS, then run the command again"' ERR
set -o errtrace

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo -n true 2>/dev/null || say "sudo may ask for your password"; sudo "$@"
    else fail "installing system packages needs root - run as root or install sudo"
    fi
}

# logged NAME ADVICE COMMAND...: run with the output in a log; on failure show its end and the advice.
logged() {
    local log=$KAM_LOGS/$1.log advice=$2
    shift 2
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 15 "$log" >&2
        if grep -qi 'no space left' "$log"; then advice="the disk is full - free some space and run the command again"; fi
        fail "$advice (log: $log)"
    fi
}

# once NAME KEY COMMAND...: run a step unless it was done for this key; an interrupted step runs again.
once() {
    local stamp=$KAM_CACHE/stamps/$1 key=$2
    shift 2
    [ "$(cat "$stamp" 2>/dev/null)" = "$key" ] && return 0
    "$@"
    printf '%s' "$key" >"$stamp"
}

hash_of() { cat "$@" | sha256sum | cut -c1-16; }

# Hash of the files below a folder: names and contents, without what Python leaves behind.
hash_of_tree() {
    (cd "$1" && find . -type f ! -name '*.pyc' ! -path '*/__pycache__/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum) |
        sha256sum | cut -c1-16
}

prepare_cache() {
    mkdir -p "$KAM_CACHE" 2>/dev/null || fail "cannot make the folder $KAM_CACHE - set KAM_CACHE to a folder that you may write"
    mkdir -p "$KAM_LOGS" "$KAM_CACHE/stamps"
    local free
    free=$(df -Pk "$KAM_CACHE" | awk 'NR==2 {print int($4/1024)}')
    if [ ! -e "$KAM_CACHE/stamps/odoo" ] && [ "$free" -lt 4000 ]; then
        fail "only $free MB free at $KAM_CACHE, the set-up needs 4000 - free some space or set KAM_CACHE to another disk"
    fi
    touch "$KAM_CACHE/.kam_planning"
    if [ "$(id -u)" = 0 ]; then chmod a+x "$KAM_CACHE"; fi
}

# One set-up at a time; a second one waits for the first.
take_lock() {
    exec 9>"$KAM_CACHE/lock"
    flock -n 9 || { say "another set-up is running, waiting for it"; flock 9; }
}

release_lock() { exec 9>&-; }
