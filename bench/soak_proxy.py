#!/usr/bin/env python3
"""Usage: soak_proxy.py UPSTREAM-PORT REDLINE-PORT KEY REDLINE-PID SECONDS [CONVERSATIONS]

Streaming conversations through redline, with callers that go away and upstreams that fail. In the
end each question has to be recorded once, all connections to the upstream have to be closed, and
the memory has to be what it was. Whoever calls it restarts PostgreSQL meanwhile.
"""
import asyncio
import collections
import json
import random
import sys
import time
import urllib.request
import uuid

upstream, redline, key, pid = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
seconds = float(sys.argv[5])
conversations = int(sys.argv[6]) if len(sys.argv) > 6 else 50
TOOLS = [{"type": "function", "function": {"name": "find", "parameters": {"type": "object"}}}]
asked = {}
statuses = collections.Counter()
lost_answers = []


async def request(body, thread, leaves_after=None):
    """Sends a request; what came of its answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", redline)
    data = json.dumps(body).encode()
    head = (
        f"POST /openai/v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        f"Authorization: Bearer {key}\r\nX-Thread-Id: {thread}\r\n"
        f"Content-Length: {len(data)}\r\n\r\n"
    )
    writer.write(head.encode() + data)
    came = b""
    try:
        while piece := await reader.read(1 << 16):
            came += piece
            if leaves_after and len(came) > leaves_after:
                # Some hang up, and some vanish.
                writer.transport.abort() if random.random() < 0.5 else writer.close()
                return came
    except ConnectionError:
        pass
    finally:
        writer.close()
    return came


async def converse(end):
    while time.monotonic() < end:
        thread = str(uuid.uuid4())
        messages = []
        for _ in range(random.randint(1, 5)):
            question = f"question {uuid.uuid4()}"
            messages.append({"role": "user", "content": question})
            kind = random.choices(
                ["ok", "tools", "leave", "fail500", "breakoff"], [60, 15, 15, 5, 5]
            )[0]
            model = f"m-pause{random.randint(0, 20)}-tokens{random.randint(5, 60)}"
            if kind in ("fail500", "breakoff"):
                model += f"-{kind}"
            body = {"model": model, "messages": messages, "stream": True}
            if kind == "tools":
                body["tools"] = TOOLS
            asked[question] = kind
            leaves = random.randint(100, 2_000) if kind == "leave" else None
            came = await request(body, thread, leaves)
            statuses[came[9:12].decode() + " " + kind] += 1
            if not came:
                lost_answers.append(question)
            if kind == "tools":
                name = came.split(b'"id": "call_')[1].split(b'"')[0].decode()
                function = {"name": "find", "arguments": "{}"}
                call = {"id": f"call_{name}", "type": "function", "function": function}
                messages.append({"role": "assistant", "content": None, "tool_calls": [call]})
                result = {"role": "tool", "tool_call_id": f"call_{name}", "content": "found"}
                messages.append(result)
                await request(body | {"messages": messages}, thread)
            messages.append({"role": "assistant", "content": "whatever"})


def get(port, path):
    made = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"Bearer {key}"}
    )
    with urllib.request.urlopen(made, timeout=60) as answer:
        return answer.read().decode()


def metrics():
    lines = (line.split() for line in get(redline, "/metrics").splitlines())
    return {line[0]: float(line[-1]) for line in lines if line[0] != "#"}


def memory():
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) // 1024 for line in file if line.startswith("VmRSS"))


async def watch(end):
    """The memory, twenty times on the way."""
    seen = []
    while time.monotonic() < end:
        await asyncio.sleep(seconds / 20)
        seen.append(memory())
    return seen


def recorded():
    found, cursor = [], ""
    while True:
        page = json.loads(get(redline, f"/api/v1/interactions?limit=1000{cursor}"))
        found += page["interactions"]
        if not page.get("next_cursor"):
            return found
        cursor = f"&cursor={page['next_cursor']}"


def wait_for(what, is_done):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if is_done():
            return
        time.sleep(0.2)
    sys.exit(f"soak-proxy: {what}")


async def main():
    end = time.monotonic() + seconds
    watching = asyncio.create_task(watch(end))
    await asyncio.gather(*(converse(end) for _ in range(conversations)))
    seen = await watching
    settled = ("redline_proxy_waiting", "redline_spool_records", "redline_proxy_requests_in_flight")
    wait_for("something waits for ever", lambda: all(metrics()[name] == 0 for name in settled))
    counts = collections.Counter(turn["user_message"] for turn in recorded())
    missing = [question for question in asked if counts[question] == 0]
    twice = [question for question in asked if counts[question] > 1]
    print(f"{len(asked)} questions of {conversations} conversations at once, {seconds:.0f} s")
    print("answers: " + ", ".join(f"{n} {s}" for s, n in sorted(statuses.items())))
    print(f"not recorded: {len(missing)}, more than once: {len(twice)}")
    print(f"not recorded by redline's own count: {metrics()['redline_proxy_not_recorded_total']:.0f}")
    print("memory, MB: " + " ".join(map(str, seen)) + f", in the end {memory()}")
    wait_for(
        "connections to the upstream stay open",
        lambda: json.loads(get(upstream, "/connections"))["connections"] == 0,
    )
    print("connections to the upstream that stay open: 0")
    if missing or twice or lost_answers:
        kinds = collections.Counter(asked[question] for question in missing + twice)
        sys.exit(f"soak-proxy: {dict(kinds)}, {len(lost_answers)} answers never came")


asyncio.run(main())
