#!/bin/sh
# Holds one configuration of the RTL against the C model:
#   simulate.sh RTL_VECTORS COUNT SEED UNIT A SCALE_A B SCALE_B LANES ACC   (the last seven as rtl_vectors says)
# Exit 77, for ctest to show as skipped, where Icarus Verilog is not installed.
set -eu
if ! command -v iverilog >/dev/null; then
    echo "skipped: iverilog is not installed (Debian package iverilog)"
    exit 77
fi
vectors=$1 count=$2 seed=$3
shift 3
rtl=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

flags=$("$vectors" flags "$@")
"$vectors" test "$@" "$count" "$seed" >"$work/vectors"
# shellcheck disable=SC2086 # one word per macro
iverilog -g2005 -Wall -Wno-timescale -I "$rtl" $flags -s bench -o "$work/bench" "$rtl"/*.v
report=$(vvp -N "$work/bench" "+vectors=$work/vectors")
echo "$* seed $seed: $report"
case $report in
"operations $count mismatches 0 "*) ;;
*) exit 1 ;;
esac
