# All steps in their order. Sourced by the commands.

here=$(dirname "${BASH_SOURCE[0]}")
for part in common packages odoo python postgres pdf env databases; do
    # shellcheck source=/dev/null
    . "$here/$part.sh"
done

set_up() {
    check_python
    prepare_cache
    take_lock
    install_packages
    install_python
    install_odoo
    install_pdf
    start_postgres
}
