#!/bin/sh
# Regenerates the bindings from native/include/floatscape.h, the include list and the header's hash.
# Usage: ffi/regenerate.sh JEXTRACT   (built against libclang 14; see README.md)
set -eu
jextract=${1:?usage: regenerate.sh JEXTRACT}
cd "$(dirname "$0")"
header=../native/include/floatscape.h
generated=src/main/java/org/floatscape/ffi/generated
dump=$(mktemp)
trap 'rm -f "$dump"' EXIT

"$jextract" --dump-includes "$dump" "$header"
# Our own names only: the dump also lists what the C library's headers declare. Its comments hold absolute paths.
sed -n 's|^\(--include-[a-z]* [A-Za-z0-9_]*\) *# header: .*/floatscape\.h$|\1|p' "$dump" | LC_ALL=C sort > jextract-includes.txt
test -s jextract-includes.txt || { echo "regenerate.sh: $header declares nothing" >&2; exit 1; }
rm -rf "$generated"
"$jextract" --output src/main/java --target-package org.floatscape.ffi.generated @jextract-includes.txt "$header"
sha256sum < "$header" | cut -d' ' -f1 > "$generated/floatscape.h.sha256"
