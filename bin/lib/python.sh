# A virtual environment with what Odoo, the tests and the linters need. Sourced.

KAM_VENV=$KAM_CACHE/venv
VENV_PYTHON=$KAM_VENV/bin/python
# The machine's own programs, whatever is put before them later.
SYSTEM_PATH=$PATH

is_supported_python() {
    [ -x "$1" ] && "$1" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

# Odoo 19 runs on Python 3.10 to 3.13: KAM_PYTHON, or the first that fits.
find_python() {
    local candidate
    for candidate in ${KAM_PYTHON:-python3 python3.13 python3.12 python3.11 python3.10}; do
        PYTHON=$(PATH=$SYSTEM_PATH command -v "$candidate" || true)
        is_supported_python "$PYTHON" && return 0
    done
    fail "${KAM_PYTHON:-python3} is $("${KAM_PYTHON:-python3}" -V 2>/dev/null || echo missing), and Odoo 19 needs Python 3.10 to 3.13 - install one of these and name it: KAM_PYTHON=/path/to/python3.11"
}

install_python() {
    once python "$("$PYTHON" -c 'import sys; print(sys.version, sys.base_prefix)') $KAM_VENV $(hash_of "$KAM_REPO/requirements.txt")" make_venv
}

make_venv() {
    begin "installing Python packages"
    rm -rf "$KAM_VENV"
    logged venv "the virtual environment could not be made - install the package python3-venv and run again" \
        "$PYTHON" -m venv "$KAM_VENV"
    # pip takes its index from the machine's own configuration.
    logged pip "the Python packages could not be installed - check pip's configuration, then run again" \
        env -u PYTHONPATH PIP_USER=0 "$VENV_PYTHON" -m pip install --no-input --disable-pip-version-check -r "$KAM_REPO/requirements.txt"
}
