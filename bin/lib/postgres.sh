# A private PostgreSQL cluster on a Unix socket: it never meets a server that is already running.
# People with their own Odoo (ODOO_HOME) may name their own server by PGHOST, PGPORT and PGUSER. Sourced.

PG_HOME=$KAM_CACHE/pg

if [ -n "${ODOO_HOME:-}" ] && [ -n "${PGHOST:-}" ]; then
    PG_PRIVATE=
    export PGHOST PGPORT="${PGPORT:-5432}" PGUSER="${PGUSER:-$(id -un)}"
else
    PG_PRIVATE=yes
    # Nothing of the environment may lead to another server.
    unset PGHOSTADDR PGDATABASE PGPASSWORD PGPASSFILE PGSERVICE PGSERVICEFILE PGOPTIONS PGSSLMODE PGCLIENTENCODING
    PGHOST=$PG_HOME/run
    # The path of a socket is limited to 107 bytes.
    [ "$(printf '%s' "$PGHOST" | wc -c)" -le 85 ] || PGHOST=/tmp/kam-$(id -u)-$(printf '%s' "$KAM_CACHE" | sha256sum | cut -c1-12)
    export PGHOST PGPORT=5499 PGUSER=kam
fi

# The server program that belongs to the cluster, or for a new cluster the newest one.
pg_bin() {
    local version
    version=$(cat "$PG_HOME/data/PG_VERSION" 2>/dev/null ||
        compgen -G '/usr/lib/postgresql/[0-9]*/bin/initdb' | cut -d/ -f5 | sort -n | tail -n 1)
    echo "/usr/lib/postgresql/$version/bin"
}

# The server refuses to run as root; then it runs as the user postgres.
as_server() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups "$@")
    else
        "$@"
    fi
}

server_answers() { psql -XqAtc 'SELECT 1' postgres; } >/dev/null 2>&1

start_postgres() {
    server_answers && return 0
    [ -n "$PG_PRIVATE" ] || fail "no PostgreSQL answers at PGHOST=$PGHOST PGPORT=$PGPORT for PGUSER=$PGUSER - start it, or unset PGHOST"
    make_folders
    if [ ! -e "$PG_HOME/data/PG_VERSION" ]; then make_cluster; fi
    [ -x "$(pg_bin)/postgres" ] ||
        fail "the databases in $KAM_CACHE are of PostgreSQL $(cat "$PG_HOME/data/PG_VERSION"), which is not installed any more - make clean, and run again"
    begin "starting the private PostgreSQL"
    forget_dead_server
    # The locks are closed for the server: it outlives this run.
    logged postgres "PostgreSQL does not start - see $PG_HOME/server.log" \
        as_server "$(pg_bin)/pg_ctl" -D "$PG_HOME/data" -l "$PG_HOME/server.log" -w -t 120 \
        -o "-c unix_socket_directories='$PGHOST' -p $PGPORT" start 8>&- 9>&-
    make_role
}

make_folders() {
    mkdir -p "$PG_HOME" || fail "cannot write to $KAM_CACHE - set KAM_CACHE to a folder that you may write"
    mkdir -p -m 700 "$PGHOST"
    if [ "$(id -u)" = 0 ]; then
        id postgres >/dev/null 2>&1 || fail "there is no user postgres to run the database server - install Debian's postgresql, or work as an ordinary user"
        chown postgres: "$PG_HOME" "$PGHOST"
        as_server test -w "$PG_HOME" ||
            fail "the user postgres cannot enter $PG_HOME - set KAM_CACHE to a folder whose parents are open to all, such as /var/cache/kam_planning"
    fi
}

# Made under another name and renamed when whole, so an interrupted one is never mistaken for a good one.
make_cluster() {
    local new=$PG_HOME/data.new
    begin "making a private PostgreSQL cluster"
    rm -rf "$new" "$PG_HOME/data"
    logged initdb "the database cluster could not be made - see the log" \
        as_server "$(pg_bin)/initdb" -D "$new" -U kam_owner --auth=trust -E UTF8 --locale=C.UTF-8
    # Everything in it can be made again: speed before safety.
    as_server tee -a "$new/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 512MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
max_connections = 200
random_page_cost = 1.1
CONF
    as_server mv "$new" "$PG_HOME/data"
}

# A server that was killed leaves its number behind, and after a restart of the machine another
# process may have it: then PostgreSQL would not start. Its own process works in the data folder.
forget_dead_server() {
    local file=$PG_HOME/data/postmaster.pid pid
    pid=$(as_server head -n 1 "$file" 2>/dev/null) || return 0
    [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$PG_HOME/data" ] ||
        rm -f "$file" "$PGHOST/.s.PGSQL.$PGPORT" "$PGHOST/.s.PGSQL.$PGPORT.lock"
}

# Odoo should not work as the owner of the server. Compiling a query takes longer than most of its
# queries with record rules do.
make_role() {
    psql -XqAt -v ON_ERROR_STOP=1 -U kam_owner postgres >/dev/null <<'SQL'
SELECT 'CREATE ROLE kam LOGIN CREATEDB' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kam') \gexec
ALTER ROLE kam SET jit = off;
SQL
}

stop_postgres() {
    [ -n "$PG_PRIVATE" ] && [ -e "$PG_HOME/data/postmaster.pid" ] || return 0
    forget_dead_server
    [ ! -e "$PG_HOME/data/postmaster.pid" ] ||
        logged postgres-stop "PostgreSQL does not stop - see $PG_HOME/server.log" \
            as_server "$(pg_bin)/pg_ctl" -D "$PG_HOME/data" -m fast -w stop
}
