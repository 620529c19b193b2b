#!/usr/bin/env python3
"""Usage: map_calibration.py FILE.ndjson[.gz] [--start ISO] [--items N]

Items {confidence, correct} to records of stages 1 and 2, as NDJSON on standard output: a document
of --items fields each, whose incorrect fields a reviewer changed. Items without a confidence or a
verdict are left out, and counted on standard error. The nth document starts n minutes after --start.
"""
import argparse
import itertools
import sys

import records


def stages(items, index, start):
    started = records.later(start, 60 * index)
    head = {
        "export_workflow_id": records.uuid7(started, f"items {index}"),
        "owner_email": records.owner(f"items {index}", 20),
    }
    names = [f"item{position}" for position in range(len(items))]
    original = dict.fromkeys(names, "as it was read")
    yield head | {
        "stage": "initial_ai_summary",
        "timestamp": records.rfc3339(started),
        "document_id": f"items-{index}",
        "source": {"document_type": "items", "extraction_method": "OCR"},
        "initial_extracted_data": original,
        "ai_initial_summary": f"{len(items)} items",
        "initial_summary_metadata": {"ai_model": "reader"},
        "field_confidence": {f"/{name}": item["confidence"] for name, item in zip(names, items)},
    }
    yield head | {
        "stage": "user_modifications",
        "timestamp": records.rfc3339(records.later(started, 30)),
        "original_data": original,
        "modified_data": {
            name: original[name] if item["correct"] else "as it should be"
            for name, item in zip(names, items)
        },
        "user_preferences": {
            "transformation_instructions": "",
            "export_format": "json",
            "document_template": "standard",
        },
        "user_actions": {"editing_time_seconds": 30},
    }


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", help="NDJSON, gzip'd or not; - is standard input")
    parser.add_argument("--items", type=int, default=500, help="items of a document (500)")
    records.add_start(parser)
    arguments = parser.parse_args()
    rows = list(records.read(arguments.file))
    items = [
        row for row in rows if row.get("confidence") is not None and row.get("correct") is not None
    ]
    rest = iter(items)
    index = 0
    while chunk := list(itertools.islice(rest, arguments.items)):
        for record in stages(chunk, index, arguments.start):
            records.write(record)
        index += 1
    print(f"{len(items)} items mapped, {len(rows) - len(items)} left out", file=sys.stderr)


if __name__ == "__main__":
    main()
