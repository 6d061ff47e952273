# A private PostgreSQL cluster on a Unix socket: it never meets a server that is already running.
# With PGHOST in the environment that server is used instead. Sourced.

PG_HOME=$KAM_CACHE/pg

if [ -n "${PGHOST:-}" ]; then
    PG_PRIVATE=
    export PGPORT=${PGPORT:-5432} PGUSER=${PGUSER:-$(id -un)}
else
    PG_PRIVATE=yes
    PGHOST=$PG_HOME/run
    # A socket's path is limited to 107 bytes.
    [ ${#PGHOST} -lt 85 ] || PGHOST=/tmp/kam-$(printf '%s' "$KAM_CACHE" | sha256sum | cut -c1-12)
    export PGHOST PGPORT=5499 PGUSER=kam
fi

pg_bin() { ls -d /usr/lib/postgresql/*/bin | sort -t/ -k5 -V | tail -n 1; }

# The server refuses to run as root; then it runs as the user postgres.
as_server() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

start_postgres() {
    if [ -z "$PG_PRIVATE" ]; then
        psql -qc 'SELECT 1' postgres >/dev/null 2>&1 || fail "no PostgreSQL answers at PGHOST=$PGHOST PGPORT=$PGPORT for PGUSER=$PGUSER - start it or unset PGHOST"
        return 0
    fi
    # A socket that answers is all that is asked for.
    psql -qc 'SELECT 1' postgres >/dev/null 2>&1 && return 0
    mkdir -p "$PG_HOME" "$PGHOST"
    if [ "$(id -u)" = 0 ]; then
        chown postgres "$PG_HOME" "$PGHOST"
        as_server test -w "$PG_HOME" || fail "the user postgres cannot reach $PG_HOME - set KAM_CACHE to a folder whose parents are open to all, such as /var/cache/kam_planning"
    fi
    once cluster "$(pg_bin)" make_cluster
    say "starting the private PostgreSQL"
    # A server that was killed leaves its file behind; pg_ctl sees through that, a reused number not.
    if ! as_server "$(pg_bin)/pg_ctl" -D "$PG_HOME/data" status >/dev/null 2>&1; then
        rm -f "$PG_HOME/data/postmaster.pid"
    fi
    logged postgres "PostgreSQL does not start" as_server "$(pg_bin)/pg_ctl" -D "$PG_HOME/data" -l "$PG_HOME/server.log" -w \
        -o "-c listen_addresses='' -c unix_socket_directories='$PGHOST' -c port=$PGPORT" start
    make_role
}

make_cluster() {
    say "making a private PostgreSQL cluster"
    rm -rf "$PG_HOME/data"
    logged initdb "the database cluster could not be made" as_server "$(pg_bin)/initdb" -D "$PG_HOME/data" \
        -U kam_owner --auth=trust -E UTF8 --locale=C.UTF-8
    # Everything in it can be made again: speed before safety.
    as_server tee -a "$PG_HOME/data/postgresql.conf" >/dev/null <<CONF
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 512MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
max_connections = 200
CONF
}

# Odoo refuses to run as the server's owner.
make_role() {
    psql -U kam_owner -qtAc "SELECT 1 FROM pg_roles WHERE rolname = 'kam'" postgres | grep -q 1 ||
        psql -U kam_owner -qc 'CREATE ROLE kam LOGIN CREATEDB' postgres
}

stop_postgres() {
    [ -n "$PG_PRIVATE" ] && [ -d "$PG_HOME/data" ] || return 0
    as_server "$(pg_bin)/pg_ctl" -D "$PG_HOME/data" -m immediate -w stop >/dev/null 2>&1 || true
}
