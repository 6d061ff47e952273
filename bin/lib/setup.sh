# All steps in their order. Sourced by the commands.

here=$(dirname "${BASH_SOURCE[0]}")
for part in common python odoo pdf postgres packages node env databases; do
    # shellcheck source=/dev/null
    . "$here/$part.sh"
done

set_up() {
    find_python
    prepare_cache
    take_lock 9 setup
    echo '[options]' >"$KAM_CACHE/odoo.conf"
    install_packages
    install_python
    install_odoo
    install_pdf
    start_postgres
}

# The linters need neither Odoo nor its database.
set_up_linters() {
    find_python
    prepare_cache
    take_lock 9 setup
    install_packages missing_node_packages
    install_python
    install_node
    release_lock 9
}
