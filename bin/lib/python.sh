# A virtual environment with what Odoo and the tests need. Sourced.

KAM_VENV=$KAM_CACHE/venv
KAM_PYTHON=$KAM_VENV/bin/python

check_python() {
    command -v python3 >/dev/null || fail "python3 is missing - install Python 3.10 to 3.13"
    python3 -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' ||
        fail "Python $(python3 -V | cut -d' ' -f2) is not supported - put Python 3.10 to 3.13 first on PATH as python3"
}

install_python() {
    once python "$(python3 -V) $(hash_of "$KAM_REPO/requirements.txt")" make_venv
}

make_venv() {
    say "installing Python packages"
    rm -rf "$KAM_VENV"
    logged venv "the virtual environment could not be made - install python3-venv" python3 -m venv "$KAM_VENV"
    logged pip "Python packages could not be installed - check the network and pip's configuration, then run again" \
        "$KAM_PYTHON" -m pip install --disable-pip-version-check -r "$KAM_REPO/requirements.txt"
}
