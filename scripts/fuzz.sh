#!/usr/bin/env bash
# Gives the readers of JSON, of records and of gzip, and the comparison, what libFuzzer makes of the
# inputs in Tests/Data/Fuzz, and checks the promises of Tests/RedlineTests/Fuzzing about each.
#
# FUZZ_SECONDS (60) is the time in all, FUZZ_TARGETS names some of json, comparison, record and gzip,
# and FUZZ_SEED repeats the choices of an earlier run. What is new in reach stays in .build/fuzz. An
# input that breaks a promise is kept there too, named when the run ends: make it smaller with the
# command that is shown, mend the code and put it into Tests/Data/Fuzz/TARGET, where `make test` runs
# it from then on.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${FUZZ_SECONDS:-60}
read -r -a targets <<<"${FUZZ_TARGETS:-json comparison record gzip}"
seed=${FUZZ_SEED:-$RANDOM}
built=.build/fuzz
mkdir -p "$built"

compile() {
  local module=$1
  shift
  swiftc -swift-version 6 -O -g -whole-module-optimization -parse-as-library \
    -sanitize=fuzzer,address -use-ld=lld -enable-testing -suppress-warnings -I "$built" -I Sources/CZlib \
    -module-name "$module" "$@"
}
library() {
  local sources
  mapfile -t sources < <(find "Sources/$1" -name '*.swift')
  compile "$1" -emit-module -emit-module-path "$built/$1.swiftmodule" -emit-object \
    -o "$built/$1.o" "${sources[@]}"
}

printf 'fuzz: building\n' >&2
library Redline
library RedlineGzip
mapfile -t fuzzed < <(find Tests/RedlineTests/Fuzzing -name 'Fuzz*.swift' ! -name '*Tests.swift')
compile RedlineFuzz -emit-module-path "$built/RedlineFuzz.swiftmodule" -emit-executable -o "$built/redline-fuzz" Tests/Fuzzing/Fuzzer.swift "${fuzzed[@]}" \
  Tests/RedlineTests/JSON/JSONTree.swift Tests/RedlineTests/Comparison/Rebuilding.swift \
  "$built/Redline.o" "$built/RedlineGzip.o" -lz

# Swift keeps its metadata until the end, which is no leak.
export ASAN_OPTIONS=detect_leaks=0
failed=()
for target in "${targets[@]}"; do
  found=$built/$target
  mkdir -p "$found/corpus" "$found/failures"
  printf 'fuzz: %s, seed %s\n' "$target" "$seed" >&2
  REDLINE_FUZZ_TARGET=$target "$built/redline-fuzz" "$found/corpus" "Tests/Data/Fuzz/$target" \
    -max_total_time="$((seconds / ${#targets[@]}))" -seed="$seed" -max_len=2048 -timeout=10 \
    -rss_limit_mb=2048 -dict=Tests/Data/Fuzz/dictionary -print_final_stats=1 -verbosity=0 \
    -artifact_prefix="$found/failures/" >"$found/log" 2>&1 || failed+=("$target")
  grep -E 'number_of_executed_units|average_exec_per_sec|slowest_unit|peak_rss' "$found/log" >&2 ||
    true
done
for target in "${failed[@]}"; do
  printf 'fuzz: %s broke; the end of %s:\n' "$target" "$built/$target/log" >&2
  tail -n 40 "$built/$target/log" >&2
  printf 'fuzz: to make it smaller: REDLINE_FUZZ_TARGET=%s %s -minimize_crash=1 -runs=10000 %s\n' \
    "$target" "$built/redline-fuzz" "$built/$target/failures/FILE" >&2
done
[ "${#failed[@]}" -eq 0 ]
