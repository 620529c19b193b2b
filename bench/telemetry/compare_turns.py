"""Holds the interactions that redline recorded against the turns that were spoken.

Usage: compare_turns.py URL KEY SPOKEN.ndjson. Waits up to a minute for the last of them. Exit status
1 where one is missing, differs or is there twice.
"""

import json
import sys
import time
import urllib.request

url, key, path = sys.argv[1:]
with open(path, encoding="utf-8") as lines:
    spoken = [json.loads(line) for line in lines]


def recorded():
    request = urllib.request.Request(
        f"{url}/api/v1/interactions?limit=1000",
        headers={"Authorization": f"Bearer {key}", "X-User-Id": "ada@example.com"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["interactions"]


def canonical(turn):
    turn = dict(turn, assistant_response=turn["assistant_response"].rstrip())
    return json.dumps(turn, sort_keys=True, ensure_ascii=False)


def of_record(record):
    calls = [
        {name: value for name, value in call.items() if name != "duration_ms"}
        for call in record["tool_calls"]
    ]
    return canonical(
        {
            "thread_id": record["thread_id"],
            "user_message": record["user_message"],
            "assistant_response": record["assistant_response"],
            "tool_calls": calls,
            "model": record["metadata"].get("model"),
            "tokens_used": record["metadata"].get("tokens_used"),
        }
    )


deadline = time.monotonic() + 60
while True:
    found = [of_record(record) for record in recorded()]
    if len(found) >= len(spoken) or time.monotonic() > deadline:
        break
    time.sleep(0.2)
wanted = [canonical(turn) for turn in spoken]
for turn in wanted:
    if turn in found:
        found.remove(turn)
    else:
        print("missing:", turn)
        deadline = None
for turn in found:
    print("not spoken:", turn)
    deadline = None
if deadline is None or not wanted:
    sys.exit(1)
print(f"{len(wanted)} turns, each recorded once and as it was spoken")
