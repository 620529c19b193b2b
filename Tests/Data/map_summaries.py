#!/usr/bin/env python3
"""Usage: map_summaries.py FILE.ndjson[.gz] [--start ISO] [--owners N] [--edits]

Machine translations and their post-edits {id, mt, pe, ...} to workflows whose first summary is the
machine's text and whose final one is the person's: records of stages 1 and 3, as NDJSON on
standard output. Their summary_ter is then sum(sacrebleu_edits) / sum(ref_words) of the file. The
nth workflow starts n minutes after --start. Each is one untouched review, with one field.

--edits puts the texts into a field as well, which stage 2 edits, and the published hter of a row
wherever a report takes percentiles: editing_time_seconds, processing_time_ms, total_time_seconds.
"""
import argparse
import hashlib
import sys

import records


def first_stage(row, common, started):
    metadata = {"ai_model": f"mt-{row.get('lp', 'unknown')}", "processing_time_ms": 900}
    if row.get("confidence") is not None:
        metadata["confidence_score"] = row["confidence"]
    return {
        "stage": "initial_ai_summary",
        **common,
        "timestamp": records.rfc3339(started),
        "document_id": row["id"],
        "source": {"document_type": "translation", "extraction_method": "LLM"},
        "initial_extracted_data": {"id": row["id"]},
        "ai_initial_summary": row["mt"],
        "initial_summary_metadata": metadata,
    }


def third_stage(row, common, started):
    content = row["pe"].encode("utf-8")
    return {
        "stage": "final_summary_and_deliverable",
        **common,
        "timestamp": records.rfc3339(records.later(started, 45)),
        "ai_final_summary": row["pe"],
        "deliverable": {
            "filename": f"{row['id']}.json",
            "file_size_bytes": len(content),
            "file_format": "json",
            "content_hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        },
        "workflow_summary": {
            "total_time_seconds": 45,
            "ai_processing_accuracy": 0.97,
            "final_output_quality": 0.95,
        },
    }


def edited(row, stages, common, started):
    """The stages with the texts in a field and a stage 2, and with hter in place of the times."""
    first, third = stages
    first["initial_extracted_data"] = {"text": row["mt"]}
    first["initial_summary_metadata"]["processing_time_ms"] = row["hter"]
    third["workflow_summary"]["total_time_seconds"] = row["hter"]
    second = {
        "stage": "user_modifications",
        **common,
        "timestamp": records.rfc3339(records.later(started, 30)),
        "original_data": {"text": row["mt"]},
        "modified_data": {"text": row["pe"]},
        "user_preferences": {
            "transformation_instructions": "",
            "export_format": "json",
            "document_template": "standard",
        },
        "user_actions": {"editing_time_seconds": row["hter"]},
    }
    return first, second, third


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", help="NDJSON, gzip'd or not; - is standard input")
    records.add_start(parser)
    records.add_owners(parser)
    parser.add_argument("--edits", action="store_true", help="a field and a stage 2 as well")
    arguments = parser.parse_args()
    edits = words = count = 0
    for index, row in enumerate(records.read(arguments.file)):
        started = records.later(arguments.start, 60 * index)
        common = {
            "export_workflow_id": records.uuid7(started, row["id"]),
            "owner_email": records.owner(row["id"], arguments.owners),
        }
        stages = first_stage(row, common, started), third_stage(row, common, started)
        if arguments.edits:
            stages = edited(row, stages, common, started)
        for stage in stages:
            records.write(stage)
        edits, words, count = edits + row["sacrebleu_edits"], words + row["ref_words"], count + 1
    ter = f", summary_ter {edits}/{words} = {edits / words!r}" if words else ""
    print(f"{count} workflows mapped{ter}", file=sys.stderr)


if __name__ == "__main__":
    main()
