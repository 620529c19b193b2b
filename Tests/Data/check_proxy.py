#!/usr/bin/env python3
"""Usage: check_proxy.py UPSTREAM-URL REDLINE-URL KEY OWNER

The official `openai` client, with and without redline between it and its upstream: what it gives
must be equal, to the byte of every event, and what is recorded complete.
"""
import json
import sys
import time
import urllib.request

import openai

upstream, redline, key, owner = sys.argv[1:]
direct = openai.OpenAI(base_url=upstream, api_key="sk-direct", max_retries=0)
through = openai.OpenAI(base_url=f"{redline}/openai/v1", api_key=key, max_retries=0)
TOOLS = [
    {"type": "function", "function": {"name": name, "parameters": {"type": "object"}}}
    for name in ["find_flight", "book_flight"]
]
failures = []
expected = {}
compared = {"answers": 0, "chunks": 0, "bytes": 0}


def check(what, condition):
    if not condition:
        failures.append(what)
        print(f"FAILED {what}")


def bytes_of(client, **request):
    create = client.chat.completions.with_streaming_response.create
    with create(**request) as response:
        return b"".join(response.iter_bytes())


def both(name, **request):
    """What the client makes of an answer, the same with and without redline."""
    if request.get("stream"):
        one, other = (
            [chunk.model_dump_json() for chunk in client.chat.completions.create(**request)]
            for client in (direct, through)
        )
        compared["chunks"] += len(one)
        check(f"{name}: there are chunks", len(one) > 3)
    else:
        one, other = (
            client.chat.completions.create(**request).model_dump_json()
            for client in (direct, through)
        )
    check(f"{name}: the same objects", one == other)
    one, other = (bytes_of(client, **request) for client in (direct, through))
    check(f"{name}: the same bytes", one == other)
    compared["answers"] += 1
    compared["bytes"] += len(one)


def conversation(name, stream):
    """A turn with two tools, and another without."""
    more = {"stream": True, "stream_options": {"include_usage": True}} if stream else {}
    thread = f"{name}-{'stream' if stream else 'whole'}"
    question = f"{name}, {'stream' if stream else 'whole'}?"

    def ask(client, messages, tools=TOOLS):
        headers = {"X-Thread-Id": thread} if client is through else {}
        return client.chat.completions.create(
            model="m-tokens20", messages=messages, tools=tools, extra_headers=headers, **more
        )

    ends = []
    for client in (direct, through):
        messages = [{"role": "system", "content": "Brief."}, {"role": "user", "content": question}]
        if stream:
            calls = {}
            for chunk in ask(client, messages):
                for part in chunk.choices[0].delta.tool_calls or [] if chunk.choices else []:
                    call = calls.setdefault(part.index, {"id": "", "name": "", "arguments": ""})
                    call["id"] += part.id or ""
                    call["name"] += part.function.name or ""
                    call["arguments"] += part.function.arguments or ""
            calls = list(calls.values())
        else:
            calls = [
                {"id": c.id, "name": c.function.name, "arguments": c.function.arguments}
                for c in ask(client, messages).choices[0].message.tool_calls
            ]
        messages.append(
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {
                        "id": c["id"],
                        "type": "function",
                        "function": {"name": c["name"], "arguments": c["arguments"]},
                    }
                    for c in calls
                ],
            }
        )
        for call, result in zip(calls, ['{"found": 2}', "Error: sold out"]):
            messages.append({"role": "tool", "tool_call_id": call["id"], "content": result})
        if stream:
            chunks = list(ask(client, messages))
            texts = [c.choices[0].delta.content or "" for c in chunks if c.choices]
            ends.append((calls, "".join(texts)))
        else:
            ends.append((calls, ask(client, messages).choices[0].message.content))
    check(f"{thread}: the same end", ends[0] == ends[1])
    expected[thread] = {
        "user_message": question,
        "assistant_response": ends[0][1],
        "tool_calls": [
            [c["name"], json.loads(c["arguments"]), result, status]
            for c, result, status in zip(
                ends[0][0], [{"found": 2}, "Error: sold out"], ["success", "error"]
            )
        ],
        "tokens_used": 62,
        "status": "ok",
        "finish_reason": "stop",
        "stream": stream,
        "requests": 2,
    }


def interactions():
    request = urllib.request.Request(
        f"{redline}/api/v1/interactions?limit=1000", headers={"Authorization": f"Bearer {key}"}
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["interactions"]


def main():
    hello = [{"role": "user", "content": "Hello, Grüße 👋?"}]
    for stream in (False, True):
        kind = "stream" if stream else "whole"
        more = {"stream": True} if stream else {}
        both(f"{kind} text", model="m-tokens50", messages=hello, **more)
        both(f"{kind} long text", model="m-tokens3000", messages=hello, **more)
        both(f"{kind} tools", model="m", messages=hello, tools=TOOLS, **more)
        for status in (400, 401, 404, 429, 500, 503):
            seen = []
            for client in (direct, through):
                try:
                    client.chat.completions.create(model=f"m-fail{status}", messages=hello, **more)
                except openai.APIStatusError as error:
                    seen.append((type(error), error.status_code, error.body, error.message))
            check(f"{kind} error {status}", len(seen) == 2 and seen[0] == seen[1])
    both(
        "stream usage",
        model="m-tokens5",
        messages=hello,
        stream=True,
        stream_options={"include_usage": True},
    )
    check("models", *[direct.models.list().model_dump() == through.models.list().model_dump()])
    vectors = [c.embeddings.create(model="m", input="x").model_dump() for c in (direct, through)]
    check("embeddings", vectors[0] == vectors[1])
    for stream in (False, True):
        for name in ("first", "second"):
            conversation(name, stream)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = {turn["thread_id"]: turn for turn in interactions()}
        if set(expected) <= set(found):
            break
        time.sleep(0.1)
    for thread, wanted in expected.items():
        turn = found.get(thread)
        check(f"{thread} is recorded", turn is not None)
        if turn is None:
            continue
        for member in ("user_message", "assistant_response"):
            check(f"{thread}: {member}", turn[member] == wanted[member])
        calls = [
            [c["tool_name"], c["arguments"], c.get("result"), c["status"]]
            for c in turn["tool_calls"]
        ]
        check(f"{thread}: tool_calls", calls == wanted["tool_calls"])
        for member in ("tokens_used", "status", "finish_reason", "stream", "requests"):
            check(f"{thread}: {member}", turn["metadata"].get(member) == wanted[member])
    if failures:
        sys.exit(f"check-proxy: {len(failures)} differences")
    print(
        f"check-proxy: openai {openai.__version__}: {compared['answers']} answers "
        f"({compared['bytes']} bytes, {compared['chunks']} chunks) and 12 errors equal with and "
        f"without redline; {len(expected)} conversations recorded as they went"
    )


main()
