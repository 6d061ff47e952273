# Odoo 19 itself: Debian's package unpacked into the cache, or the tree that ODOO_HOME names. Sourced.

ODOO_VERSION=19.0.0+dfsg-1
ODOO_ROOT=$KAM_CACHE/odoo
# Files that Debian keeps in packages of their own and Odoo's assets link to.
ODOO_LINKED="libjs-jquery libjs-jquery-form libjs-underscore fonts-roboto-unhinted fonts-montserrat fonts-inconsolata"
# From the machine's stable suite: the unstable one has other file names.
ODOO_LINKED_STABLE="fonts-font-awesome fonts-ocr-b"

if [ -n "${ODOO_HOME:-}" ]; then
    [ -f "$ODOO_HOME/odoo/release.py" ] || fail "ODOO_HOME=$ODOO_HOME holds no Odoo - name the root of an Odoo 19.0 source tree"
    ODOO_PYTHONPATH=$ODOO_HOME
    ODOO_ADDONS=$ODOO_HOME/addons,$KAM_REPO
else
    ODOO_PYTHONPATH=$ODOO_ROOT/usr/lib/python3/dist-packages
    ODOO_ADDONS=$KAM_REPO
fi

install_odoo() {
    if [ -n "${ODOO_HOME:-}" ]; then
        grep -q 'version_info = (19, 0' "$ODOO_HOME/odoo/release.py" || fail "ODOO_HOME=$ODOO_HOME is not Odoo 19.0 - name a 19.0 source tree"
        return 0
    fi
    once odoo "$ODOO_VERSION $(hash_of "$KAM_REPO/bin/lib/odoo.sh")" unpack_odoo
}

unpack_odoo() {
    local advice="Odoo could not be downloaded from Debian's unstable suite - check the network, then run again"
    local debs=$KAM_CACHE/debs
    say "downloading Odoo $ODOO_VERSION from Debian's archive (130 MB)"
    rm -rf "$debs" "$ODOO_ROOT" && mkdir -p "$debs" "$ODOO_ROOT"
    logged apt-sid-update "$advice" private_apt deb sid update
    # shellcheck disable=SC2086
    (cd "$debs" && logged apt-sid-download "$advice" private_apt deb sid download "$(odoo_package)" $ODOO_LINKED)
    # shellcheck disable=SC1091
    local stable; stable=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
    logged apt-stable-update "$advice" private_apt deb "$stable" update
    # shellcheck disable=SC2086
    (cd "$debs" && logged apt-stable-download "$advice" private_apt deb "$stable" download $ODOO_LINKED_STABLE)
    say "unpacking Odoo"
    local deb
    for deb in "$debs"/*.deb; do
        logged unpack "an Odoo package could not be unpacked - run again" dpkg -x "$deb" "$ODOO_ROOT"
    done
    mend_odoo
    rm -rf "$debs"
}

# The version that was tested; another one if the archive has moved on, said aloud.
odoo_package() {
    local there
    there=$(private_apt deb sid --print-uris download odoo-19 2>/dev/null | sed -nE "s/.* odoo-19_([^ ]*)_all\.deb .*/\1/p" | sed 's/%3a/:/g')
    if [ "$there" = "$ODOO_VERSION" ]; then
        echo "odoo-19=$ODOO_VERSION"
    else
        say "the archive has Odoo ${there:-unknown} where $ODOO_VERSION was tested: going on with that one"
        echo odoo-19
    fi
}

# Debian removes this file for its licence, but the web client's list of assets still names it:
# without it every page logs an error, which fails browser tests.
mend_odoo() {
    local file=$ODOO_PYTHONPATH/odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js
    mkdir -p "$(dirname "$file")"
    [ -s "$file" ] || echo '// removed by Debian' >"$file"
}
