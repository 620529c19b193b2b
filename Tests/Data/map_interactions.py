#!/usr/bin/env python3
"""Usage: map_interactions.py FILE.ndjson[.gz] [--start ISO] [--shift] [--latency]

Interactions {id, user_id, thread_id, timestamp, user_message, ...} to records of interactions, as
NDJSON on standard output. The nth interaction without a timestamp is set 30 n seconds after
--start, which keeps the order of a thread. Real timestamps are kept; with --shift they are moved,
all by the same time, so that the last one is at --start. --latency puts the number of tool calls into
metadata.latency_ms: the percentiles of the one are then those of the other.
"""
import argparse
import sys

import records


def moments(rows, start, shift):
    """The time of each row."""
    known = [records.time(row["timestamp"]) for row in rows if row.get("timestamp")]
    moved = start - max(known) if shift and known else None
    for index, row in enumerate(rows):
        if not row.get("timestamp"):
            yield records.later(start, 30 * index)
        else:
            moment = records.time(row["timestamp"])
            yield moment + moved if moved is not None else moment


def interaction(row, moment, latency):
    calls = row.get("tool_calls") or []
    record = {
        "interaction_id": row["id"],
        "timestamp": records.rfc3339(moment),
        "user_id": row["user_id"],
    }
    if row.get("thread_id") is not None:
        record["thread_id"] = row["thread_id"]
    return record | {
        "user_message": row["user_message"],
        "assistant_response": row.get("assistant_response") or "",
        "tool_calls": [tool_call(call) for call in calls],
        "metadata": (row.get("metadata") or {}) | ({"latency_ms": len(calls)} if latency else {}),
    }


def tool_call(call):
    """The call as it was; where it failed and its result is the error's text, that as `error`."""
    failed = call["status"] != "success"
    if failed and "error" not in call and isinstance(call.get("result"), str):
        return call | {"error": call["result"]}
    return call


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", help="NDJSON, gzip'd or not; - is standard input")
    records.add_start(parser)
    parser.add_argument(
        "--shift", action="store_true", help="move real timestamps, the last to --start"
    )
    parser.add_argument(
        "--latency", action="store_true", help="latency_ms is the number of tool calls"
    )
    arguments = parser.parse_args()
    rows = list(records.read(arguments.file))
    for row, moment in zip(rows, moments(rows, arguments.start, arguments.shift)):
        records.write(interaction(row, moment, arguments.latency))
    made = sum(not row.get("timestamp") for row in rows)
    print(f"{len(rows)} interactions mapped, {made} timestamps made", file=sys.stderr)


if __name__ == "__main__":
    main()
