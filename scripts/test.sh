#!/usr/bin/env bash
# Runs the built tests in groups, one process each: all of them, whatever fails, and what failed is
# shown again in the end. What each group printed is kept in .build/tests.
#
# With TEST_TRIES=2 the suites in which something failed run once more, by themselves; with 3, twice:
# on a machine that others use as well, a test can run out of time. What failed is shown in any case.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The private cluster's start servers that outlive who started them, and those would keep open the
# pipes of programs that other tests start at the same moment.
cluster='ClusterSettingsTests|PostmasterTests|PrivateCluster'
storage='RedlineStorageTests'
# Whole databases of records, counted again and again: beside them, tests that wait would run out of
# time on a small machine.
whole='RollUpTests|OwnerDay|TypeAndModelTests|CorrectionSpanTests|AuditVerificationTests'
whole="$whole|ErasureTests|RetentionTests"
# Pages and sheets, made on the threads that all tests share: what waits beside them would wait long.
files='RedlineDeliverablesTests'
end_to_end='EndToEndTests'
chaos='ChaosTests'

logs=.build/tests
rm -rf "$logs"
mkdir -p "$logs"
failures="$logs/failures"
unsteady="$logs/unsteady"

group() {
  local name=$1 try suites=''
  shift
  rm -f "$logs/suites"
  for ((try = 1; try <= ${TEST_TRIES:-1}; try++)); do
    if [ -n "$suites" ]; then
      run "$name.$try" --filter "$suites" && all_ran "$logs/$name.$try.xml" && break
    else
      run "$name.$try" "$@" && break
    fi
    # Where it cannot be said which tests failed, all that ran runs again.
    if failed_suites "$logs/$name.$try" >"$logs/found"; then
      mv "$logs/found" "$logs/suites"
      suites=$(paste -sd '|' "$logs/suites")
    fi
  done
  if [ -s "$logs/failed" ]; then
    if ((try > ${TEST_TRIES:-1})); then
      cat "$logs/failed" >>"$failures"
    else
      cat "$logs/failed" >>"$unsteady"
    fi
    rm -f "$logs/failed"
  fi
}

# The suites in which a test failed, as patterns that `swift test --filter` takes. Fails where there
# are none, and where something failed that belongs to no test.
failed_suites() {
  [ -f "$1.xml" ] || return 1
  if grep ' recorded an issue ' "$1.log" | grep -Eqv '^[^ ]+ Test '; then return 1; fi
  awk -F '"' '/<testcase / { suite = $2 }
    /<failure/ { found = suite; gsub(/[.]/, "[./]", found); print found "/" }' "$1.xml" | sort -u | grep .
}

# Whether a run that was to repeat suites ran tests of all of them: a pattern that finds nothing would
# pass.
all_ran() {
  local suite missing=0
  while read -r suite; do
    grep -Eq "<testcase classname=\"${suite%/}\"" "$1" || missing=1
  done <"$logs/suites"
  [ "$missing" -eq 0 ] || echo "$1 has not all of $(cat "$logs/suites")" >>"$logs/failed"
  return "$missing"
}

# A group takes some minutes at most; one that hangs is ended.
run() {
  local name=$1 log="$logs/$1.log" found="$logs/$1" status=0
  shift
  # Into a file and not a pipe, which a server that outlives the tests would keep open.
  : >"$log"
  timeout --foreground --kill-after=30 1800 swift test --skip-build \
    --xunit-output "$found.xml" "$@" >"$log" 2>&1 &
  tail --lines=+1 --follow --sleep-interval=0.2 --pid=$! "$log" || true
  wait $! || status=$?
  # Named for the library that wrote it.
  [ ! -f "$found-swift-testing.xml" ] || mv "$found-swift-testing.xml" "$found.xml"
  [ "$status" -ne 0 ] || return 0
  {
    printf 'The group %s failed with status %d:\n' "$name" "$status"
    # Each issue with the lines that explain it; a crash has none, and shows what came last.
    awk '/ recorded an issue / { shown = 1 }
      /^[^ ]+ (Test|Suite) / && !/ recorded an issue / { shown = 0 }
      shown' "$log" | head --lines 200 | grep . || tail --lines 30 "$log"
  } >>"$logs/failed"
  return 1
}

group units --skip "$storage|$end_to_end|$files"
group files --filter "$files"
group cluster --filter "$cluster"
group storage --filter "$storage" --skip "$cluster|$whole"
group whole --filter "$whole"
group end-to-end --filter "$end_to_end" --skip "$chaos"
group chaos --filter "$chaos"

if [ -s "$unsteady" ]; then
  echo 'These failed once, and passed when they ran again:'
  cat "$unsteady"
fi
if [ -s "$failures" ]; then
  cat "$failures"
  exit 1
fi
