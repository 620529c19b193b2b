"""Interactions of an owner and of somebody else, in turn, as NDJSON.

    owner_records.py OWNER FROM COUNT

Each has its number as its message, and one call of a tool with the number as its argument.
"""

import json
import sys

owner, start, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
for number in range(start, start + count):
    print(
        json.dumps(
            {
                "interaction_id": f"written-{number}",
                "user_id": owner if number % 2 == 0 else "somebody@example.com",
                "user_message": f"written {number}",
                "assistant_response": "It is noted.",
                "tool_calls": [
                    {
                        "tool_name": "note",
                        "arguments": {"number": number},
                        "result": "noted",
                        "status": "success",
                    }
                ],
            }
        )
    )
