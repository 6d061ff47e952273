# Databases: a base with Odoo's modules, cloned for demonstration, tests and benchmarks. Sourced.
# Each is built under another name and renamed when whole, so a half-made one is never mistaken for
# a good one. What a database was made from stands in its comment, its mark; one without a mark is
# not ours and is left alone.

KAM_MODULES=sale_crm,spreadsheet_dashboard

# sql DATABASE QUERY
sql() { psql -XqtA -v ON_ERROR_STOP=1 -d "$1" -c "$2"; }
db_exists() { [ -n "$(sql postgres "SELECT 1 FROM pg_database WHERE datname = '$1'")" ]; }
db_mark() { sql postgres "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '$1'"; }
set_db_mark() { sql postgres "COMMENT ON DATABASE $1 IS '$2'"; }

check_ours() {
    if db_exists "$1" && [ -z "$(db_mark "$1")" ]; then
        fail "there is a database $1 that this set-up did not make - rename it or drop it, and run again"
    fi
}

drop_db() {
    close_connections "$1"
    PGOPTIONS='-c client_min_messages=warning' sql postgres "DROP DATABASE IF EXISTS $1"
    rm -rf "${ODOO_DATA_DIR:?}/filestore/$1"
}

# publish_db NAME MARK: NAME_new becomes NAME.
publish_db() {
    local files=$ODOO_DATA_DIR/filestore
    check_ours "$1"
    set_db_mark "$1_new" "$2"
    drop_db "$1"
    if [ -d "$files/$1_new" ]; then mv "$files/$1_new" "$files/$1"; fi
    close_connections "$1_new"
    sql postgres "ALTER DATABASE $1_new RENAME TO $1"
}

# clone_db TEMPLATE NAME. The files of attachments never change, so links to them do.
clone_db() {
    local files=$ODOO_DATA_DIR/filestore
    drop_db "$2"
    close_connections "$1"
    sql postgres "CREATE DATABASE $2 TEMPLATE $1"
    if [ -d "$files/$1" ]; then cp -al "$files/$1" "$files/$2"; fi
}

# A database that is copied or renamed must not be in use. The server's own workers, which only a
# superuser may end, make way by themselves.
close_connections() {
    sql postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                  WHERE datname = '$1' AND backend_type = 'client backend'" >/dev/null
}

# install_modules DATABASE MODULES LOG LEVEL
install_modules() {
    logged "$3" "$2 could not be installed - see the log" run_odoo server -d "$1" -i "$2" \
        --stop-after-init --no-http --log-level="$4"
    local missing
    missing=$(sql "$1" "SELECT string_agg(name, ', ') FROM ir_module_module WHERE state != 'installed' AND name = ANY (string_to_array('$2', ','))")
    [ -z "$missing" ] || fail "$missing could not be installed into $1 - see $KAM_LOGS/$3.log"
}

make_base_db() {
    local mark="base $KAM_MODULES $ODOO_VERSION ${ODOO_HOME:-}"
    [ "$(db_mark kam_base)" = "$mark" ] && return 0
    begin "making a database with Odoo's CRM, sales and accounting (1 to 2 minutes)"
    drop_db kam_base_new
    install_modules kam_base_new "$KAM_MODULES" install-kam_base warn
    publish_db kam_base "$mark"
}

addon_hash() { hash_of_tree "$KAM_REPO/kam_planning"; }

# What a fresh database with the add-on is made from.
fresh_mark() { echo "$(db_mark kam_base) $(addon_hash)"; }

# make_addon_db NAME: a database with the add-on freshly installed, remade whenever the add-on has
# changed. The log of the installation is kept, for CI looks into it.
make_addon_db() {
    local mark
    mark=$(fresh_mark)
    [ "$(db_mark "$1")" = "$mark" ] && return 0
    begin "installing kam_planning into the database $1"
    clone_db kam_base "$1_new"
    install_modules "$1_new" kam_planning "install-$1" info
    publish_db "$1" "$mark"
}
