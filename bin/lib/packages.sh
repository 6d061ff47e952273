# What the machine itself needs, from Debian's packages, and apt with a configuration of its own. Sourced.

has_postgres() { compgen -G '/usr/lib/postgresql/1[3-9]/bin/initdb' || compgen -G '/usr/lib/postgresql/[2-9][0-9]/bin/initdb'; } >/dev/null
has_browser() { command -v google-chrome chromium chromium-browser google-chrome-stable; } >/dev/null
has_command() { command -v "$1"; } >/dev/null
has_library() { /sbin/ldconfig -p | grep -F "$1 "; } >/dev/null

missing_packages() {
    [ -z "$PG_PRIVATE" ] || has_postgres || echo postgresql
    has_command psql || echo postgresql-client
    has_browser || echo chromium
    has_command pdftotext || echo poppler-utils
    has_command file || echo file # with libmagic, by which Odoo tells the types of attachments
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    if [ "$PDF_PATCHED" = yes ]; then
        has_library libXrender.so.1 || echo libxrender1
        has_library libXext.so.6 || echo libxext6
        has_library libpng16.so.16 || echo libpng16-16
        has_library libfontconfig.so.1 || echo libfontconfig1
        has_library libfreetype.so.6 || echo libfreetype6
        # what the engine's JPEG library is built with
        has_command cc || echo gcc libc6-dev
        has_command cmake || echo cmake
        has_command make || echo make
        has_command xz || echo xz-utils
    else
        has_command wkhtmltopdf || echo wkhtmltopdf
    fi
}

# install_packages [ALSO...]: what is missing; ALSO are functions that name more.
install_packages() {
    local packages
    packages=$(for list in missing_packages "$@"; do "$list"; done | xargs)
    [ -n "$packages" ] || return 0
    begin "installing system packages: $packages"
    has_command apt-get || fail "this machine has no apt-get - install by its own means what provides: $packages"
    [ "$(id -u)" = 0 ] || has_command sudo ||
        fail "installing system packages needs root - run as root, install sudo, or let an administrator run: apt-get install $packages"
    # Ask for the password now: later the prompt would go into a log.
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || sudo -v || fail "sudo was refused - let an administrator run: apt-get install $packages"
    # shellcheck disable=SC2086
    logged apt "Debian's packages could not be installed - check the machine's apt configuration, then run again" \
        apt_install $packages
}

# Debian's PostgreSQL makes and starts a cluster when it is first installed: not on our behalf.
apt_install() {
    local no_cluster=/etc/postgresql-common/createcluster.d/kam_planning.conf
    if [[ " $* " == *" postgresql "* ]]; then
        as_root mkdir -p "${no_cluster%/*}"
        echo 'create_main_cluster = false' | as_root tee "$no_cluster"
    fi
    # A list that cannot be read anew matters only if the installation then fails.
    as_root apt-get update || true
    local code=0
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" ||
        code=$?
    as_root rm -f "$no_cluster"
    return "$code"
}

# The codename of this machine's Debian, such as bookworm.
debian_suite() { (. /etc/os-release && echo "${VERSION_CODENAME:-stable}"); }

# The address of Debian's archive, as the machine's own apt knows it.
debian_archive() {
    apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
        awk -v suite="$(debian_suite)" '($1 == suite || $1 == "stable") && !found {print $2; found = 1}'
}

# private_apt KIND SUITE COMMAND...: apt-get with lists and settings of its own (KIND: deb or deb-src),
# so that the machine's stay as they are. apt checks the archive's signature.
private_apt() {
    local kind=$1 suite=$2 root=$KAM_CACHE/apt/$1-$2 archive keyring
    shift 2
    archive=$(debian_archive)
    [ -n "$archive" ] || { echo "apt knows no archive of Debian $(debian_suite): see /etc/apt/sources.list"; return 1; }
    for keyring in /usr/share/keyrings/debian-archive-keyring.{gpg,pgp}; do [ ! -e "$keyring" ] || break; done
    mkdir -p "$root/lists/partial" "$root/archives/partial"
    echo "$kind [signed-by=$keyring] $archive $suite main" >"$root/sources.list"
    cat >"$root/apt.conf" <<CONF
Dir::Etc::SourceList "$root/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Lists "$root/lists";
Dir::Cache "$root";
Dir::Cache::Archives "$root/archives";
Acquire::Languages "none";
APT::Update::Error-Mode "any";
APT::Sandbox::User "$(id -un)";
CONF
    APT_CONFIG=$root/apt.conf apt-get "$@"
}
