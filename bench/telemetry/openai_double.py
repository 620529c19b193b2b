"""A stand-in for OpenAI's API: answers chat completions by a script, streaming or not.

The first call of a turn that mentions the weather asks for the tool `get_weather`; a call that ends
with the tool's result gets an answer that repeats it; whatever else is answered with an echo.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def reply(request):
    """What the model says to a request: (message, finish_reason)."""
    last = request["messages"][-1]
    if last["role"] == "tool":
        return {"role": "assistant", "content": f"The tool says: {last['content']}"}, "stop"
    text = last["content"]
    if "weather" in text and request.get("tools"):
        call = {
            "id": f"call_{sum(m['role'] == 'user' for m in request['messages'])}",
            "type": "function",
            "function": {"name": "get_weather", "arguments": json.dumps({"city": "Köln"})},
        }
        return {"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls"
    return {"role": "assistant", "content": f"You said: {text}"}, "stop"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        message, reason = reply(request)
        common = {"id": "chatcmpl-1", "created": 1, "model": "double-1-large"}
        usage = {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16}
        if not request.get("stream"):
            body = json.dumps(
                common
                | {
                    "object": "chat.completion",
                    "choices": [{"index": 0, "message": message, "finish_reason": reason}],
                    "usage": usage
                    | {"prompt_tokens_details": {"cached_tokens": 7}},
                }
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for delta in self.deltas(message):
            self.event(common, [{"index": 0, "delta": delta, "finish_reason": None}])
        self.event(common, [{"index": 0, "delta": {}, "finish_reason": reason}])
        self.event(common | {"usage": usage}, [])
        self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def deltas(self, message):
        if "tool_calls" in message:
            return [
                {"role": "assistant", "tool_calls": [call | {"index": place}]}
                for place, call in enumerate(message["tool_calls"])
            ]
        return [{"role": "assistant", "content": ""}] + [
            {"content": word + " "} for word in message["content"].split(" ")
        ]

    def event(self, common, choices):
        chunk = common | {"object": "chat.completion.chunk", "choices": choices}
        self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")


def start():
    """Starts the double on a port of its own; gives its URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}/v1"
