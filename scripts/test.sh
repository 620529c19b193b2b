#!/usr/bin/env bash
# Runs the built tests in groups, one process each: all of them, whatever fails, and what failed is
# shown again in the end. What each group printed is kept in .build/tests.
#
# With TEST_TRIES=2 a group in which something failed runs once more: on a machine that others use as
# well, a test can run out of time. What failed the first time is shown in any case.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The private cluster's start servers that outlive who started them, and those would keep open the
# pipes of programs that other tests start at the same moment.
cluster='ClusterSettingsTests|PostmasterTests|PrivateCluster'
storage='RedlineStorageTests'
# Whole databases of records, counted again and again: beside them, tests that wait would run out of
# time on a small machine.
whole='RollUpTests|CorrectionSpanTests|AuditVerificationTests|ErasureTests|RetentionTests'
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
  local name=$1 try
  for ((try = 1; try <= ${TEST_TRIES:-1}; try++)); do
    if run "$@"; then
      cat "$logs/failed" >>"$unsteady" 2>/dev/null || true
      rm -f "$logs/failed"
      return 0
    fi
  done
  cat "$logs/failed" >>"$failures"
  rm -f "$logs/failed"
}

# A group takes some minutes at most; one that hangs is ended.
run() {
  local name=$1 log="$logs/$1.log" status=0
  shift
  # Into a file and not a pipe, which a server that outlives the tests would keep open.
  : >"$log"
  timeout --foreground --kill-after=30 1800 swift test --skip-build "$@" >"$log" 2>&1 &
  tail --lines=+1 --follow --sleep-interval=0.2 --pid=$! "$log" || true
  wait $! || status=$?
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
  echo 'These failed once, and passed when their group ran again:'
  cat "$unsteady"
fi
if [ -s "$failures" ]; then
  cat "$failures"
  exit 1
fi
