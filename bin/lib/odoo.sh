# Odoo 19 itself: Debian's package unpacked into the cache, or the tree that ODOO_HOME names. Sourced.

ODOO_VERSION=19.0.0+dfsg-1
ODOO_ROOT=$KAM_CACHE/odoo
# What Debian keeps in packages of their own and Odoo's assets link to.
ODOO_LINKED="libjs-jquery libjs-jquery-form libjs-underscore fonts-roboto-unhinted fonts-montserrat fonts-inconsolata fonts-ocr-b"
# From the machine's own suite: in the unstable one its files have other names.
ODOO_LINKED_STABLE=fonts-font-awesome

if [ -n "${ODOO_HOME:-}" ]; then
    ODOO_HOME=$(realpath -m -- "$ODOO_HOME")
    ODOO_PYTHONPATH=$ODOO_HOME
    ODOO_BIN=$ODOO_HOME/odoo-bin
    ODOO_ADDONS=$ODOO_HOME/addons,$KAM_REPO
else
    ODOO_PYTHONPATH=$ODOO_ROOT/usr/lib/python3/dist-packages
    ODOO_BIN=$ODOO_ROOT/usr/bin/odoo
    ODOO_ADDONS=$KAM_REPO
fi

install_odoo() {
    if [ -n "${ODOO_HOME:-}" ]; then
        check_own_odoo
    else
        once odoo "$ODOO_VERSION $(hash_of "${BASH_SOURCE[0]}")" unpack_odoo
    fi
}

check_own_odoo() {
    [ -f "$ODOO_BIN" ] && [ -d "$ODOO_HOME/addons" ] &&
        grep -qE '^version_info = \(19, 0,' "$ODOO_HOME/odoo/release.py" 2>/dev/null ||
        fail "ODOO_HOME=$ODOO_HOME is no source tree of Odoo 19.0 - name the folder that holds odoo-bin and addons"
}

unpack_odoo() {
    local advice="Odoo could not be had from Debian's unstable suite - see the log, or use a source tree of Odoo 19.0 with ODOO_HOME"
    local debs=$KAM_CACHE/debs deb suite
    suite=$(debian_suite)
    begin "downloading Odoo from Debian's archive (130 MB)"
    rm -rf "$debs" "$ODOO_ROOT" "$ODOO_ROOT.new"
    mkdir -p "$debs" "$ODOO_ROOT.new"
    logged apt-unstable "$advice" private_apt deb sid update
    logged apt-stable "$advice" private_apt deb "$suite" update
    tell_version
    cd "$debs"
    # shellcheck disable=SC2086
    logged apt-odoo "$advice" private_apt deb sid download odoo-19 $ODOO_LINKED
    logged apt-fonts "$advice" private_apt deb "$suite" download $ODOO_LINKED_STABLE
    cd "$KAM_REPO"
    begin "unpacking Odoo"
    for deb in "$debs"/*.deb; do
        logged unpack "an Odoo package could not be unpacked - run again" dpkg -x "$deb" "$ODOO_ROOT.new"
    done
    mend_odoo "$ODOO_ROOT.new/usr/lib/python3/dist-packages/odoo"
    mv "$ODOO_ROOT.new" "$ODOO_ROOT"
    rm -rf "$debs" "$KAM_CACHE/apt"
}

# The unstable suite keeps one version only: a newer one than the tested is used, and said aloud.
tell_version() {
    local there
    there=$(APT_CONFIG=$KAM_CACHE/apt/deb-sid/apt.conf apt-cache show odoo-19 2>/dev/null | awk '/^Version:/ {print $2; exit}')
    [ -n "$there" ] || fail "Debian's unstable suite has no package odoo-19 any more - use a source tree of Odoo 19.0: ODOO_HOME=/path/to/odoo"
    [ "$there" = "$ODOO_VERSION" ] ||
        say "note: the archive has Odoo $there, kam_planning was tested with $ODOO_VERSION; going on with $there"
}

# Debian removes this file for its licence, but the web client's list of assets still names it:
# without it every page logs an error, which fails browser tests.
mend_odoo() {
    local file=$1/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js
    mkdir -p "${file%/*}"
    [ -s "$file" ] || echo '// removed by Debian' >"$file"
}
