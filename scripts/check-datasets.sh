#!/usr/bin/env bash
# Holds the datasets of `redline corrections export` against the programs that they are made for: each
# shape, of the public workflows and interactions in REDLINE_DATA_DIR, is loaded by Hugging Face
# `datasets` and accepted by TRL's own functions, and the OpenAI shapes pass a JSON schema.
#
# No model and no torch is needed. The database and the files are this run's own. DATASETS_VENV names
# the folder into which Python's packages are installed; it stays, so that they are installed once.
set -euo pipefail

redline=$(realpath "${REDLINE:-.build/debug/redline}")
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=${REDLINE_DATA_DIR:?names the folder of the data}

stop() {
  printf 'check-datasets: %s\n' "$*" >&2
  exit 1
}
# 75, as sysexits.h has it: nothing is wrong with redline, and it may work another time.
unavailable() {
  printf 'check-datasets: the Python packages cannot be installed here: nothing was checked\n' >&2
  exit 75
}
[ -x "$redline" ] || stop "$redline is missing: make build"
python3 -c 'import ensurepip, venv' 2>/dev/null ||
  stop 'the Python module venv is missing: apt-get install python3-venv'

work=$(mktemp -d "${TMPDIR:-/tmp}/redline-datasets.XXXXXX")
chmod 755 "$work"
export REDLINE_HOME=$work/home
unset REDLINE_DATABASE_URL PGHOST PGHOSTADDR PGPORT PGUSER PGSERVICE PGDATABASE
finish() {
  cluster=$("$redline" db status 2>/dev/null | awk '$1 == "data" { print $2 }') || true
  "$redline" db stop >/dev/null 2>&1 || true
  rm -rf "$work" ${cluster:+"$cluster"}
}
trap finish EXIT

python=$(realpath -m "${DATASETS_VENV:-$folder/.build/check-datasets}")
list=$folder/bench/requirements-datasets.txt
# What is needed of it may have changed since it was installed.
if ! cmp --silent "$list" "$python/installed.txt"; then
  printf 'check-datasets: installing datasets and TRL\n' >&2
  python3 -m venv --clear "$python"
  "$python/bin/pip" --quiet --disable-pip-version-check install -r "$list" >&2 || unavailable
  # Without what they name, torch above all: pip would say that it is missing.
  "$python/bin/pip" --quiet --disable-pip-version-check install --no-deps \
    -r <(sed -n 's/^# no-deps: //p' "$list") >&2 || unavailable
  cp "$list" "$python/installed.txt"
fi

for name in nerre-general nerre-doping sroie-ocr; do
  python3 "$folder/Tests/Data/map_workflows.py" "$data/workflows/$name.ndjson.gz" --owners 50 \
    >"$work/$name.ndjson"
done
for name in airline_gpt-4o airline_claude-sonnet-4-5; do
  python3 "$folder/Tests/Data/map_interactions.py" "$data/interactions/$name.ndjson.gz" \
    >"$work/$name.ndjson"
done
"$redline" ingest "$work"/*.ndjson

mkdir "$work/datasets"
export_to() {
  "$redline" corrections export --to "$work/datasets/$1" --shape "${1%_*}" "${@:2}"
}
for shape in pairs sft dpo kto openai-sft openai-dpo evals; do
  export_to "$shape" --source documents,summaries,interactions --split train=0.5,test=0.5
done
for shape in dpo kto evals; do
  export_to "${shape}_fields" --granularity field --max-per-owner 20
done
export_to sft_threads --source interactions --no-redact --keep-near-duplicates
export_to openai-sft_threads --source interactions --no-redact --keep-near-duplicates

export HF_HUB_OFFLINE=1 HF_DATASETS_OFFLINE=1 HF_HOME=$work/huggingface TRANSFORMERS_VERBOSITY=error
"$python/bin/python" "$folder/Tests/Data/check_datasets.py" "$work/datasets"
