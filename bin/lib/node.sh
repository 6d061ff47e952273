# prettier with its XML plugin, for `make lint` and `make format` only. Sourced.
# The lock names versions and checksums but no registry: npm asks the one of the machine's configuration.

NODE_HOME=$KAM_CACHE/node
NODE_OLDEST=18

missing_node_packages() {
    has_command node || echo nodejs
    has_command npm || echo npm
}

install_node() {
    local version
    version=$(node --version)
    [ "$(echo "$version" | tr -d v | cut -d. -f1)" -ge "$NODE_OLDEST" ] ||
        fail "node is $version, and prettier needs $NODE_OLDEST or newer - put a newer one first on PATH"
    once node "$version $NODE_HOME $(hash_of "$KAM_REPO/package-lock.json" "${BASH_SOURCE[0]}")" make_node
}

make_node() {
    begin "installing prettier"
    rm -rf "$NODE_HOME"
    mkdir -p "$NODE_HOME"
    cp "$KAM_REPO/package.json" "$KAM_REPO/package-lock.json" "$NODE_HOME"
    logged npm "prettier could not be installed - check npm's configuration, then run again" \
        npm ci --prefix "$NODE_HOME" --cache "$NODE_HOME/cache" --ignore-scripts --no-audit --no-fund --no-update-notifier
    rm -rf "$NODE_HOME/cache"
}

# prettier OPTIONS...: on all XML and JavaScript of the add-on.
prettier() {
    node "$NODE_HOME/node_modules/prettier/bin/prettier.cjs" --log-level=warn \
        --plugin="$NODE_HOME/node_modules/@prettier/plugin-xml/src/plugin.js" "$@" 'kam_planning/**/*.{js,xml}'
}
