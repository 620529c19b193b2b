#!/usr/bin/env python3
"""Usage: map_workflows.py FILE.ndjson[.gz] [--start ISO] [--owners N]

Workflows {workflow_id, document_id, original_data, modified_data, confidence?, ...} to records of
stages 1 and 2, as NDJSON on standard output. The nth workflow starts n minutes after --start.
A stage 1 needs an object: workflows whose original_data or modified_data is none are left out,
and counted on standard error. The figures of a reference that skips the same ones then agree.
"""
import argparse
import collections
import json
import sys

import records

OPTIONS = ("json", "csv", "excel", "pdf")
TEMPLATES = ("standard", "detailed", "executive_summary", "financial")


def pointer(key):
    """A field's name as a JSON Pointer; what is one already stays."""
    return key if key.startswith("/") else "/" + key.replace("~", "~0").replace("/", "~1")


def present(members):
    """The members that have a value."""
    return {name: value for name, value in members.items() if value is not None}


def first_stage(row, identifier, owner, started):
    metadata = row.get("metadata") or {}
    extracted = row["original_data"]
    record = {
        "stage": "initial_ai_summary",
        "export_workflow_id": identifier,
        "owner_email": owner,
        "timestamp": records.rfc3339(started),
        "document_id": row["document_id"],
        "source": present(
            {
                "document_type": row["document_type"],
                "extraction_method": row["extraction_method"],
                "di_confidence": row.get("confidence"),
            }
        ),
        "initial_extracted_data": extracted,
        "ai_initial_summary": f"{row['document_type']} {row['document_id']}",
        "initial_summary_metadata": present(
            {
                "ai_model": metadata.get("model") or metadata.get("engine") or "unknown",
                "processing_time_ms": 500 + records.number("time " + row["workflow_id"], 4000),
                "tokens_used": metadata.get("completion_tokens") or len(json.dumps(extracted)) // 4,
                "confidence_score": row.get("confidence"),
            }
        ),
    }
    scores = present(row.get("field_confidence") or {})
    if scores:
        record["field_confidence"] = {pointer(key): score for key, score in scores.items()}
    return record


def second_stage(row, identifier, owner, started):
    name = row["workflow_id"]
    seconds = 10 + records.number("editing " + name, 290)
    return {
        "stage": "user_modifications",
        "export_workflow_id": identifier,
        "owner_email": owner,
        "timestamp": records.rfc3339(records.later(started, 5 + seconds)),
        "original_data": row["original_data"],
        "modified_data": row["modified_data"],
        "user_preferences": {
            "transformation_instructions": "",
            "export_format": OPTIONS[records.number("format " + name, 4)],
            "document_template": TEMPLATES[records.number("template " + name, 4)],
        },
        "user_actions": {"editing_time_seconds": seconds},
    }


def fault(row):
    """Why a workflow cannot be a record; None where it can."""
    for name in ("original_data", "modified_data"):
        if row.get(name) is None:
            return f"{name} is null"
        if not isinstance(row[name], dict):
            return f"{name} is no object"
    return None


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", help="NDJSON, gzip'd or not; - is standard input")
    records.add_start(parser)
    records.add_owners(parser)
    arguments = parser.parse_args()
    mapped, skipped = 0, collections.Counter()
    for index, row in enumerate(records.read(arguments.file)):
        if reason := fault(row):
            skipped[reason] += 1
            continue
        started = records.later(arguments.start, 60 * index)
        identifier = records.uuid7(started, row["workflow_id"])
        owner = records.owner(row["workflow_id"], arguments.owners)
        records.write(first_stage(row, identifier, owner, started))
        records.write(second_stage(row, identifier, owner, started))
        mapped += 1
    print(f"{mapped} workflows mapped, {skipped.total()} left out", file=sys.stderr)
    for reason, count in skipped.most_common():
        print(f"  {count}: {reason}", file=sys.stderr)


if __name__ == "__main__":
    main()
