#!/usr/bin/env python3
"""Usage: upstream.py [--port N]

A server that speaks OpenAI's chat protocol and always answers the same to the same request, so that
what two clients get of it can be compared byte by byte. It prints `listening PORT` when it does.

The model's name says how it answers: words separated by `-`, of them `tokens<N>` (how many pieces),
`pause<N>` (milliseconds before each), `fail<STATUS>`, `breakoff` (half a stream, and no end) and
`clock` (each piece holds the nanosecond at which it was sent). GET /connections counts the
connections beside its own.
"""
import argparse
import asyncio
import hashlib
import json
import time

connections = 0


def words(model):
    """What a model's name asks for."""
    found = {}
    for word in model.split("-"):
        name = word.rstrip("0123456789")
        if name:
            found[name] = int(word[len(name):] or 0)
    return found


def identity(messages):
    return hashlib.sha256(json.dumps(messages, sort_keys=True).encode()).hexdigest()[:24]


def calls(request, name):
    """The tool calls of the answer: each tool once, after a message of the user."""
    if not request.get("tools") or request["messages"][-1]["role"] != "user":
        return []
    return [
        {
            "index": index,
            "id": f"call_{name[:8]}_{index}",
            "type": "function",
            "function": {
                "name": tool["function"]["name"],
                "arguments": json.dumps({"number": index, "text": "Zürich ✈"}, ensure_ascii=False),
            },
        }
        for index, tool in enumerate(request["tools"])
    ]


def usage(count):
    return {"prompt_tokens": 11, "completion_tokens": count, "total_tokens": 11 + count}


def whole(request, wishes):
    name = identity(request["messages"])
    count = wishes.get("tokens", 8)
    called = calls(request, name)
    message = {"role": "assistant", "content": None if called else text(count), "refusal": None}
    if called:
        message["tool_calls"] = [{k: v for k, v in c.items() if k != "index"} for c in called]
    return {
        "id": f"chatcmpl-{name}",
        "object": "chat.completion",
        "created": 1767225600,
        "model": request["model"],
        "choices": [
            {
                "index": 0,
                "message": message,
                "logprobs": None,
                "finish_reason": "tool_calls" if called else "stop",
            }
        ],
        "usage": usage(count),
    }


def text(count):
    return "".join(piece(number) for number in range(count))


def piece(number):
    return ("Grüße" if number == 0 else " aus") if number % 7 else f" {number} 👋\n"


def chunks(request, wishes):
    """The pieces of a streamed answer."""
    name = identity(request["messages"])

    def chunk(delta, reason=None, **more):
        choices = [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}]
        return {
            "id": f"chatcmpl-{name}",
            "object": "chat.completion.chunk",
            "created": 1767225600,
            "model": request["model"],
            "choices": choices,
        } | more

    count = wishes.get("tokens", 8)
    called = calls(request, name)
    yield chunk({"role": "assistant", "content": None if called else "", "refusal": None})
    for call in called:
        arguments = call["function"]["arguments"]
        begun = call | {"function": call["function"] | {"arguments": ""}}
        yield chunk({"tool_calls": [begun]})
        for start in range(0, len(arguments), 5):
            part = {"arguments": arguments[start:start + 5]}
            yield chunk({"tool_calls": [{"index": call["index"], "function": part}]})
    if not called:
        for number in range(count):
            yield chunk({"content": piece(number)})
    yield chunk({}, "tool_calls" if called else "stop")
    if (request.get("stream_options") or {}).get("include_usage"):
        yield chunk({}, usage=usage(count)) | {"choices": []}


async def stream(writer, request, wishes):
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
        b"x-request-id: req_double\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    everything = list(chunks(request, wishes))
    if "breakoff" in wishes:
        everything = everything[: len(everything) // 2]
    for chunk in everything:
        if wishes.get("pause"):
            await asyncio.sleep(wishes["pause"] / 1000)
        if "clock" in wishes:
            chunk["sent"] = time.perf_counter_ns()
        await send(writer, f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())
    if "breakoff" in wishes:
        writer.transport.abort()
        return
    await send(writer, b"data: [DONE]\n\n")
    writer.write(b"0\r\n\r\n")
    await writer.drain()


async def send(writer, data):
    writer.write(b"%x\r\n%b\r\n" % (len(data), data))
    await writer.drain()


async def answer(writer, status, body):
    data = json.dumps(body, ensure_ascii=False).encode()
    writer.write(
        b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nx-request-id: req_double\r\n"
        b"Content-Length: %d\r\n\r\n%b" % (status, len(data), data)
    )
    await writer.drain()


async def respond(writer, path, body):
    if path.endswith("/connections"):
        return await answer(writer, 200, {"connections": connections - 1})
    if path.endswith("/models"):
        listed = [{"id": "m", "object": "model", "created": 1, "owned_by": "double"}]
        return await answer(writer, 200, {"object": "list", "data": listed})
    if path.endswith("/embeddings"):
        vector = {"object": "embedding", "index": 0, "embedding": [0.5, -0.25]}
        vectors = {"object": "list", "data": [vector], "model": "m"}
        return await answer(writer, 200, vectors | {"usage": usage(1)})
    request = json.loads(body)
    wishes = words(request["model"])
    if wishes.get("fail"):
        error = {"message": "as asked", "type": "double_error", "param": None, "code": "failed"}
        return await answer(writer, wishes["fail"], {"error": error})
    if request.get("stream"):
        return await stream(writer, request, wishes)
    if wishes.get("pause"):
        await asyncio.sleep(wishes["pause"] / 1000)
    await answer(writer, 200, whole(request, wishes))


async def serve(reader, writer):
    global connections
    connections += 1
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            fields = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            body = await reader.readexactly(int(fields.get("content-length", 0)))
            path = lines[0].split(" ")[1].split("?")[0]
            await respond(writer, path, body)
            if fields.get("connection") == "close":
                break
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        connections -= 1
        writer.close()


async def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    server = await asyncio.start_server(serve, "127.0.0.1", arguments.port, limit=1 << 26)
    print(f"listening {server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
