# Databases: a base with Odoo's modules, cloned for demonstration, tests and benchmarks. Sourced.
# Each is built under another name and renamed when whole, so a half-made one is never mistaken for
# a good one. What a database was made from stands in its comment.

KAM_MODULES=sale_crm,spreadsheet_dashboard

sql() { psql -qtA -v ON_ERROR_STOP=1 "$1" -c "$2"; }
db_mark() { sql postgres "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '$1'"; }
set_db_mark() { sql postgres "COMMENT ON DATABASE $1 IS '$2'"; }

drop_db() {
    sql postgres "DROP DATABASE IF EXISTS $1 WITH (FORCE)" 2>/dev/null
    rm -rf "${ODOO_DATA_DIR:?}/filestore/$1"
}

rename_db() {
    drop_db "$2"
    sql postgres "ALTER DATABASE $1 RENAME TO $2"
    if [ -d "$ODOO_DATA_DIR/filestore/$1" ]; then mv "$ODOO_DATA_DIR/filestore/$1" "$ODOO_DATA_DIR/filestore/$2"; fi
}

clone_db() {
    drop_db "$2"
    sql postgres "CREATE DATABASE $2 TEMPLATE $1"
    if [ -d "$ODOO_DATA_DIR/filestore/$1" ]; then cp -r "$ODOO_DATA_DIR/filestore/$1" "$ODOO_DATA_DIR/filestore/$2"; fi
}

make_base_db() {
    local mark="$KAM_MODULES $ODOO_VERSION ${ODOO_HOME:-}"
    [ "$(db_mark kam_base)" = "$mark" ] && return 0
    say "making a database with Odoo's CRM, sales and accounting (1 to 2 minutes)"
    drop_db kam_base_new
    logged base "Odoo's modules could not be installed" run_odoo server -d kam_base_new -i "$KAM_MODULES" \
        --stop-after-init --no-http --log-level=warn
    rename_db kam_base_new kam_base
    set_db_mark kam_base "$mark"
}

addon_hash() { hash_of_tree "$KAM_REPO/kam_planning"; }

# A database with the add-on freshly installed; the log of that is kept for inspection.
make_addon_db() {
    local name=$1 mark
    mark="fresh $(addon_hash) $(db_mark kam_base)"
    [ "$(db_mark "$name")" = "$mark" ] && return 0
    say "installing kam_planning into the database $name"
    clone_db kam_base "${name}_new"
    logged "install-$name" "kam_planning could not be installed" run_odoo server -d "${name}_new" -i kam_planning \
        --stop-after-init --no-http --log-level=info
    rename_db "${name}_new" "$name"
    set_db_mark "$name" "$mark"
}
