# The environment in which everything of Odoo runs. Sourced after the steps' files.

export PYTHONPATH=$ODOO_PYTHONPATH
export ODOO_ADDONS_PATH=$ODOO_ADDONS ODOO_DATA_DIR=$KAM_CACHE/data
export ODOO_HTTP_INTERFACE=${ODOO_HTTP_INTERFACE:-127.0.0.1}
export PATH=$PDF_HOME/bin:$KAM_VENV/bin:$PATH
export KAM_DEMO_DIR=$KAM_REPO/demo/northwind

run_odoo() { "$KAM_PYTHON" -c 'import sys; sys.argv[0] = "odoo"; import odoo.cli; odoo.cli.main()' "$@"; }
