"""The reports' figures in DuckDB: how long they take, and that they are redline's.

    reports_duckdb.py FOLDER FROM TO ROUNDS

FOLDER has what bench/duckdb/export.sql wrote, and each report of redline's as report/NAME.csv.
Every file of bench/duckdb that is named as one of those runs once to warm up and ROUNDS times more;
standard output has a line a report, with its name and the median in milliseconds. Figures that are
not the same end it with status 1.
"""

import csv
import statistics
import sys
import time
from pathlib import Path

import duckdb

# Percentiles may come from histograms, which are right within one in a hundred.
PERCENTILE_TOLERANCE = 0.011
TOLERANCE = 1e-6
STATEMENTS = Path(__file__).parent / "duckdb"


def say(text):
    print(f"bench: {text}", file=sys.stderr)


def number(value):
    """The value as a number, or None where it is none."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def same(column, expected, found):
    if expected == "" or found is None:
        return expected == "" and found is None
    left, right = number(expected), number(found)
    if left is None or right is None:
        return str(found) == expected
    if isinstance(found, int) and expected.isdigit():
        return int(expected) == found
    is_percentile = column.rsplit("_", 1)[-1] in ("p50", "p90", "p95", "p99")
    tolerance = PERCENTILE_TOLERANCE if is_percentile else TOLERANCE
    return abs(left - right) <= tolerance * max(1e-9, abs(left), abs(right))


def key(row, columns):
    return tuple(number(row[column]) or str(row[column]) for column in columns)


def differences(report, names, rows):
    """What is not the same as in redline's report, as text."""
    with report.open(newline="", encoding="utf-8") as file:
        expected = list(csv.DictReader(file))
    if not expected:
        return ["redline has no row"]
    keys = [name for name in (names[0], "change_type", "pattern") if name in names]
    columns = [
        name for name in names if name in expected[0] and name not in keys and "_seen" not in name
    ]
    # Groups of which there is nothing have a row in redline alone.
    expected = {key(row, keys): row for row in expected if row.get("count") != "0"}
    found = {key(row, keys): row for row in (dict(zip(names, row)) for row in rows)}
    said = [f"{group} is in one of them alone" for group in expected.keys() ^ found.keys()]
    for group in expected.keys() & found.keys():
        for column in columns:
            left, right = expected[group][column], found[group][column]
            if not same(column, left, right):
                said.append(f"{group} {column}: {left} in redline, {right} in DuckDB")
    return said


def main():
    folder, first, last, rounds = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
    database = duckdb.connect(str(folder / "records.duckdb"), config={"threads": 2})
    for name, value in (("folder", folder), ("from", first), ("to", last)):
        database.execute(f"set variable \"{name}\" = '{value}'")
    start = time.perf_counter()
    database.execute((STATEMENTS / "load.sql").read_text(encoding="utf-8"))
    database.execute("checkpoint")
    taken = time.perf_counter() - start
    say(f"DuckDB {duckdb.__version__} has loaded the records in {taken:.0f} s")

    is_same = True
    for report in sorted((folder / "report").glob("*.csv")):
        file = STATEMENTS / report.name.replace(".csv", ".sql")
        if not file.exists():
            continue
        statement = file.read_text(encoding="utf-8")
        times = []
        for _ in range(rounds + 1):
            start = time.perf_counter()
            answer = database.execute(statement)
            names = [column[0] for column in answer.description]
            rows = answer.fetchall()
            times.append((time.perf_counter() - start) * 1000)
        found = differences(report, names, rows)
        for difference in found[:5]:
            say(f"{report.stem}: {difference}")
        if found:
            is_same = False
            say(f"{report.stem}: {len(found)} differences")
        print(report.stem, f"{statistics.median(times[1:]):.1f}", flush=True)
    sys.exit(0 if is_same else 1)


if __name__ == "__main__":
    main()
