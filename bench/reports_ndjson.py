"""Records as NDJSON, for measuring what keeping the roll-ups costs `redline ingest`.

    reports_ndjson.py WORKFLOWS INTERACTIONS OWNERS DAYS SEED >FILE

Workflows with three stages, of which six in ten were edited, and interactions, of which four in ten
have a tool call, over the DAYS days before today in the order of time. The same SEED gives the same
records on the same day.
"""

import datetime
import heapq
import json
import random
import sys
import uuid

FIELDS = {
    "invoice": "invoice_number invoice_date due_date vendor vendor_address tax_id customer "
    "currency subtotal tax total",
    "receipt": "merchant address phone date time currency subtotal tax tip total payment_method",
    "contract": "title contract_number effective_date end_date governing_law notice_period value "
    "currency renewal signed_on signed_by",
}
MODELS = ["gpt-4o", "claude-sonnet-4-5", "mistral-large"]
TOOLS = ["search_documents", "get_order", "list_tasks", "send_email", "create_task", "run_report"]
REQUESTS = [
    "Show my tasks", "Where is order {}?", "Send document {} to the team", "Find customer {}",
]


def written(time):
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def changed(draw, data):
    """The document as a person leaves it: a value mended, one removed, one put in."""
    data = dict(data)
    for name in draw.sample(sorted(data.keys() - {"items"}), draw.randint(1, 3)):
        chance = draw.random()
        if chance < 0.75:
            data[name] = data[name].swapcase() if chance < 0.2 else data[name][:-1] + "7 KG"
        elif chance < 0.88:
            del data[name]
        else:
            data["note"] = f"see {name}"
    return data


def workflow(draw, owner, start):
    """The stages of a workflow, each with its time."""
    identity = str(uuid.UUID(int=draw.getrandbits(128), version=4))
    kind = draw.choice(sorted(FIELDS))
    data = {name: f"{name[:6]} {draw.randrange(10000)}" for name in FIELDS[kind].split()}
    data["items"] = [
        {"text": f"item {draw.randrange(500)}", "price": draw.randrange(1, 9999) / 100}
        for _ in range(draw.randint(1, 4))
    ]
    edited = changed(draw, data) if draw.random() < 0.62 else data
    seconds = round(draw.lognormvariate(4.2, 0.9), 1)
    reviewed = start + datetime.timedelta(seconds=min(5 + draw.lognormvariate(6.5, 1.3), 250000))
    delivered = reviewed + datetime.timedelta(seconds=10)
    shared = {"export_workflow_id": identity, "owner_email": owner}
    metadata = {
        "ai_model": draw.choice(MODELS),
        "processing_time_ms": draw.randint(400, 4000),
        "tokens_used": draw.randint(600, 3000),
        "confidence_score": round(1 - 0.3 * draw.random() ** 2, 4),
    }
    summary = "This document was read by a machine, and holds what is set out in its fields. "
    template = draw.choice(["standard", "executive_summary", "detailed", "financial"])
    file_format = draw.choice(["pdf", "excel", "csv", "json"])
    yield start, {
        "stage": "initial_ai_summary", **shared, "timestamp": written(start),
        "document_id": f"DOC-{identity[:8]}",
        "source": {"document_type": kind, "extraction_method": draw.choice(["OCR", "text_layer"]),
                   "di_confidence": 0.95},
        "initial_extracted_data": data, "ai_initial_summary": summary,
        "initial_summary_metadata": metadata,
        "field_confidence": {
            f"/{name}": round(1 - 0.4 * draw.random() ** 3, 3) for name in data if name != "items"
        },
    }
    yield reviewed, {
        "stage": "user_modifications", **shared, "timestamp": written(reviewed),
        "original_data": data, "modified_data": edited,
        "user_preferences": {"transformation_instructions": "", "export_format": file_format,
                             "document_template": template},
        "user_actions": {"editing_time_seconds": seconds},
    }
    yield delivered, {
        "stage": "final_summary_and_deliverable", **shared, "timestamp": written(delivered),
        "ai_final_summary": summary + ("It is as it was." if edited is data else "It was mended."),
        "final_summary_metadata": metadata,
        "deliverable": {"filename": f"{identity[:8]}.{file_format}", "file_size_bytes": 40000,
                        "file_format": file_format, "content_hash": "sha256:" + identity[-8:] * 8},
        "workflow_summary": {"total_time_seconds": round((delivered - start).total_seconds()),
                             "ai_processing_accuracy": 0.96, "final_output_quality": 0.97},
    }


def interaction(draw, number, owner, time):
    calls = []
    if draw.random() < 0.4:
        is_failed = draw.random() < 0.03
        calls = [{
            "tool_name": draw.choice(TOOLS), "arguments": {"number": number},
            **({"status": "error", "error": f"timed out after {draw.randint(1, 90)} s"}
               if is_failed else {"status": "success", "result": {"number": number}}),
            "duration_ms": round(draw.lognormvariate(5, 0.8)),
        }]
    return {
        "interaction_id": f"bench-{number}", "timestamp": written(time), "user_id": owner,
        "thread_id": f"thread-{owner}-{number // 5000}",
        "user_message": draw.choice(REQUESTS).format(draw.randrange(10000)),
        "assistant_response": f"Here is what I have found for you ({number}). " * 5,
        "tool_calls": calls,
        "metadata": {"model": draw.choice(MODELS), "tokens_used": draw.randint(200, 2000),
                     "latency_ms": round(draw.lognormvariate(7.2, 0.6)), "source": "web"},
    }


def main():
    workflows, interactions, owners, days, seed = (int(argument) for argument in sys.argv[1:6])
    draw = random.Random(seed)
    today = datetime.datetime.now(datetime.timezone.utc).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    first = today - datetime.timedelta(days=days)

    def owner():
        return f"person{int(20 * ((owners + 20) / 20) ** draw.random() - 19)}@example.com"

    def moment(number, whole):
        return first + datetime.timedelta(days=days * number / whole)

    # Stages that are to come, by their time: what is written is in order.
    coming, order = [], 0
    ids = iter(range(workflows + interactions))
    share = interactions / max(workflows, 1)
    done = 0
    for number in range(workflows):
        start = moment(number, workflows)
        for time, record in workflow(draw, owner(), start):
            order += 1
            heapq.heappush(coming, (time, order, record))
        while done < (number + 1) * share:
            time = moment(done, interactions)
            order += 1
            heapq.heappush(coming, (time, order, interaction(draw, next(ids), owner(), time)))
            done += 1
        while coming and coming[0][0] <= start:
            print(json.dumps(heapq.heappop(coming)[2]))
    while coming:
        time, _, record = heapq.heappop(coming)
        if time < today:
            print(json.dumps(record))


if __name__ == "__main__":
    main()
