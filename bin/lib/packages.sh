# What the machine itself needs, from Debian's packages. Sourced.

has_postgres() { ls /usr/lib/postgresql/1[3-9]/bin/initdb /usr/lib/postgresql/[2-9][0-9]/bin/initdb >/dev/null 2>&1; }
has_browser() { command -v google-chrome chromium chromium-browser google-chrome-stable >/dev/null; }

missing_packages() {
    local uses_own_server=${PGHOST:+yes}
    [ -n "$uses_own_server" ] || has_postgres || echo postgresql
    command -v psql >/dev/null || echo postgresql-client
    has_browser || echo chromium
    command -v pdftotext >/dev/null || echo poppler-utils
    command -v unzip >/dev/null || echo unzip
    python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    # libraries of the PDF engine, and what its JPEG library is built with
    for library in libxrender1 libxext6 libx11-6 libfontconfig1 fontconfig libfreetype6; do
        dpkg -s "$library" >/dev/null 2>&1 || echo "$library"
    done
    command -v gcc >/dev/null || echo gcc libc6-dev
    command -v make >/dev/null || echo make
    command -v cmake >/dev/null || echo cmake
    command -v xz >/dev/null || echo xz-utils
}

install_packages() {
    local packages
    packages=$(missing_packages)
    [ -n "$packages" ] || return 0
    # shellcheck disable=SC2086
    set -- $packages
    say "installing system packages: $*"
    # Debian's PostgreSQL makes a cluster of its own on installation: not on our behalf.
    if [ ! -d /etc/postgresql-common ]; then
        as_root mkdir -p /etc/postgresql-common/createcluster.d
        echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.d/kam.conf >/dev/null
    fi
    local advice="Debian's packages could not be installed - check the network and the machine's apt configuration, then run again"
    logged apt-update "$advice" as_root env DEBIAN_FRONTEND=noninteractive apt-get update
    logged apt-install "$advice" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# private_apt KIND SUITE COMMAND...: apt-get with a configuration of its own (KIND: deb or deb-src),
# so that the machine's own lists stay as they are. The archive's address is the machine's own.
private_apt() {
    local kind=$1 suite=$2 root=$KAM_CACHE/apt/$1-$2
    shift 2
    mkdir -p "$root/lists/partial" "$root/archives/partial"
    local archive keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    archive=$(apt-get indextargets --format '$(REPO_URI) $(ORIGIN)' 'Created-By: Packages' |
        awk '$2 == "Debian" && $1 !~ /security/ {print $1; exit}')
    [ -n "$archive" ] || archive=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
    [ -n "$archive" ] || fail "apt knows no Debian archive - run 'apt-get update' and check /etc/apt/sources.list"
    echo "$kind [signed-by=$keyring] $archive $suite main" >"$root/sources.list"
    cat >"$root/apt.conf" <<CONF
Dir::Etc::SourceList "$root/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Lists "$root/lists";
Dir::Cache "$root";
Dir::Cache::Archives "$root/archives";
Acquire::Languages "none";
APT::Sandbox::User "$(id -un)";
CONF
    APT_CONFIG=$root/apt.conf apt-get "$@"
}
