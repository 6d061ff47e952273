# The environment in which everything of Odoo runs. Sourced after the steps' files.

export PYTHONPATH=$ODOO_PYTHONPATH
export PATH=$PDF_HOME/bin:$KAM_VENV/bin:$PATH
export ODOO_ADDONS_PATH=$ODOO_ADDONS ODOO_DATA_DIR=$KAM_CACHE/data
export ODOO_HTTP_INTERFACE=${ODOO_HTTP_INTERFACE:-127.0.0.1}
# No mail leaves the machine: the demonstration has addresses that may be somebody's.
export ODOO_SMTP_SERVER=${ODOO_SMTP_SERVER:-mail.invalid}
# The settings of another Odoo, as in ~/.odoorc, have no say on the private server.
if [ -n "$PG_PRIVATE" ]; then export ODOO_RC=$KAM_CACHE/odoo.conf; fi
export KAM_DEMO_DIR=$KAM_REPO/demo/northwind

run_odoo() { "$VENV_PYTHON" "$ODOO_BIN" "$@"; }
